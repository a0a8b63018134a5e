"""From a byte of a file to the line and column that an editor shows."""

import codecs
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from flows.dumps.files import BLOCK_BYTES

ERRORS: Final = {"utf-8": "surrogateescape"}
"""How bytes that are none in their encoding are counted: each as a character; UTF-16 lets half a pair pass."""

BOM: Final = "\ufeff"


class Place(NamedTuple):
    """A place in a text file, both figures from 1 on; a column is a character."""

    line: int
    column: int


def find_places(path: Path, encoding: str, offsets: Iterable[int]) -> dict[int, Place]:
    r"""The places of the bytes at `offsets` in the file, which is no archive; read once, in bounded memory.

    A line ends with `\n`, `\r\n` or `\r`, as in editors. A byte order mark is no character. Raises OSError where the
    file cannot be read.
    """
    found = {}
    decoder = codecs.getincrementaldecoder(encoding)(ERRORS.get(encoding, "surrogatepass"))
    line, column, at, last = 1, 1, 0, ""
    with path.open("rb") as file:
        for offset in sorted(set(offsets)):
            while at < offset:
                block = file.read(min(BLOCK_BYTES, offset - at))
                if not block:
                    break
                read = decoder.decode(block)
                text = _with_plain_ends(read.removeprefix(BOM) if at == 0 else read, last)
                last = read[-1:] or last
                ends = text.count("\n")
                line += ends
                column = len(text) - text.rfind("\n") if ends else column + len(text)
                at += len(block)
            found[offset] = Place(line, column)
    return found


def _with_plain_ends(text: str, last: str) -> str:
    r"""The text with each line end as `\n`, one that a `\r` before it began left out; `last` came before it."""
    if "\r" not in text and last != "\r":
        return text
    return text.removeprefix("\n" if last == "\r" else "").replace("\r\n", "\n").replace("\r", "\n")
