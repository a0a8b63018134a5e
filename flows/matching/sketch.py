"""Sketches of texts: a few numbers each, of which texts that share wording share some.

One-permutation hashing (Li, Owen and Zhang, 2012, arXiv:1208.1259) over the stretches of some bytes that begin at an
anchor: one of the bytes that make up a seventh (in a title a half) of any text. The smallest hash in each bin is kept.
A text cut off at half its length still shares about half of the bins.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

CHUNK_BYTES: Final = 2**20
"""Texts are worked on in batches of about this size, so that the arrays stay small."""

Hashes = npt.NDArray[np.uint64]

Sketches = npt.NDArray[np.uint32]
"""A row for each text, a number for each bin."""

_EMPTY: Final = np.iinfo(np.uint64).max
_WORD: Final = np.dtype("<u8")
_MIX: Final = tuple(np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xFF51AFD7ED558CCD))


class Kind(NamedTuple):
    """How texts are sketched: bytes of a stretch (8 or 16), bins (a power of two), and for each byte 1 if an anchor."""

    gram_bytes: int
    bins: int
    anchors: bytes


def _anchors(letters: bytes, every: int) -> bytes:
    """These letters, and each so many-th byte of other scripts."""
    chosen = np.zeros(256, dtype=np.bool_)
    chosen[[*letters]] = True
    chosen[0x80::every] = True
    return chosen.tobytes()


ABSTRACTS: Final = Kind(16, 16, _anchors(b"ai", 8))
"""Stretches of about three words: shorter ones are shared by chance, longer ones break at every edit. The anchors are
15% of English letters."""

TITLES: Final = Kind(8, 8, _anchors(b"aeiourst0123456789", 1))
"""A slip of the pen leaves most stretches of so few bytes as they are. The anchors are half of English letters."""


def sketch_texts(texts: pl.Series, kind: Kind) -> Sketches:
    """The sketch of each text as a row of numbers, one a bin; 0 where the bin is empty.

    Empty are all bins of a text that is null, or too short to have a stretch with an anchor.
    """
    table = np.zeros((len(texts), kind.bins), dtype=np.uint32)
    told = texts.fill_null("").to_arrow(compat_level=pl.CompatLevel.oldest())
    _, offsets, content = told.buffers()
    if content is None:
        return table
    ends = np.frombuffer(offsets, dtype=np.int64)[told.offset :][: len(texts) + 1]
    first = 0
    while first < len(texts):
        last = max(int(np.searchsorted(ends, ends[first] + CHUNK_BYTES, "right")) - 1, first + 1)
        page = content[int(ends[first]) : int(ends[last])].to_pybytes()
        table[first:last] = _sketch(page, ends[first + 1 : last + 1] - ends[first], kind)
        first = last
    return table


def _sketch(page: bytes, ends: npt.NDArray[np.int64], kind: Kind) -> Sketches:
    """The sketches of the texts of one batch, which stand behind each other and end there."""
    # Padded, so that a stretch that begins at the very end can be read; it is then left out.
    page += bytes(kind.gram_bytes)
    at = np.flatnonzero(np.frombuffer(page.translate(kind.anchors), dtype=np.bool_)[: -kind.gram_bytes])
    text = np.repeat(np.arange(len(ends)), np.diff(np.searchsorted(at, ends), prepend=0))
    whole = at + kind.gram_bytes <= ends[text]
    at, text = at[whole], text[whole]
    hashes = _hash(page, at, kind.gram_bytes)
    table = np.full(len(ends) * kind.bins, _EMPTY, dtype=np.uint64)
    np.minimum.at(table, text * kind.bins + (hashes & np.uint64(kind.bins - 1)).view(np.int64), hashes)
    # The low bits tell the bin, and the high ones of a smallest hash are mostly 0.
    numbers = ((table >> np.uint64((kind.bins - 1).bit_length())) & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return np.where(table == _EMPTY, np.uint32(0), np.maximum(numbers, np.uint32(1))).reshape(-1, kind.bins)


def _hash(page: bytes, at: npt.NDArray[np.int64], size: int) -> Hashes:
    """A hash of each stretch `page[at:at + size]`, the same on every machine."""
    words = np.ndarray((len(page) - _WORD.itemsize + 1,), dtype=_WORD, buffer=page, strides=(1,))
    first, second = words[at].astype(np.uint64), words[at + size - _WORD.itemsize].astype(np.uint64)
    mixed = (first * _MIX[0]) ^ ((second * _MIX[1]) >> np.uint64(7)) ^ second
    mixed ^= mixed >> np.uint64(32)
    mixed *= _MIX[2]
    mixed ^= mixed >> np.uint64(29)
    mixed *= _MIX[0]
    return mixed ^ (mixed >> np.uint64(32))
