"""Putting a release together from its tables."""

from datetime import datetime
from pathlib import Path

import polars as pl

from flows.release.card import render_card
from flows.release.changes import compare
from flows.release.changes_text import render_changes
from flows.release.difference import read_compared
from flows.release.manifest import BuildFacts
from flows.release.publish import Published, publish
from flows.release.staging import open_staging
from flows.release.tables import write_tables
from flows.settings import ReleaseSettings


def assemble(
    out: Path,
    tables: dict[str, pl.DataFrame],
    previous: Path | None,
    facts: BuildFacts,
    *,
    now: datetime,
    settings: ReleaseSettings,
) -> Published:
    """Write every file of a release into staging and publish it as `publish` does.

    `tables` holds `papers`, `records`, `matches`, `rejects` and `ids`, valid by their schemas; `previous` is the folder
    of the latest release, None before the first.
    """
    old = None if previous is None else read_compared(previous)
    whole = {**tables, "changes": compare(old, tables)}
    staging = open_staging(out)
    write_tables(staging, whole, settings)
    texts = {
        "README.md": render_card(whole, facts.inputs, facts.unused()),
        "CHANGES.md": render_changes(whole["changes"], old, whole),
    }
    for name, text in texts.items():
        (staging / name).write_text(text, encoding="utf-8", newline="\n")
    return publish(out, staging, facts, now)
