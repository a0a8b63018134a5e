"""Normalize: raw values in, clean values beside them out."""

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final, NamedTuple

import polars as pl

from flows.fields.abstract import clean_abstract
from flows.fields.address import clean_address
from flows.fields.author_lists import with_initials_first
from flows.fields.authors import clean_authors
from flows.fields.comment import clean_comment
from flows.fields.dates import read_dates, read_year
from flows.fields.entry_type import clean_entry_type
from flows.fields.identifiers import find_named_ids
from flows.fields.links import find_code_urls, find_links
from flows.fields.numbering import clean_number
from flows.fields.pages import clean_pages
from flows.fields.paper_ids import IN_VOLUME, read_ids
from flows.fields.subjects import read_subjects
from flows.fields.text import CleanText
from flows.fields.title import clean_title
from flows.fields.venue import clean_venue
from flows.formats.registry import find_format
from flows.settings import NormalizeSettings
from flows.stages.rejects import reject_invalid
from schemas.frames import polars_schema
from schemas.records import Normalized as NormalizedSchema
from schemas.vocabulary import FLAGS

RECORD_ID_DIGITS: Final = 20
"""80 bits: two of a billion different records share an id with a chance of one in two million."""

CONTENT: Final = (
    "title_raw",
    "authors_raw",
    "date_raw",
    "abstract_raw",
    "subjects_raw",
    "comment_raw",
    "venue_raw",
    "identifier_raw",
    "doi_raw",
    "arxiv_id_raw",
    "pmid_raw",
    "volume_raw",
    "number_raw",
    "pages_raw",
    "url_raw",
    "entry_type_raw",
    "source_id",
)

Row = dict[str, Any]


class Normalized(NamedTuple):
    """Frames of the schemas Normalized and Rejects."""

    records: pl.DataFrame
    rejects: pl.DataFrame


def normalize(records: pl.DataFrame, settings: NormalizeSettings) -> Normalized:
    """Clean every value of every record; the raw ones stay beside.

    `records` is as schemas.records.Extracted. A record whose clean values break the schema becomes a reject.
    """
    # A loop over rows: the cleaners are text functions with tables of their own, which no expression can express.
    rows = [_clean(row, settings) for row in records.iter_rows(named=True)]
    cleaned = pl.DataFrame(rows, schema=polars_schema(NormalizedSchema))
    return Normalized(*reject_invalid(cleaned, NormalizedSchema, "normalize"))


def number_repeats(records: pl.DataFrame) -> pl.DataFrame:
    """Give records of the same content ids of their own: the second becomes `r…-2`, in the order of dump and position.

    `records` is all the Normalized records of a build; they come back in that order. Those of references are numbered
    last, so that declaring one changes no id of another dump's record.
    """
    nth = pl.int_range(pl.len()).over("record_id") + 1
    suffix = pl.when(nth > 1).then(pl.format("-{}", nth)).otherwise(pl.lit(""))
    numbered = records.sort("reference", "dump", "position").with_columns(pl.col("record_id") + suffix)
    return numbered.sort("dump", "position")


def record_id(row: Row) -> str:
    """The id of a record, made of all that its page says of it and of nothing else."""
    content = json.dumps([row[name] for name in CONTENT], ensure_ascii=False)
    return "r" + sha256(content.encode()).hexdigest()[:RECORD_ID_DIGITS]


def _clean(row: Row, settings: NormalizeSettings) -> Row:
    """A row of the schema Extracted as one of the schema Normalized."""
    flags = set(row["flags"])
    title = _flagged(clean_title, row["title_raw"], flags)
    abstract = _flagged(clean_abstract, row["abstract_raw"], flags)
    comment = _flagged(clean_comment, row["comment_raw"], flags)
    names = clean_authors(row["authors_raw"])
    # Only an export lists names as PubMed does; on a page "Soman KP" is how the author writes it.
    authors = list(names if find_format(row["layout"]) is None else with_initials_first(names))
    when = read_dates(row["date_raw"] or "")
    year = when.date.year if when.date is not None else read_year(row["date_raw"] or "")
    filed = read_subjects(row["subjects_raw"] or "")
    venue = _flagged(clean_venue, row["venue_raw"], flags) or filed.venue
    ids = read_ids(row)
    prose = "\n".join(text for text in (abstract, comment) if text is not None)
    links = find_links(prose)
    if row["date_raw"] is not None and year is None:
        flags.add("date_unreadable")
    if row["confidence"] < settings.min_confidence:
        flags.add("boundary_unsure")
    if authors and not row["authors_complete"]:
        flags.add("authors_incomplete")
    missing = {"no_title": title, "no_abstract": abstract, "no_authors": authors or None, "no_date": when.date}
    flags.update(flag for flag, value in missing.items() if value is None)
    return {
        **row,
        "record_id": record_id(row),
        "title": title,
        "authors": authors,
        "authors_complete": row["authors_complete"] and bool(authors),
        "abstract": abstract,
        "date": when.date,
        "updated_at": when.timestamp,
        "year": year,
        "venue": venue,
        **_printed(row),
        "subjects": list(filed.subjects),
        "doi": ids.doi,
        "arxiv_id": ids.arxiv_id,
        "pmid": ids.pmid,
        "url": _cleaned(clean_address, row["url_raw"]),
        "comment": comment,
        "links": list(links),
        "code_urls": list(find_code_urls(links)),
        "named_ids": list(find_named_ids(prose)),
        "flags": [flag for flag in FLAGS if flag in flags],
    }


def _printed(row: Row) -> Row:
    """Where in its venue the record was printed, and as what."""
    volume = row["volume_raw"]
    return {
        "volume": None if (volume or "").startswith(IN_VOLUME) else _cleaned(clean_number, volume),
        "number": _cleaned(clean_number, row["number_raw"]),
        "pages": _cleaned(clean_pages, row["pages_raw"]),
        "entry_type": _cleaned(clean_entry_type, row["entry_type_raw"]),
    }


def _cleaned(clean: Callable[[str], str | None], raw: str | None) -> str | None:
    return None if raw is None else clean(raw)


def _flagged(clean: Callable[[str], CleanText], raw: str | None, flags: set[str]) -> str | None:
    """The clean text, its flags added to `flags`."""
    if raw is None:
        return None
    cleaned = clean(raw)
    flags.update(cleaned.flags)
    return cleaned.text
