"""Pairs of records that meet several times, counted without holding all meetings at once."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from flows.matching.blocks import Meetings, Pairs, Rows, joined

COUNTED_AT: Final = 2**23
"""Pairs that are counted together, some 24 bytes each."""


def count_meetings(bins: Sequence[Meetings], height: int) -> Iterator[Pairs]:
    """The pairs of ranks, below `height`, that meet in the bins: sorted, each as often as it meets, some at a time.

    Whatever the bin, a pair comes with the smaller of its ranks, so all its meetings come together.
    """
    met = np.zeros(height, dtype=np.int64)
    for each in bins:
        # A rank stands once in a bin.
        met[each.ranks] += each.partners
    before = np.cumsum(met) - met
    stretches = int(met.sum()) // COUNTED_AT + 1
    bounds = np.searchsorted(before, np.arange(stretches + 1) * COUNTED_AT)
    bounds[-1] = height
    for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        yield joined([_pair_ranks(*both) for each in bins for both in each.each(low, high)])


def _pair_ranks(low: Rows, high: Rows) -> Pairs:
    return (low.astype(np.uint64) << np.uint64(32)) | high
