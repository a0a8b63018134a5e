"""Grouping dumps into chunks of work, and reading a chunk as a frame."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl

from flows.dumps.files import read_dump
from schemas.dumps import Dumps
from schemas.frames import check_frame, polars_schema


def plan_chunks(paths: Iterable[Path], chunk_bytes: int) -> list[list[Path]]:
    """The paths in their order, in groups of about `chunk_bytes`; a larger file is a chunk of its own."""
    chunks: list[list[Path]] = []
    room = 0
    for path in paths:
        size = path.stat().st_size if path.exists() else 0
        if not chunks or size > room:
            chunks.append([])
            room = chunk_bytes
        chunks[-1].append(path)
        room -= size
    return chunks


def read_chunk(paths: Sequence[Path], raw: Path, max_bytes: int) -> pl.DataFrame:
    """The dumps at `paths` as a frame of the schema Dumps, in the same order."""
    dumps = [read_dump(path, raw, max_bytes) for path in paths]
    rows = {
        "dump": [dump.name for dump in dumps],
        "dump_sha256": [dump.sha256 for dump in dumps],
        "size_bytes": [dump.size_bytes for dump in dumps],
        "content": [dump.content for dump in dumps],
        "code": [dump.code for dump in dumps],
        "message": [dump.message for dump in dumps],
    }
    return check_frame(pl.DataFrame(rows, schema=polars_schema(Dumps)), Dumps)
