"""The comparison values of every record: what candidates are found by and what pairs are judged by."""

from collections.abc import Callable
from typing import Final

import polars as pl

from flows.fields.abstract import compare_abstract
from flows.fields.title import compare_title
from flows.matching.distinct import per_distinct
from flows.matching.headings import CATALOGUE_NOTES, GENERIC, GENERIC_HEADING, NOTICE, SESSION_LABEL, WEAK_HEADING
from flows.matching.places import first_page, last_page, volume_key

ARXIV_DOI: Final = r"^10\.48550/arxiv\.(.+?)(?:v\d+)?$"
"""The DOIs that arXiv gives its own papers: such a DOI is an arXiv id, and a journal's DOI is no conflict with it."""

LONG_TITLE_CHARS: Final = 40
"""From here on a title alone says which paper is meant: of 93,000 arXiv papers with titles so long 26 share theirs with
another, 8 of them with one by other people; comments and replies are left out."""


RECURS_FROM: Final = 3
"""A heading that one venue prints in so many years or issues is a column: no paper is published three times there."""


READ: Final = (
    *("record_id", "title", "abstract", "authors", "authors_complete", "doi", "arxiv_id", "pmid", "date", "year"),
    *("venue", "volume", "number", "pages"),
)
"""What is compared of a record."""


def compare_records(records: pl.DataFrame, min_title_chars: int, min_abstract_chars: int) -> pl.DataFrame:
    """The comparison values of records as schemas.records.Normalized, sorted by `record_id`.

    Columns: `record_id`, `title` (without what catalogues add), `title_key`, `title_kind` (long, plain, weak or
    generic), `common`, `crowded` (see `_crowds`), `copies` (see `_copies`), `abstract_key` (null also where it
    is shorter than `min_abstract_chars`), `authors`, `authors_key` (null where none is named), `authors_complete`,
    `surnames` (null where none is named), `doi`, `arxiv_id`, `pmid`, `date`, `year`, `venue`, `volume`, `number`,
    `first_page`, `last_page` (as they compare). The number of a row in this frame stands
    for the record in every frame of pairs.
    """
    records = records.select(READ).sort("record_id")
    records = records.with_columns(
        pl.coalesce("year", pl.col("date").dt.year()).alias("year"),
        *per_distinct(records["title"], _read_titles).struct.unnest(),
    )
    return (
        records.select(
            "record_id",
            "title",
            "title_key",
            _keys(records["abstract"], compare_abstract).alias("abstract_key"),
            "authors",
            pl.when(pl.col("authors").list.len() > 0).then(pl.col("authors").list.join("\n")).alias("authors_key"),
            per_distinct(records["authors"], _surnames).alias("surnames"),
            "authors_complete",
            pl.when(~pl.col("doi").str.contains(ARXIV_DOI)).then("doi").alias("doi"),
            pl.coalesce("arxiv_id", pl.col("doi").str.extract(ARXIV_DOI)).alias("arxiv_id"),
            "pmid",
            "date",
            "year",
            "venue",
            volume_key("volume").alias("volume"),
            volume_key("number").alias("number"),
            first_page().alias("first_page"),
            last_page().alias("last_page"),
            "heading",
        )
        .with_row_index("row")
        .with_columns(
            _title_kind(min_title_chars).alias("title_kind"),
            pl.when(pl.col("abstract_key").str.len_chars() >= min_abstract_chars).then("abstract_key"),
        )
        .with_columns(*_crowds(), _copies())
        .drop("row", "heading")
    )


def _read_titles(titles: pl.Series) -> pl.Series:
    """A struct for each title: `title` as it is compared, `title_key`, and `heading` (generic, weak or null)."""
    bare = titles.to_frame("title").with_columns(
        pl.col("title").str.replace(CATALOGUE_NOTES, "").str.replace(SESSION_LABEL, "$1")
    )
    keyed = bare.with_columns(_keys(bare["title"], compare_title).alias("title_key"))
    generic = pl.col("title_key").is_in(list(GENERIC)) | pl.col("title").str.contains(GENERIC_HEADING)
    weak = pl.col("title").str.contains(f"{NOTICE}|{WEAK_HEADING}")
    heading = pl.when(generic).then(pl.lit("generic")).when(weak).then(pl.lit("weak"))
    return keyed.select(pl.struct("title", "title_key", heading.alias("heading"))).to_series()


