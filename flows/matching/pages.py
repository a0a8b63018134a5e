"""Columns of texts as one stretch of bytes, for work that goes through all of them at once."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

Places = npt.NDArray[np.int64]

PAGE_BYTES: Final = 2**19
"""So much text is worked on at a time by what makes numbers of it, so that these stay in the processor's own memory."""


def page_of(texts: pl.Series) -> tuple[memoryview, Places]:
    """All texts (String) one behind the other as UTF-8, and where each begins and the last one ends; null is empty."""
    if texts.has_nulls():
        # What became null may still have its text in the column's memory.
        texts = texts.fill_null("")
    column: Any = texts.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest()).cast(pa.large_string())
    _, offsets, content = column.buffers()
    if content is None:
        return memoryview(b""), np.zeros(len(texts) + 1, dtype=np.int64)
    ends = np.frombuffer(offsets, dtype=np.int64)[column.offset : column.offset + len(texts) + 1]
    return memoryview(content)[int(ends[0]) : int(ends[-1])], ends - ends[0]


def cut_pages(texts: pl.Series) -> Iterator[tuple[bytes, Places]]:
    """The texts in pages of about PAGE_BYTES, each as `page_of` gives it; one at least, and no text is torn."""
    content, ends = page_of(texts)
    inner = np.searchsorted(ends, np.arange(PAGE_BYTES, ends[-1], PAGE_BYTES))
    for first, last in pairwise([0, *dict.fromkeys([*inner.tolist(), len(texts)])]):
        yield bytes(content[int(ends[first]) : int(ends[last])]), ends[first : last + 1] - ends[first]


def texts_of(page: bytes, ends: Places) -> pl.Series:
    """The texts of a page of UTF-8, of which each begins where the one before it ends."""
    array = pa.LargeStringArray.from_buffers(
        len(ends) - 1, pa.py_buffer(np.ascontiguousarray(ends, dtype=np.int64)), pa.py_buffer(page)
    )
    return pl.Series(array)


def lists_of(values: pl.Series, sizes: Places) -> pl.Series:
    """The values in lists, of which each holds so many of those that follow the one before."""
    ends = pa.array(np.append(0, np.cumsum(sizes, dtype=np.int64)))
    return pl.Series(pa.LargeListArray.from_arrays(ends, values.to_arrow()))
