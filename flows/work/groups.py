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

from flows.release.groups import encode_group
from flows.settings import ReleaseSettings
from flows.work.cache_groups import Groups
from flows.work.owned import Checked, Owned, sound_rows
from flows.work.parts import HASHES, RECORDS, load, read_file
from schemas.records import Records

ENDS: Final = 4
"""Groups have a quarter of the rows that they may have, on average: one of fifty is full before its end comes."""

BATCH_ROWS: Final = 2**16
"""So many rows or some more are encoded at one go: what reads a part twice is that a batch ends within it."""


class Stretch(NamedTuple):
    """Some of the records of a part that are published, from `start` to before `stop`."""

    owned: Owned
    checked: Checked
    start: int
    stop: int


class Batch(NamedTuple):
    """Groups that follow each other, each of stretches, and where they are laid down. `cache` is its folder, if any."""

    number: int
    groups: list[list[Stretch]]
    cache: Path | None
    place: Path
    settings: ReleaseSettings


def share_groups(
    owned: Sequence[Owned], checked: Sequence[Checked], cache: Path | None, place: Path, settings: ReleaseSettings
) -> list[Batch]:
    """All groups of the table, in their order."""
    stretches = [Stretch(one, told, 0, told.records) for one, told in zip(owned, checked, strict=True)]
    shares = _share_out(_cut(stretches, settings.row_group_rows), BATCH_ROWS)
    return [Batch(number, groups, cache, place, settings) for number, groups in enumerate(shares)]


def lay_groups(batch: Batch) -> list[Path]:
    """Lay the groups of a batch down, a folder each; what is not known is encoded, and known from then on.

    What became of the cache is told in a file `cache-groups-<number>.json` beside `place`.
    """
    groups = Groups(batch.cache, batch.place, batch.settings)
    reader = _Reader()
    folders = []
    for stretches in batch.groups:
        told = [reader.tell(stretch) for stretch in stretches]
        name = _name(told)
        folder = groups.take(name)
        if folder is None:
            rows = pl.concat([reader.read(stretch, rows) for stretch, rows in zip(stretches, told, strict=True)])
            folder = groups.put(name, encode_group("records", rows, batch.settings))
        folders.append(folder)
    groups.tell(batch.place.with_name(f"cache-groups-{batch.number:06}.json"))
    return folders


def _share_out(groups: Iterator[list[Stretch]], batch_rows: int) -> Iterator[list[list[Stretch]]]:
    held: list[list[Stretch]] = []
    rows = 0
    for group in groups:
        held.append(group)
        rows += sum(stretch.stop - stretch.start for stretch in group)
        if rows >= batch_rows:
            yield held
            held, rows = [], 0
    if held:
        yield held


def _cut(stretches: Sequence[Stretch], group_rows: int) -> Iterator[list[Stretch]]:
    """Stretches in groups of at most so many rows."""
    held: list[Stretch] = []
    room = group_rows
    for stretch in stretches:
        ends = _ends(sound_rows(stretch.owned, stretch.checked)["record_id"], group_rows)
        start, last = stretch.start, stretch.stop
        while start < last:
            # The group ends at the first end from here on, or where it is full.
            at = int(np.searchsorted(ends, start))
            end = int(ends[at]) + 1 if at < len(ends) else last + 1
            stop = min(end, start + room, last)
            held.append(stretch._replace(start=start, stop=stop))
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


def _name(told: Sequence[pl.DataFrame]) -> str:
    """What tells a group of such rows (`_Reader.tell`) from all others."""
    digest = sha256()
    for rows in told:
        digest.update(rows.select("one", "two", pl.col("position").cast(pl.UInt64)).to_numpy(order="c").tobytes())
        for name in ("record_id", "paper_id"):
            digest.update("\n".join(rows[name].to_list()).encode() + b"\n")
    return digest.hexdigest()


class _Reader:
    """Reads rows of parts, each of which is read once where they come in their order."""

    def __init__(self) -> None:
        self._told: tuple[Path | None, pl.DataFrame] = None, pl.DataFrame()
        self._read: tuple[Path | None, pl.DataFrame] = None, pl.DataFrame()

    def tell(self, stretch: Stretch) -> pl.DataFrame:
        """`row` (in the part), `record_id`, `paper_id`, `position`, and the hashes `one` and `two`."""
        part = stretch.owned.part
        if part.folder != self._told[0]:
            rows = sound_rows(stretch.owned, stretch.checked)
            said = load(part, HASHES, ["one", "two"]).with_columns(load(part, RECORDS, ["position"]))
            self._told = part.folder, rows.hstack(said[rows["row"]])
        return self._told[1][stretch.start : stretch.stop]

    def read(self, stretch: Stretch, told: pl.DataFrame) -> pl.DataFrame:
        """The rows of which `tell` tells this, as schemas.records.Records."""
        path = stretch.owned.part.folder / RECORDS
        if path != self._read[0]:
            self._read = path, read_file(path)
        frame, row = self._read[1], told["row"]
        first, last = int(row[0]), int(row[-1])
        whole = last - first + 1 == len(row)
        found = frame[first : last + 1] if whole else frame[row]
        return found.with_columns(told.select("record_id", "paper_id")).select(list(Records.columns))
