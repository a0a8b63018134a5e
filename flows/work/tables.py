"""Writing the tables of a release from the parts of a build, each checked on its way."""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.matching.matches import name_matches
from flows.matching.run import Run
from flows.matching.values import read_frame
from flows.release.folder import sync
from flows.release.statistics import Statistics, TableStatistics
from flows.release.tables import ROW_ORDER, load_table, write_lines, write_table
from flows.settings import ReleaseSettings
from flows.stages.validate import Emptiness
from flows.work.owned import Checked, Owned, check_again, check_part, sound_records
from flows.work.papers import Papers, print_parts
from flows.work.parts import REJECTS, Part, load
from flows.work.ranges import Merged, Range, Told, count_all, merge_range, tell_range
from schemas.frames import check_frame
from schemas.judgements import Matches, Rejects
from schemas.tables import TABLES

NOBODY = pl.DataFrame(schema={"paper_id": pl.String, "reason": pl.String})


class Written(NamedTuple):
    """What was written: so many records in all and refused by stage, rejects by code, and matches by verdict.

    `statistics` are those of all columns.
    """

    records: int
    refused: dict[str, int]
    rejects: dict[str, int]
    verdicts: dict[str, int]
    emptiness: Emptiness
    statistics: Statistics


class Tables(NamedTuple):
    """What is to be written: the papers of all parts, with `place` to work in and `staging` for the tables."""

    parts: Sequence[Part]
    papers: Papers
    place: Path
    staging: Path
    latest: Path | None
    ranges: int
    settings: ReleaseSettings


def write_all(tables: Tables, run: Run) -> Written:
    """Write all tables of a release into its staging folder; broken rows become rejects (stages.validate).

    The table `records`, most of a release, is written here while `run` merges the ranges, and is put on the disk while
    the others are written.
    """
    owned = _tell_parts(tables)
    NOBODY.write_ipc(owned[0].gone)
    checked = list(run(check_part, owned))
    pieces = _tell_ranges(tables, [one.merged_from for one in owned])
    with ThreadPoolExecutor(1) as beside:
        writing = beside.submit(_write_records, tables, owned, checked)
        merged = _merge(pieces, NOBODY, run)
        told = {"records": writing.result()}
        gone = NOBODY
        while not (more := _find_more(merged, checked, gone)).is_empty():
            # Seldom: what was written of a paper that cannot be published is written again without it.
            gone = pl.concat([gone, more.sort("paper_id")])
            owned = [one._replace(gone=one.gone.with_name(f"gone-{len(gone)}.arrow")) for one in owned]
            gone.write_ipc(owned[0].gone)
            checked = list(run(check_again, owned))
            told = {"records": _write_records(tables, owned, checked)}
            merged = _merge(pieces, gone, run)
        on_disk = beside.submit(sync, tables.staging / "records.parquet")
        told |= _write_ranges(tables, merged)
        told["matches"], verdicts = _write_matches(tables, gone)
        told["rejects"], refused, codes = _write_rejects(tables, [one.rejects for one in checked])
        # A fault of the disk is told once only: whoever syncs the file again does not hear of it.
        on_disk.result()
    statistics = {name: told[name] for name in TABLES}
    return Written(sum(one.records for one in checked), refused, codes, verdicts, count_all(merged), statistics)


def _find_more(merged: Sequence[Merged], checked: Sequence[Checked], gone: pl.DataFrame) -> pl.DataFrame:
    """Papers, beside those `gone`, that cannot be published: for themselves or for a record of theirs."""
    hit = pl.DataFrame({"paper_id": pl.concat([one.broken for one in checked])})
    found = pl.concat([*(one.broken for one in merged), hit.with_columns(reason=pl.lit(None, pl.String))])
    return found.unique("paper_id", keep="first").join(gone, on="paper_id", how="anti")


def _tell_parts(tables: Tables) -> list[Owned]:
    """Write down for each part what dedup told of its records."""
    papers = tables.papers
    place = tables.place / "owned"
    place.mkdir(parents=True)
    told = pl.DataFrame(
        {"record_id": papers.record_ids, "paper_id": papers.paper_ids, "title_kind": papers.title_kinds}
    )
    owned = []
    at = 0
    for number, part in enumerate(tables.parts):
        owners, merged_from = place / f"owners-{number:06}.arrow", place / f"records-{number:06}.arrow"
        told[at : at + part.records].write_ipc(owners)
        at += part.records
        owned.append(Owned(part, owners, place / "gone-0.arrow", merged_from, tables.ranges))
    return owned


