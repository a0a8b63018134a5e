"""How new records stand to those of a release: judged by the matching that a build uses, on what it compares."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import polars as pl

from flows.checks.history import reckon_figures
from flows.checks.signs import measures
from flows.matching.joining import join_parts, read_part
from flows.matching.keys import READ
from flows.matching.matches import match_records, name_matches
from flows.matching.search import Numbers, Search
from flows.matching.values import Values
from flows.release.errors import OutputError
from flows.release.files import require_intact
from flows.release.manifest import read_manifest
from flows.settings import DedupSettings
from flows.stages.dedup import limits_of
from schemas.records import Records

TABLE: Final = "records.parquet"


class Published(NamedTuple):
    """What of a release a check needs.

    `records`: READ, `paper_id` and `dump` of every record. `figures`: history.reckon_figures of every dump.
    """

    name: str
    records: pl.DataFrame
    figures: pl.DataFrame


class Standing(NamedTuple):
    """What became of new records beside those of a release.

    `papers`: a row for each new record and each paper of the release that it belongs to: `record_id`, `paper_id`
    (null: it is of none), `unchanged` (the release has the record word for word). `clusters`: `record_id` and
    `cluster` of all records. `compared`: their comparison values, as keys.read_values gives them. `matches`: as
    schemas.judgements.Matches.
    """

    papers: pl.DataFrame
    clusters: pl.DataFrame
    compared: pl.DataFrame
    matches: pl.DataFrame


def read_published(release: Path) -> Published:
    """Read the release in the folder `release`. Raises OutputError where it is damaged or made by another version."""
    inputs = read_manifest(release).inputs
    require_intact(release, TABLE)
    table = pl.scan_parquet(release / TABLE, glob=False)
    missing = set(Records.columns) - set(table.collect_schema().names())
    if missing:
        raise OutputError(f"{release} has no column {', '.join(sorted(missing))}: build a release with this version.")
    records = table.select(*READ, "paper_id", "dump").collect()
    return Published(release.name, records, reckon_figures(table.select("dump", "layout", *measures()), inputs))


def find_standing(new: pl.DataFrame, published: Published, settings: DedupSettings) -> Standing:
    """Match new records (READ and `dump`; one content may stand there often) with those of a release."""
    known = published.records.select("record_id", "paper_id")
    unchanged = new.select("record_id").unique().join(known, on="record_id").with_columns(unchanged=True)
    fresh = new.select(READ).unique("record_id", maintain_order=True).join(known, on="record_id", how="anti")
    # Of all records: what a heading or a copy is, and so the verdicts, depends on all of them.
    matched = match_together(pl.concat([published.records.select(READ), fresh]), settings)
    papers = matched.clusters.join(known, on="record_id").select("cluster", "paper_id").unique()
    found = (
        matched.clusters.join(fresh.select("record_id"), on="record_id", how="semi")
        .join(papers, on="cluster", how="left")
        .select("record_id", "paper_id", unchanged=False)
    )
    return matched._replace(papers=pl.concat([unchanged, found]))


def match_together(records: pl.DataFrame, settings: DedupSettings) -> Standing:
    """Clusters, comparison values and matches of records (READ); no papers yet."""
    limits = limits_of(settings)
    part = read_part(records, limits.min_abstract_chars)
    told, numbers = join_parts([part.numbers], records["record_id"], limits.min_title_chars)
    search = Search(Numbers(numbers), Values.join([part.values], [len(records)], told), limits.max_block_records)
    everyone = pl.repeat(value=True, n=len(records), eager=True)
    with TemporaryDirectory() as folder:
        matched = match_records(search, limits, Path(folder), map)
        matches = pl.concat(name_matches(matched, told["record_id"], everyone))
    clusters = pl.DataFrame({"record_id": told["record_id"], "cluster": matched.labels})
    return Standing(pl.DataFrame(), clusters, part.values.with_columns(records["record_id"]), matches)
