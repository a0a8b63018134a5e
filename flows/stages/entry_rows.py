"""Entries of exports as rows of the extract stage, and where their bytes went."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from flows.dumps.text import repair, unread
from flows.formats.base import FIELDS, PUNCTUATION, Entry, Export, Refusal
from flows.stages.account import Row, reject_row
from schemas.vocabulary import REJECT_CODES

BROKEN: Final = "broken_entry"
"""The code of an entry that breaks its format."""

ASIDE: Final = "extra."
"""Begins the names of spans of what is kept aside."""

TEXTS: Final = (
    *(f"{name}_raw" for name in FIELDS if name != "source_id"),
    "source_id",
    "authors_raw",
    "extra",
    "spans",
)
"""The columns of a record that hold text of its dump; spans name what is kept aside."""

_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")


class Lines(Protocol):
    """Tells lines by their numbers."""

    def number(self, position: int) -> int:
        """The number of the line that holds a position, from 1; asked for in text order."""


class Read(NamedTuple):
    """An export that was read, its text, and where its positions stand in the dump's bytes."""

    dump: Row
    name: str
    text: str
    export: Export
    at: Mapping[int, int] | Sequence[int]
    lines: "Lines"
    is_sound: bool

    def size(self, start: int, end: int) -> int:
        """The bytes of a stretch of text."""
        return self.at[end] - self.at[start]


def parts_of(export: Export) -> list[Entry | Refusal]:
    """The entries and refusals in text order."""
    parts: list[Entry | Refusal] = [*export.entries, *export.refusals]
    return sorted(parts, key=lambda part: part.start)


class Account:
    """The rows so far, and where the bytes went."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.records: list[Row] = []
        self.rejects: list[Row] = []
        self.furniture: Counter[str] = Counter()
        self.field_bytes = 0
        self.reject_bytes = 0

    def add(self, read: Read, position: int, part: Entry | Refusal) -> None:
        """Add the rows of an entry, or of one that is broken or says nothing."""
        if isinstance(part, Refusal):
            self._refuse(read, position, part, BROKEN)
        elif "title" not in part.values and "abstract" not in part.values:
            code = "empty_record"
            self._refuse(read, position, Refusal(part.start, part.end, REJECT_CODES[code]), code)
        else:
            row = _record(read, position, part)
            told = _union_size((span["start"], span["end"]) for span in row["spans"])
            self.records.append(row)
            self.field_bytes += told
            self.furniture[PUNCTUATION] += read.size(part.start, part.end) - told

    def _refuse(self, read: Read, position: int, refusal: Refusal, code: str) -> None:
        where = read.at[refusal.start], read.at[refusal.end]
        message = f"Line {read.lines.number(refusal.start):,}: {refusal.message}"
        text = repair(read.text[refusal.start : refusal.end])
        row = reject_row(read.dump, where, layout=read.name, code=code, message=message, text=text)
        self.rejects.append({**row, "position": position})
        self.reject_bytes += where[1] - where[0]


def _record(read: Read, position: int, entry: Entry) -> Row:
    """One entry as a row of the schema Extracted."""
    values = {f"{name}_raw": entry.values.get(name) for name in FIELDS if name != "source_id"}
    row = {
        "dump": read.dump["dump"],
        "dump_sha256": read.dump["dump_sha256"],
        "layout": read.name,
        "position": position,
        "byte_start": read.at[entry.start],
        "byte_end": read.at[entry.end],
        "spans": [
            {"field": name, "start": read.at[start], "end": read.at[end]}
            for name, start, end in sorted(entry.spans, key=lambda span: span.start)
        ],
        "reference": read.dump["reference"],
        "source_id": entry.values.get("source_id"),
        **values,
        "authors_raw": list(entry.authors),
        "extra": _in_text_order(entry),
        "authors_complete": entry.authors_complete and bool(entry.authors),
        "confidence": 1.0,
        "flags": [],
    }
    return row if read.is_sound else _repaired(row)


def _in_text_order(entry: Entry) -> list[dict[str, str]]:
    """What is kept aside; each has a span, and these stand in the order of `entry.extra`."""
    starts = (span.start for span in entry.spans if span.name.startswith(ASIDE))
    told = sorted(zip(starts, entry.extra, strict=True), key=lambda one: one[0])
    return [{"name": name, "value": value} for _, (name, value) in told]


def is_sound(text: str) -> bool:
    """Whether no value of the text can hold half a character, from a byte that is no UTF-8 or an escape of JSON."""
    return len(unread(text)) == 0 and _HALF.search(text) is None


def _repaired(row: Row) -> Row:
    """The row with bytes that were no UTF-8 read as Windows-1252, flagged where there were any."""
    said = json.dumps([row[name] for name in TEXTS], ensure_ascii=False)
    mended = repair(said)
    if mended == said:
        return row
    return {**row, **dict(zip(TEXTS, json.loads(mended), strict=True)), "flags": ["encoding_repaired"]}


def _union_size(stretches: Iterable[tuple[int, int]]) -> int:
    """How many bytes the stretches, sorted by their beginning, hold together; one may lie within another."""
    size = at = 0
    for start, end in stretches:
        size += max(0, end - max(start, at))
        at = max(at, end)
    return size
