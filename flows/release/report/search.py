"""The papers that the report's search box looks through, as JSON that no title can break out of."""

import json
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.release.counting import collect, scan
from flows.release.text import printable

SEARCHED_PAPERS: Final = 20_000
SEARCHED_BYTES: Final = 5_000_000
"""With more of either there is no search box: the file would be slow to open."""

NAMES: Final = 40
"""Authors of a paper that can be searched for."""

ESCAPES: Final = {ord("<"): r"\u003c", ord(">"): r"\u003e", ord("&"): r"\u0026"}
"""Within JSON these characters stand in strings only; escaped, they can neither close the script nor open a comment."""


class Searched(NamedTuple):
    """`lines`: JSON with a list of id, title, authors and year for each paper; None where `reason` says why not."""

    lines: str | None
    reason: str


def index_papers(folder: Path) -> Searched:
    """The papers, those with the latest date first."""
    papers = int(collect(scan(folder, "papers").select(pl.len())).item())
    if papers > SEARCHED_PAPERS:
        return Searched(
            None, f"{papers:,} papers are more than the {SEARCHED_PAPERS:,} that this file can hold to search."
        )
    names = pl.col("authors").list.head(NAMES).list.join(", ")
    found = collect(
        scan(folder, "papers").select("paper_id", "title", names, pl.coalesce("year", pl.col("date").dt.year()), "date")
    ).sort(["year", "date", "paper_id"], descending=[True, True, False], nulls_last=True)
    rows = [
        [paper_id, printable(title or ""), printable(authors), year]
        for paper_id, title, authors, year, _ in found.iter_rows()
    ]
    lines = escape_json(rows)
    if len(lines) > SEARCHED_BYTES:
        return Searched(
            None, f"Titles and authors take {len(lines):,} bytes, more than the {SEARCHED_BYTES:,} allowed here."
        )
    return Searched(lines, "")


def escape_json(value: object) -> str:
    """JSON, in ASCII, that can stand in a script element."""
    return json.dumps(value, separators=(",", ":")).translate(ESCAPES)
