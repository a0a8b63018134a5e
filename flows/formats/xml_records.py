"""Exports in XML: one element a record, found by its tags, whatever stands around it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from flows.fields.author_lists import join_lists
from flows.formats.base import PUNCTUATION, BrokenEntryError, Entry, Export, Refusal, Span
from flows.formats.xml_elements import Element, parse_element

SAMPLE_CHARS: Final = 4096
"""The elements around the records begin within these."""

Maker = Callable[[Entry, Element, str], None]
"""Fills an entry from its element and the text that this stands in."""

MARKUP: Final = r"[\s\ufeff]|<[^<>]*>"
"""What may stand around the records of every such export."""

PREFIX: Final = r"(?:[\w.-]+:)?"
"""That of a namespace, before the name of an element."""

_MARKUP: Final = re.compile(rf"(?:{MARKUP})+")
_SPACE: Final = "\ufeff \t\r\n"


def begins_with(text: str, name: str) -> bool:
    """Whether the first element of a sample is called so, whatever its prefix."""
    head = text[:SAMPLE_CHARS].lstrip(_SPACE)
    first = re.search(r"<([A-Za-z][\w.:-]*)", head)
    return head.startswith("<") and first is not None and first[1].rpartition(":")[2] == name


def read_records(
    text: str, names: Sequence[str], make: Maker, passed: re.Pattern[str] = _MARKUP, unless: str = "", *, last: bool
) -> Export:
    """The entries that `make` fills from the elements of these names.

    A broken one is refused up to where the next begins. What `passed` matches around them is furniture: tags, unless
    the format has more to pass over, such as elements behind whose names `unless` matches, which are no records.
    """
    but = f"(?!{unless})" if unless else ""
    opening = re.compile(rf"<({PREFIX}(?:{'|'.join(names)}))(?=[\s>]){but}")
    export = Export()
    at, found = 0, opening.search(text)
    while found is not None:
        following = opening.search(text, found.end())
        stop = len(text) if following is None else following.start()
        closing = re.compile(rf"</{found[1]}\s*>").search(text, found.end(), stop)
        if closing is None and following is None and not last:
            break
        export.furniture += [Span(PUNCTUATION, *gap.span()) for gap in passed.finditer(text, at, found.start())]
        end = stop if closing is None else closing.end()
        _put(export, text, (found.start(), end), make, is_closed=closing is not None)
        at, found = end, following
    export.end = at
    if last:
        export.furniture += [Span(PUNCTUATION, *gap.span()) for gap in passed.finditer(text, at)]
        export.end = len(text)
    return export


def _put(export: Export, text: str, place: tuple[int, int], make: Maker, *, is_closed: bool) -> None:
    start, end = place
    entry = Entry(start, end)
    message = "The element is not closed: the file is cut off."
    if end < len(text):
        message = "The element is not closed before the next one begins."
    if is_closed:
        try:
            make(entry, parse_element(text, start, end), text)
        except BrokenEntryError as error:
            message = str(error)
        else:
            export.entries.append(entry)
            return
    export.refusals.append(Refusal(start, start + len(text[start:end].rstrip()), message))


def put_rest(entry: Entry, element: Element, taken: set[int], inline: str = "", parent: str = "") -> None:
    """Keep all texts aside that stand in elements which were not taken, by the names of parent and element.

    Elements called `inline` only part the text of the one around them.
    """
    if element.start in taken:
        return
    if element.says or any(child.name == inline for child in element.children):
        name = f"{parent}.{element.name}" if parent else element.name
        entry.put_aside(name, element.text, element.inner, element.end)
        return
    for child in element.children:
        put_rest(entry, child, taken, inline, element.name)


def texts_at(root: Element, paths: Sequence[str]) -> Iterator[Element]:
    """The elements that hold text at the first of these paths, then at the next: names with `/` between."""
    return (element for path in paths for element in root.find_all(*path.split("/")) if element.text.strip())


def put_first(entry: Entry, field: str, elements: Iterable[Element], taken: set[int], glue: str = " ") -> None:
    """Put the text of the first of the elements that was not taken, if there is one, and take it."""
    for element in elements:
        if element.start not in taken:
            entry.put(field, element.text, element.inner, element.end, glue)
            taken.add(element.start)
            return


def put_person(
    entry: Entry, person: Element, names: Sequence[Sequence[str]], taken: set[int], *, complete: bool = True
) -> None:
    """Put one author, whose name has the parts at these paths, each the first that is there, and take them.

    `complete` tells whether the list is whole that this one is of.
    """
    parts = [part for paths in names for part in islice(texts_at(person, paths), 1)]
    if not parts:
        return
    people = join_lists([", ".join(part.text for part in parts)])
    inner, end = min(part.inner for part in parts), max(part.end for part in parts)
    entry.put_authors(people.names, inner, end, complete=people.complete and complete)
    taken.update(part.start for part in parts)
