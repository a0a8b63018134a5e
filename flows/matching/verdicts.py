"""From evidence to a verdict with its rule, score and reasons."""

from typing import Final

import polars as pl

from flows.matching.weights import LEVELS, PRIOR, SAME_FROM, UNSURE_FROM

VETO_SCORE: Final = 0.0


def judge_pairs(evidence: pl.DataFrame) -> pl.DataFrame:
    """The verdict on each pair of evidence.collect_evidence.

    Columns: `a`, `b`, `rule`, `score` (0 to 1), `verdict` (same, different, unsure), `evidence` (list of sentences).
    A veto decides before any weight; then the sum of the weights of `weights.LEVELS` does.
    """
    weights = {kind: _weight(kind) for kind in LEVELS}
    total = pl.sum_horizontal(weights.values())
    veto = _veto()
    verdict = (
        pl.when(veto.is_not_null() | (total < UNSURE_FROM))
        .then(pl.lit("different"))
        .when(total >= SAME_FROM)
        .then(pl.lit("same"))
        .otherwise(pl.lit("unsure"))
    )
    return evidence.select(
        "a",
        "b",
        pl.coalesce(veto, _rule(verdict, weights)).alias("rule"),
        pl.when(veto.is_not_null()).then(VETO_SCORE).otherwise(1 / (1 + (-(total + PRIOR)).exp())).alias("score"),
        verdict.alias("verdict"),
        pl.concat_list(_sentences()).list.drop_nulls().alias("evidence"),
    )


def _veto() -> pl.Expr:
    """The first of the vetoes that holds, or null."""
    return (
        pl.when(pl.col("conflict").is_not_null())
        .then(pl.lit("conflicting_ids"))
        .when(pl.col("title_veto").is_not_null())
        .then("title_veto")
        .when(pl.col("people") == "conflict")
        .then(pl.lit("other_authors"))
    )


def _weight(kind: str) -> pl.Expr:
    """The weight of a pair's level of this kind; 0 where something is missing."""
    weights = {name: level.weight for name, level in LEVELS[kind].items()}
    return pl.col(kind).replace_strict(weights, default=0.0, return_dtype=pl.Float64)


def _rule(verdict: pl.Expr, weights: dict[str, pl.Expr]) -> pl.Expr:
    """The rule of the evidence that weighs most in the direction of the verdict."""
    rules = {
        kind: pl.col(kind).replace_strict(
            {name: level.rule for name, level in LEVELS[kind].items()}, default=None, return_dtype=pl.String
        )
        for kind in weights
    }
    most, least = pl.max_horizontal(weights.values()), pl.min_horizontal(weights.values())
    deciding = pl.when(verdict == "different").then(least).otherwise(most)
    named = [pl.when(weights[kind] == deciding).then(rules[kind]) for kind in weights]
    return pl.coalesce(*named)


def _sentences() -> list[pl.Expr]:
    """What was compared and what came out, a sentence each; null where there was nothing to compare."""
    return [_of_ids(), _of_conflict(), _of_titles(), _of_people(), _of_abstracts(), _of_dates()]


def _of_ids() -> pl.Expr:
    return pl.format("both have the {}", "shared_id")


def _of_conflict() -> pl.Expr:
    return pl.format("the {} differ", "conflict")


def _of_titles() -> pl.Expr:
    alike = _figure("title_likeness")
    return (
        pl.when(pl.col("title_veto") == "numbered_titles")
        .then(pl.format("titles are {} alike but differ in their numbers", alike))
        .when(pl.col("title_veto") == "notice")
        .then(pl.format("titles are {} alike but one is of a notice about the other", alike))
        .when(pl.col("titles") == "equal_weak")
        .then(pl.lit("titles are equal but short or those of a notice"))
        .when(pl.col("titles") == "equal_generic")
        .then(pl.lit("titles are equal but generic"))
        .when(pl.col("titles").str.starts_with("equal"))
        .then(pl.lit("titles are equal"))
        .when(pl.col("titles") == "begins")
        .then(pl.lit("one title is the beginning of the other"))
        .when(pl.col("titles").is_not_null())
        .then(pl.format("titles are {} alike", alike))
    )


def _of_people() -> pl.Expr:
    fewer = pl.min_horizontal("people_a", "people_b")
    return pl.when(pl.col("people").is_not_null()).then(
        pl.when((pl.col("people_shared") == 0))
        .then(pl.lit("no author agrees"))
        .otherwise(pl.format("{} of {} authors agree", "people_shared", fewer))
    )


def _of_abstracts() -> pl.Expr:
    return (
        pl.when(pl.col("abstracts") == "equal")
        .then(pl.lit("abstracts are equal"))
        .when(pl.col("abstracts") == "holds")
        .then(pl.format("one abstract holds the other, {} alike", _figure("abstract_likeness")))
        .when(pl.col("abstracts").is_not_null())
        .then(pl.format("abstracts are {} alike", _figure("abstract_likeness")))
    )


def _of_dates() -> pl.Expr:
    return (
        pl.when(pl.col("days_apart") == 0)
        .then(pl.lit("dates are equal"))
        .when(pl.col("days_apart") == 1)
        .then(pl.lit("dates are 1 day apart"))
        .when(pl.col("days_apart") <= 366)
        .then(pl.format("dates are {} days apart", "days_apart"))
        .when(pl.col("years_apart") == 0)
        .then(pl.lit("years are equal"))
        .when(pl.col("years_apart").is_not_null())
        .then(pl.format("dates are {} years apart", pl.col("years_apart").round(1)))
    )


def _figure(name: str) -> pl.Expr:
    """A likeness with two digits, cut and not rounded: only equal texts are 1.0 alike."""
    return (pl.col(name) * 100).floor() / 100
