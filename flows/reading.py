"""Reading dumps through the extract stage: small ones together, a large one in pieces, so that memory stays bounded."""

import json
import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl

from flows.dumps.files import BLOCK_BYTES, DumpReader, dump_name, hash_dump
from flows.dumps.unreadable import UnreadableDumpError
from flows.settings import ExtractSettings
from flows.stages.account import last_layout
from flows.stages.extract import Extracted, extract
from flows.stages.json_export import HEAD_BYTES, find_state
from schemas.dumps import Dumps
from schemas.frames import check_frame, polars_schema
from schemas.vocabulary import REJECT_CODES

Row = dict[str, Any]

TABLE: Final = "parquet"
"""The format of a dump that the reader unpacks to rows."""

GROWTH: Final = 2
"""A piece that is too short to hold a few records is tried again this many times as long."""

LONGEST_BYTES: Final = 2**25
"""A piece does not grow beyond this: an entry of so many bytes is none, and would take twenty times as much memory."""

LINE_BYTES: Final = 96
"""A line takes up as much as so many bytes at least: what is made of a short entry is not short."""


def extract_files(paths: Sequence[Path], raw: Path, settings: ExtractSettings) -> Iterator[Extracted]:
    """What the extract stage finds in the dumps at `paths` below `raw`, in their order, part by part.

    A part holds about `settings.piece_bytes` of dumps: several small ones, or a piece of a large one. A file that
    cannot be read is a reject in its part. Raises OSError where a large file changes while it is read.
    """
    small: list[Row] = []
    held = 0
    for path in paths:
        row = _read_small(path, raw, settings)
        if row is not None:
            small.append(row)
            held += _weight(row["content"] or b"")
        if small and (row is None or held >= settings.piece_bytes):
            yield _extract(small)
            small, held = [], 0
        if row is None:
            yield from _extract_pieces(path, raw, settings)
    if small:
        yield _extract(small)


class Piece(NamedTuple):
    """A stretch of a dump's whole lines, from byte `start` to `end`, that can be worked on by itself.

    `row` is the row of the schema Dumps, but for its content; `entries` is how many lines it holds that are not empty.
    """

    path: Path
    start: int
    end: int
    entries: int
    modified_ns: int
    row: Row


def plan_pieces(path: Path, raw: Path, settings: ExtractSettings) -> list[Piece]:
    """Cut a large dump of JSON Lines at line ends, without reading what is in the lines; the file is read once.

    Gives no pieces where the dump is no larger than one, or is no such file, packed or in another encoding: that one is
    for `extract_files`. Positions count a record a line; see `moved` for dumps that have other lines.
    """
    if not _may_be_cut(path, raw, settings):
        return []
    pieces: list[Piece] = []
    digest, lines, entries = sha256(), 0, 0
    with path.open("rb") as file:
        facts = os.fstat(file.fileno())
        head = file.read(HEAD_BYTES)
        start = _row(path, raw, settings, size_bytes=facts.st_size, last=len(head) == facts.st_size)
        known = find_state({**start, "content": head})
        if known is None:
            return []
        file.seek(0)
        while content := file.read(settings.piece_bytes):
            content += b"" if content.endswith(b"\n") else file.readline()
            carry = json.dumps({"lines": lines, "state": known.state}, ensure_ascii=False)
            row = {**start, "offset": file.tell() - len(content), "last": file.tell() >= facts.st_size}
            row |= {"first_position": entries, "layout": known.layout, "carry": carry}
            # The first piece may begin with a byte order mark.
            row |= {"encoding": "utf-8" if pieces else None}
            digest.update(content)
            ends = content.count(b"\n")
            empty = content.count(b"\n\n") + (content.count(b"\n\r\n") if b"\r" in content else 0)
            told = ends + (not content.endswith(b"\n")) - empty - content.startswith((b"\n", b"\r\n"))
            pieces.append(Piece(path, row["offset"], file.tell(), told, facts.st_mtime_ns, row))
            lines, entries = lines + ends, entries + told
    return [piece._replace(row={**piece.row, "dump_sha256": digest.hexdigest()}) for piece in pieces]


def _may_be_cut(path: Path, raw: Path, settings: ExtractSettings) -> bool:
    """Whether the dump can be read, is larger than a piece and lies there unpacked."""
    try:
        with DumpReader(path, raw, settings.max_dump_bytes) as reader:
            return not reader.packed and settings.piece_bytes < reader.size_bytes <= settings.max_dump_bytes
    except UnreadableDumpError:
        return False


def extract_piece(piece: Piece) -> Extracted:
    """What the stage finds in a piece. Raises OSError where the file changed since the pieces were planned.

    Where `facts.entries` is not `piece.entries`, some lines hold no record or several, and the records of the pieces
    behind it stand at other positions: `moved` puts them right.
    """
    with piece.path.open("rb") as file:
        facts = os.fstat(file.fileno())
        file.seek(piece.start)
        content = file.read(piece.end - piece.start)
    if (facts.st_size, facts.st_mtime_ns) != (piece.row["size_bytes"], piece.modified_ns):
        raise OSError(f"{piece.path} changed while it was read.")
    return _extract([{**piece.row, "content": content}])


