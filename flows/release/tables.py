"""The tables of a release as files."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final

import polars as pl
from polars.io.plugins import register_io_source

from flows.release.dictionary import arrow_schema
from flows.release.errors import ReleaseDamagedError
from flows.release.files import require_intact
from flows.release.statistics import Statistics, TableStatistics, Tally
from flows.settings import ReleaseSettings
from schemas.frames import empty_frame, polars_schema
from schemas.tables import TABLES

ROW_ORDER: Final = {
    "papers": ("paper_id",),
    "records": ("dump", "position", "record_id"),
    "matches": ("record_a", "record_b"),
    "rejects": ("dump", "byte_start", "byte_end", "position", "stage", "code", "message", "text", "layout"),
    "changes": ("paper_id", "change", "field", "new"),
    "ids": ("paper_id",),
}
"""What the rows of a published table are sorted by, so that its bytes do not depend on how it came about."""

AS_LINES: Final = ("papers", "rejects")
"""Tables that are also published as JSON Lines."""


def write_tables(staging: Path, frames: dict[str, pl.DataFrame], settings: ReleaseSettings) -> Statistics:
    """Write every table of schemas.tables.TABLES as Parquet, and some as JSON Lines too, into `staging`.

    Gives the statistics of their columns. The same rows give the same bytes, in whatever order they come. Raises
    ValueError where a frame is missing or its columns are not those of its schema.
    """
    if set(frames) != set(TABLES):
        raise ValueError(f"a release has the tables {sorted(TABLES)}, not {sorted(frames)}")
    told = {}
    for name, frame in frames.items():
        ordered = frame.sort(ROW_ORDER[name], nulls_last=False) if set(ROW_ORDER[name]) <= set(frame.columns) else frame
        told[name] = write_table(staging, name, [ordered], settings)
        if name in AS_LINES:
            write_lines(staging / f"{name}.jsonl", ordered)
    return told


def write_table(staging: Path, name: str, frames: Iterable[pl.DataFrame], settings: ReleaseSettings) -> TableStatistics:
    """Write a table as Parquet from frames that hold its rows in their order, one after the other.

    Gives the statistics of its columns. The same rows give the same bytes, however they are cut into frames. Raises
    ValueError where the columns of one are not those of its schema, or the rows are out of order; and what making the
    frames raises.
    """
    source = _Source(name, frames, settings.row_group_rows)
    rows = register_io_source(source.give, schema=polars_schema(TABLES[name]))
    try:
        rows.sink_parquet(
            staging / f"{name}.parquet",
            compression="zstd",
            compression_level=settings.zstd_level,
            statistics=True,
            row_group_size=settings.row_group_rows,
            arrow_schema=arrow_schema(name),
            maintain_order=True,
            engine="streaming",
        )
    finally:
        # What went wrong in making a frame says more than what polars makes of it.
        if source.error is not None:
            raise source.error
    return source.tally.tell()


class _Source:
    """The frames of a table, looked at one by one as they are asked for."""

    def __init__(self, name: str, frames: Iterable[pl.DataFrame], group_rows: int) -> None:
        self._name = name
        self._frames = frames
        self._group_rows = group_rows
        self._last: list[tuple[bool, Any]] = []
        self.tally = Tally(empty_frame(TABLES[name]))
        self.error: Exception | None = None

    def give(
        self, _columns: list[str] | None, _predicate: pl.Expr | None, _rows: int | None, _batch: int | None
    ) -> Iterator[pl.DataFrame]:
        """The rows in frames of a row group each; whatever making them raises is kept in `error`."""
        held: list[pl.DataFrame] = []
        try:
            for frame in self._frames:
                self._check(frame)
                held.append(frame)
                if sum(map(len, held)) >= self._group_rows:
                    joined = pl.concat(held)
                    whole = len(joined) // self._group_rows * self._group_rows
                    for at in range(0, whole, self._group_rows):
                        yield self._count(joined[at : at + self._group_rows])
                    held = [joined[whole:]]
            if held:
                yield self._count(pl.concat(held))
        except Exception as error:
            self.error = error
            raise

    def _count(self, group: pl.DataFrame) -> pl.DataFrame:
        settled = settled_rows(group)
        self.tally.add(settled)
        return settled

    def _check(self, frame: pl.DataFrame) -> None:
        expected = polars_schema(TABLES[self._name])
        if list(frame.schema.items()) != list(expected.items()):
            raise ValueError(f"the columns of {self._name} are not those of its schema: {frame.schema}")
        if frame.is_empty():
            return
        ends = frame.select(ROW_ORDER[self._name])[[0, -1]].rows()
        # Nulls come first.
        first, last = ([(value is not None, value) for value in row] for row in ends)
        if first < self._last:
            raise ValueError(f"the rows of {self._name} are out of order: {ends[0]} after {self._last}")
        self._last = last


def settled_rows(group: pl.DataFrame) -> pl.DataFrame:
    """The rows of a group as they lie in memory by themselves.

    How polars writes lists depends on what stands around them in memory, and so on how the rows came in.
    """
    lists = [name for name, dtype in group.schema.items() if isinstance(dtype, pl.List)]
    return group.rechunk().with_columns(pl.col(lists).gather(pl.int_range(len(group)))) if lists else group.rechunk()


def write_lines(target: Path | IO[bytes], frame: pl.DataFrame) -> None:
    """Write the rows of a table as JSON Lines: a line is one object with all the columns in their order.

    Dates and timestamps are ISO 8601, nulls are there.
    """
    frame.write_ndjson(target)


def read_table(release: Path, name: str) -> pl.DataFrame:
    """The table `name` of a published release, with the types that it was published with.

    Raises ReleaseDamagedError where the file is not what was published. That is looked at first: a Parquet file with
    a flipped bit can do worse than fail to read.
    """
    require_intact(release, f"{name}.parquet")
    return load_table(release, name)


def load_table(folder: Path, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """The table `name` in a folder, or these columns of it, its checksum not looked at.

    Raises ReleaseDamagedError where it cannot be read.
    """
    with _damage_told(folder / f"{name}.parquet") as path:
        return pl.read_parquet(path, glob=False, columns=None if columns is None else list(columns))


def read_schema(folder: Path, name: str) -> dict[str, pl.DataType]:
    """The columns of the table `name` in a folder with their types; as `load_table`."""
    with _damage_told(folder / f"{name}.parquet") as path:
        return dict(pl.scan_parquet(path, glob=False).collect_schema())


def load_rows(folder: Path, name: str, predicate: pl.Expr, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """Those rows of the table `name`, or these columns of it, for which `predicate` holds; as `load_table`."""
    with _damage_told(folder / f"{name}.parquet") as path:
        scanned = pl.scan_parquet(path, glob=False)
        return (scanned if columns is None else scanned.select(columns)).filter(predicate).collect()


def count_rows(folder: Path, name: str) -> int:
    """The rows of the table `name` in a folder; as `load_table`."""
    with _damage_told(folder / f"{name}.parquet") as path:
        return int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item())


def read_batches(folder: Path, name: str, rows: int) -> Iterator[pl.DataFrame]:
    """The table `name` in a folder, so many rows at a time; one batch at least. As `load_table`."""
    for at in range(0, max(count_rows(folder, name), 1), rows):
        with _damage_told(folder / f"{name}.parquet") as path:
            yield pl.scan_parquet(path, glob=False).slice(at, rows).collect()


def parse_lines(path: Path, lines: BytesIO, name: str) -> pl.DataFrame:
    """Lines of the JSON Lines file at `path`, as rows of the table `name`.

    Raises ReleaseDamagedError where they cannot be read.
    """
    with _damage_told(path):
        return pl.read_ndjson(lines, schema=polars_schema(TABLES[name]))


@contextmanager
def _damage_told(path: Path) -> Iterator[Path]:
    """Turn whatever reading a broken file raises into ReleaseDamagedError."""
    try:
        yield path
    # Some broken Parquet files make polars panic, which it raises past `Exception`.
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise ReleaseDamagedError(f"{path} cannot be read: {error}. Restore it from a copy.") from error
