"""Normalize: raw values in, clean values beside them out, column by column."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import polars as pl

from flows.fields.abstract import clean_abstract
from flows.fields.address import clean_address
from flows.fields.comment import clean_comment
from flows.fields.entry_type import clean_entry_type
from flows.fields.identifiers import find_named_ids
from flows.fields.links import find_code_urls, find_links
from flows.fields.numbering import clean_number
from flows.fields.pages import clean_pages
from flows.fields.paper_ids import IN_VOLUME
from flows.fields.subjects import read_subjects
from flows.fields.title import clean_title
from flows.fields.venue import clean_venue
from flows.settings import NormalizeSettings
from flows.stages import suspects, texts
from flows.stages.days import read_days
from flows.stages.identities import read_identities
from flows.stages.lists import listed_texts
from flows.stages.people import clean_people
from flows.stages.record_ids import record_ids
from flows.stages.rejects import reject_emptied, reject_invalid
from flows.stages.rows import put
from schemas.columns import TEXTS
from schemas.frames import polars_schema
from schemas.records import Normalized as NormalizedSchema
from schemas.vocabulary import FLAGS

LINK: Final = ("http", "www.", "github", "gitlab", "bitbucket", "codeberg", "huggingface")
"""Without one of these signs `links.find_links` finds nothing."""
NAMED_ID: Final = ("10.", "arxiv")
"""Without one of these `identifiers.find_named_ids` finds nothing."""


class Normalized(NamedTuple):
    """Frames of the schemas Normalized and Rejects."""

    records: pl.DataFrame
    rejects: pl.DataFrame


def normalize(records: pl.DataFrame, settings: NormalizeSettings) -> Normalized:
    """Clean every value of every record; the raw ones stay beside.

    `records` is as schemas.records.Extracted. A record whose clean values break the schema becomes a reject, as does
    one that is left with neither title nor abstract.
    """
    title = texts.clean_texts(records["title_raw"], suspects.TITLE, clean_title)
    abstract = texts.clean_texts(records["abstract_raw"], suspects.ABSTRACT, clean_abstract)
    comment = texts.clean_texts(records["comment_raw"], suspects.NO_MORE, clean_comment)
    venue = texts.clean_texts(records["venue_raw"], suspects.VENUE, clean_venue)
    days = read_days(records["date_raw"])
    authors = clean_people(records)
    complete = records["authors_complete"] & (authors.list.len() > 0)
    filed_venue, subjects = _filed(records["subjects_raw"])
    doi, arxiv_id, pmid = read_identities(records)
    links, code_urls, named_ids = _mentioned(abstract.values, comment.values)
    cleaned = records.with_columns(
        record_id=record_ids(records),
        title=title.values,
        authors=authors,
        authors_complete=complete,
        abstract=abstract.values,
        date=days["date"],
        updated_at=days["updated_at"],
        year=days["year"],
        venue=pl.select(pl.coalesce(venue.values, filed_venue)).to_series(),
        subjects=subjects,
        doi=doi,
        arxiv_id=arxiv_id,
        pmid=pmid,
        comment=comment.values,
        links=links,
        code_urls=code_urls,
        named_ids=named_ids,
        **_printed(records),
    )
    earned = [one.flags for one in (title, abstract, comment, venue)]
    flagged = cleaned.with_columns(flags=_flags(cleaned, earned, settings))
    told, emptied = reject_emptied(flagged.select(list(polars_schema(NormalizedSchema))), "normalize")
    valid, broken = reject_invalid(told, NormalizedSchema, "normalize")
    return Normalized(valid, pl.concat([emptied, broken]))


def number_ids(record_ids: pl.Series, reference: pl.Series) -> pl.Series:
    """Give records of the same content ids of their own: the second becomes `r…-2`.

    All records of a build, in the order of dump and position. Those of references are numbered last, so that declaring
    one changes no id of another dump's record.
    """
    repeats = (
        pl.DataFrame({"record_id": record_ids, "reference": reference})
        .with_row_index("place")
        .filter(record_ids.is_duplicated())
        .sort("reference", maintain_order=True)
        .with_columns(nth=pl.int_range(pl.len()).over("record_id") + 1)
        .filter(pl.col("nth") > 1)
        .select("place", numbered=pl.format("{}-{}", "record_id", "nth"))
    )
    return record_ids.scatter(repeats["place"], repeats["numbered"]) if len(repeats) else record_ids


def number_repeats(records: pl.DataFrame) -> pl.DataFrame:
    """The Normalized records of a build in the order of dump and position, with ids as `number_ids` gives them."""
    listed = records.sort("dump", "position")
    return listed.with_columns(number_ids(listed["record_id"], listed["reference"]).alias("record_id"))


def _printed(records: pl.DataFrame) -> dict[str, pl.Series]:
    """Where in their venues the records were printed, as what, and their addresses."""
    volume = records.select(pl.when(~pl.col("volume_raw").str.starts_with(IN_VOLUME)).then("volume_raw")).to_series()
    return {
        "volume": texts.clean_values(volume, suspects.NUMBER, clean_number),
        "number": texts.clean_values(records["number_raw"], suspects.NUMBER, clean_number),
        "pages": texts.clean_values(records["pages_raw"], suspects.NUMBER, clean_pages),
        "entry_type": texts.clean_values(records["entry_type_raw"], suspects.ANY, clean_entry_type),
        "url": texts.clean_values(records["url_raw"], suspects.ADDRESS, clean_address),
    }


def _filed(raw: pl.Series) -> tuple[pl.Series, pl.Series]:
    """The venue that each text on archive and subjects tells, and the subjects."""
    where = raw.is_not_null()
    found = texts.each_once(raw.drop_nulls().to_list(), read_subjects)
    venues = pl.Series([one.venue for one in found], dtype=pl.String)
    subjects = listed_texts([one.subjects for one in found])
    none = pl.Series([None], dtype=pl.String).new_from_index(0, len(raw))
    nothing = pl.Series([[]], dtype=TEXTS).new_from_index(0, len(raw))
    return put(none, where, venues), put(nothing, where, subjects)


def _mentioned(abstract: pl.Series, comment: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
    """The columns `links`, `code_urls` and `named_ids` of abstracts and comments."""
    prose = pl.DataFrame({"abstract": abstract, "comment": comment})
    # Few hold any; which of the signs is asked of them alone. In small letters a sign is found ten times faster.
    holds = pl.all().str.to_lowercase().str.contains("|".join(map(re.escape, (*LINK, *NAMED_ID))))
    where = prose.select(pl.any_horizontal(holds.fill_null(value=False))).to_series()
    said = prose.filter(where).select(pl.concat_str("abstract", "comment", separator="\n", ignore_nulls=True))
    links = _found_in(said.to_series(), LINK, find_links)
    named_ids = _found_in(said.to_series(), NAMED_ID, find_named_ids)
    nowhere = pl.Series([[]], dtype=TEXTS).new_from_index(0, prose.height)
    code_urls = [find_code_urls(found) for found in links]
    return (
        put(nowhere, where, listed_texts(links)),
        put(nowhere, where, listed_texts(code_urls)),
        put(nowhere, where, listed_texts(named_ids)),
    )


def _found_in(said: pl.Series, signs: Sequence[str], find: Callable[[str], tuple[str, ...]]) -> list[tuple[str, ...]]:
    """What `find` finds in each of the texts; nothing where it holds none of the signs."""
    held = said.str.contains_any(list(signs), ascii_case_insensitive=True).to_list()
    return [find(text) if holds else () for text, holds in zip(said.to_list(), held, strict=True)]


def _flags(cleaned: pl.DataFrame, earned: Sequence[Mapping[str, pl.Series]], settings: NormalizeSettings) -> pl.Series:
    """The column `flags`, in the order of the dictionary; `earned` are those of texts, `cleaned` holds the others'."""
    is_dated = pl.col("date_raw").is_null() | pl.col("year").is_not_null()
    is_named = pl.col("authors").list.len() > 0
    told = cleaned.select(
        no_title=pl.col("title").is_null(),
        no_abstract=pl.col("abstract").is_null(),
        no_authors=~is_named,
        no_date=pl.col("date").is_null(),
        authors_incomplete=is_named & ~pl.col("authors_complete"),
        boundary_unsure=pl.col("confidence") < settings.min_confidence,
        date_unreadable=~is_dated,
    )
    found: dict[str, list[pl.Series]] = {name: [told[name]] for name in told.columns}
    for flags in earned:
        for name, rows in flags.items():
            found.setdefault(name, []).append(rows)
    before = cleaned["flags"]
    if before.list.len().sum() > 0:
        for name in FLAGS:
            found.setdefault(name, []).append(before.list.contains(name))
    # Records share few sets of flags: each set is a number, and made a list once.
    names = [name for name in FLAGS if name in found]
    bits = [pl.any_horizontal(found[name]).cast(pl.Int64) * (1 << place) for place, name in enumerate(names)]
    sets = cleaned.select(pl.sum_horizontal(bits)).to_series()
    known = sets.unique().sort()
    lists = [[name for place, name in enumerate(names) if number >> place & 1] for number in known.to_list()]
    return listed_texts(lists).gather(known.search_sorted(sets))
