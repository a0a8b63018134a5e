"""How the titles of a pair compare, and the two ways in which nearly equal titles still mean two papers."""

from typing import Final

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from flows.fields.title import compare_title
from flows.matching.blocks import Rows
from flows.matching.distinct import per_distinct
from flows.matching.headings import NOTICE
from flows.matching.labels import is_labelled
from flows.matching.notices import is_about_the_other
from flows.matching.opposites import are_opposites, is_next_step, is_on_the_other
from flows.matching.series import MIN_SERIES_CHARS, are_counted_apart, may_be_numbered
from flows.matching.wording import other_words, words

NEAR: Final = 0.9
"""Titles so alike differ by a typo, a word or a subtitle's article."""

MIN_LOOK: Final = 0.5
"""Titles less alike have hardly a word in common."""

CLOSE: Final = 0.8
"""Titles so alike share most words: a rewritten title, or that of a sister paper."""

REORDERED: Final = 0.05
"""What is taken off the likeness of titles whose words stand in another order."""

MIN_HELD_CHARS: Final = 20

CUT_OFF: Final = ("…", "...")
"""How a title ends that an index shows only the beginning of."""

ALIKE: Final = 0.6
"""Of two arXiv papers by the same authors 94 in 100 pairs have titles less alike."""


def compare_titles(compared: pl.DataFrame, a: Rows, b: Rows) -> pl.DataFrame:
    """The titles of pairs of rows of `compared` (see `evidence.collect_evidence`).

    Columns: `titles` (String, a level of `weights`, null where a title is missing), `title_likeness` (Float64, 0 to 1),
    `title_veto` (String: numbered_titles, notice, other_title or null).
    """
    keys, kinds = compared["title_key"], compared["title_kind"]
    pairs = pl.DataFrame(
        {"a": keys.gather(a), "b": keys.gather(b), "kind_a": kinds.gather(a), "kind_b": kinds.gather(b)}
    ).with_row_index("pair")
    # Most pairs are copies: only the others are looked at.
    unequal = pairs.filter(pl.col("a") != pl.col("b"))
    told = unequal.hstack(_compare_unequal(compared["title"], a, b, unequal))
    told = told.select("pair", "title_likeness", "title_veto", titles=_unequal_level())
    equal = pairs.select("pair", equal=pl.when(pl.col("a") == pl.col("b")).then(_equal_level()))
    return equal.join(told, on="pair", how="left", maintain_order="left").select(
        pl.coalesce("equal", "titles").alias("titles"),
        pl.when(pl.col("equal").is_not_null()).then(1.0).otherwise("title_likeness").alias("title_likeness"),
        "title_veto",
    )


def _compare_unequal(titles: pl.Series, a: Rows, b: Rows, pairs: pl.DataFrame) -> pl.DataFrame:
    """`title_likeness`, `wording` and `title_veto` of pairs whose keys `a` and `b` differ, in their order.

    `pair` is the place of each in the rows `a` and `b`.
    """
    at = pairs["pair"].to_numpy()
    texts = {"one": titles.gather(a[at]), "other": titles.gather(b[at])}
    # Copies meet in either order.
    swapped = pl.col("a") > pl.col("b")
    sides = (("a", "b"), ("b", "a"), ("one", "other"), ("other", "one"))
    ordered = [pl.when(swapped).then(after).otherwise(first).alias(first) for first, after in sides]
    return per_distinct(pairs.with_columns(**texts).select(ordered).to_struct(), _compare_texts).struct.unnest()


def _compare_texts(pairs: pl.Series) -> pl.Series:
    """A struct of the three for each struct of the keys `a` and `b` and the titles `one` and `other`."""
    both = pairs.struct.unnest()
    likeness = _likeness(both["a"], both["b"])
    start = pl.col("a").str.head(MIN_SERIES_CHARS) == pl.col("b").str.head(MIN_SERIES_CHARS)
    notice = both.select(pl.any_horizontal(pl.col("one", "other").str.contains(NOTICE))).to_series()
    # Most of these pairs have nothing in common: the words are looked at where it can matter.
    alike = likeness >= MIN_LOOK
    looked = np.flatnonzero(alike | (both.select(start).to_series() | notice).to_numpy())
    sides = both.select("one", "other")[looked].iter_rows()
    kinds = zip(alike[looked].tolist(), notice.gather(looked).to_list(), strict=True)
    found = [_look(*texts, alike=like, notice=about) for texts, (like, about) in zip(sides, kinds, strict=True)]
    reordered = np.zeros(len(pairs))
    reordered[looked] = [one for one, _, _ in found]
    place = np.full(len(pairs), len(looked))
    place[looked] = np.arange(len(looked))
    wording = pl.Series([*(one for _, one, _ in found), None], dtype=pl.String)
    veto = pl.Series([*(one for _, _, one in found), None], dtype=pl.String)
    return pl.DataFrame(
        {
            "title_likeness": np.maximum(likeness, reordered),
            "wording": wording.gather(place),
            "title_veto": veto.gather(place),
        }
    ).to_struct()


