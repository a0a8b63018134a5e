"""Grouping dumps into chunks of work."""

from collections.abc import Iterable
from pathlib import Path


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
