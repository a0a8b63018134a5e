"""Works of OpenAlex: one object a line, as its snapshot has them, or pages of its interface.

The abstract is an index of its words.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from flows.fields.author_lists import join_lists
from flows.fields.identifiers import find_arxiv_id
from flows.formats.base import Cell, Entry, Export, Sample, State
from flows.formats.columns import as_text
from flows.formats.json_records import Object, read_objects, share_known
from flows.formats.json_values import walk_array, walk_object
from flows.formats.people import read_person

DESCRIPTION: Final = "OpenAlex works, as JSON Lines or answers of its interface, with authorships and biblio."
EXAMPLE: Final = (
    '{"id": "https://openalex.org/W1", "doi": "https://doi.org/10.5555/tides", "title": "On Tides", '
    '"publication_date": "2021-03-01", "type": "article", "authorships": [{"author": {"display_name": "Ada Moor"}}], '
    '"biblio": {"volume": "3", "issue": "1", "first_page": "1", "last_page": "9"}, '
    '"abstract_inverted_index": {"The": [0], "sea": [1], "rises.": [2]}}\n'
)

_FIELDS: Final = {
    "id": "source_id",
    "title": "title",
    "doi": "doi",
    "publication_date": "date",
    "type": "entry_type",
}
_BIBLIO: Final = {"volume": "volume", "issue": "number"}
_ITS_OWN: Final = frozenset({"authorships", "abstract_inverted_index", "host_venue", "open_access"})
_LISTED_AUTHORS: Final = 100
"""A list of OpenAlex shows no more authors than these; only a work asked for by itself shows all."""
_MAX_WORDS: Final = 200_000
"""No abstract is longer; an index that asks for more would fill the memory."""


def is_work(keys: set[str]) -> bool:
    """Whether an object of these keys is a work of OpenAlex."""
    return "id" in keys and bool(keys & {"title", "display_name"}) and bool(keys & _ITS_OWN)


def matches(sample: Sample) -> float:
    """The share of the first lines that have the keys of works."""
    return share_known(sample, is_work)


def read(text: str, state: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text."""
    found = read_objects(text, state, last)
    entries = [_entry(text, one) for one in found.objects]
    return Export(entries, found.refusals, found.furniture, found.end, found.state)


def _entry(text: str, found: Object) -> Entry:
    entry = Entry(found.start, found.end)
    cells: dict[str, Cell] = {}
    for cell in found.members:
        if cell.value is not None and cells.setdefault(cell.name, cell) is not cell:
            entry.put_aside(cell.name, as_text(cell, text), cell.start, cell.end)
    if "title" not in cells and "display_name" in cells:
        title = cells.pop("display_name")
        cells["title"] = title._replace(name="title")
    if "publication_date" not in cells and "publication_year" in cells:
        year = cells.pop("publication_year")
        entry.put("date", as_text(year, text), year.start, year.end)
    _put_authors(entry, cells)
    for cell in cells.values():
        _put(entry, cell, text)
    return entry


def _put(entry: Entry, cell: Cell, text: str) -> None:
    """Put one member of a work where it belongs."""
    name, value, start, end = cell
    if name in _FIELDS:
        entry.put(_FIELDS[name], as_text(cell, text), start, end)
    elif name in _OBJECTS and isinstance(value, dict):
        _OBJECTS[name](entry, cell, text)
    elif name not in ("authorships", "is_authors_truncated") and value not in ([], {}):
        said = as_text(cell, text)
        if name == "locations" and isinstance(value, list) and "arxiv.org/" in said:
            _put_arxiv_id(entry, cell, text)
        entry.put_aside(name, said, start, end)


def _put_abstract(entry: Entry, cell: Cell, _: str) -> None:
    entry.put("abstract", unfold_abstract(cell.value), cell.start, cell.end)


def unfold_abstract(index: dict[str, Any]) -> str:
    """The text whose words stand in the index with their places; empty where the index is none."""
    words: dict[int, str] = {}
    for word, places in index.items():
        for place in places if isinstance(places, list) else []:
            # The decoder leaves numbers as they are written.
            if isinstance(place, str) and place.isdecimal() and len(place) < len(str(_MAX_WORDS)):
                words[int(place)] = word
    return " ".join(words[place] for place in sorted(words))


