"""Marks within the text of a page that are no part of what it says: the page is read without them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Final

from flows.layouts.base import FIELDS, Page, Span

_START: Final = itemgetter(1)
_END: Final = itemgetter(2)


def apart(marks: Iterable[Span]) -> list[Span]:
    """The marks in text order, without those that begin within another."""
    kept: list[Span] = []
    for mark in sorted(marks, key=_START):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept


def masked(text: str, marks: Iterable[Span], fill: str = " ") -> str:
    """The text with blanks, or another character, for these marks."""
    pieces, at = [], 0
    for _, start, end in marks:
        pieces += [text[at:start], fill * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def without_marks(text: str, page: Page, marks: list[Span]) -> Page:
    """The page with spans that leave the marks out, which become furniture."""
    furniture: set[Span] = set()
    entries = []
    for entry in page.entries:
        pieces = [piece for span in entry.spans for piece in _apart(text, span, marks)]
        furniture.update(piece for piece in pieces if piece.name not in FIELDS and entry.holds(piece))
        entries.append(entry._replace(spans=tuple(piece for piece in pieces if piece.name in FIELDS)))
    furniture.update(piece for span in page.furniture for piece in _apart(text, span, marks))
    return Page(entries, sorted(furniture, key=_START), page.refusals)


def _apart(text: str, span: Span, marks: list[Span]) -> Iterator[Span]:
    """The pieces of a span between marks, and those marks."""
    at = span.start
    first = bisect_right(marks, at, key=_END)
    last = bisect_left(marks, span.end, first, key=_START)
    for name, start, end in marks[first:last]:
        if at < start:
            yield _piece(text, span.name, at, start)
        yield Span(name, max(at, start), min(end, span.end))
        at = end
    if at < span.end:
        yield _piece(text, span.name, at, span.end)


def _piece(text: str, name: str, start: int, end: int) -> Span:
    return Span("space" if text[start:end].isspace() else name, start, end)
