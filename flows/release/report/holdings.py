"""What the papers of a release are: when, where, by whom, how long."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.release.counting import collect, count_values, scan
from flows.release.report.scales import nice_step

YEARS: Final = 60
"""Years that have a column of their own; all before share one."""

MOST_AUTHORS: Final = 20
"""From this number on, papers share a column."""

COLUMNS: Final = 40
"""Columns of a histogram of lengths; the last also holds what is longer, see LONG."""

LONG: Final = 0.995
"""This share of the texts has a column of its length; the few longer ones share the last."""

CONFIDENCE: Final = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999)
"""Where the bins of confidence end. Closer towards 1, where nearly all records are."""

Counts = list[tuple[str, int]]


class ByYear(NamedTuple):
    """Papers by year, every year from the first to the last; `undated` have none."""

    counts: Counts
    undated: int


def count_years(folder: Path) -> ByYear:
    """Papers by their year; of a long span the early years share a column."""
    found = dict(count_values(scan(folder, "papers"), pl.col("year")))
    undated = found.pop(None, 0)
    if not found:
        return ByYear([], undated)
    last = max(found)
    first = max(min(found), last - YEARS + 1)
    counts = [(str(year), found.get(year, 0)) for year in range(first, last + 1)]
    early = sum(count for year, count in found.items() if year < first)
    return ByYear([(f"before {first}", early), *counts] if early else counts, undated)


def count_words(folder: Path, column: str) -> Counts:
    """How many papers have each word of a list column, or each value of another, the most frequent first."""
    papers = scan(folder, "papers").select(column)
    if isinstance(papers.collect_schema()[column], pl.List):
        papers = papers.filter(pl.col(column).list.len() > 0).explode(column)
    return [(str(word), count) for word, count in count_values(papers.drop_nulls(), pl.col(column))]


def count_authors(folder: Path) -> Counts:
    """Papers by the number of authors that they name."""
    found = dict(count_values(scan(folder, "papers"), pl.col("authors").list.len().clip(0, MOST_AUTHORS)))
    most = max(found, default=0)
    return [
        (f"{number}+" if number == MOST_AUTHORS else str(number), found.get(number, 0)) for number in range(most + 1)
    ]


def frequent_names(folder: Path, most: int) -> Counts:
    """The names that stand on most papers. A name is no person: several may share it, and one may write it two ways."""
    names = scan(folder, "papers").select(name=pl.col("authors")).explode("name").drop_nulls()
    # A number a name takes a fraction of the memory of the names themselves, of which there may be millions.
    marked = names.with_columns(mark=pl.col("name").hash())
    counted = collect(marked.group_by("mark").agg(count=pl.len()).filter(pl.col("count") > 1))
    if counted.is_empty():
        return []
    least = counted["count"].top_k(most).min()
    kept = counted.filter(pl.col("count") >= least)["mark"].implode()
    found = collect(marked.filter(pl.col("mark").is_in(kept)).group_by("name").agg(count=pl.len()))
    return found.sort(["count", "name"], descending=[True, False]).head(most).rows()


def count_lengths(folder: Path, column: str) -> Counts:
    """Papers by the length of a text in characters, in bins of one width."""
    length = pl.col(column).str.len_chars()
    found = collect(scan(folder, "papers").select(length.alias("length")).drop_nulls().group_by("length").len())
    if found.is_empty():
        return []
    found = found.sort("length").with_columns(reached=pl.col("len").cum_sum() / pl.col("len").sum())
    long = found.filter(pl.col("reached") >= LONG)["length"][0]
    step = int(nice_step(long + 1, COLUMNS))
    bins = long // step
    counted = dict(
        found.group_by((pl.col("length") // step).clip(0, bins).cast(pl.Int64).alias("bin"))
        .agg(pl.col("len").sum())
        .iter_rows()
    )
    longer = bool(found["length"][-1] >= (bins + 1) * step)
    labels = [f"{at * step:,}{'+' if longer and at == bins else ''}" for at in range(bins + 1)]
    return [(label, int(counted.get(at, 0))) for at, label in enumerate(labels)]


def count_confidence(folder: Path) -> Counts:
    """Records by the probability that they were cut up right."""
    found = count_values(
        scan(folder, "records"), pl.sum_horizontal((pl.col("confidence") >= end).cast(pl.Int8) for end in CONFIDENCE)
    )
    labels = [f"<{CONFIDENCE[0]:g}", *(f"{low:g}" for low in CONFIDENCE)]
    counted = dict(found)
    return [(label, counted.get(at, 0)) for at, label in enumerate(labels)]


def confidence_by_layout(folder: Path) -> list[Sequence[object]]:
    """For each layout its records and their lowest, median and mean confidence."""
    value = pl.col("confidence")
    found = (
        scan(folder, "records")
        .group_by("layout")
        .agg(pl.len(), value.min().alias("low"), value.median(), value.mean().alias("mean"))
    )
    return [
        (layout, count, f"{low:.4f}", f"{median:.4f}", f"{mean:.4f}")
        for layout, count, low, median, mean in collect(found).sort("layout").iter_rows()
    ]
