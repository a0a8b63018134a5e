"""Pairs from shared keys: all of them where a key is rare, a chain where it is common."""

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.matching import blocks
from flows.matching.blocks import NEIGHBOURS, pair_blocks, repeated_pairs, split_pairs, spread_pairs
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


@settings(deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from([0, 2**63])), max_size=60), st.integers(1, 30))
def test_many_keys_are_paired_some_at_a_time_with_the_same_outcome(found: list[tuple[int, int]], at_once: int) -> None:
    # The highest bits do not count, wherever a key is paired.
    keys = [low + high for low, high in found]
    whole = pairs_of(keys, max_block_records=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "PAIRED_AT", at_once)
        assert pairs_of(keys, max_block_records=4) == whole


def test_no_key_no_pair() -> None:
    assert pairs_of([], max_block_records=200) == []


def test_rows_that_stand_for_many_make_a_key_common() -> None:
    keys, rows = np.ones(30, dtype=np.uint64), np.arange(30, dtype=np.uint32)
    assert len(pair_blocks(keys, rows, rows, 200)) == 30 * 29 / 2
    stand_for = np.full(30, 10)
    assert len(pair_blocks(keys, rows, rows, 200, stand_for)) < 30 * NEIGHBOURS


@settings(deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 5), max_size=20), st.integers(2, 4))
def test_pairs_that_are_found_often_enough_are_told_once(found: list[int], times: int) -> None:
    pairs = np.array(sorted(found), dtype=np.uint64)
    wanted = sorted(pair for pair, count in Counter(found).items() if count >= times)
    assert repeated_pairs(pairs, times).tolist() == wanted


def spread(values: list[int], max_block_records: int) -> list[tuple[int, int]]:
    """The pairs of rows with these values, spread from all pairs of two values."""
    first = np.array([values.index(value) for value in values], dtype=np.uint32)
    pairs = np.array([(a << 32) | b for a, b in combinations(sorted(set(first.tolist())), 2)], dtype=np.uint64)
    a, b = split_pairs(spread_pairs(pairs, first, max_block_records))
    return list(zip(a.tolist(), b.tolist(), strict=True))


@settings(deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 3), max_size=12))
def test_what_holds_of_two_values_holds_of_all_their_rows(values: list[int]) -> None:
    wanted = [(a, b) for a, b in combinations(range(len(values)), 2) if values[a] != values[b]]
    assert spread(values, max_block_records=12) == wanted


def test_two_values_of_thousands_of_rows_cost_a_pair_a_row() -> None:
    found = spread([0, 1] * 1_000, max_block_records=200)
    assert len(found) == 1_999
    assert {row for pair in found for row in pair} == set(range(2_000))
