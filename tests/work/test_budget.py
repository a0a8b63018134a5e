"""Pieces that fit into the memory that a build may take."""

import pytest

from flows.settings import Settings
from flows.work.budget import LEAST_SHARE, MERGED_BYTES, STAGED_FACTOR, Budget, fit_disk, plan_budget


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


def test_what_all_records_take_leaves_less_for_a_range() -> None:
    known, more = (budget(workers=2, memory_gib=8).ranges(records) for records in (4_000_000, 16_000_000))
    assert more > 4 * known


def test_ranges_stay_large_enough_to_be_worth_their_files_where_nothing_is_left() -> None:
    records = 100_000_000
    held = LEAST_SHARE * 4 * 2**30 / 2
    assert budget(workers=2, memory_gib=4).ranges(records) <= 2 * records * MERGED_BYTES / held


@pytest.mark.parametrize(("records", "least"), [(0, 1), (193, 1), (1_000_000, 4)])
def test_few_records_are_one_range_and_many_keep_every_worker_busy(records: int, least: int) -> None:
    found = budget(workers=2, memory_gib=4).ranges(records)
    assert found >= least
    assert (found == 1) == (least == 1)


@pytest.mark.parametrize(
    ("said", "spare", "compress"), [(None, 1, False), (None, -1, True), (True, 1, True), (False, -1, False)]
)
def test_records_are_compressed_where_the_disk_may_be_too_small_unless_it_is_set(
    said: bool | None, spare: int, compress: bool
) -> None:
    fitting = fit_disk(Settings.model_validate({"work": {"compress": said}}), 1_000, 1_000 * STAGED_FACTOR + spare)
    assert fitting.work.compress is compress
