"""The comparison keys of a whole column of texts at once: `letters_and_digits` of each."""

import string
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
import polars as pl

from flows.fields.folding import letters_and_digits
from flows.matching.distinct import change_some
from flows.matching.pages import Places, cut_pages, texts_of

BREAK: Final = "\n"
"""Ends each text while they are folded together."""

DROPPED: Final = 0
"""Stands for each byte that folding leaves out."""

_KEPT: Final = frozenset((string.ascii_letters + string.digits + BREAK).encode()) | frozenset(range(128, 256))
_LETTERS: Final = bytes(byte if byte in _KEPT else DROPPED for byte in range(256)).lower()


def fold_texts(texts: pl.Series) -> pl.Series:
    """`letters_and_digits` of each text (String), in their order; null where it is null or nothing is left."""
    broken = texts.str.contains(BREAK, literal=True)
    lines = (
        change_some(texts, broken, lambda some: some.str.replace_all(BREAK, " ", literal=True)).fill_null("") + BREAK
    )
    folded = [_fold(page) for page, _ in cut_pages(lines)]
    sizes = np.concatenate([[0], *(lengths for _, lengths in folded)])
    return texts_of(b"".join(page for page, _ in folded), np.cumsum(sizes)).replace("", None)


def _fold(lines: bytes) -> tuple[bytes, Places]:
    """The keys of some texts, each a line, one behind the other as UTF-8, and the size of each in bytes."""
    # Nearly all is ASCII, of which a table tells what becomes of each byte, wherever a text begins.
    letters = pl.Series(np.frombuffer(_fold_foreign(lines).translate(_LETTERS), dtype=np.uint8))
    # In half the time that bytes.translate takes to leave them out.
    folded = letters.filter(letters != DROPPED).to_numpy()
    breaks = np.flatnonzero(folded == ord(BREAK))
    return folded.tobytes().replace(BREAK.encode(), b""), np.diff(breaks, prepend=-1) - 1


def _fold_foreign(page: bytes) -> bytes:
    """The page with every stretch of characters outside ASCII folded."""
    if page.isascii():
        return page
    foreign = np.frombuffer(page, dtype=np.int8) < 0
    edges = (np.flatnonzero(foreign[1:] != foreign[:-1]) + 1).tolist()
    pieces = [page[start:end] for start, end in pairwise([0, *edges, len(page)])]
    at = slice(0 if foreign[0] else 1, None, 2)
    pieces[at] = map(_letters, pieces[at])
    return b"".join(pieces)


@lru_cache(maxsize=2**16)
def _letters(stretch: bytes) -> bytes:
    """What folding leaves of a stretch of characters, as UTF-8."""
    return letters_and_digits(stretch.decode()).encode()
