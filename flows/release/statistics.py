"""Statistics of every column of the published tables, counted from their files a column at a time."""

from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from flows.release.text import shortened
from schemas.frames import polars_schema
from schemas.tables import TABLES

EXACT_ROWS: Final = 100_000
"""From more rows on, different values are estimated: counting them takes a set of all."""

SHOWN_CHARS: Final = 100
"""Characters of the smallest and largest text; what is longer ends in `…`."""


class ColumnStatistics(BaseModel):
    """Figures of one column.

    `nulls`: rows without a value; a list without elements counts too. `distinct`: different values, of a list of
    texts different elements; estimated within some percent where `distinct_is_exact` is false, null of structs.
    `minimum` and `maximum` as text; of lists null. `mean_length`: characters of a text, elements of a list.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    nulls: int
    distinct: int | None
    distinct_is_exact: bool
    minimum: str | None
    maximum: str | None
    mean_length: float | None


Statistics = dict[str, dict[str, ColumnStatistics]]
"""By table and column."""


def describe_tables(folder: Path) -> Statistics:
    """The statistics of every table that lies in `folder`."""
    paths = {name: folder / f"{name}.parquet" for name in TABLES}
    return {name: _describe_table(path, polars_schema(TABLES[name])) for name, path in paths.items() if path.is_file()}


def _describe_table(path: Path, types: dict[str, pl.DataType]) -> dict[str, ColumnStatistics]:
    exact = bool(pq.read_metadata(path).num_rows <= EXACT_ROWS)
    table = pl.scan_parquet(path, glob=False)
    # A column at a time: of some, the texts of all rows are as large as all others together.
    return {name: _describe(table.select(name), name, dtype, exact=exact) for name, dtype in types.items()}


def _describe(column: pl.LazyFrame, name: str, dtype: pl.DataType, *, exact: bool) -> ColumnStatistics:
    value = pl.col(name)
    if isinstance(dtype, pl.List):
        figures = _row(column.select(nulls=(value.list.len() == 0).sum(), mean_length=value.list.len().mean()))
        countable = not isinstance(dtype.inner, pl.Struct)
        elements = column.filter(value.list.len() > 0).explode(name)
        if countable:
            figures |= _row(elements.select(distinct=_count_distinct(value, exact=exact)))
        return _statistics(figures, exact=exact)
    figures = _row(
        column.select(
            nulls=value.null_count(),
            distinct=_count_distinct(value.drop_nulls(), exact=exact),
            minimum=value.min().cast(pl.String),
            maximum=value.max().cast(pl.String),
            mean_length=value.str.len_chars().mean() if dtype == pl.String else pl.lit(None, pl.Float64),
        )
    )
    return _statistics(figures, exact=exact)


def _count_distinct(value: pl.Expr, *, exact: bool) -> pl.Expr:
    return value.n_unique() if exact else value.approx_n_unique()


def _row(frame: pl.LazyFrame) -> dict[str, Any]:
    return frame.collect(engine="streaming").row(0, named=True)


def _statistics(figures: dict[str, Any], *, exact: bool) -> ColumnStatistics:
    ends = {
        end: None if figures.get(end) is None else shortened(figures[end], SHOWN_CHARS)
        for end in ("minimum", "maximum")
    }
    length = figures["mean_length"]
    return ColumnStatistics(
        nulls=figures["nulls"],
        distinct=figures.get("distinct"),
        distinct_is_exact=exact,
        mean_length=None if length is None else round(length, 2),
        **ends,
    )
