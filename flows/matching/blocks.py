"""From keys that records share to pairs of records, with no key so common that its pairs run away."""

from collections.abc import Iterator
from typing import Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.uint32]
"""Row numbers."""

Places = npt.NDArray[np.int64]

Pairs = npt.NDArray[np.uint64]
"""Pairs of row numbers, the smaller in the upper half of each number, sorted."""

Truths = npt.NDArray[np.bool_]
"""Of every row whether something is true."""

Number = TypeVar("Number", np.uint32, np.uint64)

PAIRED_AT: Final = 2**22
"""Keys that are sorted at a time, some 60 bytes each; more are shared out by what is left of them over a divisor."""

NEIGHBOURS: Final = 10
"""In a block that is too large to pair all its records each meets so many that follow it in the block's order."""


def pair_rows(first: npt.NDArray[np.uint32], second: npt.NDArray[np.uint32]) -> Pairs:
    """The rows of two columns as pairs, in the columns' order."""
    low, high = np.minimum(first, second), np.maximum(first, second)
    return (low.astype(np.uint64) << np.uint64(32)) | high.astype(np.uint64)


def split_pairs(pairs: Pairs) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """The two columns of pairs: the smaller row numbers and the larger ones."""
    return (pairs >> np.uint64(32)).astype(np.uint32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def invert(order: Rows) -> Rows:
    """Where each row stands in an order of all rows, or the rows in the order of their ranks."""
    back = np.empty_like(order)
    back[order] = np.arange(len(order), dtype=order.dtype)
    return back


def number_rows(a: Rows, b: Rows, height: int) -> tuple[Rows, tuple[Rows, Rows]]:
    """The rows that stand in `a` or `b`, sorted, each once, and where each of `a` and of `b` stands among them.

    All row numbers are below `height`.
    """
    there = np.zeros(height, dtype=np.bool_)
    there[a] = True
    there[b] = True
    rows = np.flatnonzero(there).astype(np.uint32)
    place = np.empty(height, dtype=np.uint32)
    place[rows] = np.arange(len(rows), dtype=np.uint32)
    return rows, (place[a], place[b])


class Blocks(NamedTuple):
    """The ranks of rows that share their key with others, growing in each block; where each starts and its size."""

    ranks: Rows
    starts: Places
    sizes: Places


class Meetings(NamedTuple):
    """Ranks of rows, block by block and growing in each, and how many of those that follow it each meets."""

    ranks: Rows
    partners: Rows

    def each(self, low: int = 0, high: int = 2**32) -> Iterator[tuple[Rows, Rows]]:
        """The pairs of ranks, some at a time: the ranks from `low` to `high` with those that follow which they meet."""
        # Below `low` the difference is a large number.
        at = np.flatnonzero(self.ranks - np.uint32(low) < high - low)
        step = 1
        while len(at := at[self.partners[at] >= step]):
            yield self.ranks[at], self.ranks[at + step]
            step += 1


def pair_blocks(
    keys: npt.NDArray[np.uint64], rows: Rows, order: Rows, max_block_records: int, stand_for: Places | None = None
) -> Pairs:
    """Every pair of rows that `meet`, once for each key that they share."""
    at_rank = invert(order)
    met = meet(keys, rows, order, max_block_records, stand_for)
    found = [pair_rows(at_rank[one], at_rank[other]) for one, other in met.each()]
    return joined(found)


def meet(
    keys: npt.NDArray[np.uint64], rows: Rows, order: Rows, max_block_records: int, stand_for: Places | None = None
) -> Meetings:
    """Which rows meet: those with the same key.

    Of a key that more than `max_block_records` rows share, each row meets only the NEIGHBOURS rows that follow it in
    `order` (a rank for every row number, alike records next to each other): copies of one record still meet, and the
    number of pairs grows with the rows, not with their square. `stand_for` tells of every row number how many rows it
    counts for, if not for itself alone.

    Of the 64 bits of a key only so many count as a rank leaves free, the low ones: it is a number that needs no more,
    or an evenly spread hash.
    """
    weights = None if stand_for is None else stand_for[invert(order)]
    found = []
    for some in _share_out(keys, len(order)):
        ranks, starts, sizes = sort_blocks(keys[some], rows[some], order)
        counted = sizes if weights is None else np.add.reduceat(weights[ranks], starts)
        reach = np.where(counted > max_block_records, NEIGHBOURS, sizes).repeat(sizes)
        following = np.repeat(starts + sizes, sizes) - np.arange(1, len(ranks) + 1)
        found.append(Meetings(ranks, np.minimum(following, reach).astype(np.uint32)))
    return Meetings(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _share_out(keys: npt.NDArray[np.uint64], height: int) -> list[Places] | list[slice]:
    """Shares of the keys that are sorted one by one: equal ones, by the bits that count, are in the same."""
    shares = len(keys) // PAIRED_AT + 1
    if shares == 1:
        return [slice(None)]
    free = np.uint64(height.bit_length())
    share = (((keys << free) >> free) % np.uint64(shares)).astype(np.uint16)
    return [np.flatnonzero(share == number) for number in range(shares)]


def sort_blocks(keys: npt.NDArray[np.uint64], rows: Rows, order: Rows) -> Blocks:
    """The blocks of rows with the same key; keys count as for `meet`."""
    # Key and rank in one number: to sort numbers costs a fifth of sorting their places by two keys.
    bits = np.uint64(len(order).bit_length())
    packed = (keys << bits) | order[rows]
    packed.sort()
    begins = differs_from_last(packed >> bits)
    alone = begins & np.append(begins[1:], True)[: len(begins)]
    packed, starts = packed[~alone], np.flatnonzero(begins[~alone])
    sizes = np.diff(np.append(starts, len(packed)))
    return Blocks((packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.uint32), starts, sizes)


def joined(found: list[Pairs]) -> Pairs:
    """All pairs, sorted."""
    pairs: Pairs = np.concatenate([np.empty(0, dtype=np.uint64), *found])
    # Of many records these are hundreds of megabytes: sorted where they lie.
    pairs.sort()
    return pairs


def sort_unique(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """The values sorted, each once."""
    # numpy.unique goes through a hash table first: of a million pairs it takes thirty times as long.
    return drop_repeats(np.sort(values))


def drop_repeats(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Sorted values, each once."""
    return values[differs_from_last(values)]


def repeated_pairs(pairs: Pairs, times: int) -> Pairs:
    """The pairs that stand among `pairs` at least so many times, once each."""
    last = max(len(pairs) - times + 1, 0)
    often: Pairs = pairs[:last][differs_from_last(pairs)[:last] & (pairs[:last] == pairs[times - 1 :])]
    return often


def differs_from_last(values: npt.NDArray[Number]) -> npt.NDArray[np.bool_]:
    """Whether each value is another than the one before it."""
    differs = np.ones(len(values), dtype=np.bool_)
    differs[1:] = values[1:] != values[:-1]
    return differs


def spread_pairs(pairs: Pairs, first: Rows, max_block_records: int) -> Pairs:
    """Pairs of rows that stand for all that have the same value as pairs of these.

    `first` gives the row that stands for each row. Of values that together more than `max_block_records` rows have,
    each row meets only the one that stands for the other value.
    """
    members = np.argsort(first, kind="stable").astype(np.uint32)
    count = np.bincount(first, minlength=len(first))
    start = np.cumsum(count) - count
    a, b = split_pairs(pairs)
    few = count[a] + count[b] <= max_block_records
    # The members of a that meet members of b: all meet all, or all the first, and the first all.
    of_a = np.concatenate([count[a], np.ones_like(count[a[~few]])])
    of_b = np.concatenate([np.where(few, count[b], 1), count[b[~few]]])
    a, b = np.concatenate([a, a[~few]]), np.concatenate([b, b[~few]])
    pair = np.repeat(np.arange(len(a)), of_a * of_b)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(of_a * of_b) - of_a * of_b, of_a * of_b)
    one = members[start[a[pair]] + place // of_b[pair]]
    return sort_unique(pair_rows(one, members[start[b[pair]] + place % of_b[pair]]))
