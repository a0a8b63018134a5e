"""Statistics of every column of a table, counted from its frames as they are written: no file is read for them."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
from pydantic import BaseModel, ConfigDict

from flows.release.text import shortened

COUNTED: Final = 2**16
"""Different values that are counted one by one; of more the number is estimated, mostly within half a percent."""

HASHES: Final = 2**64

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


TableStatistics = dict[str, ColumnStatistics]
"""By column."""

Statistics = dict[str, TableStatistics]
"""By table."""


class Tally:
    """The figures of a table so far. How its rows are cut into frames makes no difference to them."""

    def __init__(self, nothing: pl.DataFrame) -> None:
        """`nothing` has the columns of the table and no row."""
        self._types = nothing.schema
        self._rows = [nothing.select(_figures(nothing.schema))]
        self._values = {name: _Distinct() for name, dtype in self._types.items() if not _is_struct(dtype)}

    def join(self, figures: pl.DataFrame) -> None:
        """Count the rows that these are the figures of (`count_figures`)."""
        hashes = [f"{name}|hashes" for name in self._values]
        self._rows.append(figures.drop(hashes))
        for name, values in self._values.items():
            values.add(figures[f"{name}|hashes"][0])

    def add(self, frame: pl.DataFrame) -> None:
        """Count the rows of a frame."""
        self._rows.append(frame.select(_figures(self._types)))
        for name, values in self._values.items():
            if frame[name].null_count() < len(frame):
                values.add(frame.select(_hashes(name, self._types[name])).to_series())

    def tell(self) -> TableStatistics:
        """The figures of each column."""
        ends = pl.col(r"^.*\|minimum$").min(), pl.col(r"^.*\|maximum$").max()
        sums = pl.exclude(r"^.*\|(minimum|maximum)$").sum()
        told = pl.concat(self._rows).select(sums, *(end.cast(pl.String) for end in ends)).row(0, named=True)
        return {name: self._tell(name, told) for name in self._types}

    def _tell(self, name: str, told: dict[str, Any]) -> ColumnStatistics:
        values = self._values.get(name)
        counted = told.get(f"{name}|counted")
        ends = {end: told.get(f"{name}|{end}") for end in ("minimum", "maximum")}
        return ColumnStatistics(
            nulls=told[f"{name}|nulls"],
            distinct=None if values is None else values.count(),
            distinct_is_exact=values is None or values.is_exact(),
            mean_length=round(told[f"{name}|length"] / counted, 2) if counted else None,
            **{end: None if value is None else shortened(value, SHOWN_CHARS) for end, value in ends.items()},
        )


def count_figures(frame: pl.DataFrame) -> pl.DataFrame:
    """The figures of some rows of a table, to be kept and joined to those of others: one row.

    Columns are those of `_figures`, and `<column>|hashes` with the smallest hashes of the column's values, sorted.
    """
    hashes = [
        _hashes(name, dtype).unique().sort().head(COUNTED).implode().alias(f"{name}|hashes")
        for name, dtype in frame.schema.items()
        if not _is_struct(dtype)
    ]
    return frame.select(*_figures(frame.schema), *hashes)


def _hashes(name: str, dtype: pl.DataType) -> pl.Expr:
    """The hashes of the values of a column, or of the elements of its lists."""
    values = pl.col(name).list.explode() if isinstance(dtype, pl.List) else pl.col(name)
    return values.drop_nulls().hash()


def _is_struct(dtype: pl.DataType) -> bool:
    return isinstance(dtype.inner if isinstance(dtype, pl.List) else dtype, pl.Struct)


def _figures(types: Mapping[str, pl.DataType]) -> list[pl.Expr]:
    """A row of figures of a frame, `<column>|<figure>`; `length` is the sum over all values that are `counted`."""
    figures: list[pl.Expr] = []
    for name, dtype in types.items():
        value = pl.col(name)
        lengths = value.list.len() if isinstance(dtype, pl.List) else value.str.len_chars()
        if isinstance(dtype, pl.List):
            figures.append((lengths == 0).sum().alias(f"{name}|nulls"))
        else:
            told = {"nulls": value.null_count(), "minimum": value.min(), "maximum": value.max()}
            figures += [figure.alias(f"{name}|{word}") for word, figure in told.items()]
        if isinstance(dtype, pl.List | pl.String):
            figures += [lengths.count().alias(f"{name}|counted"), lengths.cast(pl.Int64).sum().alias(f"{name}|length")]
    return figures


class _Distinct:
    """How many different values there are, by the smallest of their hashes.

    After Z. Bar-Yossef et al., Counting Distinct Elements in a Data Stream (2002): of hashes spread evenly, the k-th
    smallest tells how many there are.
    """

    def __init__(self) -> None:
        self._smallest = pl.Series(dtype=pl.UInt64)
        self._more: list[pl.Series] = []
        self._waiting = 0
        self._limit = HASHES

    def add(self, hashes: pl.Series) -> None:
        """The hashes of values, as `_hashes` gives them."""
        self._more.append(hashes.filter(hashes < self._limit) if self._limit < HASHES else hashes)
        self._waiting += len(self._more[-1])
        if self._waiting > COUNTED:
            self._settle()

    def _settle(self) -> None:
        """Keep the smallest only."""
        if not self._more:
            return
        self._smallest = pl.concat([self._smallest, *self._more]).unique().sort().head(COUNTED)
        self._more, self._waiting = [], 0
        if len(self._smallest) == COUNTED:
            self._limit = int(self._smallest[-1])

    def is_exact(self) -> bool:
        self._settle()
        return len(self._smallest) < COUNTED

    def count(self) -> int:
        self._settle()
        return len(self._smallest) if self.is_exact() else round((COUNTED - 1) / (self._limit / HASHES))
