"""The columns of rows by their many names: which of them say what of a paper."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from flows.formats.base import plain_name

NAMES: Final = {
    "title": ("title", "article_title", "document_title", "paper_title", "item_title", "ti", "dc_title"),
    "subtitle": ("subtitle",),
    # Scopus and Web of Science give initials in the one, and the same names in full in the other; so does Europe PMC.
    "authors": (
        *("author_full_names", "author_list", "authors", "author", "author_names", "author_string"),
        *("authorships_author_display_name", "af", "au", "auth_full_name", "z_authors", "creators"),
    ),
    "first_author": ("first_author", "dc_creator"),
    "abstract": ("abstract", "summary", "abstract_text", "abstract_note", "ab", "paper_abstract", "dc_description"),
    "date": (
        *("date", "publication_date", "published", "published_date", "date_published", "issued", "pd"),
        *("first_publication_date", "prism_cover_date", "publish_time", "pubdate", "produced_date"),
    ),
    "year": ("year", "publication_year", "pub_year", "published_year", "py", "year_published"),
    "doi": ("doi", "item_doi", "external_ids_doi", "ids_doi", "di", "prism_doi", "identifiers_doi", "doi_id"),
    "identifier": ("identifier", "dc_identifier"),
    "arxiv_id": ("arxiv_id", "arxiv", "external_ids_arxiv", "identifiers_arxiv"),
    "pmid": (
        *("pmid", "pubmed_id", "external_ids_pubmed", "ids_pmid", "medline_pmid", "pm", "external_ids_pmid"),
        "identifiers_pmid",
    ),
    "venue": (
        *("venue", "venue_name", "venue_raw", "journal", "journal_name", "booktitle", "source_title", "journal_book"),
        *("journal_title", "container_title", "publication_title", "primary_location_source_display_name", "so"),
        *("source_title_anthology_title", "anthology_title", "publication_name", "prism_publication_name"),
        *("journal_info_journal_title", "publication_venue_name", "publication", "pub", "conference_title"),
        "proceeding",
    ),
    "volume": ("volume", "journal_volume", "biblio_volume", "vl", "prism_volume", "journal_info_volume"),
    "number": (
        *("number", "issue", "issue_number", "journal_issue", "biblio_issue", "is", "prism_issue_identifier"),
        "journal_info_issue",
    ),
    "pages": ("pages", "page_range", "page", "journal_pages", "pagination", "page_info", "prism_page_range"),
    "first_page": ("first_page", "start_page", "page_start", "biblio_first_page", "bp", "starting_page"),
    "last_page": ("last_page", "end_page", "page_end", "biblio_last_page", "ep", "ending_page"),
    "article_number": ("article_number", "art_no", "ar"),
    "url": ("url", "link", "primary_location_landing_page_url", "uri", "url_abs"),
    # Web of Science's `ID` are keywords.
    "source_id": (
        *("ut", "source_id", "id", "uid", "key", "paper_id", "corpus_id", "bibcode", "eid", "lens_id"),
        *("publication_id", "cord_uid", "hal_id"),
    ),
    "entry_type": (
        *("entry_type", "document_type", "publication_type", "type", "item_type", "dt", "publication_types"),
        *("subtype_description", "pub_type_list_pub_type", "doc_type", "genre", "content_type"),
    ),
}
"""The names of each field's columns, lower case; only letters and digits count. Those of two letters are the tags of
Web of Science. Of several that a row fills, the first counts and the others are kept aside. `subtitle` goes behind the
title; `year`, `first_page`, `last_page` and `article_number` make the date and the pages where these say less;
`first_author` begins a list of authors that is not there."""

OPENED: Final = frozenset(
    {
        *("journal", "venue", "externalids", "identifiers", "source", "publicationvenue", "pubtypelist"),
        *("journalinfo", "journalinfojournal"),
    }
)
"""Columns whose objects are opened: the member `name` of `journal` is the column `journal.name`. In a list of objects
that have a `type` and a `value`, the type is the name."""

_TEXT_OF_SOLR: Final = "_s"
"""HAL's interface answers with the names of its index, which end in the kind of the field: `title_s`."""

_RANKS: Final = {plain_name(name): (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)}


@lru_cache(maxsize=4096)
def field_of(name: str) -> tuple[str, int] | None:
    """The field of a column and its rank among the names of that field, or None where it is none."""
    return _RANKS.get(plain_name(name.removesuffix(_TEXT_OF_SOLR)))


def fields_of(names: Iterable[str]) -> set[str]:
    """The fields that the columns of these names give."""
    return {found[0] for name in names if (found := field_of(name)) is not None}


@lru_cache(maxsize=4096)
def is_opened(name: str) -> bool:
    """Whether a column of this name is opened where it holds objects."""
    return plain_name(name) in OPENED
