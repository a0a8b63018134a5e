"""How the abstracts of a pair compare, cut-off ones included."""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import fuzz, process

from flows.matching.blocks import Rows
from flows.matching.distinct import per_distinct

CLOSE: Final = 0.75
RELATED: Final = 0.6
"""Two unrelated English abstracts are 0.39 alike, and 999 in 1,000 less than 0.45. Above 0.6 one draws on the other, as
sister papers do; above 0.75 it is mostly the same text."""

MIN_HELD_LIKENESS: Final = 0.95
"""How alike the shorter abstract and as much of the longer must be for the shorter to be a cut-off copy."""

MAX_HELD_SHARE: Final = 0.9
"""Of the longer abstract's length; a shorter one that is longer than that is compared as a whole."""


def compare_abstracts(compared: pl.DataFrame, a: Rows, b: Rows, min_likeness: float, told: pl.Series) -> pl.DataFrame:
    """The abstracts of pairs of rows of `compared` (see `evidence.collect_evidence`).

    Columns: `abstracts` (String, a level of `weights`, null where an abstract is missing or short) and
    `abstract_likeness` (Float64, 0 to 1; of a much shorter one the likeness to the beginning of the other). Where it is
    not to be `told` (Boolean, a pair each), the likeness of abstracts that `differ` may be too low.
    """
    keys = compared["abstract_key"]
    pairs = pl.DataFrame({"a": keys.gather(a), "b": keys.gather(b), "told": told}).with_row_index("pair")
    pairs = pairs.with_columns((pl.col("a") == pl.col("b")).alias("equal"))
    unequal = pairs.filter(~pl.col("equal"))
    one, other = pl.min_horizontal("a", "b"), pl.max_horizontal("a", "b")
    either = unequal.select(pl.struct("told", one=one, other=other)).to_series()
    measured = unequal.select("pair", *per_distinct(either, _measure).struct.unnest())
    joined = pairs.select("pair", "equal").join(measured, on="pair", how="left", maintain_order="left")
    return joined.select(
        _level(min_likeness).alias("abstracts"),
        pl.when("equal").then(1.0).otherwise(pl.max_horizontal("likeness", "held")).alias("abstract_likeness"),
    )


def _level(min_likeness: float) -> pl.Expr:
    """The level of `weights` from `equal`, `likeness` and `held`."""
    equal = pl.col("equal")
    best = pl.max_horizontal("likeness", "held")
    return (
        pl.when(equal.is_null())
        .then(None)
        .when(equal)
        .then(pl.lit("equal"))
        .when(pl.col("likeness") >= min_likeness)
        .then(pl.lit("near"))
        .when(pl.col("held") >= MIN_HELD_LIKENESS)
        .then(pl.lit("holds"))
        .when(best >= CLOSE)
        .then(pl.lit("close"))
        .when(best >= RELATED)
        .then(pl.lit("related"))
        .otherwise(pl.lit("differ"))
    )


def _measure(pairs: pl.Series) -> pl.Series:
    """Of pairs of texts (structs) `likeness` of the whole, and `held`: of the shorter to what the longer has of it.

    The second is null of texts of about one length, and where it is not to be `told` and less than RELATED.
    """
    told, *sides = pairs.struct.unnest()
    a, b = (texts.to_list() for texts in sides)
    likeness = _likeness(a, b)
    both = [(one, other) if len(one) <= len(other) else (other, one) for one, other in zip(a, b, strict=True)]
    sizes = [np.fromiter(map(len, texts), np.int64, len(both)) for texts in (a, b)]
    short, long = np.minimum(*sizes), np.maximum(*sizes)
    # The shorter shares no more characters with a part of the longer than with all of it; half a one is for rounding.
    may_be_related = likeness * (short + long) / 2 >= RELATED * short - 0.5
    cut = np.flatnonzero((short < MAX_HELD_SHARE * long) & (told.to_numpy() | may_be_related)).tolist()
    starts = _likeness([both[at][0] for at in cut], [both[at][1][: len(both[at][0])] for at in cut])
    held: list[float | None] = [None] * len(both)
    for at, start in zip(cut, starts.tolist(), strict=True):
        held[at] = 1.0 if both[at][0] in both[at][1] else start
    return pl.DataFrame({"likeness": likeness, "held": pl.Series(held, dtype=pl.Float64)}).to_struct()


def _likeness(a: list[str], b: list[str]) -> npt.NDArray[np.float64]:
    """Characters of two texts that stand in both in the same order, as a share of all: 0 to 1."""
    return process.cpdist(a, b, scorer=fuzz.ratio, dtype=np.float64) / 100
