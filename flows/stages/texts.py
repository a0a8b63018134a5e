"""Columns of text: which values plainly need no cleaning, and the others through a text function, each once.

The text functions of `flows.fields` say what a clean value is. The tests here only save calls: a value that passes one
is one that its function would return as it is. They cost a fraction of a microsecond a text, where a call costs five.
"""

from collections.abc import Callable
from typing import Final, NamedTuple, TypeVar

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from flows.fields.text import CleanText
from schemas.vocabulary import FLAGS

T = TypeVar("T")
Rows = NDArray[np.int64]

FIRST_PRINTED: Final = 0x20
"""Bytes below are control characters."""

TEXT: Final = pl.col("text")

PROSE: Final = (
    (TEXT.str.len_bytes() != TEXT.str.len_chars())
    | TEXT.str.contains(r"[\\$&]")
    | TEXT.str.contains(r"[{}\x7f]")
    | TEXT.str.contains("  ", literal=True)
    | TEXT.str.starts_with(" ")
    | TEXT.str.ends_with(" ")
    | (TEXT == "")
)
"""Whether `text` may hold what `prose.clean_prose` changes, control characters aside."""

TITLE: Final = PROSE | TEXT.str.ends_with(".")
VENUE: Final = (
    PROSE
    | TEXT.str.contains(r"[,;:.?–-]$")
    | TEXT.str.contains(r"(?i)^(?:arxiv|corr|computing|na$|n/a$|nan$|none$|null$|unknown$)")
)
NUMBER: Final = ~TEXT.str.contains(r"^[1-9][0-9]*$")
PAGES: Final = NUMBER
ADDRESS: Final = ~TEXT.str.contains(r"^https?://[A-Za-z0-9/_.=&?%-]*[A-Za-z0-9/]$")
ANY: Final = pl.lit(value=True)


class Cleaned(NamedTuple):
    """A cleaned column, and for each flag that a value earned the rows that have it (Boolean)."""

    values: pl.Series
    flags: dict[str, pl.Series]


def suspects(raw: pl.Series, test: pl.Expr) -> pl.Series:
    """Which values, no nulls, have control characters or fail `test`, an expression over a column `text`."""
    found = raw.to_frame("text").select(test.fill_null(value=False).alias("suspect") & TEXT.is_not_null()).to_series()
    controls = rows_with_controls(raw)
    return found if controls.size == 0 else found | marked(len(raw), controls)


def rows_with_controls(raw: pl.Series) -> Rows:
    """The rows whose text holds a control character below the blank, some of them more than once."""
    column = raw.rechunk().to_arrow().cast(pa.large_string())
    starts, content = column.buffers()[1:]
    if content is None:
        return np.empty(0, np.int64)
    offsets = np.frombuffer(starts, np.int64)[column.offset : column.offset + len(column) + 1]
    is_control = np.frombuffer(content, np.uint8) < FIRST_PRINTED
    if not is_control.any():
        return np.empty(0, np.int64)
    places = np.flatnonzero(is_control)
    places = places[(places >= offsets[0]) & (places < offsets[-1])]
    rows: Rows = np.searchsorted(offsets, places, side="right") - 1
    return rows


def marked(height: int, rows: Rows) -> pl.Series:
    """A column of truth values that are true in these rows."""
    found = np.zeros(height, np.bool_)
    found[rows] = True
    return pl.Series(found)


def put(column: pl.Series, where: pl.Series, values: pl.Series) -> pl.Series:
    """The column with `values`, in their order, in the rows `where`."""
    if values.is_empty():
        return column
    place = (where.cum_sum().cast(pl.Int64) - 1).clip(0)
    return pl.select(pl.when(where).then(values.gather(place)).otherwise(column)).to_series().alias(column.name)


def each_once(texts: list[str], clean: Callable[[str], T]) -> list[T]:
    """What `clean` makes of every text; it is called once for each distinct one."""
    known = dict.fromkeys(texts)
    found = {text: clean(text) for text in known}
    return [found[text] for text in texts]


def clean_values(raw: pl.Series, test: pl.Expr, clean: Callable[[str], str | None]) -> pl.Series:
    """The column with `clean(text)` for every text that fails the test (`suspects`)."""
    where = suspects(raw, test)
    return put(raw, where, pl.Series(each_once(raw.filter(where).to_list(), clean), dtype=pl.String))


def clean_texts(raw: pl.Series, test: pl.Expr, clean: Callable[[str], CleanText]) -> Cleaned:
    """As `clean_values`, for a function that tells flags too."""
    where = suspects(raw, test)
    found = each_once(raw.filter(where).to_list(), clean)
    rows = where.arg_true().to_numpy()
    flags: dict[str, pl.Series] = {}
    for flag in FLAGS:
        flagged = [row for row, one in zip(rows, found, strict=True) if flag in one.flags]
        if flagged:
            flags[flag] = marked(len(raw), np.array(flagged))
    return Cleaned(put(raw, where, pl.Series([one.text for one in found], dtype=pl.String)), flags)
