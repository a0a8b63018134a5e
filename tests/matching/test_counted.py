"""Pairs counted some at a time: each as often as its rows meet, all its meetings together."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.matching import counted
from flows.matching.blocks import meet, pair_blocks, split_pairs
from flows.matching.counted import count_meetings


@st.composite
def columns_in_order(draw: st.DrawFn) -> tuple[list[list[int]], list[int]]:
    """Columns of keys, of one length, and a rank for each row."""
    height = draw(st.integers(1, 25))
    columns = draw(st.lists(st.lists(st.integers(0, 4), min_size=height, max_size=height), max_size=6))
    return columns, draw(st.permutations(range(height)))


@settings(deadline=None, derandomize=True)
@given(columns_in_order(), st.integers(1, 6), st.integers(1, 40))
def test_every_pair_is_counted_as_often_as_its_rows_meet(
    drawn: tuple[list[list[int]], list[int]], max_block_records: int, at_once: int
) -> None:
    columns, ranks = drawn
    height, order = len(ranks), np.array(ranks, dtype=np.uint32)
    rows = np.arange(height, dtype=np.uint32)
    keys = [np.array(column, dtype=np.uint64) for column in columns]
    wanted: Counter[int] = Counter()
    for column in keys:
        wanted.update(pair_blocks(column, rows, order, max_block_records).tolist())
    at_rank = np.argsort(order)
    told: Counter[int] = Counter()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counted, "COUNTED_AT", at_once)
        for pairs in count_meetings([meet(column, rows, order, max_block_records) for column in keys], height):
            assert pairs.tolist() == sorted(pairs.tolist())
            low, high = (at_rank[ranks] for ranks in split_pairs(pairs))
            some = Counter((min(a, b) << 32) | max(a, b) for a, b in zip(low.tolist(), high.tolist(), strict=True))
            assert not told.keys() & some.keys()
            told += some
    assert told == wanted


def test_no_more_pairs_are_held_than_wanted_and_those_of_one_more_row() -> None:
    rows = np.arange(1_000, dtype=np.uint32)
    bins = [meet((rows // 10).astype(np.uint64), rows, rows, 20) for _ in range(4)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counted, "COUNTED_AT", 500)
        sizes = [len(pairs) for pairs in count_meetings(bins, 1_000)]
    assert sum(sizes) == 4 * 100 * 45
    assert max(sizes) <= 500 + 4 * 9
