"""Which fields the papers have, and the records of which layout gave them."""

from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.matching.sources import FIELDS, UNIONS, choose_sources
from flows.release.counting import collect, count_nulls, is_filled, scan
from schemas.frames import polars_schema
from schemas.papers import Papers

SHOWN: Final = tuple(name for name in Papers.columns if name in {*FIELDS, *UNIONS})
"""Fields that records give, in the order of the table."""

MERGED_RECORDS: Final = 20_000
"""Records of papers with several records that are looked at; with more, those of a sample of the papers are."""

JUDGED_BY: Final = (*FIELDS, *UNIONS, "authors_complete", "reference", "flags")
"""Columns of records that tell which of them a value of the paper is taken from."""

HEX_DIGITS: Final = 16


class Origins(NamedTuple):
    """`counts`: (field, layout) to papers whose value is from a record read by it. `sampled`: the share looked at."""

    counts: dict[tuple[str, str], int]
    sampled: float


def count_origins(folder: Path, layouts: dict[str, str]) -> Origins:
    """Where the values of papers come from; `layouts` tells the layout of each dump.

    Of a field that collects the values of several records, the first record counts.
    """
    merged, sampled = _count_merged(folder)
    counts: dict[tuple[str, str], int] = {}
    for field, layout, count in merged:
        counts[field, layout] = round(count / sampled)
    for dump, *found in _count_single(folder):
        # A loop over dumps, not papers.
        for field, count in zip(SHOWN, found, strict=True):
            key = field, layouts[dump]
            counts[key] = counts.get(key, 0) + count
    return Origins({key: count for key, count in counts.items() if count > 0}, sampled)


def _count_single(folder: Path) -> list[tuple[str, *tuple[int, ...]]]:
    """For each dump how many papers with one record, which stands in it, have each field of SHOWN."""
    types, nulls = polars_schema(Papers), count_nulls(folder, "papers")
    single = scan(folder, "papers").filter(pl.col("n_records") == 1)
    # What every paper has need not be read, and abstracts are most of the table.
    told = {name: pl.len() if nulls.get(name) == 0 else is_filled(name, types[name]).sum() for name in SHOWN}
    filled = [count.cast(pl.Int64).alias(name) for name, count in told.items()]
    return collect(single.group_by(pl.col("dumps").list.first()).agg(filled)).sort("dumps").rows()


def _count_merged(folder: Path) -> tuple[list[tuple[str, str, int]], float]:
    """Rows of field, layout and number of papers with several records, and the share of these that was looked at."""
    merged = scan(folder, "papers").filter(pl.col("n_records") > 1).select("paper_id", "n_records")
    papers, size = collect(merged.select(pl.len(), pl.col("n_records").sum())).row(0)
    if papers == 0:
        return [], 1.0
    if size > MERGED_RECORDS:
        # Ids are hashes: those below a number are a fair sample, the same in every run.
        share = MERGED_RECORDS / size
        merged = merged.filter(pl.col("paper_id") < f"p{int(share * HEX_DIGITS**8):08x}")
    ids = collect(merged.select("paper_id"))
    if ids.is_empty():
        return [], 1.0
    # A filter tells, before the other columns are read, which of their rows are wanted; a join would not.
    wanted = scan(folder, "records").filter(pl.col("paper_id").is_in(ids["paper_id"].implode()))
    records = collect(wanted.select("paper_id", "record_id", "layout", *JUDGED_BY))
    first = choose_sources(records).unique(["paper_id", "field"], keep="first", maintain_order=True)
    found = first.join(records.select("record_id", "layout"), on="record_id").group_by("field", "layout").len()
    return found.sort("field", "layout").rows(), ids.height / papers
