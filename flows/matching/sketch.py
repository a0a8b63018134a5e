"""Sketches of texts: a few numbers each, of which texts that share wording share some.

One-permutation hashing (Li, Owen and Zhang, 2012, arXiv:1208.1259) over the stretches of some bytes that begin at an
anchor: one of the bytes that make up a seventh (in a title a half) of any text. The smallest hash in each bin is kept.
A text cut off at half its length still shares about half of the bins.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.matching.pages import cut_pages
from flows.matching.stretches import hash_stretches

Sketches = npt.NDArray[np.uint32]
"""A row for each text, a number for each bin."""

_EMPTY: Final = np.iinfo(np.uint64).max


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
    return np.concatenate([_sketch(page, ends[1:], kind) for page, ends in cut_pages(texts)])


def _sketch(page: bytes, ends: npt.NDArray[np.int64], kind: Kind) -> Sketches:
    """The sketches of the texts of one batch, which stand behind each other and end there."""
    anchors = np.frombuffer(bytearray(page.translate(kind.anchors)), dtype=np.bool_)
    # So close to the end of a text no stretch begins.
    near = np.subtract.outer(ends, np.arange(1, kind.gram_bytes))
    anchors[near[near >= 0]] = False
    at = np.flatnonzero(anchors)
    cell = np.repeat(np.arange(0, len(ends) * kind.bins, kind.bins), np.diff(np.searchsorted(at, ends), prepend=0))
    hashes = hash_stretches(page, at, kind.gram_bytes)
    cell += (hashes & np.uint64(kind.bins - 1)).view(np.int64)
    table = np.full(len(ends) * kind.bins, _EMPTY, dtype=np.uint64)
    np.minimum.at(table, cell, hashes)
    # The low bits tell the bin, and the high ones of a smallest hash are mostly 0.
    numbers = ((table >> np.uint64((kind.bins - 1).bit_length())) & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return np.where(table == _EMPTY, np.uint32(0), np.maximum(numbers, np.uint32(1))).reshape(-1, kind.bins)
