"""CHANGES.md: what became of the papers, for a person to read."""

from typing import Final

import polars as pl

from flows.release.changes import KEY
from flows.release.text import count_of, escape_markdown, shortened
from schemas.vocabulary import CHANGES

SHOWN: Final = 20
"""Papers listed of each kind; changes.parquet has them all."""


def render_changes(
    changes: pl.DataFrame, old: dict[str, pl.DataFrame] | None, new: dict[str, pl.DataFrame], shown: int = SHOWN
) -> str:
    """The text of CHANGES.md: how many papers of each kind, and the first `shown` of each with their titles.

    `changes` is what `compare` gave for `old` and `new`.
    """
    lines = ["# Changes", ""]
    if old is None:
        lines.append(f"This is the first release: all of its {count_of(new['papers'].height, 'paper')} are new.")
    elif changes.is_empty():
        lines.append("Nothing differs from the previous release.")
    else:
        lines.append("Against the previous release; `changes.parquet` says the same, row by row.")
    if not changes.is_empty():
        lines += render_papers(with_titles(changes, old, new), shown)
    return "\n".join([*lines, ""])


def render_papers(told: pl.DataFrame, shown: int = SHOWN) -> list[str]:
    """The lines on what became of papers: a table of the kinds, then the first `shown` papers of each.

    `told` is what `with_titles` gives.
    """
    lines = ["", "| change | papers | meaning |", "|---|---:|---|"]
    for change, meaning in CHANGES.items():
        papers = told.filter(pl.col("change") == change)[KEY].n_unique()
        lines.append(f"| {change} | {papers:,} | {escape_markdown(meaning)} |")
    for change in CHANGES:
        lines += _section(change, told.filter(pl.col("change") == change), shown)
    return lines


def with_titles(
    changes: pl.DataFrame, old: dict[str, pl.DataFrame] | None, new: dict[str, pl.DataFrame]
) -> pl.DataFrame:
    """The changes with the titles of the paper (`title`) and of the one that it became (`other_title`)."""
    frames = [new["papers"]] if old is None else [new["papers"], old["papers"]]
    told = changes.with_columns(other=pl.when(pl.col("field").is_null()).then("new"))
    named = pl.concat([told[KEY], told["other"]]).unique().implode()
    titles = pl.concat([frame.select(KEY, "title").filter(pl.col(KEY).is_in(named)) for frame in frames])
    titles = titles.unique(KEY, keep="first", maintain_order=True)
    return told.join(titles, on=KEY, how="left", maintain_order="left").join(
        titles.rename({KEY: "other", "title": "other_title"}), on="other", how="left", maintain_order="left"
    )


def _section(change: str, rows: pl.DataFrame, shown: int) -> list[str]:
    """The part of the text on one kind of change."""
    ids = rows[KEY].unique(maintain_order=True)
    if ids.is_empty():
        return []
    papers = (
        rows.filter(pl.col(KEY).is_in(ids.head(shown).implode()))
        .group_by(KEY, maintain_order=True)
        .agg(pl.col("title").first(), pl.col("field").drop_nulls(), pl.col("other").drop_nulls(), pl.col("other_title"))
    )
    lines = ["", f"## {change.capitalize()}: {count_of(len(ids), 'paper')}", ""]
    # A loop over the few papers that are shown.
    for paper in papers.iter_rows(named=True):
        line = f"- {_named(paper[KEY], paper['title'])}"
        if paper["field"]:
            line += f": {', '.join(escape_markdown(field) for field in paper['field'])}"
        if paper["other"]:
            line += " → " + "; ".join(map(_named, paper["other"], paper["other_title"]))
        lines.append(line)
    if len(ids) > shown:
        lines.append(f"- and {len(ids) - shown:,} more")
    return lines


def _named(paper_id: str, title: str | None) -> str:
    shown = "no title" if title is None else escape_markdown(shortened(title))
    return f"{shown} (`{paper_id}`)"
