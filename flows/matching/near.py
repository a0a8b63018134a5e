"""Which records may have other candidates than in the last build: those that came, and those near what came or went.

Two records that share a key meet, whoever else has it; only where so many share one that each meets none but those
that follow it, another one between them makes a difference. So nearly all candidates of the last build still are.
"""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from flows.matching.blocks import (
    NEIGHBOURS,
    Meetings,
    Pairs,
    Places,
    Rows,
    Truths,
    invert,
    meet,
    pair_blocks,
    sort_blocks,
    split_pairs,
)

LOOK_BITS: Final = 20
"""Bits of a key that are looked at first: a table of a million truths stays in the processor's own memory."""


class Equals(NamedTuple):
    """Of every row the `first` that has an equal value, and for how many rows each row is that."""

    first: Rows
    sizes: Places

    def leads(self) -> Truths:
        """Which rows are the first that have their value."""
        leads: Truths = self.sizes > 0
        return leads


class Keyed(NamedTuple):
    """Keys, and the row that has each. Each row may stand for its `equals`."""

    keys: npt.NDArray[np.uint64]
    rows: Rows
    equals: Equals | None = None


def pair_keyed(keyed: Keyed, order: Rows, max_block_records: int, near: Truths | None) -> Pairs:
    """The pairs that blocks.pair_blocks gives for these keys: all, or those with a row that is `near`."""
    pairs = pair_blocks(*_some(keyed, near), order, max_block_records, _stand_for(keyed))
    return pairs if near is None else touching(pairs, near)


def meet_keyed(keyed: Keyed, order: Rows, max_block_records: int, near: Truths | None) -> Meetings:
    """What blocks.meet gives for these keys: all, or those that a row has which is `near`."""
    return meet(*_some(keyed, near), order, max_block_records, _stand_for(keyed))


def _some(keyed: Keyed, near: Truths | None) -> tuple[npt.NDArray[np.uint64], Rows]:
    some = keyed if near is None else shared_with(keyed, near)
    return some.keys, some.rows


def _stand_for(keyed: Keyed) -> Places | None:
    return None if keyed.equals is None else keyed.equals.sizes


def shared_with(keyed: Keyed, near: Truths) -> Keyed:
    """Only the keys that a row has which is `near`, with all their rows."""
    wanted = np.unique(keyed.keys[near[keyed.rows]])
    # Most keys are nobody's who is near, as some of their bits tell at once.
    low = np.uint64(2**LOOK_BITS - 1)
    marks = np.zeros(2**LOOK_BITS, dtype=np.bool_)
    marks[wanted & low] = True
    at = np.flatnonzero(marks[keyed.keys & low])
    at = at[np.isin(keyed.keys[at], wanted)]
    return keyed._replace(keys=keyed.keys[at], rows=keyed.rows[at])


def touching(pairs: Pairs, near: Truths) -> Pairs:
    """Those of the pairs that have a row which is `near`."""
    a, b = split_pairs(pairs)
    return pairs[near[a] | near[b]]


def mark_near(keyed: Keyed, order: Rows, max_block_records: int, changed: Truths, near: Truths) -> None:
    """Mark the rows as `near` whose pairs, as blocks.pair_blocks gives them, may be others without those `changed`.

    These are, in blocks that hold what changed and are too large to pair all their records, the NEIGHBOURS on both
    sides of it; all, if the block is not so large without.
    """
    every, rest = _weights(keyed.equals, changed)
    keys, rows, _ = shared_with(keyed, rest < every)
    ranks, starts, sizes = sort_blocks(keys, rows, order)
    if not len(ranks):
        return
    rows = invert(order)[ranks]
    is_changed = changed[rows]
    is_common = np.add.reduceat(every[rows], starts) > max_block_records
    was_small = np.add.reduceat(rest[rows], starts) <= max_block_records
    near[rows[(is_common & was_small).repeat(sizes)]] = True
    block = np.arange(len(sizes)).repeat(sizes)
    at = np.flatnonzero(is_changed & is_common[block])
    others = np.flatnonzero(~is_changed)
    place = np.searchsorted(others, at)
    for step in range(-NEIGHBOURS, NEIGHBOURS):
        there = (place + step >= 0) & (place + step < len(others))
        beside = others[(place + step)[there]]
        near[rows[beside[block[beside] == block[at[there]]]]] = True


def _weights(equals: Equals | None, changed: Truths) -> tuple[Places, Places]:
    """How many records each row counts for, and for how many that did not change."""
    if equals is None:
        return np.ones(len(changed), dtype=np.int64), (~changed).astype(np.int64)
    return equals.sizes, np.bincount(equals.first[~changed], minlength=len(changed))
