"""The lines of an export that are not read in whole columns: broken, unusual or saying too little."""

from typing import Any, NamedTuple

import numpy as np

from flows.dumps.text import DecodedDump, byte_positions
from flows.formats.base import Entry, Export, Refusal
from flows.formats.json_scan import Places
from flows.formats.registry import Format
from flows.stages.account import Row
from flows.stages.entries import settle
from flows.stages.entry_rows import Read, is_sound, parts_of


class LinesDump(NamedTuple):
    """A dump or piece of JSON Lines: its whole lines, where they stand, and what the piece before it left."""

    row: Row
    format: Format
    body: bytes
    at: int
    state: dict[str, Any]
    lines_before: int


class Rest(NamedTuple):
    """The lines that are read entry by entry, as one text; `start`: where each begins in it, `line`: which it is."""

    text: str
    start: Places
    line: Places

    def line_of(self, position: Places) -> Places:
        """The places among these lines that hold positions, in bytes of the text."""
        return np.searchsorted(self.start, position, side="right") - 1


class _LinesOfRest:
    """Numbers of lines by the character positions of the rest."""

    def __init__(self, numbers: dict[int, int]) -> None:
        self._numbers = numbers

    def number(self, position: int) -> int:
        """The number of the line that holds a position, from 1."""
        return self._numbers[position]


def gather(body: bytes, start: Places, end: Places, lines: Places) -> Rest:
    """The lines of these numbers that hold more than white space."""
    kept = [line for line in lines if body[start[line] : end[line]].strip()]
    pieces = [body[start[line] : end[line]] for line in kept]
    sizes = np.array([len(piece) + 1 for piece in pieces], np.int64)
    begins = np.cumsum(sizes) - sizes
    return Rest(b"".join(piece + b"\n" for piece in pieces).decode(), begins, np.array(kept, np.int64))


def read_rest(dump: LinesDump, rest: Rest, line_start: Places) -> tuple[Export, Read, dict[int, int]] | None:
    """The other lines as the format reads them, with the dump's bytes for the positions in them.

    None where something goes over the end of a line: then what stands between these lines counts.
    """
    export = dump.format.read(rest.text, dump.state, True)  # noqa: FBT003 - every format's `read` has this form
    settle(rest.text, export)
    positions = _positions(export)
    found = byte_positions(DecodedDump(rest.text, "utf-8", 0, 0), positions)
    bytes_at = np.fromiter(found.values(), np.int64, len(found))
    places = rest.line_of(bytes_at)
    lines = rest.line[places]
    in_dump = bytes_at - rest.start[places] + line_start[lines] + dump.at
    at = dict(zip(found, in_dump.tolist(), strict=True))
    numbers = dict(zip(found, (lines + dump.lines_before + 1).tolist(), strict=True))
    if any(numbers[part.start] != numbers[part.end] for part in parts_of(export)):
        return None
    read = Read(dump.row, dump.format.name, rest.text, export, at, _LinesOfRest(numbers), is_sound(rest.text))
    return export, read, at


def _positions(export: Export) -> set[int]:
    """Every position at which an entry, a value or a refusal begins or ends."""
    parts: list[Entry | Refusal] = [*export.entries, *export.refusals]
    spans = (place for entry in export.entries for span in entry.spans for place in (span.start, span.end))
    return {*spans, *(place for part in parts for place in (part.start, part.end))}
