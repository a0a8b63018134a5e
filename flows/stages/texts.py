"""Columns of text through the functions of `flows.fields`: only what needs it, and each value once."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

import polars as pl

from flows.fields.text import CleanText
from flows.stages.markup import read_markup
from flows.stages.rows import marked, put
from flows.stages.suspects import DAMAGED, MARKED, TAGGED, suspects
from schemas.vocabulary import FLAGS

T = TypeVar("T")


class Cleaned(NamedTuple):
    """A cleaned column, and for each flag that a value earned the rows that have it (Boolean)."""

    values: pl.Series
    flags: dict[str, pl.Series]


def each_once(texts: list[str], clean: Callable[[str], T]) -> list[T]:
    """What `clean` makes of every text; it is called once for each distinct one."""
    known = dict.fromkeys(texts)
    found = {text: clean(text) for text in known}
    return [found[text] for text in texts]


def clean_values(raw: pl.Series, test: pl.Expr, clean: Callable[[str], str | None]) -> pl.Series:
    """The column with `clean(text)` for every text that fails the test (`suspects`)."""
    where = suspects(raw, test)
    return put(raw, where, pl.Series(each_once(raw.filter(where).to_list(), clean), dtype=pl.String))


def clean_texts(raw: pl.Series, beside: pl.Expr, clean: Callable[[str], CleanText]) -> Cleaned:
    """The column with `clean(text)` for every text.

    `clean` does what `prose.clean_prose` does, and changes more only in what fails the test `beside`.
    """
    damaged = suspects(raw, DAMAGED)
    told = raw.to_frame("text").select(marked=MARKED.fill_null(value=False), more=beside.fill_null(value=False))
    marked_up = told["marked"] & ~damaged
    read = read_markup(raw.filter(marked_up))
    # What shows may fail the test that the raw text passed.
    failed = read.values.to_frame("text").select((beside | TAGGED).fill_null(value=True)).to_series()
    values = put(raw, marked_up, read.values)
    rest = damaged | (told["more"] & ~marked_up) | put(_nowhere(raw), marked_up, failed)
    found = each_once(raw.filter(rest).to_list(), clean)
    values = put(values, rest, pl.Series([one.text for one in found], dtype=pl.String))
    flags: dict[str, pl.Series] = {}
    for flag in FLAGS:
        flagged = [one_row for one_row, one in zip(rest.arg_true().to_list(), found, strict=True) if flag in one.flags]
        if flagged:
            flags[flag] = marked(len(raw), flagged)
    undefined = read.undefined & ~failed
    if undefined.any():
        flags["undefined_macro"] = flags.get("undefined_macro", _nowhere(raw)) | put(
            _nowhere(raw), marked_up, undefined
        )
    return Cleaned(values, flags)


def _nowhere(column: pl.Series) -> pl.Series:
    return pl.Series([False]).new_from_index(0, len(column))
