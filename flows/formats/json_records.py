"""The objects of a JSON Lines file, or of one JSON array, each with the place of its members."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

from flows.formats.base import BrokenEntryError, Cell, Refusal, Span, State
from flows.formats.json_values import keys_of, walk_object

_LINE: Final = re.compile(r"[^\r\n]+")
_BETWEEN: Final = re.compile(r"[\s,]*")
_ARRAY: Final = re.compile(r"[\s\ufeff]*\[")
_SAMPLE_LINES: Final = 20


class Object(NamedTuple):
    """One object `text[start:end]` and its members."""

    start: int
    end: int
    members: list[Cell]


class Found(NamedTuple):
    """What `read_objects` found; the fields are as in formats.base.Export."""

    objects: list[Object]
    refusals: list[Refusal]
    furniture: list[Span]
    end: int
    state: State


def sample_keys(text: str) -> list[set[str]]:
    """The keys of each of the first objects that a sample holds, an empty set where a line is no object."""
    opening = _ARRAY.match(text)
    if opening is not None:
        at = _BETWEEN.match(text, opening.end()).end()  # type: ignore[union-attr] # it matches nothing, too
        return [keys_of(text[at:])]
    lines = (line for line in text.replace("\r", "\n").split("\n") if line and not line.isspace())
    return [keys_of(line.lstrip("\ufeff")) for line in islice(lines, _SAMPLE_LINES)]


def read_objects(text: str, state: State, last: bool) -> Found:  # noqa: FBT001 - every format's `read` has this form
    """The objects of a text, one a line, or those of an array where the text began with one.

    Of lines, each holds one object or more. Raises nothing: what is no object is refused.
    """
    opening = None if state else _ARRAY.match(text)
    if opening is not None or state.get("array"):
        return _read_array(text, 0 if opening is None else opening.end(), last=last)
    end = len(text) if last else max(text.rfind("\n"), text.rfind("\r")) + 1
    objects: list[Object] = []
    refusals: list[Refusal] = []
    for line in _LINE.finditer(text, 0, end):
        try:
            objects.extend(_objects_of_line(line[0], line.start()))
        except BrokenEntryError as error:
            start = line.start() + _indent(line[0])
            while objects and objects[-1].start >= line.start():
                objects.pop()
            refusals.append(
                Refusal(start, line.start() + len(line[0].rstrip()), f"{error} The line is no JSON object.")
            )
    return Found(objects, refusals, [], end, {"array": False})


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _objects_of_line(line: str, offset: int) -> Iterator[Object]:
    at = _indent(line)
    while at < len(line):
        members, end = walk_object(line, at, offset)
        yield Object(at + offset, end + offset, members)
        at = _BETWEEN.match(line, end).end()  # type: ignore[union-attr] # it matches nothing, too


def _read_array(text: str, at: int, *, last: bool) -> Found:
    """The objects of an array from `at` on. A broken one is refused up to the line that begins the next as it began."""
    objects: list[Object] = []
    refusals: list[Refusal] = []
    furniture = [Span("keys and punctuation", 0, at)] if at else []
    while True:
        gap = _BETWEEN.match(text, at).end()  # type: ignore[union-attr] # it matches nothing, too
        while text[gap : gap + 1] == "]":
            gap = _BETWEEN.match(text, gap + 1).end()  # type: ignore[union-attr] # it matches nothing, too
        if gap > at:
            furniture.append(Span("keys and punctuation", at, gap))
        at = gap
        if at >= len(text):
            break
        try:
            members, end = walk_object(text, at)
        except BrokenEntryError as error:
            resumed = _resume(text, at)
            if resumed is None and not last:
                break
            end = len(text) if resumed is None else resumed
            stop = at + len(text[at:end].rstrip(" \t\r\n,"))
            refusals.append(Refusal(at, stop, f"{error} The element is no JSON object."))
            at = stop
            continue
        objects.append(Object(at, end, members))
        at = end
    return Found(objects, refusals, furniture, at, {"array": True})


def _resume(text: str, at: int) -> int | None:
    """Where the next object begins on a line of its own, indented as the one at `at`, or None."""
    line_start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    indent = text[line_start:at]
    if indent.strip():
        return None
    found = re.compile(r"[\r\n]" + re.escape(indent) + r"(?=\{)").search(text, at)
    return None if found is None else found.end()
