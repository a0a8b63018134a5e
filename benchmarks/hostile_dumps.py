"""Dumps that somebody made to harm whoever reads them, each with the exit statuses that are right for it."""

import bz2
import gzip
import io
import json
import lzma
import os
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

Make = Callable[[Path, int], Path]

FINE, REFUSED, UNREADABLE = 0, 1, 3
BLOCK: Final = 2**24
PACKERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "gz": gzip.compress,
    "zst": zstandard.ZstdCompressor(level=19).compress,
    "xz": lzma.compress,
    "bz2": bz2.compress,
}


def repeated(suffix: str, *parts: tuple[bytes, int | None]) -> Make:
    """A dump of pieces of text, each so many times; None: until the dump has the size that is asked for."""

    def make(path: Path, size_bytes: int) -> Path:
        path = path.with_suffix(suffix)
        with path.open("wb") as file:
            for text, times in parts:
                left = len(text) * times if times is not None else size_bytes
                block = text * max(BLOCK // len(text), 1)
                while left > 0:
                    left -= file.write(block[:left])
        return path

    return make


def archive_without_end(packer: str, path: Path, size_bytes: int) -> Path:
    """An archive of zeros that unpacks to ten times the size: members of 16 MiB, one after the other."""
    path = path.with_suffix(f".txt.{packer}")
    path.write_bytes(PACKERS[packer](b"a" * BLOCK) * (10 * size_bytes // BLOCK))
    return path


def zip_without_end(path: Path, size_bytes: int) -> Path:
    """The same as a ZIP archive."""
    path = path.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.txt", "w") as file:
        for _ in range(size_bytes // BLOCK):
            file.write(b"a" * BLOCK)
    return path


def table_without_end(path: Path, size_bytes: int) -> Path:
    """A Parquet file of a few kilobytes whose rows all say one long title: ten times the size as JSON Lines."""
    path = path.with_suffix(".parquet")
    rows = 10 * size_bytes // 1000
    titles = pa.DictionaryArray.from_arrays(pa.nulls(rows, pa.int32()).fill_null(0), ["a" * 1000])
    pq.write_table(pa.table({"title": titles}), path, row_group_size=rows)
    return path


def nested(opening: str, closing: str, depth: int, suffix: str = ".jsonl") -> Make:
    """JSON that is nested this deep within a record."""
    text = '{"title": "A fine title of a paper", "more": ' + opening * depth + "1" + closing * depth + "}\n"
    return repeated(suffix, (text.encode(), 3))


def lines(suffix: str, *texts: str | bytes) -> Make:
    """A dump of these lines."""
    whole = b"".join((text.encode() if isinstance(text, str) else text) + b"\n" for text in texts)
    return repeated(suffix, (whole, 1))


def link(target: str, path: Path, _size_bytes: int) -> Path:
    """A link that leads out of its folder."""
    path.symlink_to(target)
    return path


def fifo(path: Path, _size_bytes: int) -> Path:
    """A pipe that nobody writes to."""
    os.mkfifo(path)
    return path


def named(name: bytes, path: Path, _size_bytes: int) -> Path:
    """A dump that nobody can read, of this name."""
    path = Path(os.fsdecode(os.fsencode(path.parent) + b"/" + name))
    path.write_bytes(b"404 Not Found")
    return path


def record(**values: object) -> str:
    """A record as JSON."""
    return json.dumps({"title": "A fine title of a paper", "abstract": "We study a thing.", **values})


def csv_bytes(columns: int) -> bytes:
    """A CSV file of so many columns."""
    out = io.StringIO()
    out.write("title," + ",".join(f"c{number}" for number in range(columns)) + "\n")
    out.write("A fine title of a paper," + ",".join("x" * columns) + "\n")
    return out.getvalue().encode()


CASES: Final[tuple[tuple[str, Make, tuple[int, ...]], ...]] = (
    *((f"{packer} without end", partial(archive_without_end, packer), (UNREADABLE,)) for packer in PACKERS),
    ("zip without end", zip_without_end, (UNREADABLE,)),
    ("Parquet without end", table_without_end, (UNREADABLE,)),
    ("gz in gz in gz", repeated(".gz", (gzip.compress(gzip.compress(gzip.compress(b"a" * 10**8))), 1)), (UNREADABLE,)),
    ("one line, JSONL", repeated(".jsonl", (b'{"title": "', 1), (b"word ", None), (b'"}\n', 1)), (UNREADABLE,)),
    ("one line, JSON never ends", repeated(".json", (b'[{"title": "', 1), (b"a", None)), (UNREADABLE,)),
    ("one line, page", repeated(".txt", (b"Abstract:", 1), (b"word ", None)), (UNREADABLE,)),
    ("one line, unknown page", repeated(".txt", (b"a", None)), (UNREADABLE,)),
    ("one line, CSV quote open", repeated(".csv", (b'title,abstract\n"', 1), (b"word ", None)), (UNREADABLE,)),
    ("one line, BibTeX", repeated(".bib", (b"@article{a, title={", 1), (b"{", None)), (UNREADABLE,)),
    ("million lines of a byte, page", repeated(".txt", (b"a\n", 10**6)), (UNREADABLE,)),
    (
        "million lines of a byte, JSONL",
        repeated(".jsonl", (record().encode() + b"\n", 1), (b"1\n", 10**6)),
        (REFUSED, UNREADABLE),
    ),
    (
        "million empty records, JSONL",
        repeated(".jsonl", (record().encode() + b"\n", 1), (b"{}\n", 10**6)),
        (REFUSED, UNREADABLE),
    ),
    ("million labels, page", repeated(".txt", (b"Abstract:a\n", 10**6)), (FINE, REFUSED)),
    ("million empty lines", repeated(".txt", (b"\n", 10**6)), (UNREADABLE,)),
    ("JSON lists 100,000 deep", nested("[", "]", 100_000), (REFUSED, UNREADABLE)),
    ("JSON objects 100,000 deep", nested('{"a":', "}", 100_000), (REFUSED, UNREADABLE)),
    ("JSON lists 900 deep", nested("[", "]", 900), (FINE, REFUSED, UNREADABLE)),
    ("JSON of brackets alone", repeated(".json", (b"[", 10**7)), (REFUSED, UNREADABLE)),
    (
        "number of a million digits",
        lines(".jsonl", record(), '{"title": "A title", "year": ' + "9" * 10**6 + "}"),
        (FINE, REFUSED),
    ),
    ("CSV of 100,000 columns", repeated(".csv", (csv_bytes(100_000), 1)), (FINE, REFUSED, UNREADABLE)),
    (
        "CSV cells that a sheet would run",
        lines(".csv", "title,abstract", '"=cmd(""/C calc"")","+1+1"', "@SUM(A1),-2"),
        (FINE, REFUSED),
    ),
    (
        "ANSI codes in a title",
        lines(".jsonl", record(title="\x1b[31mRed\x1b[0m \x9b2J title \x07"), record(title="\x1b]0;x\x07")),
        (FINE, REFUSED),
    ),
    (
        "HTML in an abstract",
        lines(".jsonl", record(abstract="<script>alert(1)</script><img src=x onerror=alert(1)>")),
        (FINE,),
    ),
    (
        "lone surrogates in JSON",
        lines(".jsonl", record(), r'{"title": "half \ud800 of a pair", "abstract": "\udc00"}'),
        (FINE, REFUSED),
    ),
    ("NUL characters in JSON", lines(".jsonl", record(), r'{"title": "a \u0000 title of a paper"}'), (FINE, REFUSED)),
    (
        "bytes that are no UTF-8",
        lines(".jsonl", record(), b'{"title": "a \xff\xfe title of a paper"}'),
        (FINE, REFUSED),
    ),
    ("link out of the folder", partial(link, "/etc/passwd"), (UNREADABLE,)),
    ("link to itself", partial(link, "dump"), (2, UNREADABLE)),
    ("pipe that nobody writes to", fifo, (2, UNREADABLE)),
    ("name with a line feed and ANSI", partial(named, b"evil\n\x1b[31m\x9b.txt"), (UNREADABLE,)),
    ("name that is no UTF-8", partial(named, b"evil\xff\xfe.txt"), (UNREADABLE,)),
    ("name of 255 bytes", partial(named, b"n" * 251 + b".txt"), (UNREADABLE,)),
)
"""Name, how to make it, and the exit statuses of `litsieve check` that are right."""
