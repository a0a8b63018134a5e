"""Columns of lists from their elements, whole columns at a time."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray


def listed(counts: NDArray[np.int64], elements: pl.Series) -> pl.Series:
    """A column of lists: the first takes `counts[0]` of the elements, and so on; all of them are taken."""
    offsets = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=offsets[1:])
    arrow = pa.LargeListArray.from_arrays(pa.array(offsets), elements.rechunk().to_arrow())
    return pl.Series(arrow).cast(pl.List(elements.dtype))


def listed_texts(found: Sequence[Sequence[str]]) -> pl.Series:
    """A column of lists of texts from Python's; polars' own way makes a column of every one."""
    counts = np.fromiter(map(len, found), np.int64, len(found))
    return listed(counts, pl.Series(list(chain.from_iterable(found)), dtype=pl.String))


def counted(rows: NDArray[np.int64], height: int) -> NDArray[np.int64]:
    """How many of the elements, whose `rows` are told, stand in each row."""
    return np.bincount(rows, minlength=height)
