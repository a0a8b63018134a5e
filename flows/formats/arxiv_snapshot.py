"""The metadata snapshot of arXiv: one object a line, as arXiv publishes it."""

from typing import Final

from flows.fields.author_lists import join_lists, split_authors
from flows.formats.base import Cell, Entry, Export, Sample, State
from flows.formats.columns import as_text
from flows.formats.json_records import Object, read_objects, share_known
from flows.formats.json_values import walk_array, walk_object
from flows.formats.people import read_person

DESCRIPTION: Final = "arXiv's metadata snapshot: JSON Lines with authors_parsed, categories, versions and update_date."
EXAMPLE: Final = (
    '{"id": "2103.00001", "authors": "Ada Moor and Bo Li", "title": "On Tides", "comments": "9 pages", '
    '"journal-ref": null, "doi": null, "categories": "physics.ao-ph", "abstract": "  The sea rises.\\n", '
    '"versions": [{"version": "v1", "created": "Mon, 1 Mar 2021 09:00:00 GMT"}], "update_date": "2021-03-02", '
    '"authors_parsed": [["Moor", "Ada", ""], ["Li", "Bo", ""]]}\n'
)

FIELDS: Final = {
    "title": "title",
    "abstract": "abstract",
    "categories": "subjects",
    "comments": "comment",
    "journal-ref": "venue",
    "doi": "doi",
}
_ITS_OWN: Final = frozenset({"authors_parsed", "versions", "journal-ref", "report-no", "update_date"})


def is_snapshot(keys: set[str]) -> bool:
    """Whether an object of these keys is one of the snapshot."""
    return {"id", "title", "abstract", "categories"} <= keys and bool(keys & _ITS_OWN)


def matches(sample: Sample) -> float:
    """The share of the first lines that have the snapshot's keys."""
    return share_known(sample, is_snapshot)


def read(text: str, state: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text."""
    found = read_objects(text, state, last)
    entries = [_entry(text, one) for one in found.objects]
    return Export(entries, found.refusals, found.furniture, found.end, found.state)


def _entry(text: str, found: Object) -> Entry:
    entry = Entry(found.start, found.end)
    cells = {cell.name: cell for cell in reversed(found.members) if cell.value is not None}
    for cell in found.members:
        if cell.value is None:
            continue
        name = cell.name
        if cells[name] is not cell:
            entry.put_aside(name, as_text(cell, text), cell.start, cell.end)
        elif name == "id":
            entry.put("source_id", as_text(cell, text), cell.start, cell.end)
            entry.put("arxiv_id", as_text(cell, text), cell.start, cell.end)
        elif name in FIELDS:
            entry.put(FIELDS[name], as_text(cell, text), cell.start, cell.end)
        elif name not in ("authors", "authors_parsed", "versions", "update_date"):
            entry.put_aside(name, as_text(cell, text), cell.start, cell.end)
    _put_authors(entry, cells)
    _put_dates(entry, cells, text)
    return entry


def _put_authors(entry: Entry, cells: dict[str, Cell]) -> None:
    """The authors, from their parsed form where there is one: it tells family from given names."""
    plain, parsed = cells.get("authors"), cells.get("authors_parsed")
    if parsed is not None and isinstance(parsed.value, list) and parsed.value:
        people = join_lists([name for part in parsed.value if (name := read_person(part))])
        entry.put_authors(people.names, parsed.start, parsed.end, complete=people.complete)
        if plain is not None and isinstance(plain.value, str):
            entry.put_aside("authors", plain.value, plain.start, plain.end)
    elif plain is not None and isinstance(plain.value, str):
        people = split_authors(plain.value)
        entry.put_authors(people.names, plain.start, plain.end, complete=people.complete)


def _put_dates(entry: Entry, cells: dict[str, Cell], text: str) -> None:
    """When the first version came and, where there are more, the last; else the day of the last change."""
    versions, updated = cells.get("versions"), cells.get("update_date")
    created = [] if versions is None else _created(text, versions)
    for place, cell in enumerate(created):
        if place in (0, len(created) - 1):
            entry.put("date", cell.value, cell.start, cell.end, glue="; ")
        else:
            entry.put_aside("versions", cell.value, cell.start, cell.end)
    if updated is not None:
        keep = entry.put_aside if created else entry.put
        keep("update_date" if created else "date", as_text(updated, text), updated.start, updated.end)


def _created(text: str, versions: Cell) -> list[Cell]:
    if not isinstance(versions.value, list):
        return []
    found = []
    for start, value in ((one.start, one.value) for one in walk_array(text, versions.start)):
        if isinstance(value, dict) and isinstance(value.get("created"), str):
            members, _ = walk_object(text, start)
            found += [member for member in members if member.name == "created"][:1]
    return found
