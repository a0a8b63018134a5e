"""Row groups of the tables that are sorted by paper ids: a group holds the ids that begin alike.

Ids are hashes, so that of a power of two of groups each has nearly as many rows as any other. Where a group ends
follows from the number of papers alone, and so each range of ids encodes what is its own. Of a group that goes on in
another range the rows are laid down as they are, and encoded where these come together.
"""

from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from flows.matching.values import read_frame
from flows.release.groups import Group, GroupedTable, encode_group, lay_group, pick_group
from flows.release.statistics import TableStatistics
from flows.settings import ReleaseSettings
from flows.work.owned import SPAN, first_prefix, range_of

SORTED: Final = ("papers", "ids", "changes")
"""The tables."""

FULL: Final = 0.5
"""The rows that a group has, of those that it may have, are between half of this share and all of it, on average."""

HEAD, TAIL = "head.arrow", "tail.arrow"


class Cut(NamedTuple):
    """A range of ids, of so many, and into how many groups all ids are cut."""

    number: int
    ranges: int
    groups: int

    def whole(self) -> tuple[int, int]:
        """The first group that begins in the range, and the first behind it that does not end there."""
        first, end = (first_prefix(at, self.ranges) for at in (self.number, self.number + 1))
        width = SPAN // self.groups
        return -(-first // width), end // width


def count_groups(papers: int, group_rows: int) -> int:
    """Into how many groups the ids of so many papers are cut: a power of two."""
    needed = max(1, -(-papers // max(1, int(FULL * group_rows))))
    return min(SPAN, 1 << (needed - 1).bit_length())


def lay_rows(folder: Path, name: str, rows: pl.DataFrame, cut: Cut, settings: ReleaseSettings) -> None:
    """Lay the rows of a table in a range of ids down in a folder, which is made: encoded by groups, but at its ends."""
    folder.mkdir()
    first, end = cut.whole()
    number = rows.select(range_of(cut.groups)).to_series().to_numpy()
    starts = np.searchsorted(number, np.arange(first, max(first, end) + 1)).tolist()
    groups = (encode_rows(name, rows[start:stop], settings) for start, stop in pairwise(starts))
    for at, group in enumerate(chain.from_iterable(groups)):
        lay_group(folder / f"{at:06}", group)
    for file, edge in ((HEAD, rows[: starts[0]]), (TAIL, rows[starts[-1] :])):
        if not edge.is_empty():
            edge.write_ipc(folder / file)


def encode_rows(name: str, rows: pl.DataFrame, settings: ReleaseSettings) -> Iterator[Group]:
    """The rows that belong to one group: as one, or as several where they are more than a group may have."""
    for at in range(0, len(rows), settings.row_group_rows):
        yield encode_group(name, rows[at : at + settings.row_group_rows], settings)


class Joined:
    """A table that comes range by range, in the order of ids."""

    def __init__(self, table: GroupedTable) -> None:
        """Nothing of the table is written yet."""
        self._table = table
        self._edges: list[pl.DataFrame] = []

    def add(self, folder: Path, cut: Cut) -> None:
        """Write what `lay_rows` laid down of the next range; the folder is removed."""
        first, end = cut.whole()
        self._hold(folder / HEAD)
        if first <= end:
            # A group ends within the range, be it of no rows.
            self._close()
        for group in sorted(path for path in folder.iterdir() if path.is_dir()):
            self._table.add(pick_group(group))
        self._hold(folder / TAIL)
        folder.rmdir()

    def finish(self) -> TableStatistics:
        """The statistics of the columns, once all ranges were added."""
        self._close()
        return self._table.finish()

    def _hold(self, path: Path) -> None:
        if path.exists():
            self._edges.append(read_frame(path))
            path.unlink()

    def _close(self) -> None:
        """Encode the rows of the group that went over several ranges."""
        if self._edges:
            for group in encode_rows(self._table.name, pl.concat(self._edges), self._table.settings):
                self._table.add(group)
        self._edges = []
