"""The tables of a release as files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import polars as pl

from flows.release.errors import ReleaseDamagedError
from flows.release.files import require_intact
from flows.settings import ReleaseSettings
from schemas.frames import polars_schema
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


def write_tables(staging: Path, frames: dict[str, pl.DataFrame], settings: ReleaseSettings) -> None:
    """Write every table of schemas.tables.TABLES as Parquet, and some as JSON Lines too, into `staging`.

    The same rows give the same bytes, in whatever order they come. In JSON Lines a line is one object with all the
    columns in their order; dates and timestamps are ISO 8601, nulls are there. Raises ValueError where a frame is
    missing or its columns are not those of its schema.
    """
    if set(frames) != set(TABLES):
        raise ValueError(f"a release has the tables {sorted(TABLES)}, not {sorted(frames)}")
    for name, frame in frames.items():
        expected = polars_schema(TABLES[name])
        if dict(frame.schema) != expected or frame.columns != list(expected):
            raise ValueError(f"the columns of {name} are not those of its schema: {frame.schema}")
        ordered = frame.sort(ROW_ORDER[name], nulls_last=False)
        ordered.write_parquet(
            staging / f"{name}.parquet",
            compression="zstd",
            compression_level=settings.zstd_level,
            statistics=True,
            row_group_size=settings.row_group_rows,
        )
        if name in AS_LINES:
            ordered.write_ndjson(staging / f"{name}.jsonl")


def read_table(release: Path, name: str) -> pl.DataFrame:
    """The table `name` of a published release, with the types that it was published with.

    Raises ReleaseDamagedError where the file is not what was published. That is looked at first: a Parquet file with
    a flipped bit can do worse than fail to read.
    """
    require_intact(release, f"{name}.parquet")
    return load_table(release, name)


def load_table(folder: Path, name: str) -> pl.DataFrame:
    """The table `name` in a folder, its checksum not looked at. Raises ReleaseDamagedError where it cannot be read."""
    with _damage_told(folder / f"{name}.parquet") as path:
        return pl.read_parquet(path, glob=False)


def load_rows(folder: Path, name: str, predicate: pl.Expr) -> pl.DataFrame:
    """Those rows of the table `name` for which `predicate` holds; as `load_table`."""
    with _damage_told(folder / f"{name}.parquet") as path:
        return pl.scan_parquet(path, glob=False).filter(predicate).collect()


def load_lines(folder: Path, name: str) -> pl.DataFrame:
    """The table `name` as its JSON Lines file tells it, with the types of its schema; as `load_table`."""
    with _damage_told(folder / f"{name}.jsonl") as path, path.open("rb") as file:
        return pl.read_ndjson(file, schema=polars_schema(TABLES[name]))


@contextmanager
def _damage_told(path: Path) -> Iterator[Path]:
    """Turn whatever reading a broken file raises into ReleaseDamagedError."""
    try:
        yield path
    # Some broken Parquet files make polars panic, which it raises past `Exception`.
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise ReleaseDamagedError(f"{path} cannot be read: {error}. Restore it from a copy.") from error
