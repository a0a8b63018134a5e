"""Papers by ranges of their ids: the records of each range in a file, merged by itself."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

import polars as pl
import pyarrow as pa

from flows.matching.merge import merge_records
from flows.matching.remembered import Known, Settled, in_range, remember_ids
from flows.matching.sources import FIELDS, UNIONS
from flows.matching.values import read_frame
from flows.release.changes import compare
from flows.release.tables import load_rows, write_lines
from flows.stages.validate import Emptiness, check_papers, count_empty, retire_ids
from schemas.frames import check_frame, empty_frame, polars_schema
from schemas.judgements import Changes, Ids
from schemas.records import Records

KEPT: Final = ("record_id", "paper_id", "dump", "reference", "authors_complete", "flags", *FIELDS, *UNIONS)
"""What merging looks at of a record."""

SPAN: Final = 16**4
"""Ranges are told by the first four digits of an id, which are spread evenly."""

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


def range_of(ranges: int) -> pl.Expr:
    """The number of the range of `paper_id`, of so many."""
    return pl.col("paper_id").str.slice(1, 4).str.to_integer(base=16, dtype=pl.UInt32) * ranges // SPAN


def bounds(number: int, ranges: int) -> tuple[str, str]:
    """The first id of a range, and the first that comes after it."""
    low, high = (-(-at * SPAN // ranges) for at in (number, number + 1))
    return f"p{low:04x}", f"p{high:04x}" if number + 1 < ranges else "q"


class RangeFiles:
    """Files that take up the records of each range, batch by batch; a context manager."""

    def __init__(self, place: Path, ranges: int) -> None:
        """Open so many files in folders of `place`."""
        self.folders = [place / f"range-{number:05}" for number in range(ranges)]
        for folder in self.folders:
            folder.mkdir(parents=True, exist_ok=True)
        self._writers: list[Any] = [None] * ranges

    def __enter__(self) -> Self:
        """The files are opened as they are needed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the files."""
        for writer in self._writers:
            if writer is not None:
                writer.close()

    def add(self, records: pl.DataFrame, fingerprints: pl.Series) -> None:
        """Take up records, as schemas.records.Records, each with its fingerprints (a list)."""
        kept = records.select(*KEPT, fingerprint=fingerprints)
        if len(self.folders) == 1:
            self._write(0, kept)
            return
        parts = kept.with_columns(range=range_of(len(self.folders))).partition_by(
            "range", as_dict=True, include_key=False
        )
        for (number,), part in parts.items():
            self._write(number, part)

    def _write(self, number: int, part: pl.DataFrame) -> None:
        table = part.rechunk().to_arrow(compat_level=pl.CompatLevel.oldest())
        if self._writers[number] is None:
            self._writers[number] = pa.ipc.new_stream(self.folders[number] / "records.arrows", table.schema)
        self._writers[number].write_table(table)


class Range(NamedTuple):
    """A range to be merged: its folder, which holds the records, its bounds, and the last release, if there is one."""

    folder: Path
    low: str
    high: str
    latest: Path | None


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
    inside = pl.col("paper_id").ge(piece.low) & pl.col("paper_id").lt(piece.high)
    own = in_range(told.settled, piece.low, piece.high)
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
    records = _read_records(piece.folder / "records.arrows")
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
        frame.write_ipc(piece.folder / f"{name}.arrow")
    write_lines(piece.folder / "papers.jsonl", papers)
    return Merged(piece.folder, count_empty(papers.lazy()), broken)


def _read_records(path: Path) -> pl.DataFrame:
    if path.exists():
        with path.open("rb") as stream:
            return pl.read_ipc_stream(stream)
    types = {name: dtype for name, dtype in polars_schema(Records).items() if name in KEPT}
    return pl.DataFrame(schema=types | {"fingerprint": pl.List(pl.String)}).select(*KEPT, "fingerprint")


def _old(piece: Range, moved: pl.DataFrame) -> dict[str, pl.DataFrame] | None:
    """The range in the last release, with as many of the records as `compare` needs."""
    if piece.latest is None:
        return None
    inside = pl.col("paper_id").ge(piece.low) & pl.col("paper_id").lt(piece.high)
    papers = load_rows(piece.latest, "papers", inside)
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
