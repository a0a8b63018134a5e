"""What is costly to compute of a value, computed only where it has to be: once for all rows that share the value."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl


def first_rows(values: pl.Series) -> npt.NDArray[np.uint32]:
    """For every row the first row with an equal value; nulls are equal to each other."""
    numbered = pl.DataFrame({"value": values}).with_row_index("row")
    return numbered.select(pl.col("row").first().over("value")).to_series().to_numpy()


def per_distinct(values: pl.Series, compute: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """`compute(values)`, where `compute` gives one result a value that depends on that value alone."""
    first = first_rows(values)
    is_first = first == np.arange(len(first), dtype=np.uint32)
    place = np.cumsum(is_first) - 1
    return compute(values.filter(pl.Series(is_first))).gather(place[first])


def change_some(values: pl.Series, where: pl.Series, change: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """The values, with those `where` (Boolean, null for false) it is true changed."""
    rows = where.arg_true()
    # `scatter` writes into the column that it is given.
    return values if rows.is_empty() else values.clone().scatter(rows, change(values.gather(rows)))
