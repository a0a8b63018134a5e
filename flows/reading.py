"""Reading dumps through the extract stage: small ones together, a large one in pieces, so that memory stays bounded."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

import polars as pl

from flows.dumps.files import BLOCK_BYTES, DumpReader, UnreadableDumpError, dump_name, hash_dump
from flows.settings import ExtractSettings
from flows.stages.account import last_layout
from flows.stages.extract import Extracted, extract
from schemas.dumps import Dumps
from schemas.frames import check_frame, polars_schema

Row = dict[str, Any]

TABLE: Final = "parquet"
"""The format of a dump that the reader unpacks to rows."""

GROWTH: Final = 2
"""A piece that is too short to hold a few records is tried again this many times as long."""


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
            held += len(row["content"] or b"")
        if small and (row is None or held >= settings.piece_bytes):
            yield _extract(small)
            small, held = [], 0
        if row is None:
            yield from _extract_pieces(path, raw, settings)
    if small:
        yield _extract(small)


def _extract(rows: Sequence[Row]) -> Extracted:
    return extract(check_frame(pl.DataFrame(rows, schema=polars_schema(Dumps)), Dumps))


def _row(path: Path, raw: Path, settings: ExtractSettings, **known: object) -> Row:
    """A row of the schema Dumps for a dump from its beginning."""
    name = dump_name(path, raw)
    start = {
        "dump": name,
        "reference": any(fnmatchcase(name, pattern) for pattern in settings.references),
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
            if reader.is_last(settings.piece_bytes):
                content = reader.window(settings.piece_bytes)
                return _row(path, raw, settings, dump_sha256=reader.sha256(), **_measures(reader), content=content)
            _drain(reader)
    except UnreadableDumpError as error:
        digest = None if error.code in {"link_outside", "unreadable_dump"} else hash_dump(path)
        return _row(path, raw, settings, dump_sha256=digest, **_measures(reader), code=error.code, message=str(error))
    return None


def _extract_pieces(path: Path, raw: Path, settings: ExtractSettings) -> Iterator[Extracted]:
    """What the stage finds in a dump that is larger than a piece."""
    digest = hash_dump(path)
    size = settings.piece_bytes
    with DumpReader(path, raw, settings.max_dump_bytes) as reader:
        piece = _row(path, raw, settings, dump_sha256=digest, **_measures(reader), last=False)
        while not piece["last"]:
            piece |= {"offset": reader.offset, "last": reader.is_last(size), "content": reader.window(size)}
            found = _extract([piece])
            facts = found.facts.row(0, named=True)
            if facts["content_bytes"] == 0:
                size *= GROWTH
                piece["last"] = False
                continue
            if facts["code"] is not None:
                found = _refused_whole(found, _drain(reader))
                piece["last"] = True
            else:
                reader.consume(facts["content_bytes"])
            yield found
            size = settings.piece_bytes
            piece |= {"first_position": piece["first_position"] + facts["entries"]}
            piece |= {"encoding": facts["encoding"], "layout": last_layout(facts["layout"]), "carry": facts["carry"]}
        if reader.sha256() != digest:
            raise OSError(f"{path} changed while it was read.")


def _drain(reader: DumpReader) -> int:
    """Read to the end; returns the size of the whole content."""
    while block := reader.window(BLOCK_BYTES):
        reader.consume(len(block))
    return reader.offset


def _refused_whole(found: Extracted, size: int) -> Extracted:
    """The refusal of a dump's first piece as that of the whole dump of `size` bytes."""
    whole = pl.lit(size, pl.Int64)
    rejects = found.rejects.with_columns(byte_end=whole)
    return Extracted(found.records, rejects, found.facts.with_columns(content_bytes=whole, reject_bytes=whole))
