"""The comparison values of every record: what candidates are found by and what pairs are judged by.

Texts are folded record by record, wherever and in whatever parts (`read_values`). What all records together tell of one
is told from numbers (`number_values`), of which equal ones stand for equal values (`tell_records`).
"""

from typing import Final

import numpy as np
import polars as pl

from flows.matching.archive_dois import ARXIV_DOI, VERSION
from flows.matching.blocks import differs_from_last
from flows.matching.catalogues import mark_catalogued, mark_copies
from flows.matching.distinct import change_some, per_distinct
from flows.matching.folded import fold_texts
from flows.matching.headings import (
    CATALOGUE_NOTES,
    GENERIC,
    GENERIC_HEADING,
    HEADING_SIGNS,
    NOTE_SIGNS,
    NOTICE,
    SESSION_LABEL,
    WEAK_HEADING,
)
from flows.matching.pages import lists_of
from flows.matching.places import THESIS, first_page, last_page, volume_key

LONG_TITLE_CHARS: Final = 40
"""From here on a title alone says which paper is meant: of 93,000 arXiv papers with titles so long 26 share theirs with
another, 8 of them with one by other people; comments and replies are left out."""

TITLE_KINDS: Final = pl.Enum(["long", "plain", "weak", "generic"])
"""How much an equal title says."""

THESES: Final = ("phdthesis", "mastersthesis")
"""Kinds of publication that are no part of anything: a paper with a volume is another work than the thesis."""

RECURS_FROM: Final = 3
"""A heading that one venue prints in so many years or issues is a column: no paper is published three times there."""


AUTHOR_BREAK: Final = "\n"
"""Stands between the names of authors; no name holds one."""

MAX_INITIALS: Final = 3
_HASH_BITS: Final = np.uint64(40)
"""Bits of a number that tell the names of one list apart; the others tell which list it is."""

READ: Final = (
    *("record_id", "title", "abstract", "authors", "authors_complete", "doi", "arxiv_id", "pmid", "date", "year"),
    *("venue", "volume", "number", "pages", "entry_type"),
)
"""What is compared of a record."""

VALUES: Final = (
    *("title", "title_key", "heading", "abstract_key", "authors_key", "surnames", "authors_complete"),
    *("doi", "arxiv_id", "pmid", "date", "year", "venue", "volume", "number", "first_page", "last_page"),
)
"""The columns of `read_values`, without `record_id`."""


def read_values(records: pl.DataFrame, min_abstract_chars: int) -> pl.DataFrame:
    """What is compared of each record (as schemas.records.Normalized), in their order.

    Columns: `record_id`, `title` (without what catalogues add), `title_key`, `heading` (generic, weak or null),
    `abstract_key` (null also where it is shorter than `min_abstract_chars`), `authors_key` (the names, null where none
    is), `surnames` (null where none is named), `authors_complete`, `doi`, `arxiv_id`, `pmid`, `date`, `year`,
    `venue`, `volume`, `number`, `first_page`, `last_page` (as they compare).
    """
    read = records.select(READ)
    read = read.with_columns(
        pl.coalesce("year", pl.col("date").dt.year()).alias("year"),
        *per_distinct(read["title"], _read_titles).struct.unnest(),
    )
    return read.select(
        "record_id",
        "title",
        "title_key",
        "heading",
        _long_keys(read["abstract"], min_abstract_chars).alias("abstract_key"),
        pl.when(pl.col("authors").list.len() > 0).then(pl.col("authors").list.join(AUTHOR_BREAK)).alias("authors_key"),
        _surnames(read["authors"]).alias("surnames"),
        "authors_complete",
        pl.when(~pl.col("doi").str.contains(ARXIV_DOI)).then(pl.col("doi").str.replace(VERSION, "$1$2")).alias("doi"),
        pl.coalesce("arxiv_id", pl.col("doi").str.extract(ARXIV_DOI)).alias("arxiv_id"),
        "pmid",
        "date",
        "year",
        "venue",
        pl.when(pl.col("entry_type").is_in(THESES))
        .then(pl.lit(THESIS))
        .otherwise(volume_key("volume"))
        .alias("volume"),
        volume_key("number").alias("number"),
        first_page().alias("first_page"),
        last_page().alias("last_page"),
    )


