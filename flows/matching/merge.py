"""Papers from records: each value from the record that `sources` chooses."""

from typing import Final

import polars as pl

from flows.matching.sources import FIELDS, TEXT_FLAGS, UNIONS, choose_sources
from schemas.papers import Papers
from schemas.vocabulary import FLAGS

MISSING: Final = {"title": "no_title", "abstract": "no_abstract", "date": "no_date"}

FLAG_FIELDS: Final = dict.fromkeys(TEXT_FLAGS, ("title", "abstract")) | {
    # Where one of these ends, another begins.
    "boundary_unsure": ("title", "authors", "abstract"),
}
"""A paper has such a flag where the record has it that one of these fields was taken from."""


def merge_records(records: pl.DataFrame, unsure: pl.Series) -> pl.DataFrame:
    """One paper for each `paper_id` of `records` (as schemas.records.Records), as schemas.papers.Papers.

    `unsure` holds the ids of the papers that get the flag `unsure_match`. Flags are told anew: those of missing values
    from the paper itself, `date_unreadable` where no record's date could be read, those of texts by FLAG_FIELDS.
    """
    sources = choose_sources(records)
    papers = records.group_by("paper_id").agg(
        pl.len().cast(pl.Int32).alias("n_records"),
        pl.col("dump").unique().sort().alias("dumps"),
        pl.col("authors_complete").any().alias("any_complete"),
        pl.col("flags").list.contains("date_unreadable").any().alias("date_unreadable"),
    )
    for field in FIELDS:
        papers = papers.join(_take(records, sources, field), on="paper_id", how="left")
    for field in UNIONS:
        papers = papers.join(_collect(records, sources, field), on="paper_id", how="left")
    for flag, fields in FLAG_FIELDS.items():
        papers = papers.join(_flagged(records, sources, flag, fields), on="paper_id", how="left")
    return _finish(papers, unsure)


def _take(records: pl.DataFrame, sources: pl.DataFrame, field: str) -> pl.DataFrame:
    """`paper_id` and the field's value; with `authors` also whether they are all."""
    values = ["authors", "authors_complete"] if field == "authors" else [field]
    chosen = sources.filter(pl.col("field") == field)
    return chosen.join(records.select("record_id", *values), on="record_id").select("paper_id", *values)


def _collect(records: pl.DataFrame, sources: pl.DataFrame, field: str) -> pl.DataFrame:
    """`paper_id` and every value of the field once, in the order of the sources."""
    chosen = sources.filter(pl.col("field") == field)
    return (
        chosen.join(records.select("record_id", field), on="record_id", maintain_order="left")
        .explode(field)
        .group_by("paper_id")
        .agg(pl.col(field).unique(maintain_order=True))
    )


def _flagged(records: pl.DataFrame, sources: pl.DataFrame, flag: str, fields: tuple[str, ...]) -> pl.DataFrame:
    """`paper_id` and, under the flag's name, true: the papers of which a source of these fields has the flag."""
    flawed = records.filter(pl.col("flags").list.contains(flag)).select("record_id")
    chosen = sources.filter(pl.col("field").is_in(list(fields))).join(flawed, on="record_id", how="semi")
    return chosen.select("paper_id", pl.lit(value=True).alias(flag)).unique()


def _finish(papers: pl.DataFrame, unsure: pl.Series) -> pl.DataFrame:
    """The columns of schemas.papers.Papers in their order, sorted by id; empty lists in the place of missing ones."""
    lists = pl.col("authors", *UNIONS)
    told = papers.with_columns(lists.fill_null(pl.lit([], dtype=pl.List(pl.String)))).with_columns(
        pl.coalesce("authors_complete", "any_complete").alias("authors_complete"),
        *(pl.col(field).is_null().alias(flag) for field, flag in MISSING.items()),
        no_authors=pl.col("authors").list.len() == 0,
        authors_incomplete=~pl.col("authors_complete") & (pl.col("authors").list.len() > 0),
        date_unreadable=pl.col("date_unreadable") & pl.col("date").is_null(),
        unsure_match=pl.col("paper_id").is_in(unsure.implode()),
    )
    words = [pl.when(flag).then(pl.lit(flag)) for flag in FLAGS]
    told = told.with_columns(pl.concat_list(words).list.drop_nulls().alias("flags"))
    return told.select(list(Papers.columns)).sort("paper_id")
