"""Clusters against an independent solver that tries every partition."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.matching.clusters import cluster_pairs, find_components

Pair = tuple[int, int, str, float]

ROWS = 6
VERDICTS = st.sampled_from(("same", "same", "different", "unsure"))
SCORES = st.sampled_from((0.9, 0.95, 1.0))


def frame(pairs: Sequence[Pair]) -> pl.DataFrame:
    schema = {"a": pl.UInt32, "b": pl.UInt32, "verdict": pl.String, "score": pl.Float64}
    return pl.DataFrame(list(pairs), schema=schema, orient="row")


@st.composite
def judged_pairs(draw: st.DrawFn) -> list[Pair]:
    """Judged pairs of a few rows, each pair once, sorted."""
    every = [(a, b) for a in range(ROWS) for b in range(a + 1, ROWS)]
    chosen = draw(st.lists(st.sampled_from(every), unique=True))
    return [(a, b, draw(VERDICTS), draw(SCORES)) for a, b in sorted(chosen)]


def partitions(rows: list[int]) -> Iterator[list[list[int]]]:
    """Every way to put rows into groups."""
    if not rows:
        yield []
        return
    first, *rest = rows
    for groups in partitions(rest):
        yield [[first], *groups]
        for at, group in enumerate(groups):
            yield [*groups[:at], [first, *group], *groups[at + 1 :]]


def together(groups: list[list[int]], pair: Pair) -> bool:
    return any(pair[0] in group and pair[1] in group for group in groups)


def linked(group: list[int], links: list[Pair]) -> bool:
    """Whether the links hold the group together."""
    reached = {group[0]}
    for _ in group:
        reached |= {row for a, b, *_ in links if a in reached or b in reached for row in (a, b) if row in group}
    return reached == set(group)


def best_partition(pairs: list[Pair]) -> list[list[int]]:
    """The partition that keeps the strongest links, among those that links hold together and no `different` breaks."""
    links = sorted((pair for pair in pairs if pair[2] == "same"), key=lambda pair: (-pair[3], pair[:2]))
    allowed = [
        groups
        for groups in partitions(list(range(ROWS)))
        if not any(together(groups, pair) for pair in pairs if pair[2] == "different")
        and all(linked(group, links) for group in groups)
    ]
    return max(allowed, key=lambda groups: [together(groups, link) for link in links])


@settings(deadline=None, derandomize=True, max_examples=80)
@given(judged_pairs())
def test_clusters_are_the_best_of_all_partitions(pairs: list[Pair]) -> None:
    found = cluster_pairs(ROWS, frame(pairs))
    wanted = best_partition(pairs)
    assert found.labels.tolist() == [min(group) for row in range(ROWS) for group in wanted if row in group]
    cut = {at for at, pair in enumerate(pairs) if pair[2] == "same" and not together(wanted, pair)}
    assert found.cut.keys() == cut


@settings(deadline=None, derandomize=True)
@given(judged_pairs())
def test_a_cut_link_names_a_pair_that_it_would_have_joined(pairs: list[Pair]) -> None:
    found = cluster_pairs(ROWS, frame(pairs))
    apart = {pair[:2] for pair in pairs if pair[2] == "different"}
    for link, spared in found.cut.items():
        assert spared in apart
        ends = {found.labels[row] for row in pairs[link][:2]}
        assert {found.labels[row] for row in spared} == ends


def test_the_weak_link_of_a_chain_is_cut() -> None:
    pairs = frame([(0, 1, "same", 0.99), (0, 2, "different", 0.0), (1, 2, "same", 0.9)])
    found = cluster_pairs(3, pairs)
    assert found.labels.tolist() == [0, 0, 2]
    assert found.cut == {2: (0, 2)}


@pytest.mark.parametrize("rows", [1, 2, 1_000, 1_001])
def test_a_long_chain_is_one_component(rows: int) -> None:
    order = np.random.default_rng(3).permutation(rows).astype(np.uint32)
    assert set(find_components(rows, order[:-1], order[1:]).tolist()) == {0}