def moved(found: Extracted, by: int) -> Extracted:
    """The same with every position `by` further on in the dump."""
    position = pl.col("position") + by
    return found._replace(records=found.records.with_columns(position), rejects=found.rejects.with_columns(position))


def _extract(rows: Sequence[Row]) -> Extracted:
    # Column by column: polars would copy what a row holds more than once.
    columns = [pl.Series(name, [row[name] for row in rows], dtype) for name, dtype in polars_schema(Dumps).items()]
    return extract(check_frame(pl.DataFrame(columns), Dumps))


def is_reference(name: str, settings: ExtractSettings) -> bool:
    """Whether the dump of this name is a reference."""
    return any(fnmatchcase(name, pattern) for pattern in settings.references)


def _row(path: Path, raw: Path, settings: ExtractSettings, **known: object) -> Row:
    """A row of the schema Dumps for a dump from its beginning."""
    name = dump_name(path, raw)
    start = {
        "dump": name,
        "reference": is_reference(name, settings),
        "size_bytes": 0,
        "packed": False,
        "offset": 0,
        "last": True,
        "first_position": 0,
    }
    return {**dict.fromkeys(Dumps.columns), **start, **known}


def _measures(reader: DumpReader) -> Row:
    known = {"encoding": "utf-8", "layout": TABLE} if reader.is_table else {}
    return {"size_bytes": reader.size_bytes, "packed": reader.packed, **known}


def _read_small(path: Path, raw: Path, settings: ExtractSettings) -> Row | None:
    """The dump as a row, with the reason where it cannot be read to its end; None where it is larger than a piece.

    A large one is read through here once, so that a damaged archive is refused before any of it is published.
    """
    reader = DumpReader(path, raw, settings.max_dump_bytes)
    try:
        with reader:
            content = reader.window(settings.piece_bytes)
            if reader.is_last(settings.piece_bytes) and _weight(content) <= settings.piece_bytes:
                return _row(path, raw, settings, dump_sha256=reader.sha256(), **_measures(reader), content=content)
            if reader.packed or reader.size_bytes > settings.max_dump_bytes:
                _drain(reader)
    except UnreadableDumpError as error:
        digest = None if error.code in {"link_outside", "unreadable_dump"} else hash_dump(path)
        return _row(path, raw, settings, dump_sha256=digest, **_measures(reader), code=error.code, message=str(error))
    return None


def _extract_pieces(path: Path, raw: Path, settings: ExtractSettings) -> Iterator[Extracted]:
    """What the stage finds in a dump that is larger than a piece."""
    digest = hash_dump(path)
    with DumpReader(path, raw, settings.max_dump_bytes) as reader:
        size = _fitting(reader, settings.piece_bytes)
        piece = _row(path, raw, settings, dump_sha256=digest, **_measures(reader), last=False)
        while not piece["last"]:
            piece |= {"offset": reader.offset, "last": reader.is_last(size), "content": reader.window(size)}
            found = _extract([piece])
            facts = found.facts.row(0, named=True)
            # The beginning of a dump tells what it is, if there is enough of it.
            if facts["code"] is not None and not reader.offset and not piece["last"] and size * GROWTH <= HEAD_BYTES:
                size *= GROWTH
                continue
            if facts["content_bytes"] == 0 and size * GROWTH <= max(LONGEST_BYTES, settings.piece_bytes):
                size *= GROWTH
                piece["last"] = False
                continue
            if facts["content_bytes"] == 0:
                endless = {"code": "endless_entry", "message": REJECT_CODES["endless_entry"]}
                found = _extract([{**piece, **endless, "content": None}])
            if facts["code"] is not None or facts["content_bytes"] == 0:
                found = _refused_to_its_end(found, reader.offset, _drain(reader))
                piece["last"] = True
            else:
                reader.consume(facts["content_bytes"])
            yield found
            size = _fitting(reader, settings.piece_bytes)
            piece |= {"first_position": piece["first_position"] + facts["entries"]}
            piece |= {"encoding": facts["encoding"], "layout": last_layout(facts["layout"]), "carry": facts["carry"]}
        if reader.sha256() != digest:
            raise OSError(f"{path} changed while it was read.")


def _weight(content: bytes) -> int:
    """The bytes of a piece, or of its lines where these are very short."""
    return max(len(content), content.count(b"\n") * LINE_BYTES)


def _fitting(reader: DumpReader, size: int) -> int:
    """How many of the next `size` bytes weigh no more than that."""
    content = reader.window(size)
    most = max(size // LINE_BYTES, 1)
    if content.count(b"\n") <= most:
        return size
    return int(np.flatnonzero(np.frombuffer(content, np.uint8) == ord("\n"))[most])


def _drain(reader: DumpReader) -> int:
    """Read to the end; returns the size of the whole content."""
    while block := reader.window(BLOCK_BYTES):
        reader.consume(len(block))
    return reader.offset


def _refused_to_its_end(found: Extracted, start: int, end: int) -> Extracted:
    """The refusal of a piece as that of the dump from byte `start` on to its `end`."""
    rest = pl.lit(end - start, pl.Int64)
    rejects = found.rejects.with_columns(byte_start=pl.lit(start, pl.Int64), byte_end=pl.lit(end, pl.Int64))
    return Extracted(found.records, rejects, found.facts.with_columns(content_bytes=rest, reject_bytes=rest))
