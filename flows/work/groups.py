"""The table `records` by row groups: each is encoded once, and kept for the builds in which it is the same.

A group ends at a record whose id says so, or where it is full, and with it the next one begins: so a dump that comes or
goes changes the groups that it is in and seldom the next, and no way of cutting up the work makes a difference. The
bytes of a group follow from its rows and from how it is encoded; a group is known by the hashes of its rows, by their
positions, ids and papers, and by code, libraries and settings.
"""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from flows.release.groups import Group, encode_group
from flows.settings import ReleaseSettings
from flows.work.cache_groups import Groups
from flows.work.owned import Checked, Owned, sound_rows
from flows.work.parts import HASHES, RECORDS, load, read_file
from schemas.records import Records

ENDS: Final = 4
"""Groups have a quarter of the rows that they may have, on average: one of fifty is full before its end comes."""


class Stretch(NamedTuple):
    """Rows of the file of a part, in their order: `row`, `record_id`, `paper_id`, `position`, hashes `one`, `two`."""

    part: Path
    rows: pl.DataFrame


def give_groups(
    owned: Sequence[Owned], checked: Sequence[Checked], settings: ReleaseSettings, groups: Groups
) -> Iterator[Group]:
    """The groups of the table, in their order; what is not known is encoded, and known from then on."""
    reader = _Reader()
    for stretches in _cut(_stretches(owned, checked), settings.row_group_rows):
        name = _name(stretches)
        group = groups.take(name)
        if group is None:
            group = encode_group("records", reader.read(stretches), settings)
            groups.put(name, group)
        yield group


def _stretches(owned: Sequence[Owned], checked: Sequence[Checked]) -> Iterator[Stretch]:
    for one, told in zip(owned, checked, strict=True):
        rows = sound_rows(one, told)
        said = load(one.part, HASHES, ["one", "two"]).with_columns(load(one.part, RECORDS, ["position"]))
        yield Stretch(one.part.folder / RECORDS, rows.hstack(said[rows["row"]]))


def _cut(stretches: Iterator[Stretch], group_rows: int) -> Iterator[list[Stretch]]:
    """Stretches in groups of at most so many rows."""
    held: list[Stretch] = []
    room = group_rows
    for stretch in stretches:
        ends = _ends(stretch.rows["record_id"], group_rows)
        start = 0
        while start < len(stretch.rows):
            # The group ends at the first end from here on, or where it is full.
            at = int(np.searchsorted(ends, start))
            end = int(ends[at]) + 1 if at < len(ends) else len(stretch.rows) + 1
            stop = min(end, start + room, len(stretch.rows))
            held.append(stretch._replace(rows=stretch.rows[start:stop]))
            room -= stop - start
            if stop == end or room == 0:
                yield held
                held, room = [], group_rows
            start = stop
    if held:
        yield held


def _ends(record_ids: pl.Series, group_rows: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    """The rows that end a group by their first eight digits."""
    told = record_ids.str.slice(1, 8).str.to_integer(base=16, dtype=pl.UInt64).to_numpy()
    return np.flatnonzero(told < np.uint64(ENDS * 2**32 // group_rows))


def _name(stretches: Sequence[Stretch]) -> str:
    digest = sha256()
    for stretch in stretches:
        rows = stretch.rows
        digest.update(rows.select("one", "two", pl.col("position").cast(pl.UInt64)).to_numpy(order="c").tobytes())
        for name in ("record_id", "paper_id"):
            digest.update("\n".join(rows[name].to_list()).encode() + b"\n")
    return digest.hexdigest()


class _Reader:
    """Reads rows of parts, each of which is read once where they come in their order."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._frame = pl.DataFrame()

    def read(self, stretches: Sequence[Stretch]) -> pl.DataFrame:
        """The rows of a group, as schemas.records.Records."""
        return pl.concat([self._rows(stretch) for stretch in stretches])

    def _rows(self, stretch: Stretch) -> pl.DataFrame:
        if stretch.part != self._path:
            self._path, self._frame = stretch.part, read_file(stretch.part)
        rows = stretch.rows["row"]
        first, last = int(rows[0]), int(rows[-1])
        whole = last - first + 1 == len(rows)
        found = self._frame[first : last + 1] if whole else self._frame[rows]
        return found.with_columns(stretch.rows.select("record_id", "paper_id")).select(list(Records.columns))
