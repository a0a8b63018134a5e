"""The difference of two releases: for a program as JSON, for a person as text."""

import json

import polars as pl

from flows.release.changes_text import SHOWN, render_papers
from flows.release.difference import ColumnChange, Difference
from flows.release.text import count_of, escape_markdown
from schemas.judgements import Changes


def render_json(found: Difference) -> str:
    """One JSON object: both releases, what differs in their columns, papers by kind of change, redirects, changes."""
    return json.dumps(
        {
            "old": found.old._asdict(),
            "new": found.new._asdict(),
            "columns": [column._asdict() for column in found.columns],
            "papers": count_changes(found),
            "redirects": found.redirects.to_dicts(),
            "changes": found.changes.select(list(Changes.columns)).to_dicts(),
        },
        indent=1,
    )


def render_text(found: Difference, shown: int = SHOWN) -> str:
    """The difference as Markdown, the first `shown` papers of each kind by name."""
    lines = [f"# From {found.old.version} to {found.new.version}", ""]
    if found.is_empty():
        return "\n".join([*lines, "Nothing differs."])
    lines.append(told_schema(found))
    lines += [f"- {escape_markdown(told_column(column))}" for column in found.columns]
    if found.changes.is_empty():
        lines += ["", "No paper changed."]
    else:
        lines += render_papers(found.changes, found.changes, shown)
    if not found.redirects.is_empty():
        lines += ["", f"## Redirected: {count_of(found.redirects.height, 'id')}", ""]
        lines += [f"- {told_redirect(*row)}" for row in found.redirects.head(shown).iter_rows()]
    if found.redirects.height > shown:
        lines.append(f"- and {found.redirects.height - shown:,} more")
    return "\n".join(lines)


def count_changes(found: Difference) -> dict[str, int]:
    """The number of papers by kind of change."""
    return dict(found.changes.group_by("change").agg(pl.col("paper_id").n_unique()).sort("change").iter_rows())


def told_schema(found: Difference) -> str:
    """What became of the schemas, in a sentence."""
    old, new = found.old.schema_version, found.new.schema_version
    version = f"The schemas are of version {new}" + (" in both." if old == new else f"; they were of version {old}.")
    return f"{version} {'Columns that differ:' if found.columns else 'Every table has the same columns.'}"


def told_column(column: ColumnChange) -> str:
    """What became of a column."""
    name = f"{column.table}.{column.column}"
    if column.old is None:
        return f"{name} is new: {column.new}"
    if column.new is None:
        return f"{name} is gone; it was {column.old}"
    return f"{name} is {column.new}; it was {column.old}"


def told_redirect(paper_id: str, old: str | None, new: str | None) -> str:
    """Where an id leads now."""
    if new is None:
        return f"{paper_id} redirects no more; it led to {old}"
    return f"{paper_id} redirects to {new}" + ("" if old is None else f"; it led to {old}")
