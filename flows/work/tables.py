"""Writing the tables of a release from the parts of a build, each checked on its way."""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.matching.matches import Run, name_matches
from flows.matching.values import read_frame
from flows.release.tables import ROW_ORDER, load_table, write_lines, write_table
from flows.settings import ReleaseSettings
from flows.stages.validate import Emptiness, check_records
from flows.work.papers import Papers, print_parts
from flows.work.parts import RECORDS, REJECTS, Part, load
from flows.work.ranges import Merged, Range, RangeFiles, Told, bounds, count_all, merge_range, tell_range
from schemas.frames import check_frame
from schemas.judgements import Matches, Rejects
from schemas.records import Records

NOBODY = pl.DataFrame(schema={"paper_id": pl.String, "reason": pl.String})


class Written(NamedTuple):
    """What was written: so many records in all and refused by stage, rejects by code, and matches by verdict."""

    records: int
    refused: dict[str, int]
    rejects: dict[str, int]
    verdicts: dict[str, int]
    emptiness: Emptiness


class Tables(NamedTuple):
    """What is to be written: the papers of all parts, with `place` to work in and `staging` for the tables."""

    parts: Sequence[Part]
    papers: Papers
    place: Path
    staging: Path
    latest: Path | None
    ranges: int
    settings: ReleaseSettings


class _Checked(NamedTuple):
    """How many records were written, the rejects of each part, and the papers that cannot be published for them."""

    records: int
    rejects: list[pl.DataFrame]
    broken: pl.DataFrame


def write_all(tables: Tables, run: Run) -> Written:
    """Write all tables of a release into its staging folder; broken rows become rejects (stages.validate)."""
    with RangeFiles(tables.place, tables.ranges) as files:
        checked = _write_records(tables, NOBODY, files)
    pieces = _tell_ranges(tables, files.folders)
    gone = NOBODY
    while True:
        merged = _merge(pieces, gone, run)
        found = pl.concat([*(one.broken for one in merged), checked.broken]).unique("paper_id", keep="first")
        more = found.join(gone, on="paper_id", how="anti")
        if more.is_empty():
            break
        # Seldom: what was written of a paper that cannot be published is written again without it.
        gone = pl.concat([gone, more.sort("paper_id")])
        checked = _write_records(tables, gone, None)
    _write_ranges(tables, merged)
    verdicts = _write_matches(tables, gone)
    refused, codes = _write_rejects(tables, checked.rejects)
    return Written(checked.records, refused, codes, verdicts, count_all(merged))


def _write_records(tables: Tables, gone: pl.DataFrame, files: RangeFiles | None) -> _Checked:
    """Write the table `records` part by part, and into `files` what merging needs of them."""
    rejects: list[pl.DataFrame] = []
    broken: list[pl.Series] = []
    papers = tables.papers

    def checked() -> Iterator[pl.DataFrame]:
        at = 0
        for part, prints in zip(
            tables.parts, print_parts(tables.parts, papers.record_ids, papers.title_kinds), strict=True
        ):
            owners = papers.paper_ids[at : at + part.records].alias("paper_id")
            at += part.records
            records = load(part, RECORDS).with_columns(prints["record_id"], owners).select(list(Records.columns))
            owned = owners.is_not_null()
            records = records if owned.all() else records.filter(owned)
            if files is not None:
                files.add(records, prints["fingerprint"].filter(owned))
            told = check_records(records, gone)
            rejects.append(told.rejects)
            broken.append(told.broken)
            yield told.valid

    rows = write_table(tables.staging, "records", checked(), tables.settings)
    hit = pl.DataFrame({"paper_id": pl.concat(broken)}).with_columns(reason=pl.lit(None, pl.String))
    return _Checked(rows, rejects, hit)


def _tell_ranges(tables: Tables, folders: Sequence[Path]) -> list[Range]:
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
    pieces = []
    for number, folder in enumerate(folders):
        pieces.append(Range(folder, *bounds(number, len(folders)), tables.latest))
        tell_range(pieces[-1], told)
    return pieces


def _merge(pieces: Sequence[Range], gone: pl.DataFrame, run: Run) -> list[Merged]:
    for piece in pieces:
        gone.write_ipc(piece.folder / "gone.arrow")
    return list(run(merge_range, pieces))


def _write_ranges(tables: Tables, merged: Sequence[Merged]) -> None:
    """Write the tables that the ranges are pieces of."""
    for name in ("papers", "ids", "changes"):
        write_table(tables.staging, name, (read_frame(one.folder / f"{name}.arrow") for one in merged), tables.settings)
    with (tables.staging / "papers.jsonl").open("wb") as whole:
        for one in merged:
            with (one.folder / "papers.jsonl").open("rb") as lines:
                shutil.copyfileobj(lines, whole, 2**20)


def _write_matches(tables: Tables, gone: pl.DataFrame) -> dict[str, int]:
    """Write the table `matches`; gives how many there are of each verdict."""
    papers = tables.papers
    counts: Counter[str] = Counter()
    used, record_ids = papers.used, papers.record_ids.gather(papers.places)
    if not gone.is_empty():
        used = used & ~papers.paper_ids.gather(papers.places).is_in(gone["paper_id"].implode()).fill_null(value=False)

    def checked() -> Iterator[pl.DataFrame]:
        for matches in name_matches(papers.matched, record_ids, used):
            counts.update(dict(matches["verdict"].value_counts().iter_rows()))
            yield check_frame(matches, Matches)

    write_table(tables.staging, "matches", checked(), tables.settings)
    return dict(counts)


def _write_rejects(tables: Tables, more: Sequence[pl.DataFrame]) -> tuple[dict[str, int], dict[str, int]]:
    """Write the table `rejects`; gives the number of refused records by stage, and of rejects by code."""
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

        write_table(tables.staging, "rejects", checked(), tables.settings)
    return dict(stages), dict(codes)
