"""Pairs that share two bins of a sketch, found without those that share one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.matching.blocks import pair_blocks, repeated_pairs
from flows.matching.shared_bins import pair_two_bins

SKETCHES = st.integers(1, 14).flatmap(
    lambda rows: st.lists(st.lists(st.integers(0, 3), min_size=4, max_size=4), min_size=rows, max_size=rows)
)


@settings(deadline=None, derandomize=True, max_examples=300)
@given(SKETCHES, st.integers(2, 14), st.randoms(use_true_random=False))
def test_they_are_those_that_two_bins_give_each(
    numbers: list[list[int]], max_block_records: int, random: np.random.Generator
) -> None:
    sketches = np.array(numbers, dtype=np.uint32)
    # Not every record of the set is looked at.
    rows = np.arange(1, 2 * len(numbers), 2, dtype=np.uint32)
    order = np.array(random.sample(range(2 * len(numbers)), 2 * len(numbers)), dtype=np.uint32)  # type: ignore[attr-defined]
    of_each = [
        pair_blocks(bin_[bin_ != 0].astype(np.uint64), rows[bin_ != 0], order, max_block_records) for bin_ in sketches.T
    ]
    wanted = repeated_pairs(np.sort(np.concatenate(of_each)), 2)
    assert pair_two_bins(sketches, rows, order, max_block_records).tolist() == wanted.tolist()
