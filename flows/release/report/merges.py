"""The merges that a person should look at: the largest and the most doubtful, with their evidence side by side."""

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from flows.release.counting import collect, count_values, scan
from flows.release.report.rests import Rest
from flows.release.text import SHOWN_CHARS, shortened

LARGEST: Final = 5
DOUBTFUL: Final = 8
"""Merges shown of each kind."""

SIDES: Final = 4
"""Records of one paper that stand side by side."""

REASONS: Final = 6
"""Pairs of one paper whose evidence is shown, the weakest first."""

COMPARED: Final = (
    "title",
    "authors",
    "date",
    "venue",
    "volume",
    "pages",
    "doi",
    "arxiv_id",
    "pmid",
    "comment",
    "abstract",
)
"""What is shown of a record, where one of those side by side has it."""

SHOWN: Final = ("record_id", "paper_id", "dump", "position", *COMPARED)


class Pair(NamedTuple):
    """A judged pair: a title, its evidence, and the records side by side as rows of a field and a value a record."""

    name: str
    rule: str
    score: str
    verdict: str
    evidence: tuple[str, ...]
    heads: list[str]
    rows: list[tuple[str, list[str]]]


class Large(NamedTuple):
    """A paper of several records; `pairs` are the weakest of its judged pairs."""

    paper_id: str
    title: str
    n_records: int
    heads: list[str]
    rows: list[tuple[str, list[str]]]
    pairs: list[dict[str, Any]]
    rest: Rest


class Merges(NamedTuple):
    """`sizes`: papers by their number of records. `judged`: pairs by rule and verdict."""

    sizes: list[tuple[str, int]]
    judged: list[tuple[str, str, int]]
    largest: list[Large]
    weakest: list[Pair]
    unsure: list[Pair]


def find_merges(folder: Path) -> Merges:
    """What the tables of a release tell of its merges."""
    sizes = sorted((int(size), count) for size, count in count_values(scan(folder, "papers"), pl.col("n_records")))
    judged = collect(scan(folder, "matches").group_by("rule", "verdict").agg(pl.len()))
    papers, weakest, unsure = _find_largest(folder), _find_pairs(folder, "same"), _find_pairs(folder, "unsure")
    records = _read_records(folder, papers, [weakest, unsure])
    return Merges(
        sizes=[(str(size), count) for size, count in sizes],
        judged=judged.sort(["len", "rule", "verdict"], descending=[True, False, False]).rows(),
        largest=_show_largest(folder, papers, records),
        weakest=_show_pairs(weakest, records),
        unsure=_show_pairs(unsure, records),
    )


def _find_largest(folder: Path) -> pl.DataFrame:
    """The papers with most records."""
    papers = scan(folder, "papers").filter(pl.col("n_records") > 1).select("paper_id", "title", "n_records")
    return collect(papers.sort(["n_records", "paper_id"], descending=[True, False]).head(LARGEST))


def _find_pairs(folder: Path, verdict: str) -> pl.DataFrame:
    """The pairs of a verdict about which there is most doubt: of `same` the lowest scores, else the highest."""
    judged = scan(folder, "matches").filter(pl.col("verdict") == verdict)
    highest_first = verdict != "same"
    return collect(
        judged.sort(["score", "record_a", "record_b"], descending=[highest_first, False, False]).head(DOUBTFUL)
    )


def _read_records(folder: Path, papers: pl.DataFrame, pairs: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The records of these papers and pairs; one reading for all, since abstracts are most of the table."""
    ids = pl.concat([frame[side] for frame in pairs for side in ("record_a", "record_b")]).unique()
    wanted = pl.col("paper_id").is_in(papers["paper_id"].implode()) | pl.col("record_id").is_in(ids.implode())
    return collect(scan(folder, "records").select(SHOWN).filter(wanted)).sort("dump", "position", "record_id")


def _show_largest(folder: Path, papers: pl.DataFrame, records: pl.DataFrame) -> list[Large]:
    held = records.filter(pl.col("paper_id").is_in(papers["paper_id"].implode()))
    within = pl.col("record_a").is_in(held["record_id"].implode()) & (pl.col("verdict") == "same")
    matches = collect(scan(folder, "matches").filter(within)).sort("score", "record_a", "record_b")
    return [_show_paper(row, held.filter(pl.col("paper_id") == row["paper_id"]), matches) for row in papers.to_dicts()]


def _show_paper(paper: dict[str, Any], records: pl.DataFrame, matches: pl.DataFrame) -> Large:
    pairs = matches.filter(pl.col("record_a").is_in(records["record_id"].implode()))
    heads, rows = _side_by_side(records.head(SIDES).to_dicts())
    return Large(
        paper_id=paper["paper_id"],
        title=paper["title"] or "no title",
        n_records=paper["n_records"],
        heads=heads,
        rows=rows,
        pairs=pairs.head(REASONS).to_dicts(),
        rest=Rest(len(pairs), REASONS, "in matches.parquet"),
    )


def _show_pairs(pairs: pl.DataFrame, records: pl.DataFrame) -> list[Pair]:
    known = {row["record_id"]: row for row in records.iter_rows(named=True)}
    shown = []
    for row in pairs.iter_rows(named=True):
        sides = [known[row["record_a"]], known[row["record_b"]]]
        heads, rows = _side_by_side(sides)
        name = next((side["title"] for side in sides if side["title"]), "no title")
        score, evidence = f"{row['score']:.2f}", tuple(row["evidence"])
        shown.append(Pair(shortened(name), row["rule"], score, row["verdict"], evidence, heads, rows))
    return shown


def _side_by_side(records: Sequence[dict[str, Any]]) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """A heading for each record, and a row for each field that one of them has."""
    heads = [f"{record['dump']}, record {record['position']}" for record in records]
    values = {name: [_told(record[name]) for record in records] for name in COMPARED}
    rows = [("id", [record["record_id"] for record in records])]
    return heads, rows + [(name, told) for name, told in values.items() if any(told)]


def _told(value: object) -> str:
    if value is None:
        return ""
    return _list_names(value) if isinstance(value, list) else shortened(str(value))


def _list_names(names: Sequence[str]) -> str:
    """As many whole names as fit, and how many more there are."""
    ends = accumulate(len(name) + 2 for name in names)
    fitting = sum(end <= SHOWN_CHARS for end in ends) or 1
    told = shortened(", ".join(names[:fitting]))
    return f"{told} and {len(names) - fitting:,} more" if fitting < len(names) else told
