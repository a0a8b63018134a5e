"""Some rows of a column: telling them, and putting values into them."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray


def marked(height: int, rows: NDArray[np.int64] | Sequence[int]) -> pl.Series:
    """A column of truth values that are true in these rows."""
    found = np.zeros(height, np.bool_)
    found[rows] = True
    return pl.Series(found)


def put(column: pl.Series, where: pl.Series, values: pl.Series) -> pl.Series:
    """The column with `values`, in their order, in the rows `where`."""
    if values.is_empty():
        return column
    if len(values) == len(column):
        return values.alias(column.name)
    place = (where.cum_sum().cast(pl.Int64) - 1).clip(0)
    return pl.select(pl.when(where).then(values.gather(place)).otherwise(column)).to_series().alias(column.name)
