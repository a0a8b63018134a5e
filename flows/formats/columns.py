"""Columns by their many names: what the rows of JSON Lines, tables and Parquet files say of a paper."""

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

from flows.fields.author_lists import AuthorList, are_inverted, join_lists, split_authors
from flows.formats.base import Cell, Entry, collapse

NAMES: Final = {
    "title": ("title", "article_title", "document_title", "paper_title"),
    "authors": ("authors", "author", "author_names", "author_full_names"),
    "abstract": ("abstract", "summary", "abstract_text"),
    "date": ("date", "publication_date", "published", "published_date"),
    "year": ("year", "publication_year", "pub_year"),
    "doi": ("doi",),
    "arxiv_id": ("arxiv_id", "arxiv", "arxivid"),
    "pmid": ("pmid", "pubmed_id"),
    "venue": ("venue", "journal", "booktitle", "source_title", "journal_book", "journal_title", "container_title"),
    "volume": ("volume",),
    "number": ("number", "issue"),
    "pages": ("pages", "page_range", "page"),
    "url": ("url", "link"),
    "source_id": ("source_id", "id", "uid"),
    "entry_type": ("entrytype", "entry_type", "document_type", "publication_type", "type"),
}
"""The names of each field's columns, lower case with `_` for all but letters and digits; of several that a row fills,
the first counts and the others are kept aside."""

STYLE_CHARS: Final = 2**18
"""How an input writes names is told by its first characters, this many: the same whatever pieces it is read in."""

_RANKS: Final = {name: (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)}
_NO_NAME: Final = re.compile("[^a-z0-9]+")
_PERSON: Final = ("name", "displayname", "fullname", "literal", "author")
_PARTICLES: Final = ("droppingparticle", "nondroppingparticle")
_FAMILY: Final = ("family", "last", "lastname", "surname", "familyname")
_GIVEN: Final = ("given", "first", "firstname", "givenname", "forename")
_SUFFIX: Final = ("suffix",)


@lru_cache(maxsize=4096)
def field_of(name: str) -> tuple[str, int] | None:
    """The field of a column and its rank among the names of that field, or None where it is none."""
    return _RANKS.get(_NO_NAME.sub("_", name.strip().lower()).strip("_"))


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
    for cell in cells:
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


def _keep(entry: Entry, chosen: dict[str, Cell], aside: list[Cell], text: str, *, inverted: bool) -> None:
    """Put the cells of a row into its entry. A year beside a date is kept aside."""
    year = chosen.pop("year", None)
    if year is not None:
        if "date" in chosen:
            aside.append(year)
        else:
            chosen["date"] = year
    for field, cell in chosen.items():
        if field == "authors":
            people = read_authors(cell.value, inverted=inverted)
            entry.put_authors(people.names, cell.start, cell.end, complete=people.complete)
        else:
            entry.put(field, as_text(cell, text), cell.start, cell.end)
    for cell in aside:
        entry.put_aside(cell.name, as_text(cell, text), cell.start, cell.end)


def as_text(cell: Cell, text: str) -> str:
    """The cell's value as text: of a list of texts these with blanks between, of other lists and objects the JSON."""
    value = cell.value
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return " ".join(value)
    return text[cell.start : cell.end]


def read_authors(value: object, *, inverted: bool) -> AuthorList:
    """The names in a text, a list of names, or a list of objects or lists that hold the parts of a name."""
    if isinstance(value, str):
        return split_authors(value, inverted=inverted)
    if not isinstance(value, list):
        value = [value]
    return join_lists([name for part in value if (name := read_person(part))])


def read_person(value: object) -> str:
    """One name from a text, an object with a name or its parts, or a list of family name, given name and suffix.

    Crossref and CSL give suffixes, CSL also particles by themselves and a group as `literal`.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(part for part in value[:3] if isinstance(part, str) and collapse(part))
    if not isinstance(value, dict):
        return ""
    parts = {_NO_NAME.sub("", name.lower()): part for name, part in value.items()}
    family = _first_text(parts, _FAMILY)
    if family:
        particles = [_first_text(parts, [name]) for name in _PARTICLES]
        whole = " ".join(part for part in (*particles, family) if part)
        return ", ".join(part for part in (whole, _first_text(parts, _GIVEN), _first_text(parts, _SUFFIX)) if part)
    named = next((parts[name] for name in _PERSON if parts.get(name)), None)
    return json.dumps(value, ensure_ascii=False) if named is None else read_person(named)


def _first_text(parts: dict[str, Any], names: Iterable[str]) -> str:
    return next((parts[name] for name in names if isinstance(parts.get(name), str) and parts[name].strip()), "")


def _says_something(value: object) -> bool:
    return value is not None and value not in ("", [], {}) and not (isinstance(value, str) and value.isspace())
