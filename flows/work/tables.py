"""Writing the tables of a release from the parts of a build, each checked on its way."""

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from contextvars import copy_context
from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.matching.remembered import Known
from flows.matching.run import Run
from flows.matching.values import read_frame
from flows.release.folder import sync
from flows.release.groups import open_table, pick_group
from flows.release.statistics import Statistics, TableStatistics
from flows.release.tables import load_table
from flows.settings import ReleaseSettings
from flows.work.groups import lay_groups, share_groups
from flows.work.judgements import write_matches, write_rejects
from flows.work.owned import Checked, Owned, check_again, check_part, join_small
from flows.work.papers import Papers
from flows.work.parts import HASHES, Part, load
from flows.work.prefixes import SORTED, Cut, Joined, count_groups
from flows.work.ranges import LINES, Merged, Range, Told, merge_range, tell_range
from flows.work.settled import NO_PAPERS, Settling, find_settled, hash_parts, remember_sums, sum_papers, without
from schemas.tables import TABLES

NOBODY = pl.DataFrame(schema={"paper_id": pl.String, "reason": pl.String})


class Written(NamedTuple):
    """What was written: so many records and papers, records refused by stage, rejects by code, matches by verdict.

    `statistics` are those of all columns.
    """

    records: int
    papers: int
    refused: dict[str, int]
    rejects: dict[str, int]
    verdicts: dict[str, int]
    statistics: Statistics


class Tables(NamedTuple):
    """What is to be written: the papers of all parts, with `place` to work in and `staging` for the tables.

    `settling` tells of papers that need no merging; without it all are merged, and nothing is remembered of them.
    Row groups are taken from the folder `cache` and put there, if there is one.
    """

    parts: Sequence[Part]
    papers: Papers
    place: Path
    staging: Path
    latest: Path | None
    ranges: int
    settings: ReleaseSettings
    settling: Settling | None = None
    cache: Path | None = None


def write_all(tables: Tables, run: Run) -> Written:
    """Write all tables of a release into its staging folder; broken rows become rejects (stages.validate).

    `run` encodes the table `records`, most of a release, and merges the ranges; both are put together here.
    """
    sums, settled = _find_settled(tables)
    owned = _tell_parts(tables, settled)
    NOBODY.write_ipc(owned[0].gone)
    checked = list(run(check_part, owned))
    with ThreadPoolExecutor(2) as beside:

        def begin_records() -> Future[TableStatistics]:
            # What is told of how far the work is belongs to the context of the run.
            return beside.submit(copy_context().run, _write_records, tables, owned, checked, run)

        writing = begin_records()
        judged = beside.submit(write_matches, tables.staging, tables.papers, NOBODY, tables.settings)
        files = join_small([one.merged_from for one in owned], tables.ranges, tables.place / "records.arrow")
        pieces = _tell_ranges(tables, files, settled)
        told, merged = _write_ranges(tables, pieces, NOBODY, run)
        gone = NOBODY
        while not (more := _find_more(merged, checked, gone)).is_empty():
            # Seldom: what was written of a paper that cannot be published is written again without it.
            writing.result()
            judged.result()
            gone = pl.concat([gone, more.sort("paper_id")])
            owned = [one._replace(gone=one.gone.with_name(f"gone-{len(gone)}.arrow")) for one in owned]
            gone.write_ipc(owned[0].gone)
            checked = list(run(check_again, owned))
            writing = begin_records()
            judged = beside.submit(write_matches, tables.staging, tables.papers, gone, tables.settings)
            told, merged = _write_ranges(tables, pieces, gone, run)
        for path in files:
            path.unlink()
        told["records"] = writing.result()
        on_disk = beside.submit(sync, tables.staging / "records.parquet")
        rejects = [one.rejects for one in checked]
        told["rejects"], refused, codes = write_rejects(tables.staging, tables.parts, rejects, tables.settings)
        told["matches"], verdicts = judged.result()
        # A fault of the disk is told once only: whoever syncs the file again does not hear of it.
        on_disk.result()
    if tables.settling is not None:
        remember_sums(sums, pl.concat([settled, *(one.plain for one in merged)]), tables.settling)
    statistics = {name: told[name] for name in TABLES}
    records, published = sum(one.records for one in checked), sum(one.papers for one in merged)
    return Written(records, published, refused, codes, verdicts, statistics)


def _find_more(merged: Sequence[Merged], checked: Sequence[Checked], gone: pl.DataFrame) -> pl.DataFrame:
    """Papers, beside those `gone`, that cannot be published: for themselves or for a record of theirs."""
    hit = pl.DataFrame({"paper_id": pl.concat([one.broken for one in checked])})
    found = pl.concat([*(one.broken for one in merged), hit.with_columns(reason=pl.lit(None, pl.String))])
    return found.unique("paper_id", keep="first").join(gone, on="paper_id", how="anti")


