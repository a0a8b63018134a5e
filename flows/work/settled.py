"""Papers that need no merging: those that the last release has, made of the very records that they are made of now.

A paper follows from its records, from what of them merging looks at, from the fingerprints of these, and from whether
it may be one with another paper. All of that is summed up in two numbers of 64 bits a paper: the sums of the hashes of
its records, which do not depend on their order. Where both are what they were in the build that made the last release,
its rows of `papers` and `ids` are what merging would give again, and nothing of it has changed.

That holds of `ids` where its row names no record and no fingerprint but those of today: what else a row names depends
on other papers too. Only such papers are remembered, and only of the release that gave ids last.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from flows.matching.remembered import Known
from flows.matching.values import made_whole, read_frame

SUMS: Final = ("records", "one", "two", "unsure")
"""What is remembered of a paper: so many records, the sums of their hashes, and whether it may be one with another."""

NO_PAPERS: Final = pl.Series("paper_id", dtype=pl.String)


class Settling(NamedTuple):
    """The file with the sums of the papers of the last release, if they are known, and that for those of this one."""

    earlier: Path | None
    later: Path


def hash_parts(owners: pl.DataFrame, hashes: pl.DataFrame) -> pl.DataFrame:
    """Two hashes of each record that has a paper: `paper_id`, `one` and `two` (UInt64).

    `owners` has `record_id`, `paper_id` and `title_kind`, and `hashes` are as hashes.hash_records gives them.
    """
    row = pl.struct(pl.exclude("paper_id"))
    told = owners.hstack(hashes.select("merged_one", "merged_two")).filter(pl.col("paper_id").is_not_null())
    return told.select("paper_id", one=row.hash(1), two=row.hash(2))


def sum_papers(hashed: Iterable[pl.DataFrame], unsure: pl.Series) -> pl.DataFrame:
    """`paper_id` and SUMS of all papers, from the hashes of the records of all parts."""
    every = pl.concat(hashed)
    return (
        every.group_by("paper_id")
        .agg(pl.len().alias("records"), pl.col("one", "two").sum())
        .with_columns(unsure=pl.col("paper_id").is_in(unsure.implode()))
    )


def find_settled(sums: pl.DataFrame, settling: Settling) -> pl.Series:
    """The papers that are what they were in the last release."""
    if settling.earlier is None:
        return NO_PAPERS
    return sums.join(read_frame(settling.earlier), on=["paper_id", *SUMS], how="semi")["paper_id"]


def without(known: Known, settled: pl.Series) -> Known:
    """What was known, but not of these papers."""
    papers = settled.to_frame("paper_id")
    return known if settled.is_empty() else Known(*(frame.join(papers, on="paper_id", how="anti") for frame in known))


def remember_sums(sums: pl.DataFrame, plain: pl.Series, settling: Settling) -> None:
    """Write down the sums of the papers that are `plain`."""
    with made_whole(settling.later) as draft:
        sums.join(plain.to_frame("paper_id"), on="paper_id", how="semi").sort("paper_id").write_ipc(draft)


def find_plain(ids: pl.DataFrame, papers: pl.DataFrame, prints: pl.DataFrame) -> pl.Series:
    """The papers whose row of `ids` names their records and fingerprints of today alone.

    `papers` are the published ones, as schemas.papers.Papers, and `prints` (`paper_id`, `fingerprint`) each once.
    """
    return (
        ids.select("paper_id", records=pl.col("record_ids").list.len(), prints=pl.col("fingerprints").list.len())
        .join(papers.select("paper_id", "n_records"), on="paper_id")
        .join(prints.group_by("paper_id").agg(now=pl.len()), on="paper_id", how="left")
        .filter(pl.col("records") == pl.col("n_records"), pl.col("prints") == pl.col("now").fill_null(0))["paper_id"]
    )
