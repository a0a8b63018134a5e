"""What the pieces of a word, three and four characters long, say of its being a name."""

import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from flows.layouts.cut.groups import Ints

GRAM_BITS: Final = 14
SIZES: Final = (3, 4)
"""How long pieces are."""

_CHAR_BYTES: Final = 4
_USED_BYTES: Final = 3
"""Of the four bytes of a character the last is always zero."""

_NARROW: Final = 256
_MASK: Final = (1 << GRAM_BITS) - 1

Halfwords = npt.NDArray[np.uint16]


def _byte_tables(chars: int) -> tuple[int, Halfwords]:
    """The last bits of the CRC of so many zero characters, and how each value of each byte at each place changes them.

    A CRC is linear: the changes that single bits make add up (without carry).
    """
    size = chars * _CHAR_BYTES
    zero = zlib.crc32(bytes(size))
    tables = np.zeros((chars, _USED_BYTES, 256), np.uint16)
    for char in range(chars):
        for byte in range(_USED_BYTES):
            at = char * _CHAR_BYTES + byte
            for bit in range(8):
                change = (zlib.crc32(bytes(at) + bytes([1 << bit]) + bytes(size - at - 1)) ^ zero) & _MASK
                tables[char, byte, 1 << bit : 2 << bit] = tables[char, byte, : 1 << bit] ^ change
    return zero & _MASK, tables


_TABLES: Final = {chars: _byte_tables(chars) for chars in SIZES}


def grams(words: Sequence[str]) -> tuple[Ints, Ints]:
    """The place in the table of pieces, and the number of the word, of each piece of `words`, their ends marked.

    That place is the last GRAM_BITS of the CRC-32 of the piece in UTF-32.
    """
    text = "".join(["^", "$^".join(words), "$"])
    chars = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
    low = (chars & 255).astype(np.intp)
    wide = np.flatnonzero(chars >= _NARROW)  # bytes that are all zero change nothing
    high = [(byte, (chars[wide] >> (8 * byte)) & 255) for byte in range(1, _USED_BYTES)]
    owner = np.repeat(np.arange(len(words)), np.fromiter(map(len, words), np.int64, len(words)) + 2)
    places, owners = [], []
    for size, (zero, tables) in _TABLES.items():
        count = max(0, len(chars) - size + 1)
        crc = np.full(count, zero, np.uint16)
        for at in range(size):
            crc ^= tables[at, 0].take(low[at : at + count])
            inside = (wide >= at) & (wide < at + count)
            for byte, part in high:
                crc[wide[inside] - at] ^= tables[at, byte][part[inside]]
        whole = owner[:count] == owner[size - 1 :]
        places.append(crc[whole])
        owners.append(owner[:count][whole])
    return np.concatenate(places).astype(np.int64), np.concatenate(owners)
