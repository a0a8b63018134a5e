"""Row groups of a table as Parquet files of their own, of which the table is put together byte by byte."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.release.dictionary import arrow_schema
from flows.release.splicing import splice
from flows.release.statistics import TableStatistics, Tally, count_figures
from flows.release.tables import settled_rows
from flows.settings import ReleaseSettings
from schemas.frames import empty_frame
from schemas.tables import TABLES


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


def write_groups(staging: Path, name: str, groups: Iterable[Group], settings: ReleaseSettings) -> TableStatistics:
    """Write a table as Parquet from its row groups; gives the statistics of its columns."""
    tally = Tally(empty_frame(TABLES[name]))

    def pieces() -> Iterator[bytes]:
        is_empty = True
        for group in groups:
            tally.join(group.figures)
            yield group.rows
            is_empty = False
        if is_empty:
            yield encode_group(name, empty_frame(TABLES[name]), settings).rows

    splice(staging / f"{name}.parquet", pieces())
    return tally.tell()
