"""Judging all candidate pairs of a set of records, and holding every cluster against what would forbid it."""

from typing import Final, NamedTuple

import numpy as np
import polars as pl

from flows.matching.blocks import Pairs, pair_blocks, split_pairs
from flows.matching.candidates import find_candidates
from flows.matching.clusters import Labels, cluster_pairs, find_components
from flows.matching.evidence import compare_content, complete_evidence
from flows.matching.keys import compare_records
from flows.matching.verdicts import judge_pairs

BATCH_PAIRS: Final = 200_000
"""Pairs judged at a time: where all their texts differ, which is rare, a batch takes some 400 MB."""


class Limits(NamedTuple):
    """What may be set; flows.settings.DedupSettings says what each means."""

    min_title_chars: int
    min_abstract_chars: int
    min_abstract_likeness: float
    max_years_apart: float
    max_block_records: int


class Matched(NamedTuple):
    """What was found out.

    `clusters`: `record_id` and `cluster` (UInt32, one number a paper). `matches`: as schemas.judgements.Matches.
    `compared`: the comparison values of the records, as keys.compare_records gives them.
    """

    clusters: pl.DataFrame
    matches: pl.DataFrame
    compared: pl.DataFrame


def match_records(records: pl.DataFrame, limits: Limits) -> Matched:
    """Tell which records (as schemas.records.Normalized, in any order) are of one paper."""
    compared = compare_records(records, limits.min_title_chars, limits.min_abstract_chars)
    pairs = _judge(compared, find_candidates(compared, limits.max_block_records), _has_reason(), limits)
    same = pairs.filter(pl.col("verdict") == "same")
    components = find_components(len(compared), same["a"].to_numpy(), same["b"].to_numpy())
    # A pair without a common key may still be forbidden: two ends of a chain whose middle has no title, say.
    pairs = pl.concat([pairs, _forbidden(compared, components, limits)]).unique(["a", "b"], keep="first").sort("a", "b")
    clustered = cluster_pairs(len(compared), pairs)
    clusters = compared.select("record_id", cluster=pl.Series(clustered.labels, dtype=pl.UInt32))
    matches = _name(_mark_cut(pairs, clustered.cut, compared["record_id"]), compared["record_id"])
    return Matched(clusters, matches, compared)


def _judge(compared: pl.DataFrame, pairs: Pairs, worth: pl.Expr, limits: Limits) -> pl.DataFrame:
    """The verdicts, as verdicts.judge_pairs gives them, on those of these pairs whose content is `worth` judging."""
    judged = []
    for at in range(0, max(len(pairs), 1), BATCH_PAIRS):
        a, b = split_pairs(pairs[at : at + BATCH_PAIRS])
        content = compare_content(compared, a, b, limits.min_abstract_likeness).filter(worth)
        judged.append(judge_pairs(complete_evidence(compared, content, limits.max_years_apart)))
    return pl.concat(judged)


def _has_reason() -> pl.Expr:
    """Whether anything speaks for one paper: an id, like titles, one page, abstracts that share more than a phrase."""
    titles, abstracts = pl.col("titles"), pl.col("abstracts")
    alike_titles = titles.is_not_null() & ~titles.is_in(["close", "alike", "differ"])
    one_page = pl.col("places").is_in(["same_page", "same_pages"]).fill_null(value=False)
    return pl.col("ids").is_not_null() | alike_titles | one_page | (abstracts != "differ").fill_null(value=False)


def _forbidden(compared: pl.DataFrame, components: Labels, limits: Limits) -> pl.DataFrame:
    """The pairs within components that are `different`, whether they were candidates or not.

    Records of a component that read alike are judged once, for all of them.
    """
    reading = [name for name in compared.columns if name not in ("record_id", "authors")]
    classes = (
        compared.with_row_index("row")
        .with_columns(component=pl.Series(components, dtype=pl.UInt64))
        .filter(pl.len().over("component") > 2)  # noqa: PLR2004 - the one pair of two records is the link itself
        .group_by("component", *reading)
        .agg(pl.col("row").sort(), first=pl.col("row").min())
        .select("component", "first", "row")
    )
    every = pair_blocks(
        classes["component"].to_numpy(),
        classes["first"].to_numpy(),
        order=np.arange(len(compared), dtype=np.uint32),
        max_block_records=len(compared),
    )
    judged = _judge(compared, every, pl.lit(value=True), limits).filter(pl.col("verdict") == "different")
    rows = classes.select("first", "row")
    spread = (
        judged.join(rows.rename({"row": "one"}), left_on="a", right_on="first")
        .join(rows.rename({"row": "other"}), left_on="b", right_on="first")
        .explode("one")
        .explode("other")
    )
    return spread.with_columns(a=pl.min_horizontal("one", "other"), b=pl.max_horizontal("one", "other")).select(
        judged.columns
    )


def _mark_cut(pairs: pl.DataFrame, cut: dict[int, tuple[int, int]], record_ids: pl.Series) -> pl.DataFrame:
    """The pairs with every link that was cut turned into `unsure`, and the reason added."""
    spared = pl.DataFrame(
        {
            "link": list(cut),
            "one": record_ids.gather([one for one, _ in cut.values()]),
            "other": record_ids.gather([other for _, other in cut.values()]),
        },
        schema_overrides={"link": pl.UInt32},
    )
    reason = pl.format("it would join {} and {}, which differ", "one", "other")
    was_cut = pl.col("one").is_not_null()
    return (
        pairs.with_row_index("link")
        .join(spared, on="link", how="left", maintain_order="left")
        .with_columns(
            pl.when(was_cut).then(pl.lit("weak_link")).otherwise("rule").alias("rule"),
            pl.when(was_cut).then(pl.lit("unsure")).otherwise("verdict").alias("verdict"),
            pl.when(was_cut).then(pl.concat_list("evidence", reason)).otherwise("evidence").alias("evidence"),
        )
        .drop("link", "one", "other")
    )


def _name(pairs: pl.DataFrame, record_ids: pl.Series) -> pl.DataFrame:
    """The pairs with record ids in the place of row numbers, as schemas.judgements.Matches."""
    # Rows are in the order of their ids, so the pairs are already sorted and the smaller id stands first.
    return pairs.select(
        record_ids.gather(pairs["a"]).alias("record_a"),
        record_ids.gather(pairs["b"]).alias("record_b"),
        "rule",
        "score",
        "verdict",
        "evidence",
    )
