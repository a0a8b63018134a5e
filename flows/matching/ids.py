"""Paper ids that stay: minted once, kept over releases, never given to another paper.

What is remembered of a release is its `ids` table, of which no date and no version is part: for every id ever published
its status, the records that belong to it or last did, and its fingerprints. Each record belongs to the last paper that
held it, whether the record is there today or not; so a paper that comes back after years comes back under its id.
"""

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Final

import polars as pl

from flows.matching.remembered import Known, Settled
from flows.matching.resemblance import find_alike, find_heirs, settle_alike

ID_DIGITS: Final = 16
"""64 bits; where two papers would come to one id all the same, the later one is salted."""

MINTED_AT: Final = 100_000
"""Ids that are made at a time: as Python's own texts they take five times the memory."""

RANKS: Final = {"live": 0, "merged": 1, "removed": 2}
"""Whose records claim a cluster first: papers of the last release, then those that became part of one of them."""


Prints = Callable[[], Iterable[pl.DataFrame]]
"""Gives the fingerprints of all records part by part: `record_id` and `fingerprint`, a row each."""


def settle_ids(named: pl.DataFrame, prints: Prints, known: pl.DataFrame) -> Settled:
    """Find the paper id of every cluster.

    `named` has `record_id`, `first` (the smallest record of the cluster that is of no reference) and `reference`,
    `known` is the `ids` table of the last release (schemas.judgements.Ids).

    A cluster takes over the id of the known paper whose records it holds; of several a live one before one that was
    merged away before a removed one, then the one with most of its records in it, records of references counted last,
    then the smallest id. Of several clusters that hold records of one paper the one with most of them keeps its id,
    then the one with the smallest record id; what had been merged into the paper leaves it under its own id. A cluster
    that is left over takes the id of a paper whose records are all gone and which it reads like (`resemblance`), or
    mints one of its smallest record id. A known paper that is left over is `merged` into the paper that holds most of
    its records, or that alone reads like it, or is `removed` where there is none.
    """
    last = _unpack(known)
    taken = _take_over(named, last.records)
    lost = _lost(last, named)
    alike = find_alike(lost, _met_prints(named, prints, lost), last.prints, taken)
    taken = pl.concat([taken, _two_columns("first", "paper_id", settle_alike(alike, taken).items())])
    free = named.select("first").unique().join(taken, on="first", how="anti")["first"].sort()
    paper_of = pl.concat([taken, pl.DataFrame([free, _mint(free, known["paper_id"])])])
    heirs = _two_columns("paper_id", "redirect", find_heirs(alike, paper_of, last.prints))
    if known.is_empty():
        return Settled(paper_of, heirs, last)
    papers = named.join(paper_of, on="first").select("record_id", "paper_id")
    return Settled(paper_of, _redirects(papers, last, heirs), last)


def _met_prints(named: pl.DataFrame, prints: Prints, lost: pl.DataFrame) -> pl.DataFrame:
    """`first` and `fingerprint` of the clusters that share a fingerprint with a lost paper, all that they have."""
    nothing = pl.DataFrame(schema={"first": pl.String, "fingerprint": pl.String})
    if lost.is_empty():
        return nothing
    holders = pl.concat([part.join(lost, on="fingerprint", how="semi").select("record_id") for part in prints()])
    firsts = named.join(holders, on="record_id", how="semi").select("first").unique()
    members = named.join(firsts, on="first", how="semi").select("record_id", "first")
    found = [part.join(members, on="record_id").select("first", "fingerprint") for part in prints()]
    return pl.concat([nothing, *found]).unique()


def _unpack(known: pl.DataFrame) -> Known:
    about = known.select("paper_id", "status", "redirect", record_id="record_ids", fingerprint="fingerprints")
    return Known(
        about.select("paper_id", "status", "redirect"),
        about.drop("fingerprint").explode("record_id"),
        about.select("paper_id", "fingerprint").explode("fingerprint").drop_nulls(),
    )


def _two_columns(key: str, value: str, rows: Iterable[tuple[str, str]]) -> pl.DataFrame:
    found = dict(rows)
    return pl.DataFrame({key: [*found], value: [*found.values()]}, schema={key: pl.String, value: pl.String})


def _take_over(named: pl.DataFrame, remembered: pl.DataFrame) -> pl.DataFrame:
    """`first` and `paper_id` of the clusters that take over a known paper whose records they hold."""
    held = remembered.join(named, on="record_id")
    pairs = held.select("first", "paper_id").unique()
    # Nearly all are the only claim on a cluster and by a paper: no rank decides on them.
    alone = pl.col("first").is_unique() & pl.col("paper_id").is_unique()
    ranked = held.join(pairs.filter(~alone), on=["first", "paper_id"], how="semi")
    return pl.concat([pairs.filter(alone), _settle(_claims(ranked, remembered))])


