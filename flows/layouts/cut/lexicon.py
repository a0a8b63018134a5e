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

_MEMO_SIZE: Final = 100_000

Row = bytes


def pieces_of(key: str) -> list[str]:
    """The word's pieces of three and four characters, its ends marked."""
    marked = f"^{key}$"
    size = len(marked)
    return [marked[at : at + 3] for at in range(size - 2)] + [marked[at : at + 4] for at in range(size - 3)]


def gram(piece: str) -> int:
    """The place of a piece in the table of pieces."""
    return zlib.crc32(piece.encode("utf-32-le", "surrogatepass")) & ((1 << GRAM_BITS) - 1)


class _Pieces(dict[str, int]):
    """What pieces of words say of names, found by the piece itself once it was met."""

    def __init__(self, table: list[int]) -> None:
        super().__init__()
        self._table = table

    def __missing__(self, piece: str) -> int:
        if len(self) >= _MEMO_SIZE:
            self.clear()
        odds = self[piece] = self._table[gram(piece)]
        return odds


class Lexicon:
    """Rows by word; a word never met gets a row from its hyphenated parts or from its pieces."""

    def __init__(self, words: list[str], rows: bytes, pieces: list[int]) -> None:
        """`words` beside their `rows`, and the log-odds of `pieces` as part of a name, in sixteenths."""
        each = map(itemgetter(0), iter_unpack(f"{len(ROLES)}s", rows))
        self._rows: dict[str, Row] = dict(zip(words, each, strict=True))
        self._pieces = _Pieces(pieces)

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
        pieces = pieces_of(key)
        odds = sum(map(self._pieces.__getitem__, pieces)) // max(1, len(pieces) // 2)
        name = EVEN + max(-GUESS_LIMIT, min(GUESS_LIMIT, odds))
        return bytes((name, name, EVEN, EVEN, EVEN, EVEN, 0))
