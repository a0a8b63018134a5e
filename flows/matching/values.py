"""The comparison values of all records, part by part in files that are mapped: only rows asked for are read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple, Self

import numpy as np
import polars as pl
import pyarrow as pa

from flows.matching.blocks import Rows

Source = Path | pl.DataFrame
"""A frame, or the file that `write_mapped` made of it."""

_OWN = ("record_id", "place")


class Values(NamedTuple):
    """The values of all records, one part of them behind the other.

    `parts` are as keys.read_values gives them, `starts` where each begins in the whole. `told` has a row for each
    record in the order of their ids: `record_id`, `place` (UInt32: which record it is of the whole) and what all
    records tell of one (keys.tell_records).
    """

    parts: tuple[Source, ...]
    starts: tuple[int, ...]
    told: Source

    @classmethod
    def join(cls, parts: Sequence[Source], sizes: Sequence[int], told: Source) -> Self:
        """The values of parts that hold so many records each."""
        return cls(tuple(parts), tuple(int(size) for size in np.cumsum([0, *sizes])[:-1]), told)

    def told_names(self) -> list[str]:
        """The columns that all records tell of one."""
        return [name for name in columns_of(self.told) if name not in _OWN]

    def names(self) -> list[str]:
        """All columns that are compared."""
        return [*columns_of(self.parts[0]), *self.told_names()]

    def take(self, rows: Rows, names: Sequence[str]) -> pl.DataFrame:
        """These columns of the records with these numbers in the order of ids, in the order of `rows`."""
        of_all = [name for name in columns_of(self.told) if name in names]
        own = [name for name in names if name not in of_all]
        told = take_rows(self.told, rows, ["place", *of_all])
        if not own:
            return told.select(names)
        place = told["place"].to_numpy()
        order = np.argsort(place, kind="stable")
        bounds = np.searchsorted(place[order], self.starts)
        ends = np.append(bounds[1:], len(order))
        found = [
            _take(part, place[order[low:high]] - start, own)
            for part, start, low, high in zip(self.parts, self.starts, bounds, ends, strict=True)
            if high > low
        ]
        if not found:
            found = [_take(self.parts[0], np.empty(0, dtype=np.uint32), own)]
        taken = _in_polars(found)
        if (place[1:] < place[:-1]).any():
            back = np.empty_like(order)
            back[order] = np.arange(len(order))
            taken = taken[back]
        return taken.with_columns(told.drop("place")).select(names)

    def as_stored(self, rows: Rows) -> Rows:
        """The same rows in the order in which their values are stored: so to take them moves nothing."""
        place = take_rows(self.told, rows, ["place"])["place"].to_numpy()
        stored: Rows = rows[np.argsort(place, kind="stable")]
        return stored


@contextmanager
def made_whole(path: Path) -> Iterator[Path]:
    """A name to write to; at the end it becomes `path`, whoever writes the same at the same time or died over it."""
    draft = path.with_name(f"{token_hex(4)}-{path.name}")
    yield draft
    draft.replace(path)


def write_mapped(path: Path, frame: pl.DataFrame) -> Path:
    """Write a frame so that `take_rows` can read single rows of it."""
    with made_whole(path) as draft:
        # Texts as one stretch of bytes with offsets: rows are copied out, and nothing keeps the file in memory.
        frame.write_ipc(draft, compression="uncompressed", compat_level=pl.CompatLevel.oldest())
    return path


def take_rows(source: Source, rows: Rows, names: Sequence[str]) -> pl.DataFrame:
    """These rows of these columns, in the order of `rows`."""
    return _in_polars([_take(source, rows, names)])


def _take(source: Source, rows: Rows, names: Sequence[str]) -> pa.Table:
    if isinstance(source, pl.DataFrame):
        return source.select(names)[rows].to_arrow(compat_level=pl.CompatLevel.oldest())
    with pa.memory_map(str(source)) as file:
        return pa.ipc.open_file(file).read_all().select(names).take(pa.array(rows))


def _in_polars(taken: Sequence[pa.Table]) -> pl.DataFrame:
    """The rows of one behind the other: joined before polars has them, which takes its time for each of many."""
    return pl.DataFrame(pl.from_arrow(pa.concat_tables(taken).combine_chunks()))


def read_columns(source: Source, names: Sequence[str], start: int = 0, rows: int | None = None) -> pl.DataFrame:
    """Whole columns, or so many rows of them. A folder holds each in a file of its own (`write_columns`)."""
    if isinstance(source, pl.DataFrame):
        return source.select(names).slice(start, rows)
    if source.is_dir():
        columns = [read_frame(source / f"{name}.arrow", None, start, rows) for name in names]
        return pl.concat(columns, how="horizontal")
    return read_frame(source, names, start, rows)


def read_frame(path: Path, names: Sequence[str] | None = None, start: int = 0, rows: int | None = None) -> pl.DataFrame:
    """The frame in a file, or these columns or so many rows of it."""
    frame = pl.scan_ipc(path, glob=False).slice(start, rows)
    return (frame if names is None else frame.select(names)).collect()


def write_columns(folder: Path, frame: pl.DataFrame) -> None:
    """Write each column to a file of its own."""
    for name in frame.columns:
        with made_whole(folder / f"{name}.arrow") as draft:
            frame.select(name).write_ipc(draft)


def columns_of(source: Source) -> list[str]:
    """The names of the columns."""
    if isinstance(source, pl.DataFrame):
        return source.columns
    with pa.memory_map(str(source)) as file:
        return list(pa.ipc.open_file(file).schema.names)
