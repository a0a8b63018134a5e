"""Counting the tables of a release: lazily from its files, so that a column at a time is in memory."""

from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow.parquet as pq

ENGINE: Final = "streaming"


def scan(folder: Path, name: str) -> pl.LazyFrame:
    """The table `name` of the release in `folder`."""
    return pl.scan_parquet(folder / f"{name}.parquet", glob=False)


def collect(frame: pl.LazyFrame) -> pl.DataFrame:
    """What comes out, worked on in batches."""
    return frame.collect(engine=ENGINE)


def count_values(frame: pl.LazyFrame, value: pl.Expr) -> list[tuple[Any, int]]:
    """How often each value occurs, nulls too: the most frequent first, equally frequent ones in their order."""
    counted = collect(frame.select(value.alias("value")).group_by("value").agg(count=pl.len()))
    return counted.sort(["count", "value"], descending=[True, False], nulls_last=True).rows()


def count_nulls(folder: Path, name: str) -> dict[str, int]:
    """The rows without a value, of each column of a table but those of lists, as its file's footer tells."""
    footer = pq.read_metadata(folder / f"{name}.parquet")
    found: dict[str, int] = {}
    for group in range(footer.num_row_groups):
        for at in range(footer.num_columns):
            column = footer.row_group(group).column(at)
            found[column.path_in_schema] = found.get(column.path_in_schema, 0) + column.statistics.null_count
    return found


def is_filled(name: str, dtype: pl.DataType) -> pl.Expr:
    """Whether a column holds something: a list may be empty instead of null."""
    return pl.col(name).list.len() > 0 if isinstance(dtype, pl.List) else pl.col(name).is_not_null()
