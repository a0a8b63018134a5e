"""The marks of a merge that git left unresolved: in a page they would be read as text of its records."""

import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from flows.checks.findings import OWN_CODES, Finding
from flows.release.manifest import Input

BEGINS: Final = b"<<<<<<< "

MARK: Final = re.compile(rb"^(?:<{7} |={7}\r?$|>{7} [^\r\n]*)", re.MULTILINE)


def find_merge_marks(path: Path, facts: Input) -> Iterator[Finding]:
    """An error for each stretch of the dump that git marked, from its first mark to its last.

    Git marks nothing in packed files and in UTF-16, which it takes for binary. Raises OSError where the file cannot be
    read.
    """
    if facts.packed or facts.encoding != "utf-8" or not facts.bytes:
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        at = content.find(BEGINS)
        if at < 0:
            return
        begins, parted = None, False
        for mark in MARK.finditer(content, at):
            match mark[0][:1]:
                case b"<":
                    begins, parted = mark.start(), False
                case b"=":
                    parted = begins is not None
                case _ if parted and begins is not None:
                    yield Finding("merge_marks", "error", OWN_CODES["merge_marks"], begins, mark.end())
                    begins, parted = None, False
