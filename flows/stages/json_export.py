"""Exports that are JSON Lines: most lines in whole columns, the others entry by entry."""

import json
from collections import Counter
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl
import pyarrow as pa

from flows.dumps.text import decode
from flows.formats.base import PUNCTUATION
from flows.formats.columns import STYLE_CHARS, are_names_inverted
from flows.formats.json_records import read_objects
from flows.formats.json_scan import Places, scan_lines
from flows.formats.json_wrapped import find_array
from flows.formats.registry import (
    SAMPLE_CHARS,
    AmbiguousFormatError,
    UnknownFormatError,
    find_format,
    identify_format,
)
from flows.stages.account import Found, Row, facts_row
from flows.stages.entries import is_too_short
from flows.stages.entry_rows import Account, parts_of
from flows.stages.frames import frame_of
from flows.stages.json_columns import READERS
from flows.stages.json_rest import LinesDump, gather, read_rest
from flows.stages.json_rows import Rows
from flows.stages.json_values import columns_of
from schemas.frames import polars_schema
from schemas.records import Extracted

HEAD_BYTES: Final = 4 * SAMPLE_CHARS
"""No character takes more than four bytes."""


def read_lines(row: Row) -> Found | None:
    """What a dump or piece of JSON Lines holds, or None where it is none, or must be read as a whole.

    That is so of an array, of UTF-16 or bytes that are no UTF-8, and of lines that end as those of old Macs do.
    """
    dump = _open(row)
    return None if dump is None else _read(dump)


class LinesState(NamedTuple):
    """What the later pieces of a dump must know: its format, and what that leaves to them."""

    layout: str
    state: dict[str, Any]


def find_state(row: Row) -> LinesState | None:
    """What a dump's first piece leaves to the others, or None where it is not read by `read_lines`."""
    dump = _open(row)
    return None if dump is None else LinesState(dump.format.name, dump.state)


def _open(row: Row) -> LinesDump | None:
    content: bytes = row["content"]
    head = decode(content[:HEAD_BYTES], row["encoding"])
    if head is None or head.encoding != "utf-8" or is_too_short(row, head.text) or _is_no_object(row, head.text):
        return None
    try:
        known = find_format(row["layout"]) if row["layout"] else identify_format(row["dump"], head.text)
    except (UnknownFormatError, AmbiguousFormatError):
        return None
    before: dict[str, Any] = json.loads(row["carry"] or '{"lines": 0, "state": {}}')
    is_array = before["state"].get("array") or (not before["state"] and find_array(head.text) is not None)
    end = len(content) if row["last"] else content.rfind(b"\n") + 1
    body = content[head.bom_bytes : end]
    if b"\r" in content[end:]:
        return None
    if known is None or known.name not in READERS or is_array or not body or not _has_plain_lines(body):
        return None
    state = before["state"] or _first_state(known.name, head.text, is_whole=len(content) <= HEAD_BYTES)
    if state is None:
        return None
    return LinesDump(row, known, body, row["offset"] + head.bom_bytes, state, before["lines"])


def _is_no_object(row: Row, head: str) -> bool:
    """Whether a dump's first piece does not begin with an object: most of these are pages, and no format is asked."""
    return not row["layout"] and not head.lstrip("\ufeff \t\r\n").startswith("{")


def _has_plain_lines(body: bytes) -> bool:
    """Whether the bytes are UTF-8 whose lines end in a line feed, or in that behind a carriage return."""
    if b"\r" in body and body.count(b"\r") != body.count(b"\r\n"):
        return False
    text = pa.Array.from_buffers(
        pa.large_string(), 1, [None, pa.py_buffer(np.array([0, len(body)])), pa.py_buffer(body)]
    )
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _first_state(name: str, head: str, *, is_whole: bool) -> dict[str, Any] | None:
    """What a format leaves to later pieces, from a dump's beginning; None where a line of it is too long to tell."""
    if name == "arxiv_snapshot":
        return {"array": False}
    end = head.find("\n", STYLE_CHARS)
    if end < 0 and not is_whole:
        return None
    found = read_objects(head if end < 0 else head[:end], {}, last=True)
    inverted = are_names_inverted(one.members for one in found.objects if one.start < STYLE_CHARS)
    return {"array": False, "inverted": inverted}


def _read(dump: LinesDump) -> Found | None:
    scan = scan_lines(dump.body)
    row_of_line = np.cumsum(scan.lines.is_sound) - 1
    rows = Rows(scan, row_of_line)
    READERS[dump.format.name](rows, columns_of(scan, row_of_line, rows.broken), dump.state)
    kept = rows.kept()
    sound_lines = np.flatnonzero(scan.lines.is_sound)[kept]
    begins, ends = scan.lines.object_start[sound_lines] + dump.at, scan.lines.object_end[sound_lines] + dump.at
    others = np.ones(len(scan.lines.start), np.bool_)
    others[sound_lines] = False
    rest = gather(dump.body, scan.lines.start, scan.lines.end, np.flatnonzero(others))
    careful = read_rest(dump, rest, scan.lines.start)
    if careful is None:
        return None
    export, read, at = careful
    parts = parts_of(export)
    starts = np.array([at[part.start] for part in parts], np.int64)
    account = Account()
    for place, part in zip(np.searchsorted(begins, starts) + np.arange(len(parts)), parts, strict=True):
        account.add(read, dump.row["first_position"] + int(place), part)
    told = rows.field_bytes(kept)
    positions = dump.row["first_position"] + np.arange(len(begins)) + np.searchsorted(starts, begins)
    records = _records(dump, rows.frame(kept, dump.at), positions, begins, ends)
    if account.records:
        records = pl.concat([records, frame_of(account.records)]).sort("position")
    account.furniture[PUNCTUATION] += int((ends - begins).sum()) - told
    account.field_bytes += told
    facts = _facts(dump, account, entries=len(parts) + len(begins), records=records.height)
    return Found(records, account.rejects, [facts])


def _records(dump: LinesDump, said: pl.DataFrame, positions: Places, begins: Places, ends: Places) -> pl.DataFrame:
    """Rows of the schema Extracted."""
    schema = polars_schema(Extracted)
    return said.with_columns(
        dump=pl.lit(dump.row["dump"]),
        dump_sha256=pl.lit(dump.row["dump_sha256"], pl.String),
        layout=pl.lit(dump.format.name),
        position=pl.Series(positions, dtype=pl.Int64),
        byte_start=pl.Series(begins, dtype=pl.Int64),
        byte_end=pl.Series(ends, dtype=pl.Int64),
        reference=pl.lit(dump.row["reference"]),
        confidence=pl.lit(1.0),
        flags=pl.lit([], schema["flags"]),
    ).select(list(schema))


def _facts(dump: LinesDump, account: Account, *, entries: int, records: int) -> Row:
    """The account of the bytes: what is no object, value or refusal is the space between lines."""
    size = dump.at + len(dump.body) - dump.row["offset"]
    sizes: Counter[str] = Counter(account.furniture)
    sizes["byte order mark"] = dump.at - dump.row["offset"]
    sizes["space"] = size - account.field_bytes - account.reject_bytes - sizes.total()
    carry = {"lines": dump.lines_before + dump.body.count(b"\n"), "state": dump.state}
    return facts_row(
        dump.row,
        size,
        encoding="utf-8",
        layout=dump.format.name,
        carry=json.dumps(carry, ensure_ascii=False),
        entries=entries,
        records=records,
        field_bytes=account.field_bytes,
        furniture=[{"kind": kind, "bytes": size} for kind, size in sorted(sizes.items()) if size],
        reject_bytes=account.reject_bytes,
    )
