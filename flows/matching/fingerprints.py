"""What tells a paper apart however its records are worded: by this a paper keeps its id when all of them changed.

| kind | made of | what a shared one says |
|---|---|---|
| arxiv, pmid | the id | one paper |
| doi | the DOI | nothing alone: chapters and issues share one |
| doi+author | DOI and first author | one paper |
| title+author | title and first author of a complete list | one paper |
| title+owner | title and first author of an incomplete list | one paper |
| title | a long title, or one that is not short and by nobody named | one paper, unless both have a title+author |
| title+doi, title+pages | a title that says little, with DOI, or with volume and first page | one paper |
| abstract | the abstract, and whether the title is that of a notice | one paper |

Titles and abstracts are compared as matching compares them and kept as hashes. A generic title ("Editorial") or a short
notice ("Reply") says something only with DOI or pages. Two papers with ids of one kind that differ are never one.
"""

from hashlib import sha256
from typing import Final

import polars as pl

from flows.matching.distinct import per_distinct
from flows.matching.headings import NOTICE

HASH_DIGITS: Final = 16
"""64 bits: only papers that are gone are compared, and with those alone that are there."""

MORE_WORDS: Final = r"(?:\w+\W+){2}\w"
"""A notice's title of two words or less does not say of which paper: "Reply", "An erratum"."""

TELLING: Final = (
    "arxiv",
    "pmid",
    "doi+author",
    "title+author",
    "title+owner",
    "title",
    "title+doi",
    "title+pages",
    "abstract",
)
"""Kinds of which a shared fingerprint speaks for one paper."""

CONFLICTING: Final = ("arxiv", "pmid", "doi")
"""Kinds of which both papers having fingerprints, but none in common, forbids it."""


def fingerprint_records(compared: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """The fingerprints of records: `record_id` and `fingerprint` (`kind:value`, String), a row each.

    `compared` is as keys.compare_records gives it for `records`, which are as schemas.records.Normalized.
    """
    told = compared.select(
        *("record_id", "title_key", "title_kind", "abstract_key", "authors_complete", "doi", "arxiv_id", "pmid"),
        per_distinct(compared["authors"].list.first(), _surnames).alias("surname"),
        (~pl.col("title").str.contains(MORE_WORDS)).alias("short"),
        pl.col("title").str.contains(NOTICE).alias("notice"),
    ).join(records.select("record_id", "volume", "pages").drop_nulls(), on="record_id", how="left")
    prints = [_tell(told.lazy(), kind, text).collect() for kind, text in _ids().items()]
    for kind, text in _texts().items():
        found = told.lazy().select("record_id", text=text).drop_nulls().collect()
        hashed = found.with_columns(per_distinct(found["text"], _hash).alias("hash"))
        prints.append(_tell(hashed.lazy(), kind, pl.col("hash")).collect())
    return pl.concat(prints)


def _tell(frame: pl.LazyFrame, kind: str, value: pl.Expr) -> pl.LazyFrame:
    """The fingerprints of one kind, of the records that have one."""
    return frame.select("record_id", fingerprint=pl.lit(f"{kind}:") + value).drop_nulls()


def _ids() -> dict[str, pl.Expr]:
    return {"arxiv": pl.col("arxiv_id"), "pmid": pl.col("pmid"), "doi": pl.col("doi")}


def _texts() -> dict[str, pl.Expr]:
    """What is hashed for each kind; null where a record has none of it."""
    title, kind, surname = pl.col("title_key"), pl.col("title_kind"), pl.col("surname")
    little = kind.is_in(["generic", "weak"])
    named = title.is_not_null() & surname.is_not_null() & (kind != "generic") & ~(pl.col("notice") & pl.col("short"))
    alone = (kind == "long") | ((kind == "plain") & surname.is_null())
    first_page = pl.col("pages").str.extract(r"^([^–-]+)")
    return {
        "doi+author": _joined("doi", "surname"),
        "title+author": pl.when(named & pl.col("authors_complete")).then(_joined("title_key", "surname")),
        "title+owner": pl.when(named & ~pl.col("authors_complete")).then(_joined("title_key", "surname")),
        "title": pl.when(alone).then(title),
        "title+doi": pl.when(little).then(_joined("title_key", "doi")),
        "title+pages": pl.when(little).then(pl.concat_str(title, "volume", first_page, separator="\n")),
        "abstract": pl.concat_str(
            pl.when(pl.col("notice")).then(pl.lit("notice\n")).otherwise(pl.lit("")), "abstract_key"
        ),
    }


def _joined(*names: str) -> pl.Expr:
    return pl.concat_str(names, separator="\n")


def _surnames(first_authors: pl.Series) -> pl.Series:
    """Their last names in plain letters, or null; names come given name first."""
    last = first_authors.str.split(" ").list.last()
    plain = last.str.normalize("NFKD").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", "")
    return plain.replace("", None)


def _hash(texts: pl.Series) -> pl.Series:
    # A loop over texts: polars' own hashes may change from one of its versions to the next.
    return pl.Series([sha256(text.encode()).hexdigest()[:HASH_DIGITS] for text in texts], dtype=pl.String)
