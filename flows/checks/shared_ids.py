"""Ids that a new record shares with another paper: a column was read from the wrong row, or an id misprinted."""

from typing import Final

import polars as pl

from flows.checks.standing import Published, Standing
from flows.release.text import shortened

KINDS: Final = {"arxiv_id": "arXiv id", "pmid": "PubMed id", "doi": "DOI"}
"""Columns of comparison values that name a paper, each with its word."""

SHARED_BY_RIGHT: Final = "doi"
"""Chapters and issues share one: it is told only where a single paper of the release has it, and of one new record."""

SHOWN_CHARS: Final = 80


def find_shared_ids(standing: Standing, published: Published, new: pl.DataFrame) -> pl.DataFrame:
    """Columns `record_id`, `code` (shared_id) and `message`: a row for each new record and id that it shares.

    `new` holds READ of the new records. Those that the release has word for word are passed over.
    """
    fresh = standing.papers.filter(~pl.col("unchanged")).select("record_id").unique()
    known = published.records.select("record_id", "paper_id", "title")
    added = new.select("record_id", "title").unique("record_id").join(known, on="record_id", how="anti")
    titles = pl.concat([known, added], how="diagonal")
    told = [_tell(kind, _pairs(kind, standing, fresh), titles) for kind in KINDS]
    return pl.concat(told).sort("record_id", "message")


def _pairs(kind: str, standing: Standing, fresh: pl.DataFrame) -> pl.DataFrame:
    """Columns `record_id`, `value` and `other`: each new record and one of another paper that has the same id."""
    have = (
        standing.compared.select("record_id", value=pl.col(kind))
        .drop_nulls()
        .join(standing.clusters, on="record_id")
        .join(fresh.with_columns(is_new=True), on="record_id", how="left")
        # What is published comes first, for it has a paper to name.
        .sort("is_new", "record_id", nulls_last=False)
    )
    papers = have.group_by("value", "cluster", maintain_order=True).agg(
        pl.col("record_id", "is_new").first(), pl.len().alias("records")
    )
    if kind == SHARED_BY_RIGHT:
        of_two = (pl.len().over("value") == pl.lit(2)) & (pl.col("is_new").count().over("value") == pl.lit(1))
        one_new = pl.col("records").filter(pl.col("is_new").is_not_null()).max().over("value") == 1
        papers = papers.filter(of_two & one_new)
    others = papers.select("value", "is_new", other=pl.col("record_id"), apart=pl.col("cluster"))
    return (
        have.filter("is_new")
        .select("record_id", "value", "cluster")
        .join(others, on="value")
        .filter(pl.col("cluster") != pl.col("apart"))
        .sort("is_new", "other", nulls_last=False)
        .group_by("record_id", "value", maintain_order=True)
        .agg(pl.col("other").first())
    )


def _tell(kind: str, pairs: pl.DataFrame, titles: pl.DataFrame) -> pl.DataFrame:
    there = titles.rename({"record_id": "other", "title": "there"})
    both = pairs.join(titles.select("record_id", "title"), on="record_id").join(there, on="other")
    rows = [
        (row["record_id"], "shared_id", _sentence(row, f"{KINDS[kind]} {row['value']}"))
        for row in both.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(("record_id", "code", "message"), pl.String), orient="row")


def _sentence(row: dict[str, str | None], named: str) -> str:
    there, here = (_shown(row[side]) for side in ("there", "title"))
    return f"{row['paper_id'] or 'Another new record'} has the {named} too, but is another paper: {there}, here {here}."


def _shown(title: str | None) -> str:
    return "without a title" if title is None else f"“{shortened(title, SHOWN_CHARS)}”"
