"""Papers all of whose records are gone, and the clusters of new records that read like them.

A page that is scraped anew with another timestamp, comment or abstract gives a new record. Its fingerprints tell which
paper it is of. They are the weaker claim: only a paper none of whose records is left may make it, and only to a cluster
that no paper claims by its records.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

import polars as pl

from flows.matching.fingerprints import CONFLICTING, TELLING

RANKS: Final = {"live": 0, "removed": 1}
"""Whose claim counts first: papers of the last release, then those that were gone before."""


class Alike(NamedTuple):
    """A paper that is gone and a cluster, by its smallest record, which it reads like most of all.

    `rank` is of RANKS, `strength` the number of telling fingerprints that they share, `shared` those themselves.
    """

    rank: int
    strength: int
    paper: str
    first: str
    shared: frozenset[str]


def find_alike(lost: pl.DataFrame, prints: pl.DataFrame, known: pl.DataFrame, taken: pl.DataFrame) -> list[Alike]:
    """For each lost paper the clusters that it reads like most, the best claims first.

    `lost` has `paper_id`, `status` and `fingerprint`, a row each; `prints` has `first` and `fingerprint`; `known` has
    `paper_id` and `fingerprint` of the last release; `taken` has `first` and `paper_id` of clusters that have one.
    What such a paper had itself beside the lost one is no sign that the lost one became part of it, and does not count.
    """
    met = lost.join(prints, on="fingerprint").with_columns(_kind())
    if met.is_empty():
        return []
    owners = taken.rename({"paper_id": "owner"})
    had = known.join(met, on="fingerprint", how="semi").rename({"paper_id": "owner"})
    news = met.join(owners, on="first", how="left").join(had, on=["owner", "fingerprint"], how="anti")
    clusters = prints.join(met, on="first", how="semi")
    told = (
        news.join(_kinds(lost, "paper_id"), on="paper_id")
        .join(_kinds(clusters, "first"), on="first", suffix="_of_cluster")
        .join(met.group_by("paper_id", "first").agg(met_kinds="kind"), on=["paper_id", "first"])
        .filter(~_contradicted(), pl.col("kind").is_in(list(TELLING)), ~_by_title_of_others())
    )
    best = (
        told.group_by("paper_id", "status", "first")
        .agg(pl.len().alias("strength"), pl.col("fingerprint").alias("shared"))
        .filter(pl.col("strength") == pl.col("strength").max().over("paper_id"))
        .select(pl.col("status").replace_strict(RANKS), "strength", "paper_id", "first", "shared")
    )
    # The loop is over papers that vanished and came back otherwise, of which there are few in most builds.
    alike = [
        Alike(rank, strength, paper, first, frozenset(shared)) for rank, strength, paper, first, shared in best.rows()
    ]
    return sorted(alike, key=lambda one: (one.rank, -one.strength, one.paper, one.first))


def _kind() -> pl.Expr:
    return pl.col("fingerprint").str.extract("^([^:]+):").alias("kind")


def _kinds(prints: pl.DataFrame, key: str) -> pl.DataFrame:
    """`kinds`: of which kinds each paper or cluster has fingerprints."""
    return prints.group_by(key).agg(_kind().unique().alias("kinds"))


def _contradicted() -> pl.Expr:
    """Whether both have ids of one kind and none of it in common."""
    return pl.any_horizontal(
        pl.col("kinds").list.contains(kind)
        & pl.col("kinds_of_cluster").list.contains(kind)
        & ~pl.col("met_kinds").list.contains(kind)
        for kind in CONFLICTING
    )


def _by_title_of_others() -> pl.Expr:
    """Whether only a title is shared though both name a first author: had he been one, `title+author` would tell."""
    both = pl.all_horizontal(pl.col(name).list.contains("title+author") for name in ("kinds", "kinds_of_cluster"))
    return (pl.col("kind") == "title") & both


def settle_alike(alike: Sequence[Alike], taken: pl.DataFrame) -> dict[str, str]:
    """The papers that clusters get which are not `taken` (`first`), by the smallest record of each.

    Equal claims of several papers on several clusters are nobody's: an id might go to the other paper.
    """
    settled: dict[str, str] = {}
    held = set(taken["first"].filter(taken["first"].is_in([one.first for one in alike])))
    free = (one for one in alike if one.first not in held)
    for _, level in groupby(free, key=lambda one: (one.rank, one.strength)):
        rivals = [one for one in level if one.first not in settled]
        of_paper, of_cluster = Counter(one.paper for one in rivals), Counter(one.first for one in rivals)
        given = set()
        for one in rivals:
            sure = of_paper[one.paper] == 1 or of_cluster[one.first] == 1
            if sure and one.first not in settled and one.paper not in given:
                settled[one.first] = one.paper
                given.add(one.paper)
    return settled


def find_heirs(alike: Sequence[Alike], paper_of: pl.DataFrame, known: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """Lost papers without a cluster, and for each the paper that has the only cluster which it reads like most.

    `paper_of` has `first` and `paper_id` of every cluster, `known` is as for `find_alike`.
    """
    living = set(paper_of["paper_id"].filter(paper_of["paper_id"].is_in([one.paper for one in alike])))
    rivals = [one for one in alike if one.paper not in living]
    clusters = Counter(one.paper for one in rivals)
    owner = dict(paper_of.filter(pl.col("first").is_in([one.first for one in rivals])).iter_rows())
    heirs = {*owner.values()}
    had = dict(known.filter(pl.col("paper_id").is_in(heirs)).group_by("paper_id").agg("fingerprint").iter_rows())
    for one in rivals:
        heir = owner[one.first]
        if clusters[one.paper] == 1 and not one.shared.issubset(had.get(heir, ())):
            yield one.paper, heir
