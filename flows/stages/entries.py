"""Exports: the entries that a format found as rows of the extract stage, every byte accounted for."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from flows.dumps.text import DecodedDump, byte_positions, repair
from flows.formats.base import FIELDS, Entry, Export, Refusal, Span, extension_of
from flows.formats.registry import EXTENSIONS, SAMPLE_CHARS, Format, find_format, identify_format
from flows.stages.account import Row, facts_row, reject_row
from schemas.vocabulary import REJECT_CODES

BROKEN: Final = "broken_entry"
"""The code of an entry that breaks its format."""

PUNCTUATION: Final = "keys and punctuation"
TEXTS: Final = (
    *(f"{name}_raw" for name in FIELDS if name != "source_id"),
    "source_id",
    "authors_raw",
    "extra",
    "spans",
)
"""The columns of a record that hold text of its dump; spans name what is kept aside."""

_HALF: Final = re.compile(r"\\u[dD][89a-fA-F]")
_BLANK: Final = "\ufeff \t\r\n\f\v\x00,"


class Rows(NamedTuple):
    """Rows of the schemas Extracted, Rejects and DumpFacts that one dump or piece gives."""

    records: list[Row]
    rejects: list[Row]
    facts: Row


class _Read(NamedTuple):
    """An export that was read, its text, and where its positions stand in the dump's bytes."""

    dump: Row
    name: str
    text: str
    export: Export
    at: Mapping[int, int] | Sequence[int]
    lines_before: int
    is_sound: bool

    def size(self, start: int, end: int) -> int:
        """The bytes of a stretch of text."""
        return self.at[end] - self.at[start]


def find_reader(dump: Row, text: str) -> Format | None:
    """The format of a dump, or None where it is a page. Raises UnknownFormatError or AmbiguousFormatError."""
    return identify_format(dump["dump"], text) if dump["layout"] is None else find_format(dump["layout"])


def is_too_short(dump: Row, text: str) -> bool:
    """Whether the first piece of an export is too short to tell its format by."""
    begins = dump["layout"] is None and not dump["last"]
    return begins and len(text) < SAMPLE_CHARS and extension_of(dump["dump"]) in EXTENSIONS


def read_export(dump: Row, decoded: DecodedDump, found: Format) -> Rows:
    """The rows of a dump in a known format, or of as much of a piece as can be read without what follows."""
    before: dict[str, Any] = json.loads(dump["carry"] or '{"lines": 0, "state": {}}')
    text = decoded.text
    export = found.read(text, before["state"], dump["last"])
    _settle(text, export)
    at = _places(decoded, export, dump["offset"])
    read = _Read(dump, found.name, text, export, at, before["lines"], _is_sound(text))
    account = _Account(read)
    parts: list[Entry | Refusal] = [*export.entries, *export.refusals]
    parts.sort(key=lambda part: part.start)
    for position, part in enumerate(parts, dump["first_position"]):
        account.add(read, position, part)
    return _rows(read, decoded, account)


class _Lines:
    """Numbers of lines; those of old Macs count where there are no others."""

    def __init__(self, read: _Read) -> None:
        self._text = read.text
        self._break = "\n" if "\n" in read.text else "\r"
        self._known = 0, read.lines_before + 1

    def number(self, position: int) -> int:
        """The number of the line that holds a position, from 1; asked for in text order."""
        at, line = self._known
        self._known = position, line + self._text.count(self._break, at, position)
        return self._known[1]


class _Account:
    """The rows so far, and where the bytes went."""

    def __init__(self, read: _Read) -> None:
        self.lines = _Lines(read)
        self.records: list[Row] = []
        self.rejects: list[Row] = []
        self.furniture: Counter[str] = Counter()
        self.field_bytes = 0
        self.reject_bytes = 0

    def add(self, read: _Read, position: int, part: Entry | Refusal) -> None:
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

    def _refuse(self, read: _Read, position: int, refusal: Refusal, code: str) -> None:
        where = read.at[refusal.start], read.at[refusal.end]
        message = f"Line {self.lines.number(refusal.start):,}: {refusal.message}"
        text = repair(read.text[refusal.start : refusal.end])
        row = reject_row(read.dump, where, layout=read.name, code=code, message=message, text=text)
        self.rejects.append({**row, "position": position})
        self.reject_bytes += where[1] - where[0]


def _rows(read: _Read, decoded: DecodedDump, account: _Account) -> Rows:
    """The rows with those for what stands before, between and behind the entries."""
    dump, export, end = read.dump, read.export, read.export.end
    account.furniture["byte order mark"] += read.at[0] - dump["offset"]
    for kind, start, stop in export.furniture:
        account.furniture[kind] += read.size(start, stop)
    tail = decoded.tail_bytes if dump["last"] else 0
    if tail:
        message = "Half a character stands at the end: the dump is cut off."
        where = (read.at[end], read.at[end] + tail)
        account.rejects.append(reject_row(dump, where, layout=read.name, code=BROKEN, message=message))
        account.reject_bytes += tail
    carry = {"lines": account.lines.number(end) - 1, "state": export.state}
    facts = facts_row(
        dump,
        read.at[end] + tail - dump["offset"] if end or dump["last"] else 0,
        encoding=decoded.encoding,
        layout=read.name,
        carry=json.dumps(carry, ensure_ascii=False),
        entries=len(export.entries) + len(export.refusals),
        records=len(account.records),
        field_bytes=account.field_bytes,
        furniture=[{"kind": kind, "bytes": size} for kind, size in sorted(account.furniture.items()) if size],
        reject_bytes=account.reject_bytes,
    )
    return Rows(account.records, account.rejects, facts)


def _places(decoded: DecodedDump, export: Export, offset: int) -> Mapping[int, int] | Sequence[int]:
    """Where the characters at which something begins or ends stand in the dump's bytes."""
    if decoded.encoding == "utf-8" and decoded.text.isascii():
        first = offset + decoded.bom_bytes
        return range(first, first + len(decoded.text) + 1)
    positions = {0, export.end}
    for entry in export.entries:
        for span in entry.spans:
            positions.update((span.start, span.end))
    for start, end in _claims(export):
        positions.update((start, end))
    return byte_positions(decoded, positions, offset)


def _settle(text: str, export: Export) -> None:
    """Account for what nothing claims before `export.end`: white space is furniture, all else is refused."""
    at = 0
    for start, end in [*_claims(export), (export.end, export.end)]:
        if start < at or end > export.end:
            raise ValueError(f"characters {start} to {end} are claimed twice or lie outside the export")
        if at < start:
            if text[at:start].strip(_BLANK):
                export.refusals.append(Refusal(at, start, "No entry holds this text."))
            else:
                export.furniture.append(Span("space", at, start))
        at = end


def _claims(export: Export) -> list[tuple[int, int]]:
    """Every stretch that an entry, a refusal or furniture claims, in text order."""
    entries = ((entry.start, entry.end) for entry in export.entries)
    refusals = ((refusal.start, refusal.end) for refusal in export.refusals)
    return sorted([*entries, *refusals, *((span.start, span.end) for span in export.furniture)])


def _record(read: _Read, position: int, entry: Entry) -> Row:
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
        "extra": [{"name": name, "value": value} for name, value in entry.extra],
        "authors_complete": entry.authors_complete and bool(entry.authors),
        "confidence": 1.0,
        "flags": [],
    }
    return row if read.is_sound else _repaired(row)


def _is_sound(text: str) -> bool:
    """Whether no value of the text can hold half a character, from a byte that is no UTF-8 or an escape of JSON."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return _HALF.search(text) is None


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
