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
    place = np.arange(len(column))
    place[where.to_numpy()] = np.arange(len(column), len(column) + len(values))
    # Texts stay where they lie; polars' `when` would copy all of them.
    return pl.concat([column, values], rechunk=True).gather(place).alias(column.name)
