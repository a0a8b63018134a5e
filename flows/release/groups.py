"""Row groups of a table as Parquet files of their own, of which the table is put together byte by byte."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Final, NamedTuple

import polars as pl

from flows.matching.values import read_frame
from flows.release.dictionary import arrow_schema
from flows.release.splicing import Splicer
from flows.release.statistics import TableStatistics, Tally, count_figures
from flows.release.tables import settled_rows
from flows.settings import ReleaseSettings
from schemas.frames import empty_frame
from schemas.tables import TABLES

ROWS: Final = "rows.parquet"
FIGURES: Final = "figures.arrow"
"""The files of a row group in a folder of its own."""


class Group(NamedTuple):
    """The bytes of a Parquet file of one row group, and its figures (statistics.count_figures)."""

    rows: bytes
    figures: pl.DataFrame


def encode_group(name: str, rows: pl.DataFrame, settings: ReleaseSettings) -> Group:
    """Rows of a table as a row group. The same rows give the same bytes."""
    whole = settled_rows(rows)
    file = BytesIO()
    whole.write_parquet(
        file,
        compression="zstd",
        compression_level=settings.zstd_level,
        statistics=True,
        row_group_size=max(len(whole), 1),
        arrow_schema=arrow_schema(name),
    )
    return Group(file.getvalue(), count_figures(whole))


def lay_group(folder: Path, group: Group) -> None:
    """Lay a row group down in a folder, which is made."""
    folder.mkdir(parents=True)
    (folder / ROWS).write_bytes(group.rows)
    group.figures.write_ipc(folder / FIGURES)


def pick_group(folder: Path) -> Group:
    """The row group that lies in a folder, which is removed."""
    group = Group((folder / ROWS).read_bytes(), read_frame(folder / FIGURES))
    shutil.rmtree(folder)
    return group


class GroupedTable:
    """A table that is written as Parquet, one row group after the other."""

    def __init__(self, file: IO[bytes], name: str, settings: ReleaseSettings) -> None:
        """The file is empty."""
        self.name = name
        self.settings = settings
        self._splicer = Splicer(file)
        self._tally = Tally(empty_frame(TABLES[name]))
        self._is_empty = True

    def add(self, group: Group) -> None:
        """Put a row group behind those that are there."""
        self._tally.join(group.figures)
        self._splicer.add(group.rows)
        self._is_empty = False

    def finish(self) -> TableStatistics:
        """Write the footer; gives the statistics of the columns. A table without rows is a file all the same."""
        if self._is_empty:
            self.add(encode_group(self.name, empty_frame(TABLES[self.name]), self.settings))
        self._splicer.finish()
        return self._tally.tell()


@contextmanager
def open_table(staging: Path, name: str, settings: ReleaseSettings) -> Iterator[GroupedTable]:
    """The table `name`, to be written into `staging`; who opens it finishes it."""
    with (staging / f"{name}.parquet").open("wb") as file:
        yield GroupedTable(file, name, settings)
