"""What a release remembers of paper ids, and the `ids` table that tells it to the next one."""

from typing import NamedTuple

import polars as pl

from schemas.judgements import Ids


class Known(NamedTuple):
    """The `ids` table of the last release, with a row for each record (`record_id`) or `fingerprint` of a paper."""

    papers: pl.DataFrame
    records: pl.DataFrame
    prints: pl.DataFrame


class Settled(NamedTuple):
    """The papers of clusters, and where ids lead that no cluster has.

    `paper_of` has `first`, the smallest listed record of each cluster, and `paper_id`; `redirects` has `paper_id` and
    `redirect`; `last` is what was known.
    """

    paper_of: pl.DataFrame
    redirects: pl.DataFrame
    last: Known


class Held(NamedTuple):
    """All records and fingerprints that any paper of this release has, or those of them at least that were known."""

    records: pl.Series
    prints: pl.Series


def remember_ids(
    papers: pl.DataFrame, prints: pl.DataFrame, last: Known, redirects: pl.DataFrame, held: Held
) -> pl.DataFrame:
    """The `ids` table of this release, or of a range of ids.

    `papers` has `paper_id` and `record_id`, `prints` has `paper_id` and `fingerprint`, a row each, of the papers of
    the range; of what was known `last` and `redirects` tell that of the range.
    """
    live = papers.select("paper_id").unique()
    return (
        _gather(papers.select("paper_id", "record_id"), last.records, live, held.records)
        .join(
            _gather(prints.select("paper_id", "fingerprint"), last.prints, live, held.prints), on="paper_id", how="left"
        )
        .join(redirects, on="paper_id", how="left")
        .with_columns(
            pl.when(pl.col("paper_id").is_in(live["paper_id"].implode()))
            .then(pl.lit("live"))
            .when(pl.col("redirect").is_null())
            .then(pl.lit("removed"))
            .otherwise(pl.lit("merged"))
            .alias("status")
        )
        .select("paper_id", "status", "redirect", record_ids="record_id", fingerprints="fingerprint")
        .with_columns(pl.col("fingerprints").fill_null([]))
        .select(list(Ids.columns))
        .sort("paper_id")
    )


def _gather(now: pl.DataFrame, before: pl.DataFrame, live: pl.DataFrame, held: pl.Series) -> pl.DataFrame:
    """A sorted list for each paper of what it has now and of what it had, from rows that are each there once.

    A live paper keeps what is absent today, but not what another paper holds now; one that is gone keeps all it had,
    so as to know where it went or to come back with it.
    """
    key, value = now.columns
    gone = before.join(live, on=key, how="anti")
    today = pl.DataFrame({value: held}, schema={value: pl.String})
    absent = before.join(live, on=key, how="semi").join(today, on=value, how="anti")
    every = pl.concat([now, gone.select(key, value), absent.select(key, value)])
    return every.sort(key, value).group_by(key, maintain_order=True).agg(value)


def in_range(settled: Settled, low: str, high: str) -> Settled:
    """What is known of the ids from `low` up to, but not with, `high`."""
    inside = pl.col("paper_id").ge(low) & pl.col("paper_id").lt(high)
    last = Known(*(frame.filter(inside) for frame in settled.last))
    return settled._replace(redirects=settled.redirects.filter(inside), last=last)
