"""How common each word is as given name, family name, title word and word of an abstract.

A row holds one byte a role: the log-odds of that role against the one named here, in sixteenths, 128 for even odds.
"""

import zlib
from operator import itemgetter
from struct import iter_unpack
from typing import Final

ROLES: Final = ("given", "family", "title_last", "title_first", "abstract_last", "title", "vocabulary")
GIVEN, FAMILY, TITLE_LAST, TITLE_FIRST, ABSTRACT_LAST, TITLE, VOCABULARY = range(len(ROLES))
"""given, family: against a word of a title; title_last, title_first: against any word of a title; abstract_last,
title: against any word of an abstract; vocabulary: sixteenths of the log of how often abstracts hold it, plain."""

EVEN: Final = 128
GRAM_BITS: Final = 14
GUESS_LIMIT: Final = 119
"""The furthest that a guess from a word's pieces goes from even odds, in sixteenths."""

Row = bytes


def grams(key: str) -> list[int]:
    """The table places of the word's pieces of three and four characters, its ends marked."""
    marked = f"^{key}$".encode("utf-32-le", "surrogatepass")
    return [
        zlib.crc32(marked[at : at + 4 * size]) & ((1 << GRAM_BITS) - 1)
        for size in (3, 4)
        for at in range(0, len(marked) - 4 * size + 1, 4)
    ]


class Lexicon:
    """Rows by word; a word never met gets a row from its hyphenated parts or from its pieces."""

    def __init__(self, words: list[str], rows: bytes, pieces: list[int]) -> None:
        """`words` beside their `rows`, and the log-odds of `pieces` as part of a name, in sixteenths."""
        each = map(itemgetter(0), iter_unpack(f"{len(ROLES)}s", rows))
        self._rows: dict[str, Row] = dict(zip(words, each, strict=True))
        self._pieces = pieces

    def find(self, key: str) -> Row | None:
        """The word's row if the word was met when the lexicon was made."""
        return self._rows.get(key)

    def row(self, key: str) -> Row:
        """The word's row."""
        found = self._rows.get(key)
        return found if found is not None else self._guess(key)

    def _guess(self, key: str) -> Row:
        if "-" in key:
            parts = [part for part in key.split("-") if part]
            if parts and all(part in self._rows for part in parts):
                rows = [self._rows[part] for part in parts]
                return bytes(sum(column) // len(rows) for column in zip(*rows, strict=True))
        places = grams(key)
        odds = sum([self._pieces[place] for place in places]) // max(1, len(places) // 2)
        name = EVEN + max(-GUESS_LIMIT, min(GUESS_LIMIT, odds))
        return bytes((name, name, EVEN, EVEN, EVEN, EVEN, 0))
