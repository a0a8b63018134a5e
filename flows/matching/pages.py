"""Columns of texts as one stretch of bytes, for work that goes through all of them at once."""

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

Places = npt.NDArray[np.int64]


def page_of(texts: pl.Series) -> tuple[memoryview, Places]:
    """All texts (String) one behind the other as UTF-8, and where each begins and the last one ends; null is empty."""
    column: Any = texts.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest()).cast(pa.large_string())
    _, offsets, content = column.buffers()
    if content is None:
        return memoryview(b""), np.zeros(len(texts) + 1, dtype=np.int64)
    ends = np.frombuffer(offsets, dtype=np.int64)[column.offset : column.offset + len(texts) + 1]
    return memoryview(content)[int(ends[0]) : int(ends[-1])], ends - ends[0]


def texts_of(page: bytes, ends: Places) -> pl.Series:
    """The texts of a page of UTF-8, of which each begins where the one before it ends."""
    array = pa.LargeStringArray.from_buffers(
        len(ends) - 1, pa.py_buffer(np.ascontiguousarray(ends, dtype=np.int64)), pa.py_buffer(page)
    )
    return pl.Series(array)
