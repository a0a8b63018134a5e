"""Where a word may fall into an abstract's end and a title's beginning though its characters do not show it."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.layouts.cut.lexicon import Lexicon
from flows.layouts.cut.tokens import EDGES

_MEMO_SIZE: Final = 200_000
_RUN: Final = re.compile(r"[^\W_]{4,}")
_SHORTEST: Final = 3


class Run(NamedTuple):
    """An unknown run of letters: its place in the word, itself case folded, where it falls into two known words."""

    start: int
    folded: str
    halves: tuple[int, ...]


class Splits:
    """Takes unknown runs of letters apart, and remembers them."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Runs that `lexicon` does not know."""
        self._known = lexicon.places
        self._runs: dict[str, list[Run]] = {}

    def make_room(self) -> None:
        """Forget the words met so far if there are too many."""
        if len(self._runs) >= _MEMO_SIZE:
            self._runs.clear()

    def runs_of(self, words: Sequence[str]) -> list[list[Run]]:
        """The unknown runs of letters in each of these words."""
        self._runs.update((word, self._unknown_runs(word)) for word in set(words).difference(self._runs))
        return list(map(self._runs.__getitem__, words))

    def _unknown_runs(self, word: str) -> list[Run]:
        found: list[Run] = []
        core = word.strip(EDGES)
        if core.isalpha() and core.casefold() in self._known:
            return found  # as most are
        for match in _RUN.finditer(word):
            folded = match.group().casefold()
            if folded not in self._known and len(folded) == len(match.group()):
                halves = [
                    at
                    for at in range(_SHORTEST, len(folded) - 1)
                    if folded[:at] in self._known and folded[at:] in self._known
                ]
                found.append(Run(match.start(), folded, tuple(halves)))
        return found


def explained(runs: Sequence[Run], abstract: str) -> list[int]:
    """Where the unknown runs of letters in a word fall into two words, in order.

    These are two known words, or anything and a word of the case-folded `abstract`.
    """
    return sorted({run.start + at for run in runs for at in (*run.halves, *_in_abstract(run.folded, abstract))})


def _in_abstract(folded: str, abstract: str) -> range:
    """Where an unknown run of letters ends in what the abstract holds: if it holds an end, then every shorter one."""
    at = len(folded) - 1
    while at > 1 and folded[at - 1 :] in abstract:
        at -= 1
    return range(at, len(folded) - 1)
