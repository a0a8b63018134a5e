"""Pairs of records that have two bins of a sketch in common, without looking at the many that share one."""

from itertools import combinations
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from flows.matching.blocks import (
    Pairs,
    Rows,
    drop_repeats,
    invert,
    pair_blocks,
    repeated_pairs,
    sort_blocks,
    split_pairs,
)

Sketches = npt.NDArray[np.uint32]
"""A row for each record, a number for each bin; 0 where the bin is empty."""


LOOKED_AT: Final = 2**22
"""Pairs whose bins are looked at together."""


class _Bin(NamedTuple):
    """Of each row the number of its block in one bin, 0 where it is alone or in a common one; pairs of the latter."""

    blocks: Rows
    common: Pairs


def pair_two_bins(sketches: Sketches, rows: Rows, order: Rows, max_block_records: int) -> Pairs:
    """The pairs of these rows that blocks.pair_blocks gives for two bins at least, once each.

    `sketches` has a row for each of `rows`, `order` a rank for every row number.
    """
    place = np.zeros(len(order), dtype=np.uint32)
    place[rows] = np.arange(len(rows), dtype=np.uint32)
    bins = [_read_bin(column, rows, place, order, max_block_records) for column in sketches.T]
    blocks = [each.blocks for each in bins]
    common = np.concatenate([each.common for each in bins])
    # Of many records these are hundreds of megabytes: each is let go, and sorted where it lies.
    del bins
    common.sort()
    found = [repeated_pairs(common, 2)]
    common = drop_repeats(common)
    found += [some[_share_any(some, blocks, place)] for some in np.array_split(common, len(common) // LOOKED_AT + 1)]
    del common
    found += [_share_both(one, other, rows, order) for one, other in combinations(blocks, 2)]
    every: Pairs = np.concatenate(found)
    del found
    every.sort()
    return drop_repeats(every)


def _read_bin(column: npt.NDArray[np.uint32], rows: Rows, place: Rows, order: Rows, max_block_records: int) -> _Bin:
    """The blocks of one column of sketches; `place` tells of each of the rows where it stands among them."""
    there = column != 0
    keys = column[there].astype(np.uint64)
    ranks, _, sizes = sort_blocks(keys, rows[there], order)
    shared = invert(order)[ranks]
    is_common = sizes > max_block_records
    number = np.where(is_common, 0, np.arange(1, len(sizes) + 1)).astype(np.uint32)
    blocks = np.zeros(len(rows), dtype=np.uint32)
    blocks[place[shared]] = number.repeat(sizes)
    crowd = shared[is_common.repeat(sizes)]
    crowd_keys = column[place[crowd]].astype(np.uint64)
    return _Bin(blocks, pair_blocks(crowd_keys, crowd, order, max_block_records))


def _share_both(one: Rows, other: Rows, rows: Rows, order: Rows) -> Pairs:
    """The pairs that share a block in both of two bins."""
    there = (one != 0) & (other != 0)
    bits = np.uint64(int(other.max(initial=0)).bit_length())
    keys = (one[there].astype(np.uint64) << bits) | other[there]
    return pair_blocks(keys, rows[there], order, len(order))


def _share_any(pairs: Pairs, blocks: list[Rows], place: Rows) -> npt.NDArray[np.bool_]:
    """Which of the pairs share a block in any bin."""
    a, b = (place[side] for side in split_pairs(pairs))
    told = np.zeros(len(pairs), dtype=np.bool_)
    for each in blocks:
        told |= (each[a] == each[b]) & (each[a] != 0)
    return told