def _look(a: str, b: str, *, alike: bool, notice: bool) -> tuple[float, str | None, str | None]:
    """How alike two titles are with their words sorted, in what their words differ, and by which rule they mean two.

    The words differ by a `slip`, in some that one title adds (`added`), in some that stand for others (`swapped`), or
    by the `next_step` of one paper; or one is `about` what the other is called, is `cut_off` where it differs, or
    `labelled`. They are only looked at where titles are `alike`; `notice` tells whether a title is that of a notice.
    """
    one, other = words(a), words(b)
    in_order = sorted(one), sorted(other)
    veto = None
    cut_off = _is_cut_off(a, b)
    # What is not shown may have any number, and `II` is `2`.
    if not cut_off and in_order[0] != in_order[1] and may_be_numbered(one, other):
        if alike and is_labelled(a, b):
            return 0.0, "labelled", None
        veto = "numbered_titles" if are_counted_apart(a, b) else None
    if veto is None and notice and is_about_the_other(a, b):
        veto = "notice"
    if not alike:
        return 0.0, None, veto
    reordered = fuzz.ratio(*map(" ".join, in_order)) / 100 - REORDERED
    only = other_words(one, other)
    one_word = max(map(len, only)) == 1
    if veto is None and (one_word or reordered >= CLOSE - REORDERED) and are_opposites(*only):
        veto = "other_title"
    return reordered, "cut_off" if cut_off else _wording(one, other, only), veto


def _is_cut_off(a: str, b: str) -> bool:
    """Whether one title says that it is only the beginning of what it is, and it is that of the other."""
    return (a.endswith(CUT_OFF) and compare_title(b).startswith(compare_title(a))) or (
        b.endswith(CUT_OFF) and compare_title(a).startswith(compare_title(b))
    )


def _wording(a: list[str], b: list[str], only: tuple[list[str], list[str]]) -> str:
    """In what two titles differ, from their words and from those that only one of them has."""
    if not any(only):
        return "slip"
    if is_next_step(*only):
        return "next_step"
    if is_on_the_other(a, b):
        return "about"
    return "swapped" if all(only) else "added"


def _likeness(a: pl.Series, b: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return process.cpdist(a.to_list(), b.to_list(), scorer=fuzz.ratio, dtype=np.float64) / 100


def _equal_level() -> pl.Expr:
    """The level of `weights` of titles whose keys are equal, from `kind_a` and `kind_b`."""
    kind = pl.when(pl.col("kind_a") == pl.col("kind_b")).then("kind_a").otherwise(pl.lit("weak"))
    named = {"long": "equal_long", "plain": "equal", "weak": "equal_weak", "generic": "equal_generic"}
    return kind.replace_strict(named, return_dtype=pl.String)


def _unequal_level() -> pl.Expr:
    """The level of `weights` of other titles, from `a`, `b`, `kind_a`, `kind_b`, `title_likeness` and `wording`."""
    headings = (pl.col("kind_a") == "generic") | (pl.col("kind_b") == "generic")
    telling = pl.col("kind_a").is_in(["long", "plain"]) & pl.col("kind_b").is_in(["long", "plain"])
    begins = pl.col("a").str.starts_with(pl.col("b")) | pl.col("b").str.starts_with(pl.col("a"))
    # "Guest editorial" in one catalogue is "Guest editorial: moss and water" in another.
    ends = pl.col("a").str.ends_with(pl.col("b")) | pl.col("b").str.ends_with(pl.col("a"))
    # One that stands behind or within the other must be long: it is the title in another language, or without a label.
    within = pl.col("a").str.contains(pl.col("b"), literal=True) | pl.col("b").str.contains(pl.col("a"), literal=True)
    near = pl.col("title_likeness") >= NEAR
    holds = within & (pl.min_horizontal(pl.col("a", "b").str.len_chars()) >= MIN_HELD_CHARS)
    return (
        pl.when((pl.col("wording") == "cut_off") & holds)
        .then(pl.lit("cut_off"))
        .when(pl.col("wording") == "labelled")
        .then(pl.lit("slip"))
        .when((pl.col("wording") == "slip") & near)
        .then(pl.when(headings).then(pl.lit("equal_generic")).otherwise(pl.lit("slip")))
        .when((pl.col("wording") == "next_step") & (near | begins | holds))
        .then(pl.lit("next_step"))
        .when((pl.col("wording") == "about") & (near | begins | holds))
        .then(pl.lit("about"))
        .when((pl.col("wording") == "swapped") & near)
        .then(pl.lit("swapped"))
        .when(near)
        .then(pl.lit("near"))
        .when(headings & (begins | ends))
        .then(pl.lit("equal_generic"))
        .when((begins & telling) | holds)
        .then(pl.lit("begins"))
        .when(pl.col("wording").is_in(["swapped", "next_step"]) & (pl.col("title_likeness") >= CLOSE))
        .then(pl.lit("close_swapped"))
        .when(pl.col("title_likeness") >= CLOSE)
        .then(pl.lit("close"))
        .when(pl.col("title_likeness") >= ALIKE)
        .then(pl.lit("alike"))
        .otherwise(pl.lit("differ"))
    )
