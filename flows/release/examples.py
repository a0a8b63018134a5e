"""What the summary of a build calls by name: papers that changed, where they are few, and the first pieces refused."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.release.counting import collect, scan
from flows.release.text import printable, shortened

PAPERS: Final = 10
"""More papers with one kind of change are only counted."""

PIECES: Final = 3
"""Refused pieces of each code that are named."""

TITLE_CHARS: Final = 90


class Changed(NamedTuple):
    """A paper that changed; `title` is None where it has none, or is no longer in the release."""

    change: str
    paper_id: str
    title: str | None

    def line(self) -> str:
        """The paper for a person."""
        return f"{self.paper_id} {printable(shortened(self.title or '', TITLE_CHARS))}".rstrip()


class Piece(NamedTuple):
    """A refused piece of a dump, and why it was."""

    code: str
    dump: str
    byte_start: int
    message: str

    def line(self) -> str:
        """The piece for a person."""
        return printable(f"{self.dump}, byte {self.byte_start:,}: {self.message}")


def name_changed(release: Path, changed: pl.DataFrame, counts: Mapping[str, int]) -> list[Changed]:
    """The papers with a kind of change that few have.

    `changed` has a row for each paper and kind of change (`paper_id`, `change`), `counts` the number of each kind.
    """
    few = [change for change, count in counts.items() if count <= PAPERS]
    named = changed.filter(pl.col("change").is_in(few)).sort("change", "paper_id")
    if named.is_empty():
        return []
    held = pl.col("paper_id").is_in(named["paper_id"].implode())
    titles = collect(scan(release, "papers").filter(held).select("paper_id", "title"))
    told = named.join(titles, on="paper_id", how="left", maintain_order="left")
    return [Changed(*row) for row in told.select("change", "paper_id", "title").iter_rows()]


def name_pieces(rejects: pl.DataFrame, whole: Collection[str]) -> list[Piece]:
    """The first refused pieces of each code; of the dumps `whole`, which were refused as they are, there are none.

    `rejects` is the table, or its columns `code`, `dump`, `byte_start` and `message`.
    """
    pieces = rejects.filter(~pl.col("dump").is_in(list(whole))).drop_nulls("byte_start")
    first = pieces.group_by("code", maintain_order=True).head(PIECES)
    return [Piece(*row) for row in first.select("code", "dump", "byte_start", "message").iter_rows()]
