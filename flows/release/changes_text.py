"""CHANGES.md: what became of the papers, for a person to read."""

from collections.abc import Callable
from typing import Final

import polars as pl

from flows.release.changes import KEY
from flows.release.text import count_of, escape_markdown, shortened
from schemas.vocabulary import CHANGES

SHOWN: Final = 20
"""Papers listed of each kind; changes.parquet has them all."""


Titles = Callable[[pl.Series], pl.DataFrame]
"""Gives `paper_id` and `title` of the papers with these ids, as far as they are known."""


def render_changes(changes: pl.DataFrame, titles: Titles, *, first: bool, shown: int = SHOWN) -> str:
    """The text of CHANGES.md: how many papers of each kind, and the first `shown` of each with their titles.

    `changes` is what `compare` gave; the `first` release has nothing before it.
    """
    lines = ["# Changes", ""]
    if first:
        lines.append(f"This is the first release: all of its {count_of(changes[KEY].n_unique(), 'paper')} are new.")
    elif changes.is_empty():
        lines.append("Nothing differs from the previous release.")
    else:
        lines.append("Against the previous release; `changes.parquet` says the same, row by row.")
    if not changes.is_empty():
        # The titles of millions of papers would take gigabytes.
        listed = pl.concat([rows.filter(_are_first(rows, shown)) for rows in changes.partition_by("change")])
        lines += render_papers(changes, with_titles(listed, titles(named_papers(listed))), shown)
    return "\n".join([*lines, ""])


def render_papers(changes: pl.DataFrame, titled: pl.DataFrame, shown: int = SHOWN) -> list[str]:
    """The lines on what became of papers: a table of the kinds, then the first `shown` papers of each.

    `titled` is what `with_titles` gives for all of the changes, or for those of the papers shown.
    """
    lines = ["", "| change | papers | meaning |", "|---|---:|---|"]
    counts = {kind: changes.filter(pl.col("change") == kind)[KEY].n_unique() for kind in CHANGES}
    for kind, meaning in CHANGES.items():
        lines.append(f"| {kind} | {counts[kind]:,} | {escape_markdown(meaning)} |")
    for kind, papers in counts.items():
        lines += _section(kind, papers, titled.filter(pl.col("change") == kind), shown)
    return lines


def named_papers(changes: pl.DataFrame) -> pl.Series:
    """The papers that changed, and those that they became."""
    return pl.concat([changes[KEY], changes.select(_other()).to_series()]).drop_nulls().unique()


def with_titles(changes: pl.DataFrame, titles: pl.DataFrame) -> pl.DataFrame:
    """The changes with the titles of the paper (`title`) and of the one that it became (`other_title`).

    Of several `titles` of a paper the first counts.
    """
    known = titles.unique(KEY, keep="first", maintain_order=True)
    return (
        changes.with_columns(_other())
        .join(known, on=KEY, how="left", maintain_order="left")
        .join(known.rename({KEY: "other", "title": "other_title"}), on="other", how="left", maintain_order="left")
    )


def _other() -> pl.Expr:
    """The paper that one became, or of which it was a part."""
    return pl.when(pl.col("field").is_null()).then("new").alias("other")


def _are_first(rows: pl.DataFrame, shown: int) -> pl.Expr:
    return pl.col(KEY).is_in(rows[KEY].unique(maintain_order=True).head(shown).implode())


def _section(change: str, papers: int, rows: pl.DataFrame, shown: int) -> list[str]:
    """The part of the text on one kind of change, of so many papers."""
    if papers == 0:
        return []
    told = (
        rows.filter(_are_first(rows, shown))
        .group_by(KEY, maintain_order=True)
        .agg(pl.col("title").first(), pl.col("field").drop_nulls(), pl.col("other").drop_nulls(), pl.col("other_title"))
    )
    lines = ["", f"## {change.capitalize()}: {count_of(papers, 'paper')}", ""]
    # A loop over the few papers that are shown.
    for paper in told.iter_rows(named=True):
        line = f"- {_named(paper[KEY], paper['title'])}"
        if paper["field"]:
            line += f": {', '.join(escape_markdown(field) for field in paper['field'])}"
        if paper["other"]:
            line += " → " + "; ".join(map(_named, paper["other"], paper["other_title"]))
        lines.append(line)
    if papers > shown:
        lines.append(f"- and {papers - shown:,} more")
    return lines


def _named(paper_id: str, title: str | None) -> str:
    shown = "no title" if title is None else escape_markdown(shortened(title))
    return f"{shown} (`{paper_id}`)"
