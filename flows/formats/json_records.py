"""The objects of a JSON Lines file, or of JSON arrays, each with the place of its members."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from flows.formats.base import PUNCTUATION, BrokenEntryError, Cell, Refusal, Sample, Span, State
from flows.formats.json_values import keys_of, walk_object
from flows.formats.json_wrapped import Opening, find_array, is_record, leave_array

_LINE: Final = re.compile(r"[^\r\n]+")
_SPACE: Final = re.compile(r"[\s\ufeff]*")
# Semantic Scholar answers `null` where it does not know what was asked for.
_GAP: Final = r"[\s\ufeff,]*(?:null\b[\s\ufeff,]*)*"
_BETWEEN: Final = re.compile(_GAP)
_NUMBERED: Final = re.compile(rf'{_GAP}(?:"\d+"\s*:\s*)?')
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


@lru_cache(maxsize=1)
def sample_keys(text: str) -> list[set[str]]:
    """The keys of each of the first objects that a sample holds, an empty set where a line is no object.

    Every format of JSON asks this of the same sample.
    """
    opening = find_array(text)
    if opening is not None:
        at = _past_gap(text, opening.at, opening.closing)
        return [keys_of(text[at:])]
    lines = (line for line in text.replace("\r", "\n").split("\n") if line and not line.isspace())
    return [keys_of(line.lstrip("\ufeff")) for line in islice(lines, _SAMPLE_LINES)]


def share_known(sample: Sample, is_known: Callable[[set[str]], bool], *words: str) -> float:
    """The share of the first objects whose keys are known; 0 where those of the first are not, or a word is missing."""
    found = sample_keys(sample.text)
    if not found or not is_known(found[0]) or not all(word in sample.text for word in words):
        return 0.0
    return sum(map(is_known, found)) / len(found)


def read_objects(text: str, state: State, last: bool) -> Found:  # noqa: FBT001 - every format's `read` has this form
    """The objects of a text, one a line, or those of arrays where the text began with one (`json_wrapped`).

    Of lines, each holds one object or more. Raises nothing: what is no object is refused.
    """
    opening = None if state else find_array(text)
    if state.get("array"):
        opening = Opening(0, state["depth"], state.get("closing", "]"))
    if opening is not None:
        return _read_array(text, opening, last=last)
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
    return _SPACE.match(line).end()  # type: ignore[union-attr] # it matches nothing, too


def _objects_of_line(line: str, offset: int) -> Iterator[Object]:
    at = _indent(line)
    while at < len(line):
        members, end = walk_object(line, at, offset)
        yield Object(at + offset, end + offset, members)
        at = _BETWEEN.match(line, end).end()  # type: ignore[union-attr] # it matches nothing, too


def _past_gap(text: str, at: int, closing: str) -> int:
    """Where the next element may begin; in an object that stands for an array its number comes before."""
    gap = _NUMBERED if closing == "}" else _BETWEEN
    return gap.match(text, at).end()  # type: ignore[union-attr] # it matches nothing, too


def _read_array(text: str, opening: Opening, *, last: bool) -> Found:
    """The objects of arrays from an opening on.

    A broken one is refused up to the line that begins the next as it began.
    """
    objects: list[Object] = []
    refusals: list[Refusal] = []
    at, depth, closing = opening
    furniture = [Span(PUNCTUATION, 0, at)] if at else []
    while True:
        gap = _past_gap(text, at, closing)
        if gap > at:
            furniture.append(Span(PUNCTUATION, at, gap))
        at = gap
        if at >= len(text):
            break
        if text[at] == closing:
            following = _find_next(text, at + 1, depth, last=last)
            if following is None:
                break
            furniture.append(Span(PUNCTUATION, at, following.at))
            at, depth, closing = following
            continue
        try:
            members, end = walk_object(text, at)
        except BrokenEntryError as error:
            resumed = _resume(text, at, Opening(at, depth, closing), last=last)
            if resumed is None and not last:
                break
            end, following = resumed or (len(text), Opening(len(text), depth, closing))
            stop = at + len(text[at:end].rstrip(" \t\r\n,"))
            refusals.append(Refusal(at, stop, f"{error} The element is no JSON object."))
            furniture.append(Span(PUNCTUATION, stop, following.at))
            at, depth, closing = following
            continue
        objects.append(Object(at, end, members))
        at = end
    return Found(objects, refusals, furniture, at, {"array": True, "depth": depth, "closing": closing})


def _find_next(text: str, at: int, depth: int, *, last: bool) -> Opening | None:
    """The array behind one that closes before `at`; where there is none, where the text goes on.

    None where that cannot be told without what follows.
    """
    try:
        end = leave_array(text, at, depth)
    except BrokenEntryError:
        return Opening(at, 0) if last else None
    found = find_array(text, end)
    if found is not None:
        return found
    return Opening(end, 0) if last or is_record(text, end) else None


def _resume(text: str, at: int, opening: Opening, *, last: bool) -> tuple[int, Opening] | None:
    """The end of the broken object at `at`, and where to go on behind it; None where there is nothing, or not yet.

    The next one begins a line, indented as this one. Where this one begins no line, an object or another array does.
    """
    indent = text[max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1 : at]
    begins_line = not indent.strip()
    found = re.compile(rf"[\r\n]{re.escape(indent)}(?=\{{)" if begins_line else r"[\r\n](?=[{\[])").search(text, at)
    if found is None:
        return None
    same = opening._replace(at=found.end())
    if begins_line or is_record(text, found.end()):
        return found.end(), same
    following = find_array(text, found.end())
    if following is None:
        return (found.end(), same) if last else None
    return found.end(), following
