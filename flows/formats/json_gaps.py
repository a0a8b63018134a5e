"""What stands between the strings of a line of JSON: colons, commas, brackets, numbers.

A file has few different ones, so each is read once, by regular expressions; `json_scan` works with their numbers.
"""

import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.formats.base import BrokenEntryError
from flows.formats.json_values import read_value

_BLANKS: Final = r"[ \t\r]*"
_START: Final = re.compile(rf"{_BLANKS}\{{{_BLANKS}")
_COLON: Final = re.compile(rf"{_BLANKS}:{_BLANKS}")
_COMMA: Final = re.compile(rf"{_BLANKS},{_BLANKS}")
_CLOSE: Final = re.compile(rf"(?P<value>.*[\]}}]){_BLANKS},{_BLANKS}", re.DOTALL)
_END: Final = re.compile(rf"(?P<object>{_BLANKS}\}}){_BLANKS}")
_END_CLOSE: Final = re.compile(rf"(?P<object>(?P<value>.*[\]}}]){_BLANKS}\}}){_BLANKS}", re.DOTALL)
_NEXT_LIST: Final = re.compile(rf"{_BLANKS}\]{_BLANKS},{_BLANKS}\[{_BLANKS}")
_NEXT_OBJECT: Final = re.compile(rf"{_BLANKS}\}}{_BLANKS},{_BLANKS}\{{{_BLANKS}")
_SPACE: Final = re.compile(_BLANKS)

MAX_KNOWN_CHARS: Final = 64
"""Gaps up to this length recur, others are the numbers of one line."""


class Kind(IntEnum):
    """What a gap does to an object whose members are read one after the other."""

    BROKEN = 0
    START = 1
    """It opens the object."""
    COLON = 2
    COMMA = 3
    VALUE = 4
    """Between one key and the next: a value that holds no string."""
    OPEN = 5
    """Between a key and the first string of a list or an object."""
    CLOSE = 6
    """Between the last string of a list or an object and the next key."""
    NEXT_LIST = 7
    NEXT_OBJECT = 8
    INNER = 9
    """Anything else, which only a list or an object may hold."""
    END_STRING = 10
    END_VALUE = 11
    END_CLOSE = 12
    """The same at the object's end."""


class Shape(IntEnum):
    """What a value holds."""

    OTHER = 0
    TEXTS = 1
    """A list of strings."""
    LISTS = 2
    """A list of lists of strings."""
    OBJECTS = 3
    """A list of objects whose members are strings."""


_WITHIN: Final = ((_NEXT_LIST, Kind.NEXT_LIST), (_NEXT_OBJECT, Kind.NEXT_OBJECT))
_OPENINGS: Final = {":[": Shape.TEXTS, ":[[": Shape.LISTS, ":[{": Shape.OBJECTS}
_CLOSINGS: Final = {"]": Shape.TEXTS, "]]": Shape.LISTS, "}]": Shape.OBJECTS}


class Gap(NamedTuple):
    """A gap by its text: `depth` is how many more brackets it opens than it closes.

    `start` and `end` tell where in it a value begins and ends, where one does, and `end` of START and the like where
    the object does. `says_nothing` is True for a value of null or nothing. `shape` is that of the value which begins or
    ends here, as far as brackets tell.
    """

    kind: Kind
    depth: int
    start: int = 0
    end: int = 0
    object_end: int = 0
    shape: Shape = Shape.OTHER
    says_nothing: bool = False


class GapTable(NamedTuple):
    """Gaps by their number, as arrays of the fields of Gap."""

    kind: NDArray[np.int64]
    depth: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    object_end: NDArray[np.int64]
    shape: NDArray[np.int64]
    says_nothing: NDArray[np.bool_]


def read_gaps(texts: Sequence[str], *, are_last: bool) -> GapTable:
    """The gaps of these texts as arrays; `are_last` where they stand behind the last strings of lines."""
    read, known = (read_last_gap, _known_last_gap) if are_last else (read_gap, _known_gap)
    gaps = [known(text) if len(text) <= MAX_KNOWN_CHARS else read(text) for text in texts]
    columns = list(zip(*gaps, strict=True)) if gaps else [()] * len(Gap._fields)
    kind, depth, start, end, object_end, shape = (np.array(column, np.int64) for column in columns[:-1])
    return GapTable(kind, depth, start, end, object_end, shape, np.array(columns[-1], np.bool_))


def read_gap(text: str) -> Gap:
    """What stands before a string."""
    depth = _depth(text)
    if _START.fullmatch(text):
        return Gap(Kind.START, depth, start=text.index("{"))
    if _COMMA.fullmatch(text):
        return Gap(Kind.COMMA, depth)
    colon = _COLON.match(text)
    if colon is not None:
        return Gap(Kind.COLON, depth) if colon.end() == len(text) else _read_value(text, colon.end(), _COMMA)
    closed = _CLOSE.fullmatch(text)
    if closed is not None:
        return Gap(Kind.CLOSE, depth, end=closed.end("value"), shape=_shape(closed["value"], _CLOSINGS))
    return Gap(next((kind for form, kind in _WITHIN if form.fullmatch(text)), Kind.INNER), depth)


def read_last_gap(text: str) -> Gap:
    """What stands behind the last string of a line."""
    depth = _depth(text)
    ended = _END.fullmatch(text)
    if ended is not None:
        return Gap(Kind.END_STRING, depth, object_end=ended.end("object"))
    colon = _COLON.match(text)
    if colon is not None:
        return _read_value(text, colon.end(), _END)
    closed = _END_CLOSE.fullmatch(text)
    if closed is None:
        return Gap(Kind.BROKEN, depth)
    shape = _shape(closed["value"], _CLOSINGS)
    return Gap(Kind.END_CLOSE, depth, end=closed.end("value"), object_end=closed.end("object"), shape=shape)


def _read_value(text: str, at: int, follows: re.Pattern[str]) -> Gap:
    """A gap with a value at `at`, whole or only begun; a whole one must have `follows` behind it."""
    depth = _depth(text)
    begins_nested = text.startswith(("[", "{"), at)
    try:
        value, start, end, after = read_value(text, at)
    except BrokenEntryError:
        is_open = begins_nested and follows is _COMMA
        return Gap(Kind.OPEN if is_open else Kind.BROKEN, depth, start=at, shape=_shape(text, _OPENINGS))
    behind = follows.fullmatch(text, after)
    if behind is None:
        return Gap(Kind.BROKEN, depth)
    nothing = value is None or value in ([], {})
    if begins_nested and not nothing:
        # What a list of numbers says is no stretch of the text.
        return Gap(Kind.BROKEN, depth)
    if follows is _COMMA:
        return Gap(Kind.VALUE, depth, start, end, says_nothing=nothing)
    return Gap(Kind.END_VALUE, depth, start, end, object_end=behind.end("object"), says_nothing=nothing)


def _shape(text: str, known: Mapping[str, Shape]) -> Shape:
    return known.get(_SPACE.sub("", text), Shape.OTHER)


_known_gap: Final = lru_cache(maxsize=2**14)(read_gap)
_known_last_gap: Final = lru_cache(maxsize=2**14)(read_last_gap)


def _depth(text: str) -> int:
    return text.count("[") + text.count("{") - text.count("]") - text.count("}")
