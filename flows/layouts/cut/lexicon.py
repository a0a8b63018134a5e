"""How common each word is as given name, family name, title word and word of an abstract.

A row holds one byte a role: the log-odds of that role against the one named here, in sixteenths, 128 for even odds.
"""

from collections.abc import Sequence
from itertools import chain, repeat
from typing import Final

import numpy as np
import numpy.typing as npt

from flows.layouts.cut.groups import Bools, Ints
from flows.layouts.cut.pieces import grams

ROLES: Final = ("given", "family", "title_last", "title_first", "abstract_last", "title", "vocabulary")
GIVEN, FAMILY, TITLE_LAST, TITLE_FIRST, ABSTRACT_LAST, TITLE, VOCABULARY = range(len(ROLES))
"""given, family: against a word of a title; title_last, title_first: against any word of a title; abstract_last,
title: against any word of an abstract; vocabulary: sixteenths of the log of how often abstracts hold it, plain."""

EVEN: Final = 128
GUESS_LIMIT: Final = 119
"""The furthest that a guess from a word's pieces goes from even odds, in sixteenths."""

UNKNOWN: Final = -1
"""The place of a word that the lexicon does not hold."""

_PLAIN: Final = (EVEN, EVEN, EVEN, EVEN, EVEN, EVEN, 0)


class Lexicon:
    """Rows by word; a word never met gets a row from its hyphenated parts or from its pieces."""

    def __init__(self, words: list[str], rows: bytes, pieces: npt.ArrayLike) -> None:
        """`words` beside their `rows`, and the log-odds of `pieces` as part of a name, in sixteenths."""
        self.places = dict(zip(words, range(len(words)), strict=True))
        """The number of each word's row."""
        self.rows = np.frombuffer(rows + bytes(_PLAIN), np.uint8).reshape(-1, len(ROLES))
        """The row of each place; the last, that of UNKNOWN, says nothing."""
        self._pieces = np.array(pieces, np.int64)

    def rows_of(self, keys: Sequence[str]) -> tuple[Ints, Bools]:
        """The rows of these words, and which of the words it holds."""
        find = self.places.get
        places = np.fromiter(map(find, keys, repeat(UNKNOWN)), np.int64, len(keys))
        rows = self.rows[places].astype(np.int64)
        unknown = np.flatnonzero(places == UNKNOWN).tolist()
        parts = {at: self._parts(keys[at]) for at in unknown if "-" in keys[at]}
        joined = {at: known for at, known in parts.items() if known}
        if joined:
            sizes = np.array([len(known) for known in joined.values()])
            each = self.rows[list(chain.from_iterable(joined.values()))].astype(np.int64)
            rows[list(joined)] = np.add.reduceat(each, np.cumsum(sizes) - sizes) // sizes[:, None]
        rest = [at for at in unknown if at not in joined]
        if rest:
            rows[rest, GIVEN] = rows[rest, FAMILY] = EVEN + self._guess([keys[at] for at in rest])
        return rows, places != UNKNOWN

    def _parts(self, key: str) -> list[int]:
        """The places of a word's hyphenated parts, empty if one is unknown."""
        found = [self.places.get(part, UNKNOWN) for part in key.split("-") if part]
        return [] if UNKNOWN in found else found

    def _guess(self, keys: list[str]) -> Ints:
        """How much words are names rather than words of titles, judged by their pieces."""
        places, owners = grams(keys)
        total = np.bincount(owners, self._pieces[places], len(keys)).astype(np.int64)
        odds = total // np.maximum(1, np.bincount(owners, minlength=len(keys)) // 2)
        return np.clip(odds, -GUESS_LIMIT, GUESS_LIMIT)
