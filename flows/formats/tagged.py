"""Exports with a tag a line: where their references begin and end, and which lines belong to which tag."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from flows.formats.base import Entry, Export, Refusal, Span

BLANK: Final = "\ufeff \t\r\n"
"""What says nothing at a line's ends; a byte order mark stands within a file where two were joined."""

_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


class Line(NamedTuple):
    """A tag, its value with that of the lines below it without a tag, and where the value stands."""

    tag: str
    value: str
    start: int
    end: int


class Grammar(NamedTuple):
    """How a format sets its references.

    `tag` matches a line that begins with a tag, up to its value; its first group is the tag. `begins` tells whether a
    line opens a reference, from its tag, the tags of the open one (empty where none is), and whether an empty line
    stands before it. `opening` is the tag that should. Where `closing` is None a reference ends before the next one.
    Lines with a tag of `marks` belong to no reference: they begin or end the file.
    """

    tag: re.Pattern[str]
    begins: Callable[[str, Sequence[str], bool], bool]
    opening: str
    closing: str | None
    marks: frozenset[str]
    make: Callable[[int, int, list[Line]], Entry]


def first_lines(text: str, count: int) -> list[str]:
    """The first lines that say something, without what says nothing at their ends."""
    lines = (line[0].strip(BLANK) for line in _LINE.finditer(text))
    return list(islice(filter(None, lines), count))


def read_tagged(text: str, grammar: Grammar, *, last: bool) -> Export:
    """The entries of a text.

    A reference that does not end, or lines with tags outside any, are refused; what else stands between references is
    a comment. Without `last` the export ends where what follows may still belong to it.
    """
    reading = _Reading(text, grammar)
    for start, end in _lines(text, last=last):
        reading.take(start, end)
    return reading.finish(last=last)


def _lines(text: str, *, last: bool) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends; the last one of a piece may go on in the next."""
    stop = len(text) if last else max(text.rfind("\n"), text.rfind("\r")) + 1
    return (line.span() for line in _LINE.finditer(text, 0, stop))


class _Reading:
    """The entries so far, and of the one that is open its tags and where their values stand."""

    def __init__(self, text: str, grammar: Grammar) -> None:
        self._text, self._grammar = text, grammar
        self._export = Export()
        self._tags: list[str] = []
        self._open: list[tuple[int, int]] = []
        self._start = self._end = 0
        self._is_apart = True

    def take(self, start: int, end: int) -> None:
        """Go on with the line `text[start:end]`."""
        left, right = _trimmed(self._text, start, end)
        if left == right:
            self._is_apart = True
            return
        found = self._grammar.tag.match(self._text, start, end)
        tag = None if found is None else found[1]
        value = left
        if found is not None:
            left, value, right = found.start(1), found.end(), max(right, found.end())
        if tag is not None and self._grammar.begins(tag, self._tags, self._is_apart):
            self._close(start)
            self._start = left
            self._put(tag, value, right)
        elif not self._open:
            self._outside(tag, left, right, says_something=value < right)
        elif tag is None:
            self._open[-1] = self._open[-1][0], right
        elif tag == self._grammar.closing:
            self._make(right)
            self._export.end = end
        else:
            self._put(tag, value, right)
        self._end, self._is_apart = right, False

    def _put(self, tag: str, start: int, end: int) -> None:
        self._tags.append(tag)
        self._open.append((start, end))

    def finish(self, *, last: bool) -> Export:
        """All that was found, but where the text goes on nothing behind the last sure end of an entry."""
        if last:
            self._close(len(self._text))
            self._export.end = len(self._text)
            return self._export
        export = self._export
        export.refusals = [refusal for refusal in export.refusals if refusal.end <= export.end]
        export.furniture = [span for span in export.furniture if span.end <= export.end]
        return export

    def _close(self, at: int) -> None:
        """End what is open before the line that begins at `at`, or with the text."""
        if not self._open:
            return
        if self._grammar.closing is None:
            self._make(self._end)
            self._export.end = at
            return
        what = "the file is cut off" if at == len(self._text) else "before the next one begins"
        glue = ": " if at == len(self._text) else " "
        self._refuse(self._start, self._end, f"The reference has no end ({self._grammar.closing}){glue}{what}.")
        self._clear()

    def _make(self, end: int) -> None:
        places = zip(self._tags, self._open, strict=True)
        lines = [Line(tag, self._text[begins:ends], begins, ends) for tag, (begins, ends) in places]
        self._export.entries.append(self._grammar.make(self._start, end, lines))
        self._clear()

    def _clear(self) -> None:
        self._tags.clear()
        self._open.clear()

    def _outside(self, tag: str | None, start: int, end: int, *, says_something: bool) -> None:
        """Put down a line that stands in no reference; one right below a refused one was lost together with it."""
        before = self._export.refusals[-1] if self._export.refusals else None
        is_below = before is not None and before.end == self._end and not self._is_apart
        is_mark = tag in self._grammar.marks
        if before is not None and is_below and not is_mark and before.message == self._lost():
            self._export.refusals[-1] = before._replace(end=end)
        elif tag is None or is_mark or not says_something:
            self._export.furniture.append(Span("comment", start, end))
        else:
            self._refuse(start, end, self._lost())

    def _lost(self) -> str:
        return f"The tag stands in no reference: there is no {self._grammar.opening} before it."

    def _refuse(self, start: int, end: int, message: str) -> None:
        self._export.refusals.append(Refusal(start, end, message))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without what says nothing at its ends."""
    said = text[start:end]
    left = start + len(said) - len(said.lstrip(BLANK))
    return left, max(left, start + len(said.rstrip(BLANK)))
