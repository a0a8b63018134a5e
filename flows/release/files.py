"""The files of a release: their checksums, sizes and rows."""

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

import pyarrow.parquet as pq

from flows.release.errors import ReleaseDamagedError
from flows.release.manifest import FileFacts, read_manifest

BLOCK_BYTES: Final = 2**20

LINES: Final = ".jsonl"


def describe_files(folder: Path, measured: Mapping[str, "Measured"]) -> tuple[FileFacts, ...]:
    """Every file in `folder`, by name; those that are `measured` are not read again.

    Raises ValueError where anything else lies there: it would be published.
    """
    paths = sorted(folder.iterdir())
    for path in paths:
        if path.is_symlink() or not path.is_file():
            raise ValueError(f"{path} is no plain file; a release holds nothing else")
    # Checksums are made outside the interpreter's lock.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
        found = threads.map(lambda path: measured.get(path.name) or measure(path), paths)
        return tuple(_describe(path, one) for path, one in zip(paths, found, strict=True))


def is_intact(release: Path) -> bool:
    """Whether the manifest and every file of a release are what was published. Tables are not looked into."""
    try:
        manifest = read_manifest(release)
        return all(measure(release / file.name).sha256 == file.sha256 for file in manifest.files)
    except (ReleaseDamagedError, OSError):
        return False


def require_intact(release: Path, *names: str) -> None:
    """Raises ReleaseDamagedError where one of these files of a release is not what was published."""
    published = {file.name: file.sha256 for file in read_manifest(release).files}
    for name in names:
        try:
            found = measure(release / name).sha256
        except OSError as error:
            raise ReleaseDamagedError(f"{release / name} cannot be read: {error}. Restore it from a copy.") from error
        if found != published.get(name):
            raise ReleaseDamagedError(f"{release / name} is not what was published. Restore it from a copy.")


class Measured(NamedTuple):
    """SHA-256 and size of a file, and how many lines are in it, if it is one of JSON Lines."""

    sha256: str
    bytes: int
    lines: int


def measure(path: Path) -> Measured:
    """Read a file once, whatever is in it. Raises OSError where that fails."""
    digest = sha256()
    # To look for line feeds in a file that is packed takes half as long as its checksum.
    has_lines = path.suffix == LINES
    size_bytes = lines = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
            size_bytes += len(block)
            lines += block.count(b"\n") if has_lines else 0
    return Measured(digest.hexdigest(), size_bytes, lines)


def _describe(path: Path, found: Measured) -> FileFacts:
    rows = None
    if path.suffix == ".parquet":
        rows = int(pq.read_metadata(path).num_rows)
    elif path.suffix == LINES:
        rows = found.lines
    return FileFacts(name=path.name, sha256=found.sha256, bytes=found.bytes, rows=rows)
