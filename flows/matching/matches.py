"""Judging all candidate pairs of a set of records, and holding every cluster against what would forbid it."""

from typing import Final, NamedTuple

import numpy as np
import polars as pl

from flows.matching.blocks import Pairs, pair_blocks, split_pairs
from flows.matching.candidates import find_candidates
from flows.matching.clusters import Labels, cluster_pairs, find_components
from flows.matching.evidence import collect_evidence
from flows.matching.keys import compare_records
from flows.matching.verdicts import judge_pairs

BATCH_PAIRS: Final = 50_000
"""Pairs judged at a time: the texts of a batch take some 100 MB."""


class Limits(NamedTuple):
    """What may be set; flows.settings.DedupSettings says what each means."""

    min_title_chars: int
    min_abstract_chars: int
    min_abstract_likeness: float
    max_years_apart: float
    max_block_records: int


class Matched(NamedTuple):
    """`clusters`: `record_id` and `cluster` (UInt32, one number a paper). `matches`: as schemas.judgements.Matches."""

    clusters: pl.DataFrame
    matches: pl.DataFrame


def match_records(records: pl.DataFrame, limits: Limits) -> Matched:
    """Tell which records (as schemas.records.Normalized, in any order) are of one paper."""
    compared = compare_records(records, limits.min_title_chars, limits.min_abstract_chars)
    pairs = _judge(compared, find_candidates(compared, limits.max_block_records), limits)
    same = pairs.filter(pl.col("verdict") == "same")
    components = find_components(len(compared), same["a"].to_numpy(), same["b"].to_numpy())
    # A pair without a common key may still be forbidden: two ends of a chain whose middle has no title, say.
    pairs = pl.concat([pairs, _forbidden(compared, components, limits)]).unique(["a", "b"], keep="first").sort("a", "b")
    clustered = cluster_pairs(len(compared), pairs)
    clusters = compared.select("record_id", cluster=pl.Series(clustered.labels, dtype=pl.UInt32))
    return Matched(clusters, _tell(_mark_cut(pairs, clustered.cut, compared), compared))


def _judge(compared: pl.DataFrame, pairs: Pairs, limits: Limits) -> pl.DataFrame:
    """The verdicts on these pairs, those without any reason for one paper left out."""
    batches = [pairs[at : at + BATCH_PAIRS] for at in range(0, max(len(pairs), 1), BATCH_PAIRS)]
    judged = []
    for batch in batches:
        evidence = collect_evidence(
            compared,
            *split_pairs(batch),
            min_abstract_likeness=limits.min_abstract_likeness,
            max_years_apart=limits.max_years_apart,
        )
        judged.append(judge_pairs(evidence.filter(_has_reason())))
    return pl.concat(judged)


def _has_reason() -> pl.Expr:
    """Whether anything speaks for one paper: a shared id, like titles, or abstracts that have more than words in common.

    A sketch also brings together abstracts that only share a turn of phrase.
    """
    return (
        pl.col("ids").is_not_null()
        | (pl.col("titles").is_not_null() & ~pl.col("titles").is_in(["alike", "differ"]))
        | (pl.col("abstracts").is_not_null() & (pl.col("abstracts") != "differ"))
    )


def _forbidden(compared: pl.DataFrame, components: Labels, limits: Limits) -> pl.DataFrame:
    """The pairs within components that are `different`, judged whether they were candidates or not.

    Records of a component that read alike are judged once, for all of them.
    """
    reading = [name for name in compared.columns if name not in ("record_id", "authors")]
    large = (
        compared.with_row_index("row")
        .with_columns(component=pl.Series(components))
        .filter(pl.len().over("component") > 2)  # noqa: PLR2004 - the one pair of two records is the link itself
        .group_by("component", *reading)
        .agg(pl.col("row").sort())
        .sort(pl.col("row").list.first())
        .select("component", "row")
    )
    first = large["row"].list.first().to_numpy()
    rank = np.arange(len(compared), dtype=np.uint32)
    pairs = pair_blocks(large["component"].cast(pl.UInt64).to_numpy(), first, rank, max_block_records=len(compared))
    judged = _judge_forbidden(compared, np.sort(pairs), limits)
    alike = large.select("row", first=pl.col("row").list.first())
    return (
        judged.join(alike, left_on="a", right_on="first")
        .explode("row")
        .drop("a")
        .rename({"row": "a"})
        .join(alike, left_on="b", right_on="first")
        .explode("row")
        .drop("b")
        .rename({"row": "b"})
        .with_columns(a=pl.min_horizontal("a", "b"), b=pl.max_horizontal("a", "b"))
        .select(judged.columns)
    )
