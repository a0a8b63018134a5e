"""Digests of texts, which are the same on every machine and stay: polars' own hashes may change with its version."""

from typing import Final

import numpy as np
import polars as pl

from flows.matching.distinct import change_some
from flows.matching.pages import Places, cut_pages, texts_of
from flows.matching.stretches import Hashes, hash_stretches

DIGITS: Final = 16
"""64 bits, as hexadecimal digits."""

_STRETCH: Final = 16


def digest_texts(texts: pl.Series) -> pl.Series:
    """For each text (String) hexadecimal digits that only an equal text has, but for one pair in 2⁶⁴; null for null."""
    there = texts.is_not_null()
    if not there.any():
        return texts
    known = texts.drop_nulls()
    # A text is hashed by whole stretches; none ends with this character.
    padded = change_some(known, known.str.len_bytes() < _STRETCH, lambda short: short.str.pad_end(_STRETCH, "\0"))
    digits = b"".join([_digest(*page).astype(">u8").tobytes() for page in cut_pages(padded)]).hex().encode()
    digests = texts_of(digits, np.arange(0, len(digits) + 1, DIGITS))
    return digests if there.all() else digests.gather(pl.select(pl.when(there).then(there.cum_sum() - 1)).to_series())


def _digest(page: bytes, ends: Places) -> Hashes:
    """The digest of each text of a page, none of which is shorter than a stretch."""
    sizes = np.diff(ends)
    counts = -(-sizes // _STRETCH)
    first = np.cumsum(counts) - counts
    number = np.arange(counts.sum()) - first.repeat(counts)
    at = ends[:-1].repeat(counts) + _STRETCH * number
    # The last stretch ends with the text, and repeats some of the one before it.
    at[first + counts - 1] = ends[1:] - _STRETCH
    # An odd factor for each place, so that the order of stretches makes a difference.
    hashes = hash_stretches(page, at, _STRETCH) * (2 * number + 1).view(np.uint64)
    told = np.column_stack([np.add.reduceat(hashes, first), sizes.view(np.uint64)]).astype("<u8").tobytes()
    return hash_stretches(told, np.arange(0, len(told), _STRETCH), _STRETCH)
