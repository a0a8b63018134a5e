"""What differs between two releases of one output folder."""

import json
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.release.changes import compare
from flows.release.changes_text import render_changes
from flows.release.tables import read_table

COMPARED: Final = ("papers", "records", "ids")
"""The tables that tell two releases apart."""


class Difference(NamedTuple):
    """`changes` as the schema Changes, and the same as Markdown text for a person."""

    changes: pl.DataFrame
    text: str

    def as_json(self) -> str:
        """The changes as a JSON array with one object a row."""
        return json.dumps(self.changes.to_dicts(), indent=1)


def compare_releases(old: Path, new: Path) -> Difference:
    """What became of the release in the folder `old` in the one in `new`.

    Raises ReleaseDamagedError where one of them cannot be read.
    """
    before, after = (read_compared(release) for release in (old, new))
    changes = compare(before, after)
    return Difference(changes, render_changes(changes, before, after))


def read_compared(release: Path) -> dict[str, pl.DataFrame]:
    """The tables of a release that `changes.compare` looks at."""
    return {name: read_table(release, name) for name in COMPARED}
