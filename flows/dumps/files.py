"""Finding dumps below the raw folder, and reading them in pieces, unpacked."""

import gzip
import os
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, Final, Self

import zstandard

from flows.dumps.readable import Readable
from flows.dumps.tables import PARQUET_MAGIC, RowLines
from flows.dumps.unreadable import UnreadableDumpError, damaged_table, unreadable
from flows.dumps.zstd import Frames

GZIP_MAGIC: Final = b"\x1f\x8b"
ZSTD_MAGIC: Final = b"\x28\xb5\x2f\xfd"
BLOCK_BYTES: Final = 2**20

TEMPORARY: Final = "temporary files, TMPDIR"


def find_dumps(raw: Path) -> list[Path]:
    """All files below `raw`, sorted by their path; hidden ones and those in hidden folders are left out.

    Linked folders are not entered. Raises FileNotFoundError or NotADirectoryError where `raw` is no folder.
    """
    if not raw.exists():
        raise FileNotFoundError(f"There is no folder {raw}.")
    if not raw.is_dir():
        raise NotADirectoryError(f"{raw} is not a folder.")
    return sorted(_walk(raw), key=lambda path: dump_name(path, raw))


def _walk(raw: Path) -> Iterator[Path]:
    folders = [os.fspath(raw)]
    while folders:
        for entry in os.scandir(folders.pop()):
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            # A link is told first: to look where one leads that leads to itself is an error.
            elif entry.is_symlink() or entry.is_file():
                yield Path(entry.path)


