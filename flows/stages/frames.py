"""Rows of dicts as frames. Polars' own way takes lists of structs apart value by value, which costs most of a row."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, Final

import numpy as np
import polars as pl

from flows.stages.lists import listed, listed_texts
from schemas.columns import EXTRA, SPANS, TEXTS
from schemas.frames import polars_schema
from schemas.records import Extracted

NESTED: Final = {"spans": (SPANS, ("field", "start", "end")), "extra": (EXTRA, ("name", "value"))}


def frame_of(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """The frame of rows of the schema Extracted."""
    return pl.DataFrame([_column(rows, name, dtype) for name, dtype in polars_schema(Extracted).items()])


def _column(rows: Sequence[dict[str, Any]], name: str, dtype: pl.DataType) -> pl.Series:
    values = [row[name] for row in rows]
    if name in NESTED:
        dtype, parts = NESTED[name]
        every = list(chain.from_iterable(values))
        columns = {part: [one[part] for one in every] for part in parts}
        inner = pl.DataFrame(columns, schema=dict(dtype.inner)).to_struct()  # type: ignore[call-overload]
        return listed(np.fromiter(map(len, values), np.int64, len(values)), inner).alias(name)
    if dtype == TEXTS:
        return listed_texts(values).alias(name)
    return pl.Series(name, values, dtype)
