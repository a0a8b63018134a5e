"""Where a word may fall into an abstract's end and a title's beginning though its characters do not show it."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from flows.layouts.cut.lexicon import Lexicon

_MEMO_SIZE: Final = 200_000
_RUN: Final = re.compile(r"[^\W_]{4,}")
_SHORTEST: Final = 3


class _Run(NamedTuple):
    """An unknown run of letters: its place in the word, itself case folded, where it falls into two known words."""

    start: int
    folded: str
    halves: tuple[int, ...]


class Splits:
    """Takes unknown runs of letters apart."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Runs that `lexicon` does not know."""
        self._known = lexicon.places
        self._runs = lru_cache(_MEMO_SIZE)(self._unknown_runs)

    def has_unknown(self, word: str) -> bool:
        """Whether there is an unknown run of letters in the word."""
        return bool(self._runs(word))

    def explained(self, word: str, abstract: str) -> list[int]:
        """Where unknown runs of letters in `word` fall into two words, in order.

        These are two known words, or anything and a word of the case-folded `abstract`.
        """
        runs = self._runs(word)
        if not runs:
            return []
        found = {run.start + at for run in runs for at in (*run.halves, *_in_abstract(run.folded, abstract))}
        return sorted(found)

    def _unknown_runs(self, word: str) -> list[_Run]:
        found: list[_Run] = []
        if word.isalpha() and word.casefold() in self._known:
            return found  # as most are
        for match in _RUN.finditer(word):
            folded = match.group().casefold()
            if folded not in self._known and len(folded) == len(match.group()):
                halves = [
                    at
                    for at in range(_SHORTEST, len(folded) - 1)
                    if folded[:at] in self._known and folded[at:] in self._known
                ]
                found.append(_Run(match.start(), folded, tuple(halves)))
        return found


def _in_abstract(folded: str, abstract: str) -> range:
    """Where an unknown run of letters ends in what the abstract holds: if it holds an end, then every shorter one."""
    at = len(folded) - 1
    while at > 1 and folded[at - 1 :] in abstract:
        at -= 1
    return range(at, len(folded) - 1)
