"""Row groups by the beginnings of ids: the same file however the ids are cut into ranges, and no group too large."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.release.groups import open_table
from flows.settings import ReleaseSettings
from flows.work.owned import SPAN, bounds
from flows.work.prefixes import Cut, Joined, count_groups, lay_rows
from schemas.frames import empty_frame
from schemas.judgements import Ids

SETTINGS = ReleaseSettings(row_group_rows=20)


def ids_of(numbers: Sequence[int]) -> pl.DataFrame:
    """Rows of `ids` whose ids begin with these numbers below SPAN."""
    names = [f"p{number:04x}{at:012x}" for at, number in enumerate(sorted(numbers))]
    rows = pl.DataFrame({"paper_id": names}).with_columns(status=pl.lit("live"))
    return pl.concat([empty_frame(Ids), rows], how="diagonal_relaxed").cast(empty_frame(Ids).schema)


def written(rows: pl.DataFrame, ranges: int, groups: int) -> tuple[bytes, list[int], object]:
    """The table of these rows made of so many ranges: its bytes, the sizes of its groups, and its statistics."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        with open_table(place, "ids", SETTINGS) as table:
            joined = Joined(table)
            for number in range(ranges):
                low, high = bounds(number, ranges)
                inside = rows.filter(pl.col("paper_id").ge(low) & pl.col("paper_id").lt(high))
                cut = Cut(number, ranges, groups)
                lay_rows(place / "laid", "ids", inside, cut, SETTINGS)
                joined.add(place / "laid", cut)
            told = joined.finish()
        path = place / "ids.parquet"
        footer = pq.read_metadata(path)
        assert pl.read_parquet(path).equals(rows)
        return path.read_bytes(), [footer.row_group(at).num_rows for at in range(footer.num_row_groups)], told


@settings(deadline=None, derandomize=True, max_examples=40)
@given(st.lists(st.integers(0, SPAN - 1), max_size=60), st.integers(1, 9), st.sampled_from([1, 2, 4, 8, 64]))
def test_no_way_of_cutting_ids_into_ranges_makes_a_difference(numbers: list[int], ranges: int, groups: int) -> None:
    rows = ids_of(numbers)
    assert written(rows, ranges, groups) == written(rows, 1, groups)


@pytest.mark.parametrize("ranges", [1, 2, 3, 8, 11, 64])
def test_a_group_holds_the_ids_that_begin_alike(ranges: int) -> None:
    numbers = [*range(0, SPAN, SPAN // 64), 5, SPAN - 9]
    rows = ids_of(numbers)
    _, sizes, _ = written(rows, ranges, 8)
    expected = [sum(number * 8 // SPAN == group for number in numbers) for group in range(8)]
    assert sizes == expected


def test_a_group_of_more_rows_than_it_may_have_is_several() -> None:
    rows = ids_of([5] * 45 + [SPAN - 1])
    for ranges in (1, 2, 7):
        assert written(rows, ranges, 2)[1] == [20, 20, 5, 1]


def test_a_range_without_rows_ends_the_group_before_it() -> None:
    """Of two groups in four ranges, the first rows of the second group come in the last range."""
    rows = ids_of([SPAN // 4 + 1, SPAN * 3 // 4 + 1])
    assert written(rows, 4, 2)[1] == [1, 1]


def test_no_rows_are_a_file_all_the_same() -> None:
    assert written(ids_of([]), 3, 2)[1] == []


@pytest.mark.parametrize(
    ("papers", "groups"), [(0, 1), (1, 1), (10, 1), (11, 2), (20, 2), (21, 4), (1000, 128), (10**9, SPAN)]
)
def test_groups_are_a_power_of_two_and_half_full_at_most(papers: int, groups: int) -> None:
    assert count_groups(papers, SETTINGS.row_group_rows) == groups


def test_groups_of_one_row_are_allowed() -> None:
    assert count_groups(3, 1) == 4
