"""The figures of every dump of a release by layout: what a new dump is held against."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import polars as pl

from flows.checks.signs import FLAGGED, PRESENT, SIZED
from flows.release.manifest import Input

KIB: Final = 1024


class Figure(NamedTuple):
    """One figure of a dump.

    `spread` is how far the dumps of one layout are taken to lie apart before a history tells better, and `noise` the
    same of single records; None where the figure is a share, whose noise follows from itself. Figures of sizes are
    logarithms, so that half and double lie equally far.
    """

    name: str
    words: str
    spread: float
    noise: float | None
    is_log: bool


SHARE_SPREAD: Final = 0.15
"""Pages of one layout differ by so much in what they show; a sixth either way alarms nobody."""

SIZE_SPREAD: Final = 0.5
"""On a natural scale: one page's abstracts are one and a half times as long as another's."""

FIGURES: Final = (
    *(Figure(f"has_{name}", f"share of records with {name}", SHARE_SPREAD, None, is_log=False) for name in PRESENT),
    *(Figure(f"is_{flag}", f"share of records flagged {flag}", SHARE_SPREAD, None, is_log=False) for flag in FLAGGED),
    *(Figure(f"chars_{name}", f"characters of {name}", SIZE_SPREAD, 0.6, is_log=True) for name in SIZED),
    Figure("names", "authors a record", SIZE_SPREAD, 0.8, is_log=True),
    Figure("confidence", "mean confidence", 0.05, 0.1, is_log=False),
    # How long a page is depends on whom it is about; how densely it is filled does not.
    Figure("records", "records a dump", 2 * SIZE_SPREAD, 1.0, is_log=True),
    Figure("records_per_kib", "records a KiB", SIZE_SPREAD, 0.6, is_log=True),
)
"""All that drift is reckoned from."""


def reckon_figures(measured: pl.LazyFrame, inputs: Sequence[Input]) -> pl.DataFrame:
    """The figures of every dump, a row for each `dump` and `layout`, null where it has none.

    `measured` has `dump`, `layout` and signs.measures of every record. Of a dump whose pages have several layouts no
    share of its bytes is known.
    """
    sizes = pl.DataFrame(
        [(one.path, one.layout, one.content_bytes) for one in inputs],
        schema={"dump": pl.String, "layout": pl.String, "content_bytes": pl.Int64},
        orient="row",
    )
    means = [*(f"has_{name}" for name in PRESENT), *(f"is_{flag}" for flag in FLAGGED), "confidence"]
    medians = [*(f"chars_{name}" for name in SIZED), "names"]
    return (
        measured.group_by("dump", "layout")
        .agg(pl.col(means).mean(), pl.col(medians).median().log(), pl.len().alias("n"))
        .join(sizes.lazy(), on=["dump", "layout"], how="left")
        .with_columns(records=pl.col("n").log(), records_per_kib=(pl.col("n") / pl.col("content_bytes") * KIB).log())
        .select("dump", "layout", "n", *(figure.name for figure in FIGURES))
        .sort("dump", "layout")
        .collect()
    )