def _put_authors(entry: Entry, cells: dict[str, Cell]) -> None:
    cell = cells.get("authorships")
    if cell is None or not isinstance(cell.value, list) or not cell.value:
        return
    names = []
    for one in cell.value:
        person = one.get("author") if isinstance(one, dict) else None
        name = read_person(person) if isinstance(person, dict) and person.get("display_name") else ""
        written = one.get("raw_author_name") if isinstance(one, dict) else None
        names.append(name or (written if isinstance(written, str) else ""))
    people = join_lists(names)
    truncated = cells.get("is_authors_truncated")
    cut = (truncated is not None and truncated.value == "true") or len(names) == _LISTED_AUTHORS
    complete = people.complete and not cut and len(people.names) == len(names)
    entry.put_authors(people.names, cell.start, cell.end, complete=complete)


def _put_biblio(entry: Entry, cell: Cell, text: str) -> None:
    """Volume, issue and pages, the last page behind the first and a dash."""
    members = {member.name: member for member in _within(text, cell.start)}
    for name, member in members.items():
        if name in _BIBLIO:
            entry.put(_BIBLIO[name], as_text(member, text), member.start, member.end)
    first, last = members.get("first_page"), members.get("last_page")
    if first is not None:
        entry.put("pages", as_text(first, text), first.start, first.end)
        if last is not None and last.value != first.value:
            entry.put("pages", as_text(last, text), last.start, last.end, glue="-")


def _put_ids(entry: Entry, cell: Cell, text: str) -> None:
    for member in _within(text, cell.start):
        if member.name == "pmid":
            entry.put("pmid", as_text(member, text), member.start, member.end)
        else:
            entry.put_aside(f"ids.{member.name}", as_text(member, text), member.start, member.end)


def _put_location(entry: Entry, cell: Cell, text: str) -> None:
    """The venue's name and the work's page; what else the location says is kept aside."""
    members = {member.name: member for member in _within(text, cell.start)}
    source, written = members.get("source"), members.get("raw_source_name")
    if source is not None and isinstance(source.value, dict):
        for part in _within(text, members.pop("source").start):
            if part.name == "display_name":
                entry.put("venue", as_text(part, text), part.start, part.end)
            else:
                entry.put_aside(f"primary_location.source.{part.name}", as_text(part, text), part.start, part.end)
    elif written is not None:
        # OpenAlex knows no such source, but tells what the location calls it.
        entry.put("venue", as_text(written, text), written.start, written.end)
        del members["raw_source_name"]
    for member in members.values():
        if member.name == "landing_page_url":
            entry.put("url", as_text(member, text), member.start, member.end)
        else:
            entry.put_aside(f"primary_location.{member.name}", as_text(member, text), member.start, member.end)


def _put_host(entry: Entry, cell: Cell, text: str) -> None:
    """The venue's name in works of before 2023, which have no primary location."""
    for member in _within(text, cell.start):
        if member.name == "display_name" and "venue" not in entry.values:
            entry.put("venue", as_text(member, text), member.start, member.end)
        else:
            entry.put_aside(f"host_venue.{member.name}", as_text(member, text), member.start, member.end)


def _put_arxiv_id(entry: Entry, cell: Cell, text: str) -> None:
    """The id of the first of a work's locations that is arXiv's page on it."""
    for location in walk_array(text, cell.start):
        for member in _within(text, location.start) if isinstance(location.value, dict) else ():
            is_text = member.name == "landing_page_url" and isinstance(member.value, str)
            if is_text and find_arxiv_id(member.value) is not None:
                entry.put("arxiv_id", member.value, member.start, member.end)
                return


def _within(text: str, start: int) -> Iterator[Cell]:
    """The members of the object that begins at `start`, without those that say nothing."""
    members, _ = walk_object(text, start)
    return (member for member in members if member.value not in (None, "", [], {}))


_OBJECTS: Final[dict[str, Callable[[Entry, Cell, str], None]]] = {
    "abstract_inverted_index": _put_abstract,
    "biblio": _put_biblio,
    "ids": _put_ids,
    "primary_location": _put_location,
    "host_venue": _put_host,
}
"""Members that are objects, with what puts them."""
