"""Dedup: cleaned records in, papers out, with every judgement that led there."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.matching.blocks import Rows
from flows.matching.candidates import Search
from flows.matching.clusters import Labels
from flows.matching.fingerprints import read_prints, tell_prints
from flows.matching.ids import settle_ids
from flows.matching.joining import join_parts, read_part
from flows.matching.matches import Limits, match_records, name_matches
from flows.matching.merge import merge_records
from flows.matching.remembered import Settled, remember_ids
from flows.matching.values import Values
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
    """Make papers of records that are held in memory.

    `records` is as schemas.records.Normalized, each `record_id` once; `known_ids` is the `ids` table of the last
    release (schemas.judgements.Ids), empty for a first one. The order of the rows makes no difference.

    Records of references are judged like all others, and join two papers if they are of both: what a reference says is
    evidence as good as any. But they make no paper: where nothing else is of the same paper they are left out of all
    that comes back, matches included.

    Papers and records are not checked here: the validate stage does, which moves a broken row to the rejects and lets
    the others go on. Raises pandera.errors.SchemaErrors where matches or ids break their schemas.
    """
    limits = limits_of(settings)
    records = records.sort("dump", "position")
    part = read_part(records, limits.min_abstract_chars)
    told, numbers = join_parts([part.numbers], records["record_id"], limits.min_title_chars)
    search = Search(numbers, Values.join([part.values], [len(records)], told), limits.max_block_records)
    ids, place = told["record_id"], told["place"].to_numpy()
    with TemporaryDirectory() as folder:
        matched = match_records(search, limits, Path(folder), map)
        firsts, used = first_listed(matched.labels, records["reference"].gather(place))
        matches = pl.concat(name_matches(matched, ids, used))
        unsure = matched.unsure()
    prints = tell_prints(read_prints(part.values, records).select(pl.all().gather(place)), told["title_kind"])
    listed = pl.DataFrame({"record_id": ids, "fingerprint": prints}).filter(used).explode("fingerprint").drop_nulls()
    named = name_clusters(ids, records["reference"].gather(place), firsts, used)
    settled = settle_ids(named, lambda: [listed], known_ids)
    papers = paper_ids(ids, firsts, used, settled)
    published = _publish(records, place, papers)
    owners = pl.DataFrame({"record_id": ids, "paper_id": papers}).drop_nulls()
    printed = owners.join(listed, on="record_id").select("paper_id", "fingerprint").unique()
    remembered = remember_ids(owners, printed, settled, owners["record_id"], printed["fingerprint"])
    merged = merge_records(published, unsure_papers(unsure, papers))
    return Deduplicated(merged, published, check_frame(matches, Matches), check_frame(remembered, Ids))


def _publish(records: pl.DataFrame, place: Rows, papers: pl.Series) -> pl.DataFrame:
    """The records that have a paper, with its id; `papers` has a row for each `place` in the records."""
    by_place = pl.DataFrame({"place": place, "paper_id": papers}).sort("place")["paper_id"]
    owned = records.with_columns(by_place.alias("paper_id"))
    return owned.filter(pl.col("paper_id").is_not_null()).select(list(Records.columns))


def limits_of(settings: DedupSettings) -> Limits:
    """The settings as matching takes them."""
    return Limits(
        min_title_chars=settings.min_title_chars,
        min_abstract_chars=settings.min_abstract_chars,
        min_abstract_likeness=settings.min_abstract_likeness,
        max_years_apart=settings.max_years_apart,
        max_block_records=settings.max_block_records,
    )


def first_listed(labels: Labels, reference: pl.Series) -> tuple[Rows, pl.Series]:
    """For each record the first of its cluster that is of no reference, and whether there is one (Boolean)."""
    rows = np.arange(len(labels))
    nobody = len(labels)
    first = np.full(len(labels) + 1, nobody)
    listed = np.flatnonzero(~reference.to_numpy())
    np.minimum.at(first, labels[listed], rows[listed])
    firsts = first[labels]
    return firsts.astype(np.uint32), pl.Series(firsts < nobody)


def name_clusters(record_ids: pl.Series, reference: pl.Series, firsts: Rows, used: pl.Series) -> pl.DataFrame:
    """The clusters that are used, as ids.settle_ids takes them."""
    rows = used.arg_true()
    return pl.DataFrame(
        {
            "record_id": record_ids.gather(rows),
            "first": record_ids.gather(firsts[rows.to_numpy()]),
            "reference": reference.gather(rows),
        }
    )


def paper_ids(record_ids: pl.Series, firsts: Rows, used: pl.Series, settled: Settled) -> pl.Series:
    """The paper id of each record, null where its cluster is not used."""
    heads = np.unique(firsts[used.to_numpy()])
    names = record_ids.gather(heads).to_list()
    of_head = pl.Series([settled.paper_of[name] for name in names], dtype=pl.String)
    at = pl.DataFrame({"at": np.searchsorted(heads, firsts).astype(np.uint32), "used": used})
    return of_head.gather(at.select(pl.when("used").then("at"))["at"])


def unsure_papers(unsure: pl.DataFrame, papers: pl.Series) -> pl.Series:
    """The ids of papers that a record of another paper may describe; `unsure` is as Matched.unsure gives it."""
    ends = pl.DataFrame({side: papers.gather(unsure[side]) for side in ("a", "b")}).drop_nulls()
    apart = ends.filter(pl.col("a") != pl.col("b"))
    return pl.concat([apart["a"], apart["b"]]).unique()
