"""Paper ids that stay: minted once, kept over releases, never given to another paper.

What is remembered of a release is its `ids` table, of which no date and no version is part: for every id ever published
its status and the records that belong to it or last did. Each record belongs to the last paper that held it, whether
the record is there today or not; so a paper that comes back after years comes back under its id.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final, NamedTuple

import polars as pl

from schemas.judgements import Ids

ID_DIGITS: Final = 16
"""64 bits; where two papers would come to one id all the same, the later one is salted."""

RANKS: Final = {"live": 0, "removed": 1}
"""Which known papers may claim a cluster, those of the last release first. One that was merged away may not."""


class Assigned(NamedTuple):
    """`papers`: `record_id` and `paper_id` of every record. `ids`: as schemas.judgements.Ids, of all ids ever."""

    papers: pl.DataFrame
    ids: pl.DataFrame


def assign_ids(clusters: pl.DataFrame, known: pl.DataFrame) -> Assigned:
    """Give every cluster its paper id.

    `clusters` has `record_id` and `cluster`; `known` is the `ids` table of the last release (schemas.judgements.Ids).
    A cluster takes over the id of the known paper whose records it holds; of several a live one before a removed one,
    then the one with most of its records in it, then the smallest id. Of several clusters that hold records of one
    paper the one with most of them keeps its id, then the one with the smallest record id. A cluster that is left over
    mints an id of its smallest record id. A known paper that is left over is `merged` into the paper that holds most of
    its records, or `removed` where there is none.
    """
    named = clusters.with_columns(pl.col("record_id").min().over("cluster").alias("first"))
    remembered = known.select("paper_id", "status", pl.col("record_ids").alias("record_id")).explode("record_id")
    taken = _settle(_claims(named, remembered).iter_rows())
    minted = _mint(sorted(set(named["first"]) - taken.keys()), set(known["paper_id"]))
    of_cluster = pl.DataFrame([*taken.items(), *minted.items()], schema=["first", "paper_id"], orient="row")
    papers = named.join(of_cluster.cast(pl.String), on="first").select("record_id", "paper_id")
    return Assigned(papers, _remember(papers, known, remembered))


def _claims(named: pl.DataFrame, remembered: pl.DataFrame) -> pl.DataFrame:
    """`first` and `paper_id`: which known papers have records in which clusters, the best claims first."""
    return (
        remembered.filter(pl.col("status").is_in(list(RANKS)))
        .join(named, on="record_id")
        .group_by("paper_id", "status", "first")
        .agg(records=pl.len())
        .with_columns(pl.col("status").replace_strict(RANKS, return_dtype=pl.Int64))
        .sort("status", "records", "paper_id", "first", descending=[False, True, False, False])
        .select("first", "paper_id")
    )


def _settle(claims: Iterable[tuple[str, str]]) -> dict[str, str]:
    """From claims (smallest record of a cluster, paper), the best first, the paper of each cluster that gets one."""
    taken: dict[str, str] = {}
    given: set[str] = set()
    for first, paper in claims:
        if first not in taken and paper not in given:
            taken[first] = paper
            given.add(paper)
    return taken


def _mint(firsts: Iterable[str], used: set[str]) -> dict[str, str]:
    """A new id for each cluster by its smallest record; an id that was ever used is passed over."""
    minted: dict[str, str] = {}
    for first in firsts:
        paper = next(paper for paper in _numbered_ids(first) if paper not in used)
        used.add(paper)
        minted[first] = paper
    return minted


def _numbered_ids(record_id: str) -> Iterator[str]:
    """The ids that a paper with this record may get, in the order in which they are tried."""
    salt = 0
    while True:
        content = record_id if salt == 0 else f"{record_id} {salt}"
        yield "p" + sha256(content.encode()).hexdigest()[:ID_DIGITS]
        salt += 1


def _remember(papers: pl.DataFrame, known: pl.DataFrame, remembered: pl.DataFrame) -> pl.DataFrame:
    """The `ids` table of this release."""
    live = papers.select("paper_id").unique()
    gone = known.join(live, on="paper_id", how="anti")
    present = pl.col("record_id").is_in(papers["record_id"].implode())
    still_live = pl.col("paper_id").is_in(live["paper_id"].implode())
    # A live paper keeps its records that are absent today, but not those that another paper holds now; one that is
    # gone keeps all it had, so as to know where they went or to come back with them.
    kept = remembered.filter(~(still_live & present)).select("paper_id", "record_id")
    return (
        pl.concat([papers.select("paper_id", "record_id"), kept])
        .group_by("paper_id")
        .agg(pl.col("record_id").unique().sort().alias("record_ids"))
        .join(_redirects(gone, papers, remembered), on="paper_id", how="left")
        .with_columns(
            pl.when(still_live)
            .then(pl.lit("live"))
            .when(pl.col("redirect").is_null())
            .then(pl.lit("removed"))
            .otherwise(pl.lit("merged"))
            .alias("status")
        )
        .select(list(Ids.columns))
        .sort("paper_id")
    )


def _redirects(gone: pl.DataFrame, papers: pl.DataFrame, remembered: pl.DataFrame) -> pl.DataFrame:
    """`paper_id` and `redirect`: for papers without a cluster the live one that holds most of their records.

    One whose records are all absent follows the paper that it was merged into, wherever that went. A paper that is not
    listed, or whose `redirect` is null, leads nowhere.
    """
    moved = (
        remembered.join(gone, on="paper_id", how="semi")
        .join(papers.rename({"paper_id": "redirect"}), on="record_id")
        .group_by("paper_id", "redirect")
        .agg(records=pl.len())
        .sort("paper_id", "records", "redirect", descending=[False, True, False])
        .unique("paper_id", keep="first", maintain_order=True)
        .select("paper_id", "redirect")
    )
    absent = gone.join(moved, on="paper_id", how="anti").filter(pl.col("redirect").is_not_null())
    lead = papers.select("paper_id", redirect="paper_id").unique()
    followed = (
        absent.select("paper_id", via="redirect")
        .join(pl.concat([lead, moved]), left_on="via", right_on="paper_id")
        .select("paper_id", "redirect")
    )
    return pl.concat([moved, followed])
