"""Exports: the entries that a format found as rows of the extract stage, every byte accounted for."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from flows.dumps.text import DecodedDump, byte_positions
from flows.formats.base import Export, Refusal, Span, extension_of
from flows.formats.registry import EXTENSIONS, SAMPLE_CHARS, Format, find_format, identify_format
from flows.stages.account import Found, Row, facts_row, reject_row
from flows.stages.entry_rows import BROKEN, Account, Read, is_sound, parts_of
from flows.stages.frames import frame_of

_BLANK: Final = "\ufeff \t\r\n\f\v\x00,"


def find_reader(dump: Row, text: str) -> Format | None:
    """The format of a dump, or None where it is a page. Raises UnknownFormatError or AmbiguousFormatError."""
    return identify_format(dump["dump"], text) if dump["layout"] is None else find_format(dump["layout"])


def is_too_short(dump: Row, text: str) -> bool:
    """Whether the first piece of an export is too short to tell its format by."""
    begins = dump["layout"] is None and not dump["last"]
    return begins and len(text) < SAMPLE_CHARS and extension_of(dump["dump"]) in EXTENSIONS


class ExportDump(NamedTuple):
    """What an export or a piece of one gives: rows of the schemas Extracted and Rejects, and that of DumpFacts."""

    records: list[Row]
    rejects: list[Row]
    facts: Row


def read_export(dump: Row, decoded: DecodedDump, found: Format) -> ExportDump:
    """The rows of a dump in a known format, or of as much of a piece as can be read without what follows."""
    before: dict[str, Any] = json.loads(dump["carry"] or '{"lines": 0, "state": {}}')
    text = decoded.text
    export = found.read(text, before["state"], dump["last"])
    settle(text, export)
    at = _places(decoded, export, dump["offset"])
    lines = _LinesOfText(text, before["lines"])
    read = Read(dump, found.name, text, export, at, lines, is_sound(text))
    account = Account()
    for position, part in enumerate(parts_of(export), dump["first_position"]):
        account.add(read, position, part)
    return _with_account(read, decoded, account)


def tell_exports(dumps: Sequence[ExportDump]) -> Found:
    """What dumps give, in their order."""
    records = frame_of([row for one in dumps for row in one.records])
    return Found(records, [row for one in dumps for row in one.rejects], [one.facts for one in dumps])


class _LinesOfText:
    """Numbers of lines; those of old Macs count where there are no others."""

    def __init__(self, text: str, before: int) -> None:
        self._text = text
        self._break = "\n" if "\n" in text else "\r"
        self._known = 0, before + 1

    def number(self, position: int) -> int:
        """The number of the line that holds a position, from 1; asked for in text order."""
        at, line = self._known
        self._known = position, line + self._text.count(self._break, at, position)
        return self._known[1]


def _with_account(read: Read, decoded: DecodedDump, account: Account) -> ExportDump:
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
    carry = {"lines": read.lines.number(end) - 1, "state": export.state}
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
    return ExportDump(account.records, account.rejects, facts)


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


def settle(text: str, export: Export) -> None:
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
