"""Finding dumps below the raw folder, reading and unpacking them."""

import gzip
import io
import os
import zlib
from collections.abc import Iterator
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import zstandard

GZIP_MAGIC: Final = b"\x1f\x8b"
ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"
PIECE_BYTES: Final = 2**20


class UnreadableDumpError(Exception):
    """A dump that gives no bytes to work on; `code` is one of schemas.vocabulary.REJECT_CODES."""

    def __init__(self, code: str, message: str) -> None:
        """Keep the stable code beside the sentence for a person."""
        super().__init__(message)
        self.code = code


class Readable(Protocol):
    """What can be read in pieces."""

    def read(self, size: int, /) -> bytes:
        """The next `size` bytes or fewer, none at the end."""


class Dump(NamedTuple):
    """One raw file as it was read.

    `sha256` and `size_bytes` are of the file as it lies there; `content` is what it holds, unpacked. Where the file
    could not be read, `content` is None and `code` and `message` tell why.
    """

    name: str
    sha256: str | None
    size_bytes: int
    content: bytes | None
    code: str | None = None
    message: str | None = None


def find_dumps(raw: Path) -> list[Path]:
    """All files below `raw`, sorted by their path; hidden ones and those in hidden folders are left out.

    Linked folders are not entered. Raises FileNotFoundError or NotADirectoryError where `raw` is no folder.
    """
    if not raw.exists():
        raise FileNotFoundError(f"There is no folder {raw}.")
    if not raw.is_dir():
        raise NotADirectoryError(f"{raw} is not a folder.")
    return sorted(_walk(raw), key=lambda path: dump_name(path, raw))


def _walk(folder: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        elif entry.is_file() or entry.is_symlink():
            yield Path(entry.path)


def dump_name(path: Path, raw: Path) -> str:
    r"""The dump's path below `raw` with forward slashes; bytes that are no UTF-8 are written as `\xNN`."""
    return path.relative_to(raw).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def read_dump(path: Path, raw: Path, max_bytes: int) -> Dump:
    """Read one dump whole. A file that cannot be read, or unpacks to more than `max_bytes`, says so in its `code`."""
    name = dump_name(path, raw)
    try:
        _refuse_outside(path, raw)
        packed = _read_file(path, max_bytes)
    except UnreadableDumpError as error:
        return Dump(name, None, 0, None, error.code, str(error))
    digest = sha256(packed).hexdigest()
    try:
        return Dump(name, digest, len(packed), unpack(packed, max_bytes))
    except UnreadableDumpError as error:
        return Dump(name, digest, len(packed), None, error.code, str(error))


def hash_dump(path: Path) -> str | None:
    """SHA-256 of the file as it lies there, or None where it cannot be read."""
    try:
        with path.open("rb") as source:
            return file_digest(source, "sha256").hexdigest()
    except OSError:
        return None


def unpack(packed: bytes, max_bytes: int) -> bytes:
    """What a gzip or Zstandard file holds, told by its first bytes; any other file as it is.

    Raises UnreadableDumpError: `empty_dump`, `corrupt_archive` or `oversized_dump`.
    """
    content = packed
    try:
        if packed.startswith(GZIP_MAGIC):
            with gzip.open(io.BytesIO(packed)) as unpacked:
                content = _read_up_to(unpacked, max_bytes)
        elif packed.startswith(ZSTD_MAGIC):
            with zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True) as unpacked:
                content = _read_up_to(unpacked, max_bytes)
    except (OSError, EOFError, zlib.error, zstandard.ZstdError) as error:
        raise UnreadableDumpError(
            "corrupt_archive", f"The compressed file is damaged or cut off ({error}). Fetch it again."
        ) from error
    if not content:
        raise UnreadableDumpError("empty_dump", "The file holds nothing. Scrape the page again or remove the file.")
    return content


def _refuse_outside(path: Path, raw: Path) -> None:
    if path.is_symlink() and not path.resolve().is_relative_to(raw.resolve()):
        code = "link_outside"
        raise UnreadableDumpError(
            code, "The file is a link that leads out of the raw folder. Put the file itself there."
        )


def _read_file(path: Path, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as source:
            return _read_up_to(source, max_bytes)
    except OSError as error:
        raise UnreadableDumpError(
            "unreadable_dump",
            f"The file could not be read ({error.strerror or error}). Check that it exists and may be read.",
        ) from error


def _read_up_to(source: Readable, max_bytes: int) -> bytes:
    """All of `source`. Raises UnreadableDumpError `oversized_dump` as soon as it gives more than `max_bytes`."""
    pieces = []
    left = max_bytes
    while piece := source.read(PIECE_BYTES):
        left -= len(piece)
        if left < 0:
            raise UnreadableDumpError(
                "oversized_dump",
                f"The file holds more than {max_bytes:,} bytes. Split it or raise extract.max_dump_bytes.",
            )
        pieces.append(piece)
    return b"".join(pieces)
