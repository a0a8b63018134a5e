"""The text of a dump, and where each of its characters stands in the dump's bytes."""

import codecs
import re
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]

SAMPLE_BYTES: Final = 2**16
BINARY_CONTROL_SHARE: Final = 0.01
"""Text has no control characters but line ends and tabs; a stray one in a hundred is still text, PNG has one in ten."""
UTF16_NUL_SHARE: Final = 0.3
"""Western text in UTF-16 has a zero in nearly every second byte; three in ten leaves room for other scripts."""

_CONTROLS: Final = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B}) + b"\x7f"
_BOMS: Final = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BINARY_MAGIC: Final = (b"%PDF-", b"\x89PNG", b"PK\x03\x04", b"\xff\xd8\xff", b"GIF8", b"\x7fELF")
_TAR_MARK: Final = slice(257, 262), b"ustar"
_REPAIRS: Final = {chr(0xDC00 + byte): bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_UNREAD: Final = (0xDC80, 0xDCFF)
_UTF8_LIMITS: Final = (0x80, 0x800, 0x10000)
_UTF16_LIMITS: Final = (0x10000,)
_BLOCK_CHARS: Final = 2**20


class DecodedDump(NamedTuple):
    """The text of a dump. `bom_bytes` stand before it, `tail_bytes` of half a character after it."""

    text: str
    encoding: str
    bom_bytes: int
    tail_bytes: int


def decode(content: bytes, encoding: str | None = None) -> DecodedDump | None:
    """The text of `content`, or None if it is no text.

    Where the encoding is not given, as for the later pieces of a dump, it is told by a byte order mark, else by zeros
    (UTF-16), else it is UTF-8. Bytes that are not valid
    UTF-8 stay as lone surrogates (PEP 383), so that no byte is lost; `repair` reads them.
    """
    if encoding is not None:
        return _decode(content, b"", encoding)
    if content.startswith(_BINARY_MAGIC) or is_tar(content):
        return None
    bom, told = next(((bom, name) for bom, name in _BOMS if content.startswith(bom)), (b"", _guess(content)))
    if told == "utf-8" and _control_share(content[len(bom) : SAMPLE_BYTES]) > BINARY_CONTROL_SHARE:
        return None
    return _decode(content, bom, told)


def is_tar(content: bytes) -> bool:
    """Whether a tar archive begins here: text, where what is in it is text, with a block of figures round each file."""
    where, mark = _TAR_MARK
    return content[where] == mark


def _decode(content: bytes, bom: bytes, encoding: str) -> DecodedDump:
    body = content[len(bom) :]
    if encoding == "utf-8":
        return DecodedDump(body.decode("utf-8", "surrogateescape"), encoding, len(bom), 0)
    tail = len(body) % 2
    text = body[: len(body) - tail].decode(encoding, "surrogatepass")
    return DecodedDump(text, encoding, len(bom), tail)


def _guess(content: bytes) -> str:
    sample = content[:SAMPLE_BYTES]
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    if high > UTF16_NUL_SHARE * len(sample) / 2 and low < high / 10:
        return "utf-16-le"
    if low > UTF16_NUL_SHARE * len(sample) / 2 and high < low / 10:
        return "utf-16-be"
    return "utf-8"


def _control_share(sample: bytes) -> float:
    return 1 - len(sample.translate(None, _CONTROLS)) / len(sample) if sample else 0


def with_plain_line_ends(text: str) -> str:
    r"""The same text, character for character in the same place, with every line end as `\n`.

    `\r\n` becomes a blank and `\n`, so that positions do not move; white space at a line's end means nothing.
    """
    if "\r" not in text:
        return text
    # A file that was given Windows line ends twice has `\r\r\n`.
    return text.replace("\r\r\n", "  \n").replace("\r\n", " \n").replace("\r", "\n")


def unread(text: str) -> Places:
    """Where in a text bytes stand that were no UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return np.array([match.start() for match in _SURROGATE.finditer(text)], np.int64)
    return np.zeros(0, np.int64)


def repair(text: str) -> str:
    """The same text, character for character, with bytes that were no UTF-8 read as Windows-1252.

    What is nothing there becomes U+FFFD.
    """
    return _SURROGATE.sub(lambda match: _REPAIRS.get(match[0], "\ufffd"), text)


class BytePlaces:
    """Where the characters of a dump's text begin in the dump's bytes."""

    def __init__(self, decoded: DecodedDump, offset: int = 0) -> None:
        """`offset` is the place in the dump of what was decoded."""
        self._first = offset + decoded.bom_bytes
        self._char_bytes = 1 if decoded.encoding == "utf-8" else 2
        self._wide, more = _wide_chars(decoded.text, self._char_bytes)
        self._more = np.append(0, np.cumsum(more))

    def of(self, positions: Places) -> Places:
        """The bytes at which the characters at these positions (0-based, the text's end allowed) begin."""
        before = self._more[np.searchsorted(self._wide, positions)]
        return np.asarray(self._first + self._char_bytes * positions + before)


def byte_positions(decoded: DecodedDump, positions: Iterable[int], offset: int = 0) -> dict[int, int]:
    """The byte of each of these positions, as `BytePlaces` tells it."""
    asked = list(set(positions))
    return dict(zip(asked, BytePlaces(decoded, offset).of(np.array(asked, np.int64)).tolist(), strict=True))


def _wide_chars(text: str, char_bytes: int) -> tuple[Places, Places]:
    """Where the characters stand that take more than `char_bytes` (1: UTF-8, 2: UTF-16), and how much more."""
    if text.isascii():
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    limits = _UTF8_LIMITS if char_bytes == 1 else _UTF16_LIMITS
    wide, more = [], []
    for begin in range(0, len(text), _BLOCK_CHARS):
        block = text[begin : begin + _BLOCK_CHARS].encode("utf-32-le", "surrogatepass")
        points = np.frombuffer(block, "<u4")
        found = np.flatnonzero(points >= limits[0])
        sizes = char_bytes * np.searchsorted(np.array(limits), points[found], side="right")
        # A byte that was not read stands as one character.
        sizes[(char_bytes == 1) & (points[found] >= _UNREAD[0]) & (points[found] <= _UNREAD[1])] = 0
        wide.append(found + begin)
        more.append(sizes)
    return np.concatenate(wide), np.concatenate(more)
