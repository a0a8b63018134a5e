"""JSON whose records stand a level deeper: in a member of each object, with what the interface says of it beside."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from flows.formats.base import Cell, Entry, Export, State
from flows.formats.columns import as_text, read_row
from flows.formats.json_records import Object, read_objects
from flows.formats.json_values import walk_array, walk_object

Reader = Callable[[Cell, str], Iterable[Cell]]
"""Gives the columns of `flows.formats.columns` that a member of a record in a text fills, and what it leaves."""


def read_held(
    text: str, state: State, path: Sequence[Collection[str]], readers: Mapping[str, Reader], *, last: bool
) -> Export:
    """The entries of a text whose objects hold their record in members of these names, one within the other.

    Each step of the path is a set of names, of which an object has one.

    An object that lacks such a member may still have the next one, or be the record itself. Members of a record that
    have no reader are columns by their own names. Of what stands around it an `id` counts, where the record has none.
    """
    found = read_objects(text, state, last)
    entries = [_entry(text, one, path, readers) for one in found.objects]
    return Export(entries, found.refusals, found.furniture, found.end, found.state)


def _entry(text: str, found: Object, path: Sequence[Collection[str]], readers: Mapping[str, Reader]) -> Entry:
    cells, beside = found.members, list[Cell]()
    for names in path:
        held = next((cell for cell in cells if cell.name in names and isinstance(cell.value, dict)), None)
        if held is not None:
            inner, _ = walk_object(text, held.start)
            beside += [cell for cell in cells if cell is not held and cell.name != "id"]
            cells = [*inner, *(cell for cell in cells if cell.name == "id")]
    columns = [column for cell in cells for column in readers.get(cell.name, _as_it_is)(cell, text)]
    entry = read_row(text, found.start, found.end, columns, inverted=False)
    for cell in beside:
        if cell.value is not None:
            entry.put_aside(cell.name, as_text(cell, text), cell.start, cell.end)
    return entry


def members_of(cell: Cell, text: str) -> list[Cell]:
    """The members of an object; none where the cell holds another value."""
    return walk_object(text, cell.start)[0] if isinstance(cell.value, dict) else []


def elements_of(cell: Cell, text: str) -> list[Cell]:
    """The elements of a list, by its name; none where the cell holds another value."""
    return [Cell(cell.name, *one) for one in walk_array(text, cell.start)] if isinstance(cell.value, list) else []


def objects_of(value: object) -> list[dict[str, Any]]:
    """The objects of a list, or the one that stands for it."""
    parts = value if isinstance(value, list) else [value]
    return [part for part in parts if isinstance(part, dict)]


def renamed(name: str) -> Reader:
    """A reader of a member that is a column by another name."""
    return lambda cell, _: (cell._replace(name=name),)


def _as_it_is(cell: Cell, _: str) -> Iterable[Cell]:
    return (cell,)
