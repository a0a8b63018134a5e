"""Columns of texts that point into one stretch of bytes."""

from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from flows.formats.labels import Words

VIEW: Final = np.dtype([("size", "<i4"), ("head", "<u4"), ("buffer", "<i4"), ("at", "<i4")])
INLINE_BYTES: Final = 12
"""Arrow's string views hold texts up to this length themselves, and of longer ones the first four bytes."""


def slices(words: Words, start: NDArray[np.int64], end: NDArray[np.int64]) -> pl.Series:
    """The texts at these places of the content as they stand there; only short ones are copied."""
    size = end - start
    views = np.zeros(len(start), VIEW)
    views["size"] = size
    is_short = size <= INLINE_BYTES
    views["head"] = words.at(start).astype(np.uint32)
    views["at"] = np.where(is_short, 0, start)
    short = np.flatnonzero(is_short)
    cells = views.view(np.uint8).reshape(len(views), VIEW.itemsize)
    offsets = np.arange(INLINE_BYTES)
    content = np.frombuffer(words.content, np.uint8)
    places = np.minimum(start[short, None] + offsets, max(len(content) - 1, 0))
    cells[short, 4:] = np.where(offsets < size[short, None], content[places], 0)
    buffers = [None, pa.py_buffer(views), pa.py_buffer(words.content)]
    return pl.Series(pa.Array.from_buffers(pa.string_view(), len(views), buffers))