def dump_name(path: Path, raw: Path) -> str:
    r"""The dump's path below `raw` with forward slashes; bytes that are no UTF-8 are written as `\xNN`."""
    return path.relative_to(raw).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def size_of(path: Path) -> int:
    """Bytes of the file as it lies there; none of one that went, or of a link that cannot be followed."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def hash_dump(path: Path) -> str | None:
    """SHA-256 of the file as it lies there, or None where it cannot be read."""
    try:
        with path.open("rb") as source:
            return file_digest(source, "sha256").hexdigest()
    except OSError:
        return None


def hash_dumps(paths: Sequence[Path], raw: Path) -> list[tuple[str, str | None]]:
    """The name below `raw` of each of these dumps, and what `hash_dump` tells of it; None where no build reads it."""

    def digest_of(path: Path) -> str | None:
        return None if path.is_symlink() and not _leads_inside(path, raw) else hash_dump(path)

    # Checksums are made outside the interpreter's lock.
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
        digests = threads.map(digest_of, paths)
        return [(dump_name(path, raw), digest) for path, digest in zip(paths, digests, strict=True)]


class DumpReader:
    """A dump's content, unpacked, in windows that the caller moves on; a context manager.

    Only the window is held in memory. Every method but `consume` raises UnreadableDumpError: `link_outside`,
    `unreadable_dump`, `empty_dump`, `corrupt_archive`, or `oversized_dump` once it gave more than `max_bytes`. Where
    the machine lacks what it takes to read any dump, as room for temporary files, that is an OSError and no refusal.
    """

    offset: int
    """Bytes of the content before the window."""
    size_bytes: int
    """Size of the file as it lies there."""
    packed: bool
    """Whether it is a gzip or Zstandard archive, or a Parquet file."""
    is_table: bool
    """Whether it holds a Parquet file; its content is then the rows as JSON Lines."""

    def __init__(self, path: Path, raw: Path, max_bytes: int) -> None:
        """Open the dump `path`, which lies below `raw`, when the context is entered."""
        self._path, self._raw, self._max_bytes = path, raw, max_bytes
        self._buffer = bytearray()
        self._ended = False
        self._open = ExitStack()
        self.offset = 0
        self.size_bytes = 0
        self.packed = False
        self.is_table = False

    def __enter__(self) -> Self:
        """Open the file, look whether it is packed, and read its beginning."""
        if self._path.is_symlink() and not _leads_inside(self._path, self._raw):
            raise UnreadableDumpError(
                "link_outside", "The file is a link that leads out of the raw folder. Put the file itself there."
            )
        with ExitStack() as on_failure:
            on_failure.enter_context(self._open)
            self._open_file()
            if not self.window(1):
                raise UnreadableDumpError(
                    "empty_dump", "The file holds nothing. Scrape the page again or remove the file."
                )
            on_failure.pop_all()
        return self

    def _open_file(self) -> None:
        try:
            file = self._open.enter_context(self._path.open("rb"))
            self.size_bytes = os.fstat(file.fileno()).st_size
            magic = file.peek(len(ZSTD_MAGIC))
            self.packed = magic.startswith((GZIP_MAGIC, ZSTD_MAGIC))
            self._file = _Digested(file)
            self._source = _unpacking(self._file, magic)
        except OSError as error:
            raise unreadable(error) from error
        self._open_table()

    def _open_table(self) -> None:
        """Where the content begins as a Parquet file, put its rows in place of its bytes.

        Such a file can only be read from its end, so all of it is laid aside on disk first; it may be packed itself.
        """
        self.is_table = self.window(len(PARQUET_MAGIC)) == PARQUET_MAGIC
        if not self.is_table:
            return
        try:
            aside = self._open.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
            while self._buffer:
                aside.write(self._buffer)
                self._buffer[:] = b"" if aside.tell() > self._max_bytes else self._read_block()
            aside.flush()
        except OSError as error:
            raise OSError(error.errno, error.strerror, TEMPORARY) from error
        if aside.tell() > self._max_bytes:
            raise self._oversized()
        self.packed = True
        try:
            self._source = RowLines(aside)
        except ValueError as error:
            raise damaged_table(error) from error

    def _oversized(self) -> UnreadableDumpError:
        return UnreadableDumpError(
            "oversized_dump",
            f"The file holds more than {self._max_bytes:,} bytes. Split it or raise extract.max_dump_bytes.",
        )

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._open.close()

    def window(self, size: int) -> bytes:
        """The content from `offset` on, `size` bytes or what is left."""
        while len(self._buffer) < size and not self._ended:
            block = self._read_block()
            self._ended = not block
            self._buffer += block
            if self.offset + len(self._buffer) > self._max_bytes:
                raise self._oversized()
        return bytes(self._buffer[:size])

    def is_last(self, size: int) -> bool:
        """Whether a window of `size` bytes reaches the content's end."""
        self.window(size + 1)
        return len(self._buffer) <= size

    def consume(self, size: int) -> None:
        """Move the window on by `size` bytes that it holds."""
        del self._buffer[:size]
        self.offset += size

    def sha256(self) -> str:
        """SHA-256 of the file as it was read; of the whole file once the window has reached the end."""
        return self._file.digest.hexdigest()

    def _read_block(self) -> bytes:
        try:
            return self._source.read(BLOCK_BYTES)
        except (EOFError, zlib.error, zstandard.ZstdError, gzip.BadGzipFile) as error:
            message = f"The compressed file is damaged or cut off ({error}). Fetch it again."
            raise UnreadableDumpError("corrupt_archive", message) from error
        except OSError as error:
            raise unreadable(error) from error
        except ValueError as error:
            raise damaged_table(error) from error


class _Digested:
    """A file that keeps the SHA-256 of what was read of it."""

    def __init__(self, file: Readable) -> None:
        self._file = file
        self.digest = sha256()

    def read(self, size: int, /) -> bytes:
        block = self._file.read(size)
        self.digest.update(block)
        return block


def _unpacking(packed: _Digested, magic: bytes) -> Readable:
    """The file's content, told to be gzip or Zstandard by its first bytes."""
    if magic.startswith(GZIP_MAGIC):
        # It only ever calls `read`, though its type asks for a whole file object.
        source: Any = packed
        return gzip.GzipFile(fileobj=source, mode="rb")
    return Frames(packed) if magic.startswith(ZSTD_MAGIC) else packed


def _leads_inside(link: Path, raw: Path) -> bool:
    """Whether a link leads to something below `raw`; one that leads round in a circle does not."""
    try:
        return link.resolve(strict=True).is_relative_to(raw.resolve())
    except FileNotFoundError:
        return link.resolve().is_relative_to(raw.resolve())
    except (OSError, RuntimeError):
        return False
