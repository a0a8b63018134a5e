"""Grouping dumps into chunks of work."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from flows.dumps.files import size_of

MOST_DUMPS: Final = 1024
"""A chunk has room for no more dumps, however small: to open and close one takes as long as reading some records."""


def weigh(path: Path, chunk_bytes: int) -> int:
    """What a dump takes of a chunk of `chunk_bytes`: its bytes, where they are many."""
    return max(size_of(path), chunk_bytes // MOST_DUMPS)


def plan_chunks(paths: Iterable[Path], chunk_bytes: int) -> list[list[Path]]:
    """The paths in their order, in groups of about `chunk_bytes`; a larger file is a chunk of its own."""
    chunks: list[list[Path]] = []
    room = 0
    for path in paths:
        weight = weigh(path, chunk_bytes)
        if not chunks or weight > room:
            chunks.append([])
            room = chunk_bytes
        chunks[-1].append(path)
        room -= weight
    return chunks
