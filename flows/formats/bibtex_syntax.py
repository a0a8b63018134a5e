"""The syntax of BibTeX: where its entries and their fields stand.

The kept readers (bibtexparser, pybtex) tell a line at best, not the bytes of a field, and differ in what they lose
behind a broken entry, so they cannot keep litsieve's promises; tests hold this one to what they read.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

from flows.formats.base import BrokenEntryError

OPENING: Final = re.compile(r"@[ \t]*(?P<kind>[A-Za-z]+)\s*(?P<bracket>[{(])")

# Biber reads on behind a comment within an entry.
_SPACE: Final = re.compile(r"\s*(?:%[^\r\n]*\s*)*")
_KEY: Final = re.compile(r"\s*([^,\s{}=\"]*(?:[ \t]+[^,\s{}=\"]+)*)\s*(?:,|(?=[})]))")
_NAME: Final = re.compile(r"\s*([^\s\"#%'(),={}]+)\s*=\s*")
_BARE: Final = re.compile(r"[^\s\"#%'(),={}]+")
_BRACES: Final = re.compile(r"[{}]")
_BRACES_AND_QUOTES: Final = re.compile(r"[{}\"]")
_MONTHS: Final = frozenset(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])


class Field(NamedTuple):
    """A field: its name, lower case, its value with macros resolved, and where that stands without outer marks."""

    name: str
    value: str
    start: int
    end: int


class Block(NamedTuple):
    """One `@kind{…}`: its kind, lower case, its key and fields, and where it ends.

    `key_start` is where the key stands; a comment or preamble has neither key nor fields.
    """

    kind: str
    key: str
    key_start: int
    fields: list[Field]
    end: int


def line_starts(text: str) -> Iterator[int]:
    """Where a block begins with nothing before it on its line."""
    for found in OPENING.finditer(text):
        before = found.start()
        while before > 0 and text[before - 1] in " \t\ufeff":
            before -= 1
        if before == 0 or text[before - 1] in "\r\n":
            yield found.start()


def chunks(text: str) -> Iterator[tuple[int, int]]:
    """The stretches between the lines that begin a block: an entry that is not closed ends where the next begins."""
    bounds = [0, *line_starts(text), len(text)]
    yield from ((start, end) for start, end in pairwise(bounds) if start < end)


def read_block(text: str, opening: re.Match[str], end: int, macros: Mapping[str, str]) -> Block:
    """The block that `opening` opens, which may reach up to `end`. Raises BrokenEntryError."""
    kind = opening["kind"].lower()
    close = "}" if opening["bracket"] == "{" else ")"
    if kind in ("comment", "preamble"):
        return Block(kind, "", opening.end(), [], _closed(text, opening.end(), end, close))
    key, key_start, at = "", opening.end(), opening.end()
    if kind != "string":
        found = _KEY.match(text, at, end)
        if found is not None:
            key, key_start, at = found[1], found.start(1), found.end()
    fields: list[Field] = []
    while True:
        at = _skip(text, at, end)
        if text[at : at + 1] == close and at < end:
            return Block(kind, key, key_start, fields, at + 1)
        name = _NAME.match(text, at, end)
        if name is None:
            raise BrokenEntryError(_what_is_wrong(at, end))
        field, at = _read_field(text, name, end, macros)
        fields.append(field)
        at = _skip(text, at, end)
        if text[at : at + 1] == ",":
            at += 1
        elif text[at : at + 1] != close or at >= end:
            raise BrokenEntryError(f"A comma or {close} behind the field {field.name} is missing, or it is cut off.")


def _what_is_wrong(at: int, end: int) -> str:
    if at >= end:
        return "The entry is not closed."
    return "The name of a field and = are missing, or a bracket stands where none belongs."


def _skip(text: str, at: int, end: int) -> int:
    found = _SPACE.match(text, at, end)
    return at if found is None else found.end()


def _read_field(text: str, name: re.Match[str], end: int, macros: Mapping[str, str]) -> tuple[Field, int]:
    """One field and where it ends; the pieces of a value that `#` joins make one."""
    at = name.end()
    pieces: list[str] = []
    first, stop = at, at
    while True:
        piece, left, right, at = _read_piece(text, at, end, macros)
        first = left if not pieces else first
        stop = right
        pieces.append(piece)
        mark = _skip(text, at, end)
        if text[mark : mark + 1] != "#" or mark >= end:
            return Field(name[1].lower(), "".join(pieces), first, stop), at
        at = _skip(text, mark + 1, end)


def _read_piece(text: str, at: int, end: int, macros: Mapping[str, str]) -> tuple[str, int, int, int]:
    """A braced, quoted or bare piece of a value: its text, where that begins and ends, and where to go on."""
    sign = text[at : at + 1] if at < end else ""
    if sign == "{":
        after = _closed(text, at + 1, end, "}")
        return text[at + 1 : after - 1], at + 1, after - 1, after
    if sign == '"':
        after = _quoted(text, at + 1, end)
        return text[at + 1 : after - 1], at + 1, after - 1, after
    bare = _BARE.match(text, at, end)
    if bare is None:
        raise BrokenEntryError("The value of a field is missing.")
    word = bare[0]
    value = word if word.isdecimal() or word.lower() in _MONTHS else macros.get(word.lower(), word)
    return value, at, bare.end(), bare.end()


def _closed(text: str, at: int, end: int, close: str) -> int:
    """Behind the bracket that closes what opened before `at`. BibTeX counts braces, also those behind a backslash."""
    depth = 0
    marks = _BRACES if close == "}" else re.compile(r"[{})]")
    for mark in marks.finditer(text, at, end):
        if mark[0] == close and depth == 0:
            return mark.end()
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
    raise BrokenEntryError("A bracket is not closed.")


def _quoted(text: str, at: int, end: int) -> int:
    """Behind the quote that closes what opened before `at`; quotes within braces do not count."""
    depth = 0
    for mark in _BRACES_AND_QUOTES.finditer(text, at, end):
        if mark[0] == '"' and depth == 0:
            return mark.end()
        depth += {"{": 1, "}": -1}.get(mark[0], 0)
    raise BrokenEntryError("A quote is not closed.")