def _claims(held: pl.DataFrame, remembered: pl.DataFrame) -> pl.DataFrame:
    """`first` and `paper_id`: which known papers have records in which clusters; and by what claims are ranked.

    `held` has the remembered records that clusters hold, all of each paper that is in it.
    """
    adopted = remembered.drop_nulls("redirect").select("record_id", paper_id="redirect").with_columns(adopted=True)
    own = pl.col("own")
    return (
        held.join(adopted.unique(), on=["paper_id", "record_id"], how="left")
        .group_by("paper_id", "status", "first")
        .agg(pl.len().alias("records"), listed=(~pl.col("reference")).sum(), own=pl.col("adopted").is_null().sum())
        # What was merged into a paper is not what the paper stays with, where records of its own are elsewhere.
        .filter((own > 0) | (own.max().over("paper_id") == 0))
        # One that was merged away comes back only as a whole: else most of it is still where it redirects to.
        .filter((pl.col("status") != "merged") | (2 * pl.col("records") > pl.col("records").sum().over("paper_id")))
        .select("first", "paper_id", "status", "listed", "records")
    )


def _settle(claims: pl.DataFrame) -> pl.DataFrame:
    """`first` and `paper_id` of the clusters that get a known paper, from `_claims`: the best claims go first."""
    ranked = claims.with_columns(pl.col("status").replace_strict(RANKS, return_dtype=pl.Int64)).sort(
        "status", "listed", "records", "paper_id", "first", descending=[False, True, True, False, False]
    )
    taken: dict[str, str] = {}
    given: set[str] = set()
    for first, paper in ranked.select("first", "paper_id").iter_rows():
        if first not in taken and paper not in given:
            taken[first] = paper
            given.add(paper)
    return _two_columns("first", "paper_id", taken.items())


def _lost(last: Known, named: pl.DataFrame) -> pl.DataFrame:
    """`paper_id`, `status` and `fingerprint` of the papers of which no record is left, but not of merged ones."""
    left = last.records.join(named, on="record_id", how="semi")
    return (
        last.papers.filter(pl.col("status") != "merged")
        .join(left, on="paper_id", how="anti")
        .join(last.prints, on="paper_id")
        .select("paper_id", "status", "fingerprint")
    )


def _mint(firsts: pl.Series, used: pl.Series) -> pl.Series:
    """`paper_id`: a new id for each cluster by its smallest record; an id that was ever used is passed over."""
    pieces = (firsts[at : at + MINTED_AT] for at in range(0, len(firsts), MINTED_AT))
    nothing = pl.Series("paper_id", dtype=pl.String)
    papers = pl.concat([nothing, *(pl.Series([_numbered_id(first, 0) for first in piece]) for piece in pieces)])
    if papers.n_unique() == len(papers) and not papers.is_in(used.implode()).any():
        return papers
    passed = set(used)
    minted = []
    for first in firsts:
        salt = 0
        while (paper := _numbered_id(first, salt)) in passed:
            salt += 1
        passed.add(paper)
        minted.append(paper)
    return pl.Series("paper_id", minted)


def _numbered_id(record_id: str, salt: int) -> str:
    """The id that a paper with this record gets, if it is free; with a higher `salt` the next one to try."""
    content = record_id if salt == 0 else f"{record_id} {salt}"
    return "p" + sha256(content.encode()).hexdigest()[:ID_DIGITS]


def _redirects(papers: pl.DataFrame, last: Known, heirs: pl.DataFrame) -> pl.DataFrame:
    """`paper_id` and `redirect`: for papers without a cluster the live one that holds most of their records.

    One whose records are all absent goes to the paper that reads like it (`heirs`), or follows the paper that it was
    merged into, wherever that went. A paper that is not listed leads nowhere.
    """
    live = papers.select("paper_id").unique()
    gone = last.papers.join(live, on="paper_id", how="anti")
    moved = (
        last.records.drop("redirect")
        .join(gone, on="paper_id", how="semi")
        .join(papers.rename({"paper_id": "redirect"}), on="record_id")
        .group_by("paper_id", "redirect")
        .agg(records=pl.len())
        .sort("paper_id", "records", "redirect", descending=[False, True, False])
        .unique("paper_id", keep="first", maintain_order=True)
        .select("paper_id", "redirect")
    )
    known_ways = pl.concat([moved, heirs])
    followed = (
        gone.join(known_ways, on="paper_id", how="anti")
        .select("paper_id", via="redirect")
        .join(pl.concat([live.with_columns(redirect="paper_id"), known_ways]), left_on="via", right_on="paper_id")
        .select("paper_id", "redirect")
    )
    return pl.concat([known_ways, followed])
