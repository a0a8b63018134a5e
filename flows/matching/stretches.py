"""Hashes of stretches of bytes, many at once: the same on every machine and of every version of what is used here."""

from typing import Final

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]

_WORD: Final = np.dtype("<u8")
_MIX: Final = tuple(np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xFF51AFD7ED558CCD))


def hash_stretches(page: bytes, at: npt.NDArray[np.int64], size: int) -> Hashes:
    """A hash of each stretch `page[at:at + size]`, evenly spread; `size` is 8 or 16."""
    stretches = np.ndarray((max(len(page) - size + 1, 0),), dtype=f"V{size}", buffer=page, strides=(1,))[at]
    words = stretches.view(_WORD).reshape(-1, size // _WORD.itemsize)
    mixed, second = words[:, 0].astype(np.uint64), words[:, -1].astype(np.uint64)
    # In place: to ask for memory costs more than to count.
    rest = second * _MIX[1]
    rest >>= np.uint64(7)
    rest ^= second
    mixed *= _MIX[0]
    mixed ^= rest
    for factor, bits in ((_MIX[2], 32), (_MIX[0], 29)):
        np.right_shift(mixed, np.uint64(bits), out=rest)
        mixed ^= rest
        mixed *= factor
    np.right_shift(mixed, np.uint64(32), out=rest)
    mixed ^= rest
    return mixed
