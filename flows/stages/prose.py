"""Columns of prose as `fields.prose.clean_prose` cleans one text: most need one round, made of whole columns."""

from typing import Final, NamedTuple

import polars as pl

from flows.fields.prose import clean_prose_once
from flows.stages.markup import read_markup
from flows.stages.rows import put
from flows.stages.suspects import DAMAGED, PROSE, suspects

UNDEFINED: Final = frozenset({"undefined_macro"})


class Cleaned(NamedTuple):
    """Cleaned texts, null where they must be cleaned one by one, and which of them hold an undefined macro."""

    values: pl.Series
    undefined: pl.Series


def clean_column(texts: pl.Series, beside: pl.Expr) -> Cleaned:
    """The texts, no nulls, as `clean_prose` cleans them, where that takes no more than reading their markup once.

    Those that then fail the test `beside` are to be cleaned one by one, too.
    """
    whole = ~suspects(texts, DAMAGED)
    once = read_markup(texts.filter(whole))
    more = suspects(once.values, PROSE)
    rest = _settled(once.values.filter(more))
    values = put(once.values, more, rest.values)
    undefined = once.undefined | put(_same(len(values), value=False), more, rest.undefined)
    failed = values.to_frame("text").select(beside.fill_null(value=True)).to_series()
    told = values.is_not_null() & ~failed
    values = pl.select(pl.when(told).then(values)).to_series()
    return Cleaned(
        put(_same(len(texts), value=None), whole, values),
        put(_same(len(texts), value=False), whole, undefined & told),
    )


def _settled(texts: pl.Series) -> Cleaned:
    """The texts that another round of `clean_prose` leaves as they are, null for the others."""
    whole = ~suspects(texts, DAMAGED)
    again = read_markup(texts.filter(whole))
    same = put(_same(len(texts), value=False), whole, (again.values == texts.filter(whole)).fill_null(value=False))
    undefined = put(_same(len(texts), value=False), whole, again.undefined)
    rest = texts.filter(~same).to_list()
    rounds = [clean_prose_once(text) for text in rest]
    settled = [one.text == text and one.flags <= UNDEFINED for text, one in zip(rest, rounds, strict=True)]
    kept = put(same, ~same, pl.Series(settled, dtype=pl.Boolean))
    undefined = put(undefined, ~same, pl.Series([bool(one.flags) for one in rounds], dtype=pl.Boolean))
    return Cleaned(pl.select(pl.when(kept).then(texts)).to_series(), undefined & kept)


def _same(height: int, *, value: bool | None) -> pl.Series:
    """A column of one value; of texts for None."""
    return pl.Series([value], dtype=pl.String if value is None else pl.Boolean).new_from_index(0, height)
