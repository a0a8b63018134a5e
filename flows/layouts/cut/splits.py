"""Where a word may fall into the end of an abstract and the beginning of a title."""

import re
from typing import Final

from flows.layouts.cut.evidence import Scale
from flows.layouts.cut.halves import Halves
from flows.layouts.cut.lexicon import Lexicon

_MEMO_SIZE: Final = 100_000
_PLACES: Final = re.compile(
    r"(?<=[^\s\w(\[{<=^&|~@#\\+_-])(?=[\w$\"“'‘`(\[{\\*#!<@+~¿¡¡|])"  # a closing mark, then what may open a title
    r"|(?<=[^\W_])(?=[^\W\d_a-z])"  # a letter or digit, then a capital
    r"|(?<=[a-z)\].$}])(?=\d)"
    r"|(?<=[^\W_])(?=[$\\])"
    r"|(?<=[\u200b\u200c\ufeff])"
)
_PIECE: Final = re.compile(r"[^\W_]{4,}")
_STOPS: Final = ".,;:"

Places = tuple[tuple[float, int], ...]
"""Places where a word may come apart: what each weighs at the quick look, and where it is."""


class Splits(dict[str, Places | None]):
    """Where words may come apart, by word: found when first asked for, and remembered. None: it is a plain word."""

    def __init__(self, lexicon: Lexicon, scale: Scale) -> None:
        """Splits judged by the words of `lexicon`, weighed by `scale`."""
        super().__init__()
        self._find = lexicon.find
        self.halves = Halves(lexicon, scale)

    def __missing__(self, token: str) -> Places | None:
        """The word taken apart for the first time."""
        if len(self) >= _MEMO_SIZE:
            self.clear()
        bare = token.rstrip(_STOPS)
        plain = bare.isalpha() and bare[1:].islower()
        if not plain:
            found: Places | None = self._weighed(token, _places(token))
        else:
            found = None if self._find(bare.casefold()) is not None else ()
        self[token] = found
        return found

    def explained(self, token: str, places: Places, abstract: str) -> Places:
        """Where an unknown run of letters in `token` falls into two words, beside `places`.

        These are two known words, or anything and a word of the case-folded `abstract`.
        """
        found: set[int] = set()
        for piece in _PIECE.finditer(token):
            if self._find(piece.group().casefold()) is None:
                found.update(self._two_words(piece), _within(piece, abstract))
        return self._weighed(token, found - {at for _, at in places})

    def _weighed(self, token: str, places: set[int]) -> Places:
        return tuple([(self.halves.glance(token, at), at) for at in sorted(places)])

    def _two_words(self, piece: re.Match[str]) -> list[int]:
        """Where an unknown run of letters falls into two known words."""
        folded = piece.group().casefold()
        if len(folded) != len(piece.group()):
            return []
        return [
            piece.start() + at
            for at in range(3, len(folded) - 1)
            if self._find(folded[:at]) is not None and self._find(folded[at:]) is not None
        ]


def _places(token: str) -> set[int]:
    """Where its characters alone would let the word come apart."""
    places = {at for at in [match.start() for match in _PLACES.finditer(token, 1)] if _plausible(token, at)}
    if len(token) > 1 and token[-1] == "A" and token[-2].isalnum():
        places.add(len(token) - 1)
    return places


def _plausible(token: str, at: int) -> bool:
    """Whether a title may begin here, as far as capitals go: `GitHub` has one such place, `LLMs` none."""
    if at >= len(token):
        return False
    left, right, after = token[at - 1], token[at], token[at + 1 : at + 2]
    if not (left.isalpha() and right.isalpha()):
        return True
    return right.isupper() and not (left.isupper() and not after.islower())


def _within(piece: re.Match[str], abstract: str) -> list[int]:
    """Where an unknown run of letters ends in a word of the abstract."""
    folded = piece.group().casefold()
    if len(folded) != len(piece.group()):
        return []
    return [piece.start() + at for at in range(1, len(folded) - 1) if folded[at:] in abstract]
