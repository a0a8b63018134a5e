"""Walking JSON objects member by member, with the place of each value.

Python's own decoder gives no places, but its parts do: `scanstring` and `raw_decode` tell where a value ends.
"""

import json
import re
from json import decoder
from typing import Any, Final, NamedTuple

from flows.formats.base import BrokenEntryError, Cell

# Numbers stay as they are written: `2010.0` is what the input says, and an integer may have a million digits.
_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)
_SCAN: Final = _DECODER.raw_decode
_STRING: Final = decoder.scanstring  # type: ignore[attr-defined] # it has no stub, but is no private name either

MAX_DEPTH: Final = 64
"""No export of papers nests its values deeper; how deep Python's decoder goes depends on its version and its stack."""

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_COLON: Final = re.compile(r"[ \t\r\n]*:[ \t\r\n]*")
_NEXT: Final = re.compile(r"[ \t\r\n]*([,}\]])[ \t\r\n]*")
_KEY: Final = re.compile(r'[{,][ \t\r\n]*"')
_ATOM: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|NaN|-?Infinity")
_EMPTY: Final = frozenset({"null", "NaN"})


class Value(NamedTuple):
    """A value without a name; the fields are as in Cell."""

    value: Any
    start: int
    end: int


def walk_object(text: str, at: int, offset: int = 0) -> tuple[list[Cell], int]:
    """The members of the object that begins at `at`, in their order, and where it ends. Raises BrokenEntryError.

    The places of the members, but not the end, are told with `offset` added.
    """
    members: list[Cell] = []
    place = _first(text, at, "{", "}")
    if place is None:
        return members, _closed(text, at)
    while True:
        key, value_at = read_key(text, place)
        value, start, end, after = read_value(text, value_at)
        members.append(Cell(key, value, start + offset, end + offset))
        place, is_closed = read_step(text, after, "}", key)
        if is_closed:
            return members, place


def walk_array(text: str, at: int) -> list[Value]:
    """The elements of the array that begins at `at`. Raises BrokenEntryError."""
    values: list[Value] = []
    place = _first(text, at, "[", "]")
    is_closed = place is None
    while not is_closed and place is not None:
        value, start, end, after = read_value(text, place)
        values.append(Value(value, start, end))
        place, is_closed = read_step(text, after, "]")
    return values


def keys_of(text: str, at: int = 0) -> set[str]:
    """The keys of the object that begins at `at`, as far as it can be read; it may be cut off."""
    found: set[str] = set()
    place = _SPACE.match(text, at).end()  # type: ignore[union-attr] # it matches nothing, too
    while (opened := _KEY.match(text, place)) is not None:
        try:
            key, value_at = read_key(text, opened.end() - 1)
            found.add(key)
            place = read_value(text, value_at)[3]
        except BrokenEntryError:
            break
    return found


def read_key(text: str, at: int) -> tuple[str, int]:
    """The key that begins at `at`, and where its value does. Raises BrokenEntryError."""
    if text[at : at + 1] != '"':
        raise BrokenEntryError("A key in double quotes is missing.")
    key, after = _string(text, at + 1)
    colon = _COLON.match(text, after)
    if colon is None:
        raise BrokenEntryError(f"The colon behind {shown(key)} is missing.")
    return key, colon.end()


def read_step(text: str, at: int, closing: str, key: str | None = None) -> tuple[int, bool]:
    """Where to go on behind a value that ends at `at`, and whether the brackets around it close there.

    Raises BrokenEntryError, which tells the value's key.
    """
    step = _NEXT.match(text, at)
    if step is None or step[1] not in (",", closing):
        what = "an element" if key is None else f"the value of {shown(key)}"
        raise BrokenEntryError(f"Behind {what} a comma or {closing} is missing, or it is cut off.")
    return (step.end(1), True) if step[1] == closing else (step.end(), False)


def shown(key: str) -> str:
    """A key as a message shows it."""
    return json.dumps(key[:40])


def _first(text: str, at: int, opening: str, closing: str) -> int | None:
    """Where the first thing within brackets begins, or None where they are empty."""
    if text[at : at + 1] != opening:
        raise BrokenEntryError(f"It does not begin with {opening}.")
    place = _SPACE.match(text, at + 1).end()  # type: ignore[union-attr] # it matches nothing, too
    return None if text[place : place + 1] == closing else place


def _closed(text: str, at: int) -> int:
    return _SPACE.match(text, at + 1).end() + 1  # type: ignore[union-attr] # it matches nothing, too


def _is_deep(value: object) -> bool:
    """Whether lists and objects stand within each other more than MAX_DEPTH deep."""
    layer = [value]
    for _ in range(MAX_DEPTH):
        layer = [
            part
            for outer in layer
            for part in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
            if isinstance(part, dict | list)
        ]
        if not layer:
            return False
    return True


def _string(text: str, at: int) -> tuple[str, int]:
    try:
        found: tuple[str, int] = _STRING(text, at, False)  # noqa: FBT003 - it takes no keywords
    except ValueError as error:
        raise BrokenEntryError("A string is not closed, or holds a broken escape.") from error
    return found


def read_value(text: str, at: int) -> tuple[Any, int, int, int]:
    """The value at `at`, where it begins and ends, and where to go on."""
    sign = text[at : at + 1]
    if sign == '"':
        value, after = _string(text, at + 1)
        return value, at + 1, after - 1, after
    if sign in ("{", "["):
        try:
            nested, after = _SCAN(text, at)
        except RecursionError as error:
            raise BrokenEntryError("A value is nested too deeply.") from error
        except ValueError as error:
            raise BrokenEntryError("A list or an object in it is broken or cut off.") from error
        if _is_deep(nested):
            raise BrokenEntryError("A value is nested too deeply.")
        return nested, at, after, after
    atom = _ATOM.match(text, at)
    if atom is None:
        raise BrokenEntryError("A value is missing or is no JSON.")
    return None if atom[0] in _EMPTY else atom[0], at, atom.end(), atom.end()
