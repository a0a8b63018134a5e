"""Columns of dates and timestamps."""

from datetime import date, datetime
from typing import Any, Final

import polars as pl

from flows.fields.dates import FIRST_YEAR, LAST_YEAR, read_dates, read_year
from schemas.columns import TIMESTAMP

PART: Final = pl.col("part")
DAYS: Final[dict[str, Any]] = {"date": pl.Date, "updated_at": TIMESTAMP, "year": pl.Int32}
BETWEEN: Final = ";"

ISO_DAY: Final = r"^\d{4}-\d{2}-\d{2}$"
ISO_TIME: Final = r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$"
MAIL_TIME: Final = r"^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$"
YEAR: Final = r"^\d{4}$"


def read_days(raw: pl.Series) -> pl.DataFrame:
    """Columns `date`, `updated_at` and `year` of each text, as `fields.dates` reads them; null for null.

    Days and times as most inputs write them are read in whole columns, all others by the functions, each text once.
    """
    known = raw.drop_nulls().unique().alias("raw")
    found = _read_parts(known)
    rest = known.filter(~found["is_read"])
    others = pl.DataFrame(
        [_read(text) for text in rest.to_list()],
        schema=DAYS,
        orient="row",
    )
    told = pl.concat([found.filter("is_read").select("raw", *DAYS), others.insert_column(0, rest)])
    return raw.alias("raw").to_frame().join(told, on="raw", how="left", maintain_order="left").select(*DAYS)


def _read(text: str) -> tuple[date | None, datetime | None, int | None]:
    when = read_dates(text)
    return when.date, when.timestamp, read_year(text) if when.date is None else when.date.year


def _read_parts(known: pl.Series) -> pl.DataFrame:
    """The days of the texts whose parts all have a usual form; `is_read` tells which those are."""
    year = pl.when(PART.str.contains(YEAR)).then(PART).cast(pl.Int32)
    time = pl.coalesce(
        pl.when(PART.str.contains(ISO_TIME)).then(PART).str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False),
        pl.when(PART.str.contains(MAIL_TIME)).then(PART).str.to_datetime("%a, %d %b %Y %H:%M:%S GMT", strict=False),
    )
    day = pl.when(PART.str.contains(ISO_DAY)).then(PART).str.to_date("%Y-%m-%d", strict=False)
    parts = (
        known.to_frame()
        .with_row_index("row")
        .with_columns(part=pl.col("raw").str.split(BETWEEN))
        .explode("part")
        .with_columns(PART.str.strip_chars(" "))
        .with_columns(time=time.cast(pl.Datetime("us")), only=year)
        .with_columns(day=pl.coalesce(pl.col("time").dt.date(), day))
    )
    in_range = pl.col("day").dt.year().is_between(FIRST_YEAR, LAST_YEAR)
    return (
        parts.group_by("row", maintain_order=True)
        .agg(
            pl.col("raw").first(),
            date=pl.col("day").min(),
            updated_at=pl.col("time").max().dt.replace_time_zone("UTC").cast(TIMESTAMP),
            only=pl.col("only").first(),
            is_dated=in_range.fill_null(value=False).all(),
            parts=pl.len(),
        )
        .with_columns(
            is_year=(pl.col("parts") == 1) & pl.col("only").is_between(FIRST_YEAR, LAST_YEAR).fill_null(value=False)
        )
        .with_columns(
            year=pl.when("is_year").then("only").otherwise(pl.col("date").dt.year()),
            is_read=pl.col("is_dated") | pl.col("is_year"),
        )
    )
