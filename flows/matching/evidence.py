"""All that speaks for or against one paper, for every pair: figures and levels, no verdict yet."""

from typing import Final

import polars as pl

from flows.matching.abstracts import compare_abstracts
from flows.matching.blocks import Rows
from flows.matching.people import compare_people
from flows.matching.titles import compare_titles

CLOSE_DAYS: Final = 31
"""Listings of one version of a paper differ by days: when it was sent in, accepted, printed."""

DAYS_A_YEAR: Final = 365.25


def collect_evidence(
    compared: pl.DataFrame, a: Rows, b: Rows, *, min_abstract_likeness: float, max_years_apart: float
) -> pl.DataFrame:
    """The evidence on each pair of rows of `compared` (see `keys.compare_records`), one row a pair.

    Columns: `a`, `b` (UInt32), those of `compare_titles`, `compare_people` and `compare_abstracts`, `ids` and `dates`
    (String, levels of `weights`), `shared_id` and `conflict` (String: the ids themselves), `days_apart`, `years_apart`.
    """
    return pl.concat(
        [
            pl.DataFrame({"a": a, "b": b}),
            compare_titles(compared, a, b),
            compare_people(compared, a, b),
            compare_abstracts(compared, a, b, min_abstract_likeness),
            _compare_ids(compared, a, b),
            _compare_dates(compared, a, b, max_years_apart),
        ],
        how="horizontal",
    )


def _both(compared: pl.DataFrame, names: tuple[str, ...], a: Rows, b: Rows) -> pl.DataFrame:
    """The columns `names` of both rows of each pair, as `<name>_a` and `<name>_b`."""
    return pl.DataFrame(
        {f"{name}_{side}": compared[name].gather(rows) for name in names for side, rows in (("a", a), ("b", b))}
    )


def _compare_ids(compared: pl.DataFrame, a: Rows, b: Rows) -> pl.DataFrame:
    """`ids` (same_arxiv_id, same_doi or null), `shared_id`, and `conflict`: two ids of one kind, where they differ."""
    same_arxiv = pl.col("arxiv_id_a") == pl.col("arxiv_id_b")
    same_doi = pl.col("doi_a") == pl.col("doi_b")
    return _both(compared, ("arxiv_id", "doi"), a, b).select(
        pl.when(same_arxiv).then(pl.lit("same_arxiv_id")).when(same_doi).then(pl.lit("same_doi")).alias("ids"),
        pl.when(same_arxiv)
        .then(pl.format("arXiv id {}", "arxiv_id_a"))
        .when(same_doi)
        .then(pl.format("DOI {}", "doi_a"))
        .alias("shared_id"),
        pl.when(~same_arxiv)
        .then(_both_told("arXiv ids {} and {}", "arxiv_id"))
        .when(~same_doi)
        .then(_both_told("DOIs {} and {}", "doi"))
        .alias("conflict"),
    )


def _both_told(words: str, name: str) -> pl.Expr:
    """The words with the values of both records, whichever of them comes first."""
    values = (f"{name}_a", f"{name}_b")
    return pl.format(words, pl.min_horizontal(values), pl.max_horizontal(values))


def _compare_dates(compared: pl.DataFrame, a: Rows, b: Rows, max_years_apart: float) -> pl.DataFrame:
    """`dates` (a level of `weights`), `days_apart` (null without two full dates) and `years_apart`."""
    days = (pl.col("date_a") - pl.col("date_b")).dt.total_days().abs()
    years = pl.coalesce(days / DAYS_A_YEAR, (pl.col("year_a") - pl.col("year_b")).abs().cast(pl.Float64))
    return (
        _both(compared, ("date", "year"), a, b)
        .select(days.alias("days_apart"), years.alias("years_apart"))
        .select(
            pl.when(pl.col("years_apart").is_null())
            .then(None)
            .when(pl.col("days_apart") == 0)
            .then(pl.lit("same_day"))
            .when((pl.col("days_apart") <= CLOSE_DAYS) | (pl.col("years_apart") == 0))
            .then(pl.lit("close"))
            .when(pl.col("years_apart") <= 1)
            .then(pl.lit("year"))
            .when(pl.col("years_apart") <= max_years_apart)
            .then(pl.lit("apart"))
            .otherwise(pl.lit("far"))
            .alias("dates"),
            "days_apart",
            "years_apart",
        )
    )
