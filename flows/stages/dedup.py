"""Dedup: cleaned records in, papers out, with every judgement that led there."""

from typing import NamedTuple

import polars as pl

from flows.matching.fingerprints import fingerprint_records
from flows.matching.ids import assign_ids
from flows.matching.matches import Limits, match_records
from flows.matching.merge import merge_records
from flows.settings import DedupSettings
from schemas.frames import check_frame
from schemas.judgements import Ids, Matches
from schemas.records import Records


class Deduplicated(NamedTuple):
    """Frames of the schemas Papers, Records, Matches and Ids, sorted by their ids; records by dump and position."""

    papers: pl.DataFrame
    records: pl.DataFrame
    matches: pl.DataFrame
    ids: pl.DataFrame


def dedup(records: pl.DataFrame, known_ids: pl.DataFrame, settings: DedupSettings) -> Deduplicated:
    """Make papers of records.

    `records` is as schemas.records.Normalized, each `record_id` once; `known_ids` is the `ids` table of the last
    release (schemas.judgements.Ids), empty for a first one. The order of the rows makes no difference.

    Records of references are judged like all others, and join two papers if they are of both: what a reference says is
    evidence as good as any. But they make no paper: where nothing else is of the same paper they are left out of all
    that comes back, matches included.

    Papers and records are not checked here: the validate stage does, which moves a broken row to the rejects and lets
    the others go on. Raises pandera.errors.SchemaErrors where matches or ids break their schemas.
    """
    matched = match_records(records, _limits(settings))
    clusters = _used(matched.clusters.join(records.select("record_id", "reference"), on="record_id"))
    assigned = assign_ids(clusters, fingerprint_records(matched.compared, records), known_ids)
    published = _publish(records, assigned.papers)
    matches = _between(matched.matches, clusters)
    papers = merge_records(published, _unsure_papers(matches, assigned.papers))
    return Deduplicated(papers, published, check_frame(matches, Matches), check_frame(assigned.ids, Ids))


def _used(clusters: pl.DataFrame) -> pl.DataFrame:
    """The clusters without those that only records of references are in."""
    return clusters.filter((~pl.col("reference")).any().over("cluster"))


def _publish(records: pl.DataFrame, papers: pl.DataFrame) -> pl.DataFrame:
    """The records that have a paper, with its id, by dump and position."""
    places = records.select(pl.row_index("row"), "record_id", "dump", "position")
    listed = places.join(papers, on="record_id").sort("dump", "position")
    # A build gives the records in this order, most often with none to leave out: then their texts need no copying.
    in_place = len(listed) == len(records) and listed["row"].is_sorted()
    kept = records if in_place else records[listed["row"]]
    return kept.with_columns(listed["paper_id"]).select(list(Records.columns))


def _between(matches: pl.DataFrame, clusters: pl.DataFrame) -> pl.DataFrame:
    """The matches of which both records are in a cluster."""
    for side in ("record_a", "record_b"):
        matches = matches.join(clusters, left_on=side, right_on="record_id", how="semi", maintain_order="left")
    return matches


def _limits(settings: DedupSettings) -> Limits:
    return Limits(
        min_title_chars=settings.min_title_chars,
        min_abstract_chars=settings.min_abstract_chars,
        min_abstract_likeness=settings.min_abstract_likeness,
        max_years_apart=settings.max_years_apart,
        max_block_records=settings.max_block_records,
    )


def _unsure_papers(matches: pl.DataFrame, papers: pl.DataFrame) -> pl.Series:
    """The ids of papers that a record of another paper may describe."""
    ends = (
        matches.filter(pl.col("verdict") == "unsure")
        .join(papers, left_on="record_a", right_on="record_id")
        .join(papers, left_on="record_b", right_on="record_id", suffix="_b")
        .filter(pl.col("paper_id") != pl.col("paper_id_b"))
    )
    return pl.concat([ends["paper_id"], ends["paper_id_b"]]).unique()
