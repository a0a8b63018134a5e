"""Sketches of texts: a few numbers each, of which texts that share wording share some.

One-permutation hashing (Li, Owen and Zhang, 2012, arXiv:1208.1259) over the stretches of some bytes that begin at an
anchor: one of the bytes that make up a seventh (in a title a half) of any text. The smallest hash in each bin is kept.
A text cut off at half its length still shares about half of the bins.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

CHUNK_BYTES: Final = 2**20
"""Texts are worked on in batches of about this size, so that the arrays stay small."""

Rows = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]

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


class Sketches(NamedTuple):
    """One entry a kept hash: the hash, and the row of the text that it is from."""

    hashes: Hashes
    rows: Rows


def sketch_texts(texts: Sequence[str | None], kind: Kind) -> Sketches:
    """The sketches of all texts; a text with none is null or too short to have a stretch with an anchor."""
    parts = [_sketch(rows, batch, kind) for rows, batch in _batches(texts)]
    return Sketches(
        np.concatenate([part.hashes for part in parts]) if parts else np.empty(0, dtype=np.uint64),
        np.concatenate([part.rows for part in parts]) if parts else np.empty(0, dtype=np.uint32),
    )


def _batches(texts: Sequence[str | None]) -> Iterator[tuple[list[int], list[bytes]]]:
    """Row numbers and bytes of the texts that are there, in batches of CHUNK_BYTES or one text."""
    rows: list[int] = []
    batch: list[bytes] = []
    size = 0
    for row, text in enumerate(texts):
        if text is None:
            continue
        rows.append(row)
        batch.append(text.encode())
        size += len(batch[-1])
        if size >= CHUNK_BYTES:
            yield rows, batch
            rows, batch, size = [], [], 0
    if rows:
        yield rows, batch


def _sketch(rows: list[int], texts: list[bytes], kind: Kind) -> Sketches:
    """The sketches of one batch."""
    # Padded, so that a stretch that begins at the very end can be read; it is then left out.
    page = b"".join(texts) + bytes(kind.gram_bytes)
    at = np.flatnonzero(np.frombuffer(page.translate(kind.anchors), dtype=np.bool_)[: -kind.gram_bytes])
    ends = np.cumsum([len(text) for text in texts])
    text = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(at, ends), prepend=0))
    whole = at + kind.gram_bytes <= ends[text]
    at, text = at[whole], text[whole]
    hashes = _hash(page, at, kind.gram_bytes)
    table = np.full(len(texts) * kind.bins, _EMPTY, dtype=np.uint64)
    np.minimum.at(table, text * kind.bins + (hashes & np.uint64(kind.bins - 1)).view(np.int64), hashes)
    kept = np.flatnonzero(table != _EMPTY)
    return Sketches(table[kept], np.array(rows, dtype=np.uint32)[kept // kind.bins])


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