def _surnames(authors: pl.Series) -> pl.Series:
    """The last words of the names without accents, sorted: a rough key of who wrote it, which costs nothing."""
    names = pl.DataFrame({"surnames": authors}).with_row_index("row").explode("surnames").drop_nulls()
    last = pl.col("surnames").str.normalize("NFKD").str.to_lowercase().str.replace_all(r"[^\p{L}\s]+", "")
    found = (
        names.with_columns(last.str.strip_chars().str.split(" ").list.last())
        .group_by("row")
        .agg(pl.col("surnames").unique().sort())
        .select("row", pl.col("surnames").list.join(" "))
    )
    return pl.DataFrame({"row": range(len(authors))}, schema={"row": pl.UInt32}).join(
        found, on="row", how="left", maintain_order="left"
    )["surnames"]


MOSTLY: Final = 0.5
"""Share of records that have a copy from which on a set is a listing that was scraped again."""


def _copies() -> pl.Expr:
    """`copies`: `copied` where another record repeats this one, `lone` where none does though most have a copy.

    What must be the same is title and abstract, without one title and authors; only records with both abstract and date
    are told to be lone, since catalogues repeat nothing word for word.
    A second scrape of a listing repeats what did not change: who has no copy there has another version, and of two that
    both have copies neither is the other's.
    """
    told = pl.col("title_key").is_not_null() & (
        pl.col("abstract_key").is_not_null() | pl.col("authors_key").is_not_null()
    )
    names = pl.when(pl.col("abstract_key").is_null()).then("authors_key")
    # The first row with an abstract stands for it: a long text is a dear key.
    copied = pl.struct("title_key", pl.col("row").first().over("abstract_key"), names).is_duplicated()
    mostly = (copied & told).sum() > MOSTLY * told.sum()
    lone = pl.col("abstract_key").is_not_null() & pl.col("date").is_not_null() & mostly
    return pl.when(told & copied).then(pl.lit("copied")).when(told & lone).then(pl.lit("lone")).alias("copies")


def _crowds() -> list[pl.Expr]:
    """`common`: whether more than a record and its copy have this title in one year; `crowded`: by the same people."""
    told = pl.col("title_key").is_not_null()
    return [
        (told & (pl.len().over("title_key", "year") > 2)).alias("common"),  # noqa: PLR2004 - a record and its copy
        (told & (pl.len().over("title_key", "year", "surnames") > 2)).alias("crowded"),  # noqa: PLR2004
    ]


def _keys(texts: pl.Series, compare: Callable[[str], str]) -> pl.Series:
    """The comparison key of every text; null where the text or its key is."""
    return per_distinct(
        texts,
        lambda some: pl.Series([None if text is None else compare(text) or None for text in some], dtype=pl.String),
    )


def _title_kind(min_title_chars: int) -> pl.Expr:
    """How much an equal title says, from the columns before it."""
    chars = pl.col("title_key").str.len_chars()
    issue = pl.struct("year", "volume", "number")
    recurs = issue.n_unique().over("title_key", "venue") >= RECURS_FROM
    return (
        pl.when(chars.is_null())
        .then(None)
        .when((pl.col("heading") == "generic") | (pl.col("venue").is_not_null() & recurs))
        .then(pl.lit("generic"))
        .when((chars < min_title_chars) | (pl.col("heading") == "weak"))
        .then(pl.lit("weak"))
        .when(chars < LONG_TITLE_CHARS)
        .then(pl.lit("plain"))
        .otherwise(pl.lit("long"))
    )
