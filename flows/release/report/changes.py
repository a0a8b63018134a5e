"""What changed since the release before, for the report."""

from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from flows.release.counting import collect, count_values, scan
from flows.release.report.rests import Rest
from flows.release.text import shortened
from schemas.vocabulary import CHANGES

SHOWN: Final = 10
"""Rows listed of each kind; changes.parquet has them all."""


class Kind(NamedTuple):
    """One kind of change: how many papers, and the first of its rows: id, title, field, old and new."""

    word: str
    meaning: str
    papers: int
    rows: list[tuple[str, str, str, str, str]]
    rest: Rest


class Changes(NamedTuple):
    """`kinds` of change that occur, and how many papers have another value of which field."""

    kinds: list[Kind]
    fields: list[tuple[str, int]]


def read_changes(folder: Path) -> Changes:
    """What the table `changes` of a release says."""
    changes = scan(folder, "changes")
    grouped = collect(changes.group_by("change").agg(pl.col("paper_id").n_unique(), pl.len()))
    counted = {word: (papers, rows) for word, papers, rows in grouped.iter_rows()}
    fields = count_values(changes.filter(pl.col("change") == "changed"), pl.col("field"))
    kinds = [
        Kind(word, meaning, counted[word][0], _rows(folder, changes, word), _rest(counted[word][1]))
        for word, meaning in CHANGES.items()
        if word in counted
    ]
    return Changes(kinds, fields)


def _rest(rows: int) -> Rest:
    return Rest(rows, SHOWN, "in changes.parquet")


def _rows(folder: Path, changes: pl.LazyFrame, word: str) -> list[tuple[str, str, str, str, str]]:
    first = collect(changes.filter(pl.col("change") == word).head(SHOWN))
    known = pl.col("paper_id").is_in(first["paper_id"].implode())
    titles = dict(collect(scan(folder, "papers").filter(known).select("paper_id", "title")).iter_rows())
    return [_row(row, titles.get(row["paper_id"]) or "") for row in first.iter_rows(named=True)]


def _row(row: dict[str, Any], title: str) -> tuple[str, str, str, str, str]:
    return (
        row["paper_id"],
        shortened(title),
        row["field"] or "",
        shortened(row["old"] or ""),
        shortened(row["new"] or ""),
    )
