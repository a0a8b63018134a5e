"""Which record each value of a paper is taken from.

| field | taken from the record |
|---|---|
| title | cut up surely, in mixed case, without text flags, most complete |
| authors | naming all authors, cut up surely, with most names, with the longest names |
| abstract | cut up surely, not cut off, without text flags, longest |
| date, year | with the earliest date, or the earliest year where none shows a date |
| updated_at | with the latest timestamp |
| venue, volume, number, pages, entry_type | naming a venue other than arXiv, most complete |
| doi | with a DOI that is not arXiv's own, most complete |
| arxiv_id, pmid, url | most complete |
| comment | with the longest comment |
| subjects, links, code_urls, named_ids | all that have any, most complete first |

Later words of a row decide between records that are equal in the earlier ones, and the smallest record id at last.
"Cut up surely" is a record without the flag `boundary_unsure`: on a page without breaks a wrong cut makes an abstract
longer, not better. "Complete" counts the fields of COMPLETE that a record has. All of it is told from published records
alone.
"""

from typing import Final

import polars as pl

from flows.matching.keys import ARXIV_DOI

FIELDS: Final = (
    "title",
    "authors",
    "abstract",
    "date",
    "year",
    "updated_at",
    "venue",
    "volume",
    "number",
    "pages",
    "entry_type",
    "doi",
    "arxiv_id",
    "pmid",
    "url",
    "comment",
)
"""Fields whose value is taken from one record."""

UNIONS: Final = ("subjects", "links", "code_urls", "named_ids")
"""Fields that collect the values of all records."""

COMPLETE: Final = ("title", "abstract", "date", "venue", "doi", "arxiv_id", "comment")

TEXT_FLAGS: Final = ("undefined_macro", "latex_unreadable", "mojibake_repaired", "encoding_repaired")
"""Flags that tell of a flaw in the text of a title or an abstract."""


def choose_sources(records: pl.DataFrame) -> pl.DataFrame:
    """The records that each value of each paper is taken from.

    `records` is as schemas.records.Records, in any order. Gives `paper_id`, `field` and `record_id` (String), sorted by
    paper and in the order of FIELDS and UNIONS; of a collected field one row a record, in the order in which its values
    are taken. A field that no record has is left out.
    """
    told = records.select("paper_id", "record_id", *_features()).sort("paper_id", "record_id")
    told = told.with_columns(paper=pl.col("paper_id").rle_id())
    chosen = [_rank(told, field).unique("paper", keep="first", maintain_order=True) for field in FIELDS]
    chosen += [_rank(told, field) for field in UNIONS]
    # Rows are sorted by paper within a field, so that this keeps the order of fields and records within a paper.
    return pl.concat(chosen).sort("paper", maintain_order=True).select("paper_id", "field", "record_id")


def _features() -> list[pl.Expr]:
    """What the rules look at: `has_<field>` for every field, and figures of which less is better."""
    has = {field: pl.col(field).is_not_null() for field in FIELDS} | {
        field: pl.col(field).list.len() > 0 for field in ("authors", *UNIONS)
    }
    title, abstract = pl.col("title"), pl.col("abstract")
    return [
        *(there.alias(f"has_{field}") for field, there in has.items()),
        pl.col("flags").list.contains("boundary_unsure").alias("unsure"),
        pl.col("flags").list.set_intersection(list(TEXT_FLAGS)).list.len().alias("flaws"),
        pl.sum_horizontal(pl.col(COMPLETE).is_null()).alias("incomplete"),
        ((title.str.to_lowercase() == title) | (title.str.to_uppercase() == title)).alias("one_case"),
        (~pl.col("authors_complete")).alias("some_authors"),
        (-pl.col("authors").list.len().cast(pl.Int64)).alias("few_authors"),
        (-pl.col("authors").list.join("").str.len_chars().cast(pl.Int64)).alias("short_authors"),
        abstract.str.contains(r"(?:…|\.\.\.)\W*$").alias("cut_off"),
        (-abstract.str.len_chars().cast(pl.Int64)).alias("short_abstract"),
        pl.col("date"),
        pl.col("year"),
        (-pl.col("updated_at").dt.timestamp()).alias("old"),
        pl.col("venue").str.contains("(?i)arxiv").alias("archive"),
        pl.col("doi").str.contains(ARXIV_DOI).alias("archive_doi"),
        (-pl.col("comment").str.len_chars().cast(pl.Int64)).alias("short_comment"),
    ]


_ORDER: Final = {
    "title": ("unsure", "one_case", "flaws", "incomplete"),
    "authors": ("some_authors", "unsure", "few_authors", "short_authors"),
    "abstract": ("unsure", "cut_off", "flaws", "short_abstract"),
    "date": ("date",),
    "year": ("date", "year"),
    "updated_at": ("old",),
    "venue": ("archive", "incomplete"),
    "volume": ("archive", "incomplete"),
    "number": ("archive", "incomplete"),
    "pages": ("archive", "incomplete"),
    "entry_type": ("archive", "incomplete"),
    "doi": ("archive_doi", "incomplete"),
    "arxiv_id": ("incomplete",),
    "pmid": ("incomplete",),
    "url": ("incomplete",),
    "comment": ("short_comment",),
} | dict.fromkeys(UNIONS, ("incomplete",))
"""The table above: by what the records of a paper are sorted for each field, the best first."""


def _rank(told: pl.DataFrame, field: str) -> pl.DataFrame:
    """The records that have the field, sorted by paper and how well they have it."""
    return (
        told.filter(f"has_{field}")
        .sort("paper", *_ORDER[field], nulls_last=True, maintain_order=True)
        .select("paper", "paper_id", "record_id", field=pl.lit(field))
    )
