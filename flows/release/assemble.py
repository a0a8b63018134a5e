"""Putting a release together from its tables."""

from datetime import datetime
from pathlib import Path

import polars as pl

from flows.release.changes_text import render_changes
from flows.release.documents import write_documents
from flows.release.folder import write_anew
from flows.release.manifest import BuildFacts
from flows.release.publish import Published, publish
from flows.release.tables import load_table


def assemble(out: Path, staging: Path, previous: Path | None, facts: BuildFacts, *, now: datetime) -> Published:
    """Write the texts of a release beside its tables in `staging` and publish it as `publish` does.

    `previous` is the folder of the latest release, None before the first.
    """
    before = None if previous is None else _read_titles(previous)
    changes = render_changes(_read_changes(staging), before, _read_titles(staging))
    write_anew(staging / "CHANGES.md", changes)
    measured = write_documents(staging, facts, first=previous is None)
    return publish(out, staging, facts, now, measured)


def _read_changes(staging: Path) -> pl.DataFrame:
    """The changes without the values of fields, which may be long and are not shown."""
    whole = pl.col("field").is_null()
    scanned = pl.scan_parquet(staging / "changes.parquet", glob=False)
    return scanned.select("paper_id", "change", "field", new=pl.when(whole).then("new")).collect(engine="streaming")


def _read_titles(release: Path) -> dict[str, pl.DataFrame]:
    return {"papers": load_table(release, "papers", ["paper_id", "title"])}
