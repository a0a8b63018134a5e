"""How often each letter stands in a text: what rules out, without looking at two texts, that they are alike."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.matching.blocks import Rows, Truths
from flows.matching.pages import cut_pages

_A_TO_Z: Final = bytes(range(ord("a"), ord("z") + 1))
_COLUMNS: Final = 32
"""A column a letter; digits share five, and the last is of all that is not counted."""

_COLUMN: Final = bytes(
    _A_TO_Z.index(byte) if byte in _A_TO_Z else 26 + byte % 5 if chr(byte) in "0123456789" else _COLUMNS - 1
    for byte in range(256)
)
_MOST: Final = 255

PAIRS_AT_A_TIME: Final = 2**14
"""So many pairs of counts stay in the processor's own memory."""


class Letters(NamedTuple):
    """The counts of letters and digits of some texts, a row each; as if no text had more of one than _MOST."""

    counts: npt.NDArray[np.uint8]

    def apart(self, a: Rows, b: Rows) -> npt.NDArray[np.uint16]:
        """How many letters at least must be taken from and put into each text `a` to make it its text `b`."""
        told = np.empty(len(a), dtype=np.uint16)
        for at in range(0, len(a), PAIRS_AT_A_TIME):
            some = slice(at, at + PAIRS_AT_A_TIME)
            one, other = self.counts.take(a[some], axis=0), self.counts.take(b[some], axis=0)
            differ = np.maximum(one, other)
            differ -= np.minimum(one, other)
            np.einsum("ij->i", differ, dtype=np.uint16, casting="unsafe", out=told[some])
        return told

    def may_hold(self, long: Rows, short: Rows) -> Truths:
        """Whether each text `long` has all letters of its text `short`."""
        told = np.empty(len(long), dtype=np.bool_)
        for at in range(0, len(long), PAIRS_AT_A_TIME):
            some = slice(at, at + PAIRS_AT_A_TIME)
            has = self.counts.take(short[some], axis=0) <= self.counts.take(long[some], axis=0)
            np.all(has, axis=1, out=told[some])
        return told


def count_letters(texts: pl.Series) -> Letters:
    """The counts of texts (String) as folded.fold_texts gives them."""
    return Letters(np.concatenate([_count(page, np.diff(ends)) for page, ends in cut_pages(texts)]))


def _count(page: bytes, sizes: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    cell = np.repeat(np.arange(0, len(sizes) * _COLUMNS, _COLUMNS), sizes)
    cell += np.frombuffer(page.translate(_COLUMN), dtype=np.uint8)
    counts = np.bincount(cell, minlength=len(sizes) * _COLUMNS).reshape(-1, _COLUMNS)
    counts[:, -1] = 0
    return np.minimum(counts, _MOST).astype(np.uint8)
