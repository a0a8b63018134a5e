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

Titles and abstracts are compared as matching compares them and kept as digests of 64 bits: only papers that are gone
are compared, and with those alone that are there. A generic title ("Editorial") or a short notice ("Reply") says
something only with DOI or pages. Two papers with ids of one kind that differ are never one.
"""

from typing import Final

import polars as pl

from flows.matching.digests import digest_texts
from flows.matching.distinct import change_some
from flows.matching.headings import NOTICE
from flows.matching.keys import LONG_TITLE_CHARS, plain_letters

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


IDS: Final = {"arxiv": "arxiv_id", "pmid": "pmid", "doi": "doi"}
"""Kinds that are ids, and the columns that hold them."""

KINDS: Final = (*IDS, "doi+author", "title+author", "title+owner", "title", "title+doi", "title+pages", "abstract")


def read_prints(values: pl.DataFrame, records: pl.DataFrame) -> pl.DataFrame:
    """What the fingerprints of records are chosen from, in their order: String columns, null where there is none.

    `values` are as keys.read_values gives them for `records`, which are as schemas.records.Normalized. Columns: KINDS.
    """
    told = values.select(
        *("title_key", "abstract_key", "authors_complete", *IDS.values()),
        _surnames(records["authors"].list.first()).alias("surname"),
        *_notices(values["title"], values["heading"].is_not_null()),
    ).with_columns(records["volume"], records["pages"])
    notice = told["notice"]
    abstracts = change_some(told["abstract_key"], notice, lambda notices: "notice\n" + notices)
    texts = told.select(**_texts(), abstract=abstracts)
    hashed = [digest_texts(texts[kind]).alias(kind) for kind in texts.columns]
    ids = told.select(pl.col(name).alias(kind) for kind, name in IDS.items())
    return ids.with_columns(hashed).select(KINDS)


def _notices(titles: pl.Series, has_heading: pl.Series) -> tuple[pl.Series, pl.Series]:
    """`notice`: whether a title is that of a notice, and `short`: whether it is one that says of no paper."""
    no = pl.repeat(value=False, n=len(titles), eager=True)
    notice = change_some(no, has_heading, lambda _: titles.filter(has_heading).str.contains(NOTICE))
    short = change_some(no, notice, lambda _: ~titles.filter(notice).str.contains(MORE_WORDS))
    return notice.alias("notice"), short.alias("short")


def tell_prints(read: pl.DataFrame, title_kinds: pl.Series) -> pl.Series:
    """The fingerprints of each record (`kind:value`, a list) from `read_prints` and what kind of title it has."""
    kind = pl.col("title_kind")
    little = kind.is_in(["generic", "weak"])
    allowed = {
        "title+author": kind != "generic",
        "title+owner": kind != "generic",
        "title": kind.is_in(["long", "plain"]),
        "title+doi": little,
        "title+pages": little,
    }
    told = [
        pl.when(allowed.get(name, pl.lit(value=True))).then(pl.lit(f"{name}:") + pl.col(name)).alias(name)
        for name in KINDS
        if read[name].null_count() < len(read)
    ]
    if not told:
        return pl.Series([[]] * len(read), dtype=pl.List(pl.String))
    return read.with_columns(title_kinds.alias("title_kind")).select(pl.concat_list(told).list.drop_nulls()).to_series()


def _texts() -> dict[str, pl.Expr]:
    """What is hashed for each kind; null where a record has none of it."""
    title, surname = pl.col("title_key"), pl.col("surname")
    named = title.is_not_null() & surname.is_not_null() & ~pl.col("short")
    # A title that names its author says nothing alone, unless it is long.
    alone = surname.is_null() | (title.str.len_chars() >= LONG_TITLE_CHARS)
    first_page = pl.col("pages").str.extract(r"^([^–-]+)")
    return {
        "doi+author": _joined("doi", "surname"),
        "title+author": pl.when(named & pl.col("authors_complete")).then(_joined("title_key", "surname")),
        "title+owner": pl.when(named & ~pl.col("authors_complete")).then(_joined("title_key", "surname")),
        "title": pl.when(alone).then(title),
        "title+doi": _joined("title_key", "doi"),
        "title+pages": pl.concat_str(title, "volume", first_page, separator="\n"),
    }


def _joined(*names: str) -> pl.Expr:
    return pl.concat_str(names, separator="\n")


def _surnames(first_authors: pl.Series) -> pl.Series:
    """Their last names in plain letters, or null; names come given name first."""
    last = first_authors.str.split(" ").list.last()
    plain = change_some(last.str.to_lowercase(), last.str.contains("[^A-Za-z0-9]"), _letters_and_digits)
    return plain.replace("", None)


def _letters_and_digits(names: pl.Series) -> pl.Series:
    return plain_letters(names, r"\p{L}\p{N}")
