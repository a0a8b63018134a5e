"""What a word says by itself in each place around the beginning of the authors, weighed once a process."""

from collections.abc import Callable
from typing import Final

from flows.layouts.cut.evidence import Key, Scale
from flows.layouts.cut.lexicon import FAMILY, GIVEN, TITLE_LAST
from flows.layouts.cut.words import Word

_MEMO_SIZE: Final = 100_000

Role = tuple[float, list[Key]]
"""What a word says in a role: its weight at the quick look, and the evidence."""


def first_keys(word: Word) -> list[Key]:
    """What a word says as the first of a name."""
    return [(11, word.row[GIVEN] >> 3, word.shape)]


def last_keys(word: Word) -> list[Key]:
    """What a word says as the last of a name of several words."""
    return [(12, word.row[FAMILY] >> 3, word.shape), (18, word.row[GIVEN] >> 4, word.row[FAMILY] >> 4)]


def only_keys(word: Word) -> list[Key]:
    """What a word says as a name of one word."""
    return [(6, word.row[FAMILY] >> 3, word.shape), (7, word.row[GIVEN] >> 4, word.row[FAMILY] >> 4)]


def middle_keys(word: Word) -> list[Key]:
    """What a word says inside a name."""
    return [(20, word.row[GIVEN] >> 3, word.shape), (21, word.row[FAMILY] >> 3, word.shape)]


def end_keys(word: Word) -> list[Key]:
    """What a word says as the last of a title."""
    return [
        (41, word.row[GIVEN] >> 3, word.shape, word.mark == "w"),
        (42, word.row[TITLE_LAST] >> 3, word.shape),
        (49, word.row[FAMILY] >> 4, word.row[GIVEN] >> 4),
    ]


class Roles:
    """The evidence of words in their roles, each weighed once."""

    def __init__(self, scale: Scale) -> None:
        """Roles weighed by `scale`."""
        self._scale = scale
        self.first = self._memo(first_keys)
        self.last = self._memo(last_keys)
        self.only = self._memo(only_keys)
        self.middle = self._memo(middle_keys)
        self.end = self._memo(end_keys)

    def _memo(self, keys_of: Callable[[Word], list[Key]]) -> Callable[[Word], Role]:
        scale = self._scale
        memo: dict[str, Role] = {}

        def role(word: Word) -> Role:
            found = memo.get(word.text)
            if found is None:
                if len(memo) >= _MEMO_SIZE:
                    memo.clear()
                keys = keys_of(word)
                found = memo[word.text] = (scale.glance(keys), keys)
            return found

        return role