def _write_records(tables: Tables, owned: Sequence[Owned], checked: Sequence[Checked]) -> TableStatistics:
    return write_table(tables.staging, "records", sound_records(owned, checked), tables.settings)


def _tell_ranges(tables: Tables, records: Sequence[Path]) -> list[Range]:
    """Tell each range what it needs beside its records."""
    papers = tables.papers
    owners = pl.DataFrame({"record_id": papers.record_ids, "other": papers.paper_ids}).drop_nulls()
    if tables.latest is None:
        moved = owners.head(0).with_columns(paper_id=pl.lit(None, pl.String))
    else:
        before = load_table(tables.latest, "records", ["record_id", "paper_id"])
        moved = owners.join(before, on="record_id").filter(pl.col("paper_id") != pl.col("other"))
    known = papers.settled.last
    held = owners.join(known.records, on="record_id", how="semi")["record_id"]
    prints = [pl.Series("fingerprint", dtype=pl.String)]
    if not known.prints.is_empty():
        parts = print_parts(tables.parts, papers.record_ids, papers.title_kinds)
        used = owners.select("record_id")
        prints += [
            part.join(used, on="record_id", how="semi")
            .explode("fingerprint")
            .join(known.prints, on="fingerprint", how="semi")["fingerprint"]
            for part in parts
        ]
    told = Told(papers.settled, held, pl.concat(prints).unique(), moved, papers.unsure)
    pieces = [
        Range(number, tables.ranges, tables.place / f"range-{number:05}", tuple(records), tables.latest)
        for number in range(tables.ranges)
    ]
    for piece in pieces:
        tell_range(piece, told)
    return pieces


def _merge(pieces: Sequence[Range], gone: pl.DataFrame, run: Run) -> list[Merged]:
    for piece in pieces:
        gone.write_ipc(piece.folder / "gone.arrow")
    return list(run(merge_range, pieces))


def _write_ranges(tables: Tables, merged: Sequence[Merged]) -> Statistics:
    """Write the tables that the ranges are pieces of."""
    told = {}
    for name in ("papers", "ids", "changes"):
        pieces = (read_frame(one.folder / f"{name}.arrow") for one in merged)
        told[name] = write_table(tables.staging, name, pieces, tables.settings)
    with (tables.staging / "papers.jsonl").open("wb") as whole:
        for one in merged:
            with (one.folder / "papers.jsonl").open("rb") as lines:
                shutil.copyfileobj(lines, whole, 2**20)
    return told


def _write_matches(tables: Tables, gone: pl.DataFrame) -> tuple[TableStatistics, dict[str, int]]:
    """Write the table `matches`; gives its statistics and how many there are of each verdict."""
    papers = tables.papers
    counts: Counter[str] = Counter()
    used, record_ids = papers.used, papers.record_ids.gather(papers.places)
    if not gone.is_empty():
        used = used & ~papers.paper_ids.gather(papers.places).is_in(gone["paper_id"].implode()).fill_null(value=False)

    def checked() -> Iterator[pl.DataFrame]:
        for matches in name_matches(papers.matched, record_ids, used):
            counts.update(dict(matches["verdict"].value_counts().iter_rows()))
            yield check_frame(matches, Matches)

    told = write_table(tables.staging, "matches", checked(), tables.settings)
    return told, dict(counts)


def _write_rejects(
    tables: Tables, more: Sequence[pl.DataFrame]
) -> tuple[TableStatistics, dict[str, int], dict[str, int]]:
    """Write the table `rejects`; gives its statistics, the refused records by stage, and the rejects by code."""
    stages: Counter[str] = Counter()
    codes: Counter[str] = Counter()

    with (tables.staging / "rejects.jsonl").open("wb") as lines:

        def checked() -> Iterator[pl.DataFrame]:
            for part, added in zip(tables.parts, more, strict=True):
                rejects = pl.concat([load(part, REJECTS), added]).sort(ROW_ORDER["rejects"], nulls_last=False)
                refused = rejects.filter(pl.col("position").is_not_null())
                stages.update(dict(refused["stage"].value_counts().iter_rows()))
                codes.update(dict(rejects["code"].value_counts().iter_rows()))
                write_lines(lines, rejects)
                yield check_frame(rejects, Rejects)

        told = write_table(tables.staging, "rejects", checked(), tables.settings)
    return told, dict(stages), dict(codes)
