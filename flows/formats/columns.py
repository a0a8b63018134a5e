"""What the rows of JSON Lines, tables and Parquet files say of a paper, by the names of their columns."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from flows.fields.author_lists import are_inverted
from flows.fields.dates import read_date
from flows.formats.base import Cell, Entry, collapse
from flows.formats.column_names import field_of, is_opened
from flows.formats.json_values import walk_array, walk_object
from flows.formats.people import first_text, read_authors
from flows.formats.pubmed_words import choose_type
from flows.formats.written import BLANK, read_written

ARXIV_ID_IN: Final = ("number", "pages")
"""Fields that may have arXiv's id instead: Zotero gives it as a number, ADS as a page."""

WRITTEN: Final = frozenset({"title", "venue", "entry_type", "date"})
"""Fields whose lists and objects a program may have written into a table, as Crossref has them."""

NAMES_YEAR: Final = r"(?:^|[^0-9])(?:1[5-9]|2[01])[0-9]{2}(?:[^0-9]|$)"

STYLE_CHARS: Final = 2**18
"""How an input writes names is told by its first characters, this many: the same whatever pieces it is read in."""

_YEAR: Final = re.compile(NAMES_YEAR)


def _first(texts: Sequence[str]) -> str | None:
    return next(iter(texts), None)


_OF_SEVERAL: Final[dict[str, Callable[[Sequence[str]], str | None]]] = {
    "title": _first,
    "venue": _first,
    "entry_type": choose_type,
}
"""Fields of which a list holds several: Crossref gives titles and journals in other languages behind the first."""


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


def _opened(text: str, cells: Iterable[Cell]) -> Iterator[Cell]:
    """The cells, and the members of objects that are opened."""
    for cell in cells:
        inner = _members(text, cell) if isinstance(cell.value, dict | list) and _is_open(cell) else None
        if inner is None:
            yield cell
        else:
            yield from _opened(text, inner)


def _is_open(cell: Cell) -> bool:
    if is_opened(cell.name):
        return True
    return isinstance(cell.value, dict) and "value" in cell.value and field_of(cell.name) is not None


def _members(text: str, cell: Cell) -> list[Cell] | None:
    """The members of an object, or the values of a list of objects by their types; None for any other list.

    A field's own object may have its `value` beside others, as OpenReview gives it.
    """
    if isinstance(cell.value, dict):
        members, _ = walk_object(text, cell.start)
        names = {} if field_of(cell.name) is None else {"value": cell.name}
        return [member._replace(name=names.get(member.name, f"{cell.name}.{member.name}")) for member in members]
    found = []
    for one in walk_array(text, cell.start):
        if not isinstance(one.value, dict) or not isinstance(one.value.get("type"), str) or "value" not in one.value:
            return None
        members, _ = walk_object(text, one.start)
        found += [
            member._replace(name=f"{cell.name}.{one.value['type']}") for member in members if member.name == "value"
        ]
    return found


def _keep(entry: Entry, chosen: dict[str, Cell], aside: list[Cell], text: str, *, inverted: bool) -> None:
    """Put the cells of a row into its entry."""
    for field in WRITTEN & chosen.keys():
        written = read_written(chosen[field].value) if isinstance(chosen[field].value, str) else None
        chosen[field] = chosen[field] if written is None else chosen[field]._replace(value=written)
    for field, choose in _OF_SEVERAL.items():
        if field in chosen and isinstance(chosen[field].value, list):
            chosen[field], others = _choose(chosen[field], choose)
            aside += others
    aside += _move_arxiv_id(chosen, text)
    aside += _put_title(entry, chosen, text)
    aside += _put_date(entry, chosen, text)
    aside += _put_pages(entry, chosen, text)
    aside += _put_authors(entry, chosen, inverted=inverted)
    for field, cell in chosen.items():
        entry.put(field, as_text(cell, text), cell.start, cell.end)
    for cell in aside:
        entry.put_aside(cell.name, as_text(cell, text), cell.start, cell.end)


def _choose(cell: Cell, choose: Callable[[Sequence[str]], str | None]) -> tuple[Cell, list[Cell]]:
    """One text of a list, and the others; the list itself where it holds no text."""
    texts = [one for one in cell.value if isinstance(one, str) and collapse(one)]
    chosen = choose(texts)
    if chosen is None:
        return cell, []
    texts.remove(chosen)
    return cell._replace(value=chosen), [cell._replace(value=one) for one in texts]


def _move_arxiv_id(chosen: dict[str, Cell], text: str) -> list[Cell]:
    """Take arXiv's id for what it is where it stands for an issue or a page. Gives what is kept aside."""
    found = [
        chosen.pop(field)
        for field in ARXIV_ID_IN
        if field in chosen and as_text(chosen[field], text).strip(BLANK).lower().startswith("arxiv:")
    ]
    if found and "arxiv_id" not in chosen:
        chosen["arxiv_id"] = found.pop(0)
    return found


def _put_authors(entry: Entry, chosen: dict[str, Cell], *, inverted: bool) -> list[Cell]:
    """Take the authors out of `chosen`, else the first of them, who is not all. Gives what is kept aside."""
    authors, first = chosen.pop("authors", None), chosen.pop("first_author", None)
    named = first if authors is None else authors
    if named is not None:
        people = read_authors(named.value, inverted=inverted)
        entry.put_authors(people.names, named.start, named.end, complete=people.complete and named is authors)
    return [] if first is None or named is first else [first]


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
