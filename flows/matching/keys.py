"""The comparison values of every record: what candidates are found by and what pairs are judged by."""

from collections.abc import Callable
from typing import Final

import polars as pl

from flows.fields.abstract import compare_abstract
from flows.fields.title import compare_title
from flows.matching.headings import GENERIC, NOTICE

ARXIV_DOI: Final = r"^10\.48550/arxiv\.(.+?)(?:v\d+)?$"
"""The DOIs that arXiv gives its own papers: such a DOI is an arXiv id, and a journal's DOI is no conflict with it."""

LONG_TITLE_CHARS: Final = 40
"""From here on a title alone says which paper is meant: of 93,000 arXiv papers with titles so long 26 share theirs with
another, 8 of them with one by other people; comments and replies are left out."""


def compare_records(records: pl.DataFrame, min_title_chars: int, min_abstract_chars: int) -> pl.DataFrame:
    """The comparison values of records as schemas.records.Normalized, sorted by `record_id`.

    Columns: `record_id`, `title`, `title_key`, `title_kind` (long, plain, weak or generic), `abstract_key` (null also
    where it is shorter than `min_abstract_chars`), `authors`, `authors_key` (null where none is named),
    `authors_complete`, `doi`, `arxiv_id`, `date`, `year`. The number of a row in this frame stands for the record in
    every frame of pairs.
    """
    records = records.sort("record_id")
    return records.select(
        "record_id",
        "title",
        _keys(records["title"], compare_title).alias("title_key"),
        _keys(records["abstract"], compare_abstract).alias("abstract_key"),
        "authors",
        pl.when(pl.col("authors").list.len() > 0).then(pl.col("authors").list.join("\n")).alias("authors_key"),
        "authors_complete",
        pl.when(~pl.col("doi").str.contains(ARXIV_DOI)).then("doi").alias("doi"),
        pl.coalesce("arxiv_id", pl.col("doi").str.extract(ARXIV_DOI)).alias("arxiv_id"),
        "date",
        pl.coalesce("year", pl.col("date").dt.year()).alias("year"),
    ).with_columns(
        _title_kind(min_title_chars).alias("title_kind"),
        pl.when(pl.col("abstract_key").str.len_chars() >= min_abstract_chars).then("abstract_key"),
    )


def _keys(texts: pl.Series, compare: Callable[[str], str]) -> pl.Series:
    """The comparison key of every text; null where the text or its key is."""
    return pl.Series([None if text is None else compare(text) or None for text in texts], dtype=pl.String)


def _title_kind(min_title_chars: int) -> pl.Expr:
    """How much an equal title says, from `title` and `title_key`."""
    bare = pl.col("title_key").str.replace_all(" ", "", literal=True)
    chars = bare.str.len_chars()
    return (
        pl.when(chars.is_null())
        .then(None)
        .when(bare.is_in(list(GENERIC)))
        .then(pl.lit("generic"))
        .when((chars < min_title_chars) | pl.col("title").str.contains(NOTICE))
        .then(pl.lit("weak"))
        .when(chars < LONG_TITLE_CHARS)
        .then(pl.lit("plain"))
        .otherwise(pl.lit("long"))
    )
