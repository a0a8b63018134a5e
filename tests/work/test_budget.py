"""Pieces that fit into the memory that a build may take."""

import pytest

from flows.settings import Settings
from flows.work.budget import Budget, plan_budget


def budget(**work: float) -> Budget:
    return plan_budget(Settings.model_validate({"work": work}))


def test_there_are_no_more_workers_than_are_asked_for_or_than_the_memory_holds() -> None:
    assert budget(workers=3, memory_gib=16).workers == 3
    assert budget(workers=64, memory_gib=4).workers == 3
    assert budget(workers=64, memory_gib=1).workers == 1


def test_less_memory_makes_more_ranges() -> None:
    ranges = [budget(workers=2, memory_gib=gib).ranges(10_000_000) for gib in (32, 6, 2)]
    assert ranges == sorted(ranges)
    assert ranges[0] < ranges[2]


@pytest.mark.parametrize(("records", "least"), [(0, 1), (193, 1), (1_000_000, 4)])
def test_few_records_are_one_range_and_many_keep_every_worker_busy(records: int, least: int) -> None:
    found = budget(workers=2, memory_gib=4).ranges(records)
    assert found >= least
    assert (found == 1) == (least == 1)
