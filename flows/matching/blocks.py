"""From keys that records share to pairs of records, with no key so common that its pairs run away."""

from typing import Final

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.uint32]
"""Row numbers."""

Pairs = npt.NDArray[np.uint64]
"""Pairs of row numbers, the smaller in the upper half of each number, sorted."""

NEIGHBOURS: Final = 10
"""In a block that is too large to pair all its records each meets so many that follow it in the block's order."""


def pair_rows(first: npt.NDArray[np.uint32], second: npt.NDArray[np.uint32]) -> Pairs:
    """The rows of two columns as pairs, in the columns' order."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    return (low.astype(np.uint64) << np.uint64(32)) | high.astype(np.uint64)


def split_pairs(pairs: Pairs) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """The two columns of pairs: the smaller row numbers and the larger ones."""
    return (pairs >> np.uint64(32)).astype(np.uint32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def pair_blocks(
    keys: npt.NDArray[np.uint64],
    rows: npt.NDArray[np.uint32],
    order: npt.NDArray[np.uint32],
    max_block_records: int,
) -> Pairs:
    """Every pair of rows with the same key, once for each key that they share.

    Of a key that more than `max_block_records` rows share, each row meets only the NEIGHBOURS rows that follow it in
    `order` (a rank for every row number, alike records next to each other): copies of one record still meet, and the
    number of pairs grows with the rows, not with their square.
    """
    by_key = np.lexsort((order[rows], keys))
    keys, rows = keys[by_key], rows[by_key]
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.empty(0, dtype=np.int64)
    sizes = np.diff(np.append(starts, len(keys)))
    last = np.repeat(starts + sizes, sizes)
    reach = np.where(sizes > max_block_records, NEIGHBOURS, sizes).repeat(sizes)
    at = np.flatnonzero(sizes.repeat(sizes) > 1)
    found: list[Pairs] = []
    step = 0
    while len(at):
        step += 1
        at = at[(at + step < last[at]) & (step <= reach[at])]
        found.append(pair_rows(rows[at], rows[at + step]))
    return np.concatenate(found) if found else np.empty(0, dtype=np.uint64)
