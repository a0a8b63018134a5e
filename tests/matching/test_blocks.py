"""Pairs from shared keys: all of them where a key is rare, a chain where it is common."""

from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.matching.blocks import NEIGHBOURS, pair_blocks, split_pairs
from flows.matching.clusters import find_components


def pairs_of(keys: list[int], max_block_records: int) -> list[tuple[int, int]]:
    """The pairs of rows 0, 1, … with these keys."""
    rows = np.arange(len(keys), dtype=np.uint32)
    a, b = split_pairs(pair_blocks(np.array(keys, dtype=np.uint64), rows, rows, max_block_records))
    return list(zip(a.tolist(), b.tolist(), strict=True))


@settings(deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 4), max_size=20))
def test_every_two_rows_with_the_same_key_meet_once(keys: list[int]) -> None:
    wanted = [(a, b) for a, b in combinations(range(len(keys)), 2) if keys[a] == keys[b]]
    assert sorted(pairs_of(keys, max_block_records=20)) == wanted


def test_a_pair_comes_once_for_each_key_that_it_shares() -> None:
    keys = np.array([7, 7, 9, 9], dtype=np.uint64)
    rows = np.array([4, 2, 4, 2], dtype=np.uint32)
    a, b = split_pairs(pair_blocks(keys, rows, np.arange(5, dtype=np.uint32), 10))
    assert a.tolist() == [2, 2]
    assert b.tolist() == [4, 4]


def test_a_common_key_costs_a_few_pairs_a_row_and_still_links_all_its_rows() -> None:
    pairs = pairs_of([1] * 5_000, max_block_records=200)
    assert len(pairs) <= 5_000 * NEIGHBOURS
    a, b = np.array(pairs, dtype=np.uint32).T
    assert set(find_components(5_000, a, b).tolist()) == {0}


def test_no_key_no_pair() -> None:
    assert pairs_of([], max_block_records=200) == []
