"""Columns by their many names: what the rows of JSON Lines, tables and Parquet files say of a paper."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from flows.fields.author_lists import are_inverted
from flows.fields.dates import read_date
from flows.formats.base import Cell, Entry, collapse, plain_name
from flows.formats.json_values import walk_object
from flows.formats.people import first_text, read_authors

NAMES: Final = {
    "title": ("title", "article_title", "document_title", "paper_title", "item_title", "ti"),
    "subtitle": ("subtitle",),
    # Scopus and Web of Science give initials in the one, and the same names in full in the other.
    "authors": (
        *("author_full_names", "authors", "author", "author_names", "authorships_author_display_name"),
        *("author_string", "af", "au"),
    ),
    "abstract": ("abstract", "summary", "abstract_text", "abstract_note", "ab"),
    "date": ("date", "publication_date", "published", "published_date", "date_published", "issued", "pd"),
    "year": ("year", "publication_year", "pub_year", "published_year", "py"),
    "doi": ("doi", "item_doi", "external_ids_doi", "ids_doi", "di"),
    "arxiv_id": ("arxiv_id", "arxiv", "external_ids_arxiv"),
    "pmid": ("pmid", "pubmed_id", "external_ids_pubmed", "ids_pmid", "medline_pmid", "pm"),
    "venue": (
        *("venue", "venue_name", "journal", "journal_name", "booktitle", "source_title", "journal_book"),
        *("journal_title", "container_title", "publication_title", "primary_location_source_display_name", "so"),
    ),
    "volume": ("volume", "journal_volume", "biblio_volume", "vl"),
    "number": ("number", "issue", "issue_number", "journal_issue", "biblio_issue", "is"),
    "pages": ("pages", "page_range", "page", "journal_pages", "pagination", "page_info"),
    "first_page": ("first_page", "start_page", "page_start", "biblio_first_page", "bp"),
    "last_page": ("last_page", "end_page", "page_end", "biblio_last_page", "ep"),
    "article_number": ("article_number", "art_no", "ar"),
    "url": ("url", "link", "primary_location_landing_page_url"),
    # Web of Science's `ID` are keywords.
    "source_id": ("ut", "source_id", "id", "uid"),
    "entry_type": ("entry_type", "document_type", "publication_type", "type", "item_type", "dt"),
}
"""The names of each field's columns, lower case; only letters and digits count. Those of two letters are the tags of
Web of Science. Of several that a row fills, the first counts and the others are kept aside. `subtitle` goes behind the
title; `year`, `first_page`, `last_page` and `article_number` make the date and the pages where these say less."""

OPENED: Final = frozenset({"journal", "venue", "externalids"})
"""Columns whose objects are opened: the member `name` of `journal` is the column `journal.name`."""

NAMES_YEAR: Final = r"(?:^|[^0-9])(?:1[5-9]|2[01])[0-9]{2}(?:[^0-9]|$)"

STYLE_CHARS: Final = 2**18
"""How an input writes names is told by its first characters, this many: the same whatever pieces it is read in."""

_RANKS: Final = {plain_name(name): (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)}
_YEAR: Final = re.compile(NAMES_YEAR)


@lru_cache(maxsize=4096)
def field_of(name: str) -> tuple[str, int] | None:
    """The field of a column and its rank among the names of that field, or None where it is none."""
    return _RANKS.get(plain_name(name))


def fields_of(names: Iterable[str]) -> set[str]:
    """The fields that the columns of these names give."""
    return {found[0] for name in names if (found := field_of(name)) is not None}


def are_names_inverted(rows: Iterable[Sequence[Cell]]) -> bool:
    """Whether the rows that begin an input write names as `Family, Given`."""
    return are_inverted(
        cell.value
        for cells in rows
        for cell in cells
        if isinstance(cell.value, str) and (field_of(cell.name) or ("",))[0] == "authors"
    )


def read_row(text: str, start: int, end: int, cells: Sequence[Cell], *, inverted: bool) -> Entry:
    """The entry of a row that stands at `text[start:end]`."""
    entry = Entry(start, end)
    chosen: dict[str, tuple[int, Cell]] = {}
    aside: list[Cell] = []
    for cell in _opened(text, cells):
        if not _says_something(cell.value):
            continue
        found = field_of(cell.name)
        if found is None:
            aside.append(cell)
            continue
        field, rank = found
        best = chosen.get(field)
        if best is None or rank < best[0]:
            chosen[field] = rank, cell
            cell = cell if best is None else best[1]  # noqa: PLW2901 - the one that gave way
        if best is not None:
            aside.append(cell)
    _keep(entry, {field: cell for field, (_, cell) in chosen.items()}, aside, text, inverted=inverted)
    return entry


def _opened(text: str, cells: Sequence[Cell]) -> Iterator[Cell]:
    """The cells, and the members of objects that are opened."""
    for cell in cells:
        if isinstance(cell.value, dict) and plain_name(cell.name) in OPENED:
            members, _ = walk_object(text, cell.start)
            yield from (member._replace(name=f"{cell.name}.{member.name}") for member in members)
        else:
            yield cell


def _keep(entry: Entry, chosen: dict[str, Cell], aside: list[Cell], text: str, *, inverted: bool) -> None:
    """Put the cells of a row into its entry."""
    aside += _put_title(entry, chosen, text)
    aside += _put_date(entry, chosen, text)
    aside += _put_pages(entry, chosen, text)
    aside += _put_venue(entry, chosen, text)
    for field, cell in chosen.items():
        if field == "authors":
            people = read_authors(cell.value, inverted=inverted)
            entry.put_authors(people.names, cell.start, cell.end, complete=people.complete)
        else:
            entry.put(field, as_text(cell, text), cell.start, cell.end)
    for cell in aside:
        entry.put_aside(cell.name, as_text(cell, text), cell.start, cell.end)


def _put_title(entry: Entry, chosen: dict[str, Cell], text: str) -> list[Cell]:
    """Take title and subtitle out of `chosen`, which Crossref gives apart. Gives what is kept aside."""
    title, subtitle = chosen.pop("title", None), chosen.pop("subtitle", None)
    if title is not None:
        entry.put("title", as_text(title, text), title.start, title.end)
    if subtitle is None or entry.put_subtitle(as_text(subtitle, text), subtitle.start, subtitle.end):
        return []
    return [subtitle]


def _put_date(entry: Entry, chosen: dict[str, Cell], text: str) -> list[Cell]:
    """Take date and year out of `chosen`: a year counts where the date names none. Gives what is kept aside."""
    date, year = chosen.pop("date", None), chosen.pop("year", None)
    if date is not None:
        said = _date_text(date, text)
        entry.put("date", said, date.start, date.end)
        if year is not None and (_YEAR.search(said) is not None or read_date(said).date is not None):
            return [year]
    if year is not None:
        entry.put("date", as_text(year, text), year.start, year.end)
    return []


def _date_text(cell: Cell, text: str) -> str:
    """A date as text; Crossref and CSL give year, month and day as `{"date-parts": [[2019, 3, 5]]}`."""
    if not isinstance(cell.value, dict):
        return as_text(cell, text)
    parts = cell.value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        return "-".join(part for part in parts[0] if isinstance(part, str))
    return first_text(cell.value, ("date-time", "raw", "literal")) or as_text(cell, text)


def _put_pages(entry: Entry, chosen: dict[str, Cell], text: str) -> list[Cell]:
    """Take first and last page and the article's number out of `chosen`, which make the pages where nothing else does.

    Gives what is kept aside.
    """
    first, last, number = (chosen.pop(name, None) for name in ("first_page", "last_page", "article_number"))
    rest = [cell for cell in (first, last, number) if cell is not None]
    if "pages" in chosen or (first is None and number is None):
        return rest
    for cell in (number,) if first is None else (first, last):
        if cell is not None:
            entry.put("pages", as_text(cell, text), cell.start, cell.end, glue="-")
            rest.remove(cell)
    return rest


def _put_venue(entry: Entry, chosen: dict[str, Cell], text: str) -> list[Cell]:
    """Take the venue out of `chosen`; of several names, as Crossref lists them, the first counts.

    Gives the others, which are kept aside.
    """
    venue = chosen.pop("venue", None)
    if venue is None:
        return []
    names = venue.value if isinstance(venue.value, list) else []
    first, *others = [name for name in names if isinstance(name, str) and collapse(name)] or [venue.value]
    entry.put("venue", as_text(venue._replace(value=first), text), venue.start, venue.end)
    return [venue._replace(value=name) for name in others]


def as_text(cell: Cell, text: str) -> str:
    """The cell's value as text: of a list of texts these with blanks between, of other lists and objects the JSON."""
    value = cell.value
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return " ".join(value)
    return text[cell.start : cell.end]


def _says_something(value: object) -> bool:
    return value is not None and value not in ("", [], {}) and not (isinstance(value, str) and value.isspace())
