"""Papers by ranges of their ids: the records of each range merged by themselves."""

from pathlib import Path
from secrets import token_hex
from typing import Final, NamedTuple

import polars as pl

from flows.matching.merge import merge_records
from flows.matching.remembered import Held, Known, Settled, in_range, remember_ids
from flows.matching.values import read_frame
from flows.release.changes import compare
from flows.release.tables import load_rows, write_lines
from flows.settings import ReleaseSettings
from flows.stages.validate import check_papers, retire_ids
from flows.work.owned import bounds, read_range
from flows.work.prefixes import Cut, lay_rows
from flows.work.settled import find_plain
from schemas.frames import check_frame, empty_frame
from schemas.judgements import Changes, Ids
from schemas.papers import Papers

LINES: Final = "papers.jsonl"
"""The papers of a range as JSON Lines."""

HELD: Final = (
    "last_papers",
    "last_records",
    "last_prints",
    "redirects",
    "held",
    "held_prints",
    "moved",
    "unsure",
    "same",
    "gone",
)
"""What else a range is told, each a file."""


class Range(NamedTuple):
    """A range to be merged: its folder, the files of records (work.owned), and the last release, if any."""

    cut: Cut
    folder: Path
    records: tuple[Path, ...]
    latest: Path | None
    settings: ReleaseSettings

    def bounds(self) -> tuple[str, str]:
        """The first id of the range, and the first that comes after it."""
        return bounds(self.cut.number, self.cut.ranges)

    def inside(self) -> pl.Expr:
        """Whether `paper_id` is in the range."""
        low, high = self.bounds()
        return pl.col("paper_id").ge(low) & pl.col("paper_id").lt(high)


class Merged(NamedTuple):
    """What came of a range: so many papers; LINES in its folder, and a folder of each of prefixes.SORTED.

    `broken` has `paper_id` and `reason` of papers that break their schema and were left out; `plain` are those that
    settled.find_plain finds among the merged ones.
    """

    folder: Path
    cut: Cut
    papers: int
    broken: pl.DataFrame
    plain: pl.Series


class Told(NamedTuple):
    """What is known beside the records of a range, of all ranges.

    `held` and `held_prints` are the records and fingerprints of this release that were known before. `moved` has
    `record_id`, `paper_id` and `other` of records that the last release had in another paper. `unsure` are papers that
    may be one with another, and `same` those that are settled (work.settled): of them nothing else is told.
    """

    settled: Settled
    held: pl.Series
    held_prints: pl.Series
    moved: pl.DataFrame
    unsure: pl.Series
    same: pl.Series


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
        "same": told.same.to_frame("paper_id").filter(inside),
    }
    for name, frame in frames.items():
        frame.write_ipc(piece.folder / f"{name}.arrow")


def merge_range(piece: Range) -> Merged:
    """Merge the records of a range to papers, hold these against their schema, and tell their ids and changes.

    Papers that are settled are taken from the last release.
    """
    told = {name: read_frame(piece.folder / f"{name}.arrow") for name in HELD}
    gone, last = told["gone"], _read_last(piece, told["same"], told["gone"])
    records = read_range(piece.records, piece.cut.number)
    merged = merge_records(
        records.drop("fingerprint").join(gone, on="paper_id", how="anti", maintain_order="left"),
        told["unsure"]["paper_id"],
    )
    papers, broken = check_papers(merged)
    prints = records.select("paper_id", "fingerprint").explode("fingerprint").drop_nulls().unique()
    ids = _tell_ids(records.select("paper_id", "record_id"), prints, told)
    ids = retire_ids(pl.concat([ids, last.retired]).sort("paper_id"), gone["paper_id"])
    changes = check_frame(compare(_old(piece, last, told["moved"]), _new(papers, ids, told["moved"])), Changes)
    whole = pl.concat([papers, last.papers]).sort("paper_id")
    every = {"papers": whole, "ids": pl.concat([ids, last.ids]).sort("paper_id"), "changes": changes}
    made = piece.folder / token_hex(4)
    made.mkdir()
    for name, frame in every.items():
        lay_rows(made / name, name, frame, piece.cut, piece.settings)
    write_lines(made / LINES, whole)
    return Merged(made, piece.cut, len(whole), broken, find_plain(ids, papers, prints))


def _tell_ids(papers: pl.DataFrame, prints: pl.DataFrame, told: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The table `ids` of the papers that are merged, and of those that are gone."""
    last = Known(told["last_papers"], told["last_records"], told["last_prints"])
    held = Held(told["held"]["held"], told["held_prints"]["held"])
    return remember_ids(papers, prints, last, told["redirects"], held)


class _Last(NamedTuple):
    """The range in the last release: rows of `papers` and `ids` that stay, and the papers that may have changed.

    `retired` are the ids of papers that would stay, but cannot be published.
    """

    papers: pl.DataFrame
    ids: pl.DataFrame
    retired: pl.DataFrame
    others: pl.DataFrame


def _read_last(piece: Range, same: pl.DataFrame, gone: pl.DataFrame) -> _Last:
    if piece.latest is None:
        return _Last(empty_frame(Papers), empty_frame(Ids), empty_frame(Ids), empty_frame(Papers))
    papers = load_rows(piece.latest, "papers", piece.inside())
    if same.is_empty():
        return _Last(empty_frame(Papers), empty_frame(Ids), empty_frame(Ids), papers)
    stays = pl.col("paper_id").is_in(same.join(gone, on="paper_id", how="anti")["paper_id"].implode())
    ids = load_rows(piece.latest, "ids", piece.inside() & pl.col("paper_id").is_in(same["paper_id"].implode()))
    return _Last(papers.filter(stays), ids.filter(stays), ids.filter(~stays), papers.filter(~stays))


def _old(piece: Range, last: _Last, moved: pl.DataFrame) -> dict[str, pl.DataFrame] | None:
    """What may have changed of the range in the last release, with as many of the records as `compare` needs."""
    if piece.latest is None:
        return None
    return {"papers": last.others, "records": moved.select("record_id", "paper_id"), "ids": empty_frame(Ids)}


def _new(papers: pl.DataFrame, ids: pl.DataFrame, moved: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return {"papers": papers, "records": moved.select("record_id", paper_id="other"), "ids": ids}
