"""Finding the marks of all layouts in a text, in one pass over the beginnings of its lines."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from flows.layouts.marks import KINDS, MARKS

_BLANKS: Final = r"[ \t\r\v\u00a0\ufeff\u200b\u2060]*(?=[A-Z\[\\\dan])"  # in front of a mark, and how marks begin


class Mark(NamedTuple):
    """A mark `text[start:end]` of a layout, in the line that begins at `line`, and its kind (a field of Marks)."""

    layout: str
    kind: str
    line: int
    start: int
    end: int


@cache
def _line_marks(before: str) -> re.Pattern[str]:
    """The marks of every layout behind `before`, the end of a line, in groups `layout__kind`."""
    marks = ((name, kind, getattr(known, kind)) for name, known in MARKS.items() for kind in KINDS)
    # A line end that stands first lets the search run from one to the next.
    return re.compile(
        f"{before}{_BLANKS}(?:{'|'.join(f'(?P<{name}__{kind}>{mark})' for name, kind, mark in marks if mark)})"
    )


@cache
def joined_marks(name: str) -> re.Pattern[str]:
    """What opens a page of this layout wherever it stands."""
    return re.compile(MARKS[name].joined)


@cache
def _other_marks(own: str, before: str) -> re.Pattern[str]:
    """The marks of all layouts but one, as `_line_marks`; without groups this is quicker."""
    marks = (getattr(known, kind) for name, known in MARKS.items() if name != own for kind in KINDS)
    return re.compile(f"{before}{_BLANKS}(?:{'|'.join(filter(None, marks))})")


def shows_others(text: str, own: str) -> bool:
    """Whether the text holds a mark of another layout."""
    return (
        _other_marks(own, "").match(text) is not None
        or _other_marks(own, r"\n").search(text) is not None
        or any(True for name in MARKS if name != own for _ in _lone_marks(text, name))
    )


def _lone_marks(text: str, name: str) -> Iterator[Mark]:
    """The marks of a layout whose page may be one line, right behind another page."""
    literal = MARKS[name].literal
    at = text.find(literal) if literal else -1
    while at >= 0:
        found = joined_marks(name).match(text, at)
        if found is not None:
            yield Mark(name, "entry", at, *found.span())
        at = text.find(literal, at + 1)


def find_marks(text: str) -> list[Mark]:
    """The marks of every layout in text order."""
    first = _line_marks("").match(text)
    marks = [] if first is None else [_line_mark(first, 0)]
    lines = _line_marks(r"\n").finditer(text, marks[0].end if marks else 0)
    marks.extend(_line_mark(found, found.start() + 1) for found in lines)
    marks.extend(mark for name in MARKS for mark in _lone_marks(text, name))
    return sorted(marks, key=lambda mark: mark.start)


def _line_mark(found: re.Match[str], line: int) -> Mark:
    group = found.lastgroup or ""
    name, _, kind = group.partition("__")
    return Mark(name, kind, line, *found.span(group))
