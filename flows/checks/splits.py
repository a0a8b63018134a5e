"""Papers of a release that fall apart where a dump no longer says what held their records together."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from flows.checks.standing import Published, Standing, match_together
from flows.matching.keys import READ
from flows.settings import DedupSettings

COPY: Final = r"-\d+$"
"""How the id of a record ends that says just what another one says, which a release numbers."""


def find_splits(
    new: pl.DataFrame, replaced: Sequence[str], published: Published, standing: Standing, settings: DedupSettings
) -> pl.DataFrame:
    """Columns `dump` and `paper_id`: each paper that would be several without records that the dump held before.

    `new` holds READ of the new records, `replaced` the names of the dumps that these come in the place of, `standing`
    how they stand beside all that the release has. Where a paper has at most one record left nothing is matched.
    """
    said = pl.col("record_id").str.replace(COPY, "")
    is_gone = pl.col("dump").is_in(list(replaced)) & ~said.is_in(new["record_id"].implode())
    gone, left = published.records.filter(is_gone), published.records.filter(~is_gone)
    held = left.join(gone.select("paper_id").unique(), on="paper_id", how="semi").select("record_id", "paper_id")
    if held.height == held["paper_id"].n_unique():
        return gone.select("dump", "paper_id").clear()
    fresh = new.select(READ).unique("record_id", maintain_order=True).join(left, on="record_id", how="anti")
    after = match_together(pl.concat([left.select(READ), fresh]), settings)
    apart = _parted(held, after).join(_parted(held, standing), on="paper_id", how="anti")
    return gone.join(apart, on="paper_id", how="semi").select("dump", "paper_id").unique().sort("dump", "paper_id")


def _parted(held: pl.DataFrame, matched: Standing) -> pl.DataFrame:
    """The papers whose records are in more than one cluster."""
    clusters = held.join(matched.clusters, on="record_id").group_by("paper_id").agg(pl.col("cluster").n_unique())
    return clusters.filter(pl.col("cluster") > 1).select("paper_id")