NUMBERED: Final = ("title_key", "abstract_key", "authors_key", "surnames", "venue")

ISSUE: Final = ("year", "volume", "number")
GIVEN: Final = 2 ** len(ISSUE)

TELLING: Final = (*NUMBERED, "issue", "title_chars", "heading", "year", "dated")
"""The columns of `number_values` that `tell_records` looks at."""


def number_values(values: pl.DataFrame) -> pl.DataFrame:
    """Numbers (UInt64) for values as `read_values` gives them, the same for equal ones and null for null.

    Columns: those of NUMBERED, `issue` (of year, volume and number), `reading` (of all values), `title_chars`, and
    `heading`, `year` and `dated` (whether there is a date) as they are.
    """
    # Texts are gone through once; what is made of several values is made of their hashes.
    hashed = values.select(pl.col([name for name in VALUES if name != "heading"]).hash())
    return values.select(
        *(pl.when(pl.col(name).is_not_null()).then(hashed[name]).alias(name) for name in NUMBERED),
        _number_issues(values, hashed).alias("issue"),
        hashed.hash_rows().alias("reading"),
        pl.col("title_key").str.len_chars().alias("title_chars"),
        "heading",
        "year",
        pl.col("date").is_not_null().alias("dated"),
    )


def _number_issues(values: pl.DataFrame, hashed: pl.DataFrame) -> pl.Series:
    """A number for year, volume and issue, whose lowest bits tell which of them are given."""
    given = pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.UInt64) * (1 << at) for at, name in enumerate(ISSUE))
    return values.select(hashed.select(ISSUE).hash_rows() // GIVEN * GIVEN + given).to_series()


def number_of(value: pl.Expr) -> pl.Expr:
    """A number for each value, the same for equal ones, evenly spread; null for null."""
    return pl.when(value.is_not_null()).then(value.hash())


def tell_records(numbers: pl.DataFrame, min_title_chars: int) -> pl.DataFrame:
    """What all records together tell of each, from `number_values` of them all.

    Columns: `title_kind` (long, plain, weak or generic), `common`, `crowded` (see `_crowds`), `copies` and
    `catalogued` (see `catalogues`).
    """
    kinds = numbers.with_columns(_title_kind(numbers, min_title_chars))
    return kinds.select("title_kind", *_crowds(), mark_copies(kinds), mark_catalogued(kinds))


def _read_titles(titles: pl.Series) -> pl.Series:
    """A struct for each title: `title` as it is compared, `title_key`, and `heading` (generic, weak or null)."""
    bare = change_some(titles, titles.str.contains(NOTE_SIGNS), _without_notes).alias("title")
    keyed = pl.DataFrame([bare, fold_texts(bare).alias("title_key")])
    key = pl.col("title_key")
    told = keyed.select(key.str.contains_any(list(HEADING_SIGNS)) | key.is_in(list(GENERIC))).to_series()
    told = told.fill_null(value=False)
    headings = change_some(
        pl.repeat(None, len(titles), dtype=pl.String, eager=True), told, lambda _: _headings(keyed.filter(told))
    )
    return keyed.with_columns(headings.alias("heading")).to_struct()


def _without_notes(titles: pl.Series) -> pl.Series:
    return titles.str.replace(CATALOGUE_NOTES, "").str.replace(SESSION_LABEL, "$1")


def _headings(keyed: pl.DataFrame) -> pl.Series:
    """`heading` of `title` and `title_key`."""
    generic = pl.col("title_key").is_in(list(GENERIC)) | pl.col("title").str.contains(GENERIC_HEADING)
    weak = pl.col("title").str.contains(f"{NOTICE}|{WEAK_HEADING}")
    return keyed.select(pl.when(generic).then(pl.lit("generic")).when(weak).then(pl.lit("weak"))).to_series()


def _surnames(authors: pl.Series) -> pl.Series:
    """The last words of the names but initials, without accents, each once: a rough key of who wrote it, cheaply made.

    They stand in an order that their hashes give, the same in every list.
    """
    words = authors.explode(empty_as_null=False, keep_nulls=False).str.strip_chars_end(" .,0123456789").str.split(" ")
    last = words.list.last()
    short = last.str.len_bytes() <= MAX_INITIALS
    last = change_some(last, short, lambda few: _before_initials(few, words.filter(short)))
    plain = change_some(last.str.to_lowercase(), last.str.contains("[^A-Za-z]"), plain_letters)
    named = authors.list.len().fill_null(0).to_numpy()
    row = np.arange(len(named), dtype=np.uint64).repeat(named)
    keys = (row << _HASH_BITS) | (plain.hash().to_numpy() >> (np.uint64(64) - _HASH_BITS))
    order = np.argsort(keys)
    order = order[differs_from_last(keys[order])]
    kept = np.bincount((keys[order] >> _HASH_BITS).astype(np.int64), minlength=len(named))
    joined = lists_of(plain.gather(order), kept).list.join(" ")
    return pl.select(pl.when(pl.Series(named > 0)).then(joined)).to_series()


def _before_initials(last: pl.Series, words: pl.Series) -> pl.Series:
    """The last of the words of each name, or the one before it where the last is in capitals and no other one is."""
    before = words.list.get(-2, null_on_oob=True)
    initials = (last.str.to_uppercase() == last) & (before.str.to_uppercase() != before)
    return last.to_frame("last").select(pl.when(initials).then(before).otherwise("last")).to_series()


def plain_letters(names: pl.Series, kept: str = r"\p{L}") -> pl.Series:
    """The letters of names without accents, in lower case; only those of these classes are `kept`."""
    return names.str.normalize("NFKD").str.to_lowercase().str.replace_all(f"[^{kept}]+", "")


def _crowds() -> list[pl.Expr]:
    """`common`: whether more than a record and its copy have this title in one year; `crowded`: by the same people."""
    told = pl.col("title_key").is_not_null()
    titled, by_them = pl.struct("title_key", "year").hash(), pl.struct("title_key", "year", "surnames").hash()
    return [
        (told & (pl.len().over(titled) > 2)).alias("common"),  # noqa: PLR2004 - a record and its copy
        (told & (pl.len().over(by_them) > 2)).alias("crowded"),  # noqa: PLR2004
    ]


def _long_keys(abstracts: pl.Series, min_chars: int) -> pl.Series:
    keys = fold_texts(abstracts)
    return keys.to_frame("key").select(pl.when(pl.col("key").str.len_chars() >= min_chars).then("key")).to_series()


def _title_kind(numbers: pl.DataFrame, min_title_chars: int) -> pl.Expr:
    """`title_kind`: how much an equal title says."""
    chars = pl.col("title_chars")
    columns = (
        numbers.lazy()
        .filter(pl.col("title_key").is_not_null(), pl.col("venue").is_not_null())
        # One issue of which a catalogue leaves something out is no other one.
        .group_by("title_key", "venue", pl.col("issue") % GIVEN)
        .agg(pl.col("issue").n_unique().alias("issues"))
        .filter(pl.col("issues") >= RECURS_FROM)
        .select(pl.struct("title_key", "venue").hash())
        .collect()
        .to_series()
    )
    recurs = pl.col("venue").is_not_null() & pl.struct("title_key", "venue").hash().is_in(columns.implode())
    return (
        pl.when(chars.is_null())
        .then(None)
        .when((pl.col("heading") == "generic") | recurs)
        .then(pl.lit("generic"))
        .when((chars < min_title_chars) | (pl.col("heading") == "weak"))
        .then(pl.lit("weak"))
        .when(chars < LONG_TITLE_CHARS)
        .then(pl.lit("plain"))
        .otherwise(pl.lit("long"))
        .alias("title_kind")
    )
