"""Dedup: from the clusters of records to papers with ids. What finds the clusters is `matching.matches`."""

from typing import NamedTuple

import numpy as np
import polars as pl

from flows.matching.blocks import Rows, sort_unique
from flows.matching.clusters import Labels
from flows.matching.ids import Prints, settle_ids
from flows.matching.matches import Limits, Matched
from flows.matching.remembered import Settled
from flows.settings import DedupSettings


class Named(NamedTuple):
    """The papers of records, which are numbered in the order of their ids.

    `papers` has the paper id of each record, null of a reference that no paper needed; `used` tells whether there is
    one. `settled` is as ids.settle_ids gives it, `unsure` are the ids of papers that may be one with another.
    """

    papers: pl.Series
    used: pl.Series
    settled: Settled
    unsure: pl.Series


def name_papers(
    matched: Matched, record_ids: pl.Series, reference: pl.Series, prints: Prints, known: pl.DataFrame
) -> Named:
    """Make papers of clusters of records.

    `record_ids` are sorted, `reference` (Boolean) tells which of the records are of a reference; `prints` and `known`
    (the `ids` table of the last release) are as ids.settle_ids takes them.

    Records of references are judged like all others, and join two papers if they are of both: what a reference says is
    evidence as good as any. But they make no paper: where nothing else is of the same paper they have none.
    """
    firsts, used = _first_listed(matched.labels, reference)
    settled = settle_ids(_name_clusters(record_ids, reference, firsts, used), prints, known)
    papers = _paper_ids(record_ids, firsts, used, settled)
    return Named(papers, used, settled, _unsure_papers(matched.unsure(), papers))


def limits_of(settings: DedupSettings) -> Limits:
    """The settings as matching takes them."""
    return Limits(
        min_title_chars=settings.min_title_chars,
        min_abstract_chars=settings.min_abstract_chars,
        min_abstract_likeness=settings.min_abstract_likeness,
        max_years_apart=settings.max_years_apart,
        max_block_records=settings.max_block_records,
    )


def _first_listed(labels: Labels, reference: pl.Series) -> tuple[Rows, pl.Series]:
    """For each record the first of its cluster that is of no reference, and whether there is one (Boolean)."""
    rows = np.arange(len(labels))
    nobody = len(labels)
    first = np.full(len(labels) + 1, nobody)
    listed = np.flatnonzero(~reference.to_numpy())
    np.minimum.at(first, labels[listed], rows[listed])
    firsts = first[labels]
    return firsts.astype(np.uint32), pl.Series(firsts < nobody)


def _name_clusters(record_ids: pl.Series, reference: pl.Series, firsts: Rows, used: pl.Series) -> pl.DataFrame:
    """The clusters that are used, as ids.settle_ids takes them."""
    rows = used.arg_true()
    return pl.DataFrame(
        {
            "record_id": record_ids.gather(rows),
            "first": record_ids.gather(firsts[rows.to_numpy()]),
            "reference": reference.gather(rows),
        }
    )


def _paper_ids(record_ids: pl.Series, firsts: Rows, used: pl.Series, settled: Settled) -> pl.Series:
    """The paper id of each record, null where its cluster is not used."""
    heads = sort_unique(firsts[used.to_numpy()])
    names = record_ids.gather(heads).to_frame("first")
    of_head = names.join(settled.paper_of, on="first", how="left", maintain_order="left")["paper_id"]
    at = pl.DataFrame({"at": np.searchsorted(heads, firsts).astype(np.uint32), "used": used})
    return of_head.gather(at.select(pl.when("used").then("at"))["at"])


def _unsure_papers(unsure: pl.DataFrame, papers: pl.Series) -> pl.Series:
    """The ids of papers that a record of another paper may describe; `unsure` is as Matched.unsure gives it."""
    ends = pl.DataFrame({side: papers.gather(unsure[side]) for side in ("a", "b")}).drop_nulls()
    apart = ends.filter(pl.col("a") != pl.col("b"))
    return pl.concat([apart["a"], apart["b"]]).unique()
