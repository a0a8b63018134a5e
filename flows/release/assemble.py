"""Putting a release together from its tables."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import polars as pl

from flows.release.changes_text import render_changes
from flows.release.documents import write_documents
from flows.release.folder import write_anew
from flows.release.manifest import BuildFacts
from flows.release.publish import Published, publish
from flows.release.tables import load_rows


def assemble(out: Path, staging: Path, previous: Path | None, facts: BuildFacts, *, now: datetime) -> Published:
    """Write the texts of a release beside its tables in `staging` and publish it as `publish` does.

    `previous` is the folder of the latest release, None before the first.
    """
    releases = [release for release in (staging, previous) if release is not None]
    titles = partial(_read_titles, releases)
    write_anew(staging / "CHANGES.md", render_changes(_read_changes(staging), titles, first=previous is None))
    measured = write_documents(staging, facts, first=previous is None)
    return publish(out, staging, facts, now, measured)


def _read_changes(staging: Path) -> pl.DataFrame:
    """The changes without the values of fields, which may be long and are not shown."""
    whole = pl.col("field").is_null()
    scanned = pl.scan_parquet(staging / "changes.parquet", glob=False)
    return scanned.select("paper_id", "change", "field", new=pl.when(whole).then("new")).collect(engine="streaming")


def _read_titles(releases: Sequence[Path], papers: pl.Series) -> pl.DataFrame:
    """`paper_id` and `title` of these papers in the releases, those of the first one first."""
    known = pl.col("paper_id").is_in(papers.implode())
    return pl.concat([load_rows(release, "papers", known, ["paper_id", "title"]) for release in releases])
