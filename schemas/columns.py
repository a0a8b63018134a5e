"""How a column is declared: its type, its checks and its entry in the data dictionary, in one place."""

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, Final

import pandera.polars as pa
import polars as pl

TEXTS: Final = pl.List(pl.String)
SPANS: Final = pl.List(pl.Struct({"field": pl.String, "start": pl.Int64, "end": pl.Int64}))
EXTRA: Final = pl.List(pl.Struct({"name": pl.String, "value": pl.String}))
TIMESTAMP: Final = pl.Datetime("us", "UTC")


def column(
    dtype: Any,  # noqa: ANN401 - polars' own union of types and classes is private
    meaning: str,
    *,
    null: str | None = None,
    example: str = "",
    unit: str | None = None,
    checks: Sequence[pa.Check] = (),
    unique: bool = False,
) -> pa.Column:
    """A column of a table.

    `meaning` says what a value is; `null` says when there is none (None: never null); `example` is a value as it would
    be printed; `unit` is what a number counts or how fine a time is. All go into the data dictionary.
    """
    return pa.Column(
        dtype,
        checks=list(checks),
        nullable=null is not None,
        unique=unique,
        description=meaning,
        metadata={"null": null, "example": example, "unit": unit, "source": None},
    )


def sourced(columns: Mapping[str, pa.Column], source: str | Mapping[str, str]) -> dict[str, pa.Column]:
    """Copies of the columns that say where their values come from: all from one place, or each as its name tells.

    Raises KeyError where the source of a column is not told.
    """
    copies = {name: copy(column) for name, column in columns.items()}
    for name, column in copies.items():
        told = source if isinstance(source, str) else source[name]
        column.metadata = {**(column.metadata or {}), "source": told}
    return copies


def one_of(words: Sequence[str]) -> pa.Check:
    """The value is one of these words."""
    return pa.Check.isin(list(words))


def all_of(words: Sequence[str]) -> pa.Check:
    """Every element of the list is one of these words."""
    allowed = list(words)

    def check(data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(data.key).list.eval(pl.element().is_in(allowed)).list.all())

    return pa.Check(check, name="all_of", error=f"all_of({allowed})")


def filled() -> pa.Check:
    """No element of the list is null or empty."""

    def check(data: pa.PolarsData) -> pl.LazyFrame:
        present = pl.element().is_not_null() & (pl.element() != "")
        return data.lazyframe.select(pl.col(data.key).list.eval(present).list.all())

    return pa.Check(check, name="filled", error="filled")


def not_blank() -> pa.Check:
    """The text holds more than white space and none at its ends."""

    def check(data: pa.PolarsData) -> pl.LazyFrame:
        text = pl.col(data.key)
        return data.lazyframe.select((text != "") & (text == text.str.strip_chars()))

    return pa.Check(check, name="not_blank", error="not_blank")


def at_least(minimum: float) -> pa.Check:
    """The value is `minimum` or more."""
    return pa.Check.ge(minimum)


def between(low: float, high: float) -> pa.Check:
    """The value lies between the two, ends included."""
    return pa.Check.in_range(low, high)
