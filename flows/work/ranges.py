"""Papers by ranges of their ids: the records of each range merged by themselves."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.matching.merge import merge_records
from flows.matching.remembered import Known, Settled, in_range, remember_ids
from flows.matching.values import made_whole, read_frame
from flows.release.changes import compare
from flows.release.tables import load_rows, write_lines
from flows.stages.validate import Emptiness, check_papers, count_empty, retire_ids
from flows.work.owned import bounds, read_range
from schemas.frames import check_frame, empty_frame
from schemas.judgements import Changes, Ids

HELD: Final = (
    "last_papers",
    "last_records",
    "last_prints",
    "redirects",
    "held",
    "held_prints",
    "moved",
    "unsure",
    "gone",
)
"""What else a range is told, each a file."""


class Range(NamedTuple):
    """A range to be merged, of so many: its folder, the files of records (work.owned), and the last release, if any."""

    number: int
    ranges: int
    folder: Path
    records: tuple[Path, ...]
    latest: Path | None

    def bounds(self) -> tuple[str, str]:
        """The first id of the range, and the first that comes after it."""
        return bounds(self.number, self.ranges)

    def inside(self) -> pl.Expr:
        """Whether `paper_id` is in the range."""
        low, high = self.bounds()
        return pl.col("paper_id").ge(low) & pl.col("paper_id").lt(high)


class Merged(NamedTuple):
    """What came of a range: `papers.arrow`, `papers.jsonl`, `ids.arrow` and `changes.arrow` in its folder.

    `broken` has `paper_id` and `reason` of papers that break their schema and were left out.
    """

    folder: Path
    emptiness: Emptiness
    broken: pl.DataFrame


class Told(NamedTuple):
    """What is known beside the records of a range, of all ranges.

    `held` and `held_prints` are the records and fingerprints of this release that were known before. `moved` has
    `record_id`, `paper_id` and `other` of records that the last release had in another paper. `unsure` are papers that
    may be one with another.
    """

    settled: Settled
    held: pl.Series
    held_prints: pl.Series
    moved: pl.DataFrame
    unsure: pl.Series


def tell_range(piece: Range, told: Told) -> None:
    """Write into the folder of a range what it is told beside its records."""
    piece.folder.mkdir(parents=True)
    inside = piece.inside()
    own = in_range(told.settled, *piece.bounds())
    frames = {
        "last_papers": own.last.papers,
        "last_records": own.last.records,
        "last_prints": own.last.prints,
        "redirects": own.redirects,
        "held": pl.DataFrame({"held": told.held}).join(
            own.last.records, left_on="held", right_on="record_id", how="semi"
        ),
        "held_prints": pl.DataFrame({"held": told.held_prints}).join(
            own.last.prints, left_on="held", right_on="fingerprint", how="semi"
        ),
        "moved": told.moved.filter(inside),
        "unsure": told.unsure.to_frame("paper_id").filter(inside),
    }
    for name, frame in frames.items():
        frame.write_ipc(piece.folder / f"{name}.arrow")


def merge_range(piece: Range) -> Merged:
    """Merge the records of a range to papers, hold these against their schema, and tell their ids and changes."""
    told = {name: read_frame(piece.folder / f"{name}.arrow") for name in HELD}
    records = read_range(piece.records, piece.number, piece.ranges)
    gone = told["gone"]
    merged = merge_records(
        records.drop("fingerprint").join(gone, on="paper_id", how="anti", maintain_order="left"),
        told["unsure"]["paper_id"],
    )
    papers, broken = check_papers(merged)
    prints = records.select("paper_id", "fingerprint").explode("fingerprint").drop_nulls().unique()
    last = Known(told["last_papers"], told["last_records"], told["last_prints"])
    settled = Settled({}, told["redirects"], last)
    held, held_prints = told["held"]["held"], told["held_prints"]["held"]
    ids = remember_ids(records.select("paper_id", "record_id"), prints, settled, held, held_prints)
    ids = retire_ids(ids, gone["paper_id"])
    changes = check_frame(compare(_old(piece, told["moved"]), _new(papers, ids, told["moved"])), Changes)
    for name, frame in (("papers", papers), ("ids", ids), ("changes", changes)):
        with made_whole(piece.folder / f"{name}.arrow") as draft:
            frame.write_ipc(draft)
    with made_whole(piece.folder / "papers.jsonl") as draft:
        write_lines(draft, papers)
    return Merged(piece.folder, count_empty(papers.lazy()), broken)


def _old(piece: Range, moved: pl.DataFrame) -> dict[str, pl.DataFrame] | None:
    """The range in the last release, with as many of the records as `compare` needs."""
    if piece.latest is None:
        return None
    papers = load_rows(piece.latest, "papers", piece.inside())
    return {"papers": papers, "records": moved.select("record_id", "paper_id"), "ids": empty_frame(Ids)}


def _new(papers: pl.DataFrame, ids: pl.DataFrame, moved: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return {"papers": papers, "records": moved.select("record_id", paper_id="other"), "ids": ids}


def count_all(merged: Sequence[Merged]) -> Emptiness:
    """The emptiness of all papers together."""
    names = merged[0].emptiness.empty
    return Emptiness(
        sum(one.emptiness.papers for one in merged),
        {name: sum(one.emptiness.empty[name] for one in merged) for name in names},
    )