def _find_settled(tables: Tables) -> tuple[pl.DataFrame, pl.Series]:
    """The sums of all papers, and those that need no merging."""
    if tables.settling is None:
        return pl.DataFrame(), NO_PAPERS
    hashed = (hash_parts(told, load(part, HASHES)) for part, told in _told_by_part(tables, tables.papers.told()))
    sums = sum_papers(hashed, tables.papers.unsure)
    return sums, find_settled(sums, tables.settling)


def _tell_parts(tables: Tables, settled: pl.Series) -> list[Owned]:
    """Write down for each part what dedup told of its records."""
    place = tables.place / "owned"
    place.mkdir(parents=True)
    told = tables.papers.told().with_columns(settled=pl.col("paper_id").is_in(settled.implode()))
    owned = []
    for number, (part, told_of_part) in enumerate(_told_by_part(tables, told)):
        owners, merged_from = place / f"owners-{number:06}.arrow", place / f"records-{number:06}.arrow"
        told_of_part.write_ipc(owners)
        owned.append(Owned(part, owners, place / "gone-0.arrow", merged_from, tables.ranges))
    return owned


def _told_by_part(tables: Tables, told: pl.DataFrame) -> Iterator[tuple[Part, pl.DataFrame]]:
    """Each part with the rows of its records."""
    at = 0
    for part in tables.parts:
        yield part, told[at : at + part.records]
        at += part.records


def _write_records(tables: Tables, owned: Sequence[Owned], checked: Sequence[Checked], run: Run) -> TableStatistics:
    batches = share_groups(owned, checked, tables.cache, tables.place / "groups", tables.settings)
    with open_table(tables.staging, "records", tables.settings) as table:
        for folders in run(lay_groups, batches):
            for folder in folders:
                table.add(pick_group(folder))
        return table.finish()


def _tell_ranges(tables: Tables, records: Sequence[Path], same: pl.Series) -> list[Range]:
    """Tell each range what it needs beside its records; nothing of papers that stay the `same` but their ids."""
    papers = tables.papers
    owners = pl.DataFrame({"record_id": papers.record_ids, "other": papers.paper_ids}).drop_nulls()
    settled = papers.settled._replace(last=without(papers.settled.last, same))
    known = settled.last
    held = owners.join(known.records, on="record_id", how="semi")["record_id"]
    told = Told(
        settled, held, _held_prints(tables, records, known, same), _moved(tables, owners, same), papers.unsure, same
    )
    groups = count_groups(papers.paper_ids.n_unique(), tables.settings.row_group_rows)
    pieces = [
        Range(
            Cut(number, tables.ranges, groups),
            tables.place / f"range-{number:05}",
            tuple(records),
            tables.latest,
            tables.settings,
        )
        for number in range(tables.ranges)
    ]
    for piece in pieces:
        tell_range(piece, told)
    return pieces


def _moved(tables: Tables, owners: pl.DataFrame, same: pl.Series) -> pl.DataFrame:
    """`record_id`, `other` and `paper_id` of the records that the last release had in another paper."""
    if tables.latest is None:
        return owners.head(0).with_columns(paper_id=pl.lit(None, pl.String))
    before = load_table(tables.latest, "records", ["record_id", "paper_id"])
    others = owners.filter(~pl.col("other").is_in(same.implode()))
    return others.join(before, on="record_id").filter(pl.col("paper_id") != pl.col("other"))


def _held_prints(tables: Tables, records: Sequence[Path], known: Known, same: pl.Series) -> pl.Series:
    """The fingerprints of this release that were `known`; papers that stay the `same` have those they had."""
    if known.prints.is_empty():
        return pl.Series("fingerprint", dtype=pl.String)
    before = tables.papers.settled.last.prints.join(same.to_frame("paper_id"), on="paper_id", how="semi")
    merged = [read_frame(path, ["fingerprint"]).explode("fingerprint") for path in records]
    every = pl.concat([before.select("fingerprint"), *merged]).unique()
    return every.join(known.prints, on="fingerprint", how="semi")["fingerprint"]


def _write_ranges(
    tables: Tables, pieces: Sequence[Range], gone: pl.DataFrame, run: Run
) -> tuple[Statistics, list[Merged]]:
    """Merge the ranges, and write the tables that these are pieces of as they come."""
    for piece in pieces:
        gone.write_ipc(piece.folder / "gone.arrow")
    merged = []
    with ExitStack() as opened:
        whole = opened.enter_context((tables.staging / "papers.jsonl").open("wb"))
        joined = {
            name: Joined(opened.enter_context(open_table(tables.staging, name, tables.settings))) for name in SORTED
        }
        for one in run(merge_range, pieces):
            for name, table in joined.items():
                table.add(one.folder / name, one.cut)
            with (one.folder / LINES).open("rb") as lines:
                shutil.copyfileobj(lines, whole, 2**20)
            shutil.rmtree(one.folder)
            merged.append(one)
        return {name: table.finish() for name, table in joined.items()}, merged
