"""From evidence to a verdict with its rule, score and reasons."""

from typing import Final

import polars as pl

from flows.matching.distinct import per_distinct
from flows.matching.places import ON_THE_PAGE
from flows.matching.sentences import tell_evidence
from flows.matching.weights import LEVELS, PRIOR, SAME_FROM, UNSURE_FROM

VETO_SCORE: Final = 0.0

SUPPORTING: Final = ("people", "dates", "conflicts", "crowd", "copies", "catalogues", "versions")
"""Kinds of evidence that no verdict `same` or `unsure` is named for."""


def judge_pairs(evidence: pl.DataFrame) -> pl.DataFrame:
    """The verdict on each pair of evidence.collect_evidence.

    Columns: `a`, `b`, `rule`, `score` (0 to 1), `verdict` (same, different, unsure), `evidence` (list of sentences).
    A veto decides before any weight; then the sum of the weights of `weights.LEVELS` does.
    """
    # Most pairs are alike in all that was found out about them, and what is told of them is the same.
    alike = evidence.drop("a", "b").to_struct()
    return evidence.select("a", "b", *per_distinct(alike, _judge).struct.unnest())


def _judge(alike: pl.Series) -> pl.Series:
    """The columns of `judge_pairs` but `a` and `b`, as a struct for each of these, from the other columns as one."""
    weights = {kind: _weight(kind) for kind in LEVELS}
    # Who stands on one page of one volume under one title is the same, whoever is named for it: a book's author or its
    # critic. So is who has the title in one year of one venue, by two catalogues that list nothing twice.
    printed = (pl.col("places").is_in(ON_THE_PAGE) & pl.col("titles").str.starts_with("equal")) | (
        (pl.col("catalogues") == "other_catalogue") & pl.col("titles").is_in(["equal_long", "equal", "slip"])
    ).fill_null(value=False)
    weights["people"] = (
        pl.when(printed.fill_null(value=False)).then(weights["people"].clip(0)).otherwise(weights["people"])
    )
    total = pl.sum_horizontal(weights.values())
    veto = _veto()
    verdict = (
        pl.when(veto.is_not_null() | (total < UNSURE_FROM))
        .then(pl.lit("different"))
        .when(total >= SAME_FROM)
        .then(pl.lit("same"))
        .otherwise(pl.lit("unsure"))
    )
    judged = alike.struct.unnest().select(
        pl.coalesce(veto, _rule(verdict, weights)).alias("rule"),
        pl.when(veto.is_not_null()).then(VETO_SCORE).otherwise(1 / (1 + (-(total + PRIOR)).exp())).alias("score"),
        verdict.alias("verdict"),
        tell_evidence().alias("evidence"),
    )
    return judged.to_struct()


def _veto() -> pl.Expr:
    """The first of the vetoes that holds, or null."""
    # Two parts of a series never fill the same pages: there a number is misprinted. One page may hold two short ones.
    misprinted = (pl.col("title_veto") == "numbered_titles") & (pl.col("places") == "same_pages")
    return (
        pl.when(pl.col("conflict").is_not_null() & pl.col("conflicts").is_null())
        .then(pl.lit("conflicting_ids"))
        .when(~misprinted.fill_null(value=False))
        .then("title_veto")
    )


def _weight(kind: str) -> pl.Expr:
    """The weight of a pair's level of this kind; null where something is missing."""
    weights = {name: level.weight for name, level in LEVELS[kind].items()}
    return pl.col(kind).replace_strict(weights, return_dtype=pl.Float64)


def _rule(verdict: pl.Expr, weights: dict[str, pl.Expr]) -> pl.Expr:
    """The rule of what weighs most in the direction of the verdict."""
    leading = [kind for kind in weights if kind not in SUPPORTING]
    most = pl.max_horizontal(weights[kind] for kind in leading)
    least = pl.min_horizontal(weights.values())
    return (
        pl.when(verdict == "different")
        .then(pl.coalesce(_named(kind, weights[kind] == least) for kind in weights))
        .otherwise(pl.coalesce(_named(kind, weights[kind] == most) for kind in leading))
    )


def _named(kind: str, when: pl.Expr) -> pl.Expr:
    """The rule of a pair's level of this kind, or null."""
    rules = {name: level.rule for name, level in LEVELS[kind].items()}
    return pl.when(when).then(pl.col(kind).replace_strict(rules, return_dtype=pl.String))
