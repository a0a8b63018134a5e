"""What the pieces of a word, three and four characters long, say of its being a name."""

import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np

from flows.layouts.cut.groups import Ints

GRAM_BITS: Final = 14
SIZES: Final = (3, 4)
"""How long pieces are."""

_CHAR_BYTES: Final = 4
_USED_BYTES: Final = 3
"""Of the four bytes of a character the last is always zero."""

_NARROW: Final = 256


def _byte_tables(chars: int) -> tuple[int, Ints]:
    """The CRC of so many zero characters, and by how much each value of each byte at each place changes it.

    A CRC is linear: the changes that single bits make add up (without carry).
    """
    size = chars * _CHAR_BYTES
    zero = zlib.crc32(bytes(size))
    tables = np.zeros((chars, _USED_BYTES, 256), np.int64)
    for char in range(chars):
        for byte in range(_USED_BYTES):
            at = char * _CHAR_BYTES + byte
            for bit in range(8):
                change = zlib.crc32(bytes(at) + bytes([1 << bit]) + bytes(size - at - 1)) ^ zero
                tables[char, byte, 1 << bit : 2 << bit] = tables[char, byte, : 1 << bit] ^ change
    return zero, tables


_TABLES: Final = {chars: _byte_tables(chars) for chars in SIZES}


def grams(words: Sequence[str]) -> tuple[Ints, Ints]:
    """The place in the table of pieces, and the number of the word, of each piece of `words`, their ends marked.

    That place is the last GRAM_BITS of the CRC-32 of the piece in UTF-32.
    """
    text = "".join([f"^{word}$" for word in words])
    chars = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    used = _USED_BYTES if len(chars) and chars.max() >= _NARROW else 1  # bytes that are all zero change nothing
    parts = [(chars >> (8 * byte)) & 255 for byte in range(used)]
    owner = np.repeat(np.arange(len(words)), [len(word) + 2 for word in words])
    places, owners = [], []
    for size, (zero, tables) in _TABLES.items():
        count = max(0, len(chars) - size + 1)
        crc = np.full(count, zero)
        for at in range(size):
            for byte, part in enumerate(parts):
                crc ^= tables[at, byte][part[at : at + count]]
        whole = owner[:count] == owner[size - 1 :]
        places.append(crc[whole] & ((1 << GRAM_BITS) - 1))
        owners.append(owner[:count][whole])
    return np.concatenate(places), np.concatenate(owners)
