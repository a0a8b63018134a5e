"""What differs between two releases."""

from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.release.changes import KEY, compare
from flows.release.changes_text import named_papers, with_titles
from flows.release.dictionary import type_name
from flows.release.files import require_intact
from flows.release.manifest import read_manifest
from flows.release.tables import load_table, read_schema

COMPARED: Final[dict[str, tuple[str, ...] | None]] = {
    "papers": None,
    "records": ("record_id", "paper_id"),
    "ids": ("paper_id", "status", "redirect"),
}
"""The tables that tell two releases apart, and the columns of them that are looked at; None: all."""


class Side(NamedTuple):
    """One of two releases: its version, and the version of the schemas that it was made by."""

    version: str
    schema_version: str


class ColumnChange(NamedTuple):
    """A column that came (`old` is None), went (`new` is None) or has another type."""

    table: str
    column: str
    old: str | None
    new: str | None


class Difference(NamedTuple):
    """All that differs between two releases.

    `changes` is as the schema Changes, with the titles that changes_text.with_titles adds. `redirects` has `paper_id`,
    `old` and `new`: where ids led and where they lead now, for those that lead elsewhere.
    """

    old: Side
    new: Side
    columns: list[ColumnChange]
    changes: pl.DataFrame
    redirects: pl.DataFrame

    def is_empty(self) -> bool:
        """Whether the two releases tell the same of every paper, in the same columns."""
        same_schema = not self.columns and self.old.schema_version == self.new.schema_version
        return same_schema and self.changes.is_empty() and self.redirects.is_empty()


def compare_releases(old: Path, new: Path) -> Difference:
    """What became of the release in the folder `old` in the one in `new`.

    Raises ReleaseDamagedError where one of them cannot be read.
    """
    before, after = (read_compared(release) for release in (old, new))
    changes = compare(before, after)
    known = pl.col("paper_id").is_in(named_papers(changes).implode())
    titles = pl.concat([tables["papers"].select("paper_id", "title").filter(known) for tables in (after, before)])
    return Difference(
        _side(old),
        _side(new),
        _compare_columns(_columns(old), _columns(new)),
        with_titles(changes, titles),
        _compare_redirects(before["ids"], after["ids"]),
    )


def read_compared(release: Path) -> dict[str, pl.DataFrame]:
    """The tables of a release that `changes.compare` looks at."""
    require_intact(release, *(f"{name}.parquet" for name in COMPARED))
    return {name: load_table(release, name, columns) for name, columns in COMPARED.items()}


def _side(release: Path) -> Side:
    manifest = read_manifest(release)
    return Side(manifest.version, manifest.schema_version)


def _columns(release: Path) -> dict[tuple[str, str], str]:
    """The type of every column of every table."""
    tables = [Path(file.name).stem for file in read_manifest(release).files if file.name.endswith(".parquet")]
    return {
        (table, column): type_name(dtype) for table in tables for column, dtype in read_schema(release, table).items()
    }


def _compare_columns(old: dict[tuple[str, str], str], new: dict[tuple[str, str], str]) -> list[ColumnChange]:
    every = [*new, *(column for column in old if column not in new)]
    return [ColumnChange(*at, old.get(at), new.get(at)) for at in every if old.get(at) != new.get(at)]


def _compare_redirects(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    before, after = old.select(KEY, old="redirect"), new.select(KEY, new="redirect")
    both = before.join(after, on=KEY, how="full", coalesce=True)
    return both.filter(pl.col("old").ne_missing(pl.col("new"))).sort(KEY)
