"""Scales and charts: where things stand, and that they say their numbers."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.release.report.charts import draw_bars, draw_columns, draw_stack, percent, short
from flows.release.report.flow import ALONE, JOINED, PUBLISHED, Links
from flows.release.report.sankey import draw_flow
from flows.release.report.scales import Bands, Linear, count_ticks


def test_a_linear_scale_leads_from_values_to_places() -> None:
    assert Linear(0, 50, 100, 0).at(25) == 50
    assert Linear(10, 20).at(12) == pytest.approx(20)


def test_bands_share_the_width_and_leave_gaps() -> None:
    bands = Bands(4, gap=0.2)
    assert (bands.at(0), bands.width, bands.middle(3)) == (2.5, 20, 87.5)


@pytest.mark.parametrize(
    ("highest", "expected"), [(0, [0, 1]), (3, [0, 1, 2, 3]), (87, [0, 25, 50, 75, 100]), (193, [0, 50, 100, 150, 200])]
)
def test_ticks_are_round_and_reach_the_highest_value(highest: int, expected: list[int]) -> None:
    assert count_ticks(highest) == expected


@settings(deadline=None, derandomize=True)
@given(st.integers(min_value=0, max_value=10**9))
def test_ticks_are_few_whole_and_evenly_apart(highest: int) -> None:
    ticks = count_ticks(highest)
    assert ticks[0] == 0
    assert ticks[-1] >= highest
    assert 2 <= len(ticks) <= 5
    assert len({after - before for before, after in pairwise(ticks)}) == 1


def test_columns_are_as_high_as_their_counts() -> None:
    chart = draw_columns([("2022", 50), ("2023", 100)], "paper")
    assert [(box.y, box.height) for box in chart.boxes] == [(50, 50), (0, 100)]
    assert chart.boxes[1].told == "2023: 100 papers"
    assert [tick.label for tick in chart.y_ticks] == ["0", "25", "50", "75", "100"]


def test_a_chart_of_nothing_is_no_error() -> None:
    assert draw_columns([], "paper").boxes == []
    assert draw_bars([], 0) == []


def test_parts_of_a_bar_lie_end_to_end_and_empty_ones_are_left_out() -> None:
    row = draw_stack("title", [("glued", 30, 0), ("bare", 0, 1), ("profile", 20, 2)], 100, "50 %")
    assert [(box.x, box.width, box.colour) for box in row.parts] == [(0, 30, 0), (30, 20, 2)]


@pytest.mark.parametrize(
    ("part", "expected"), [(0, "0 %"), (1, "<0.1 %"), (123_456, "12.3 %"), (999_999, ">99.9 %"), (1_000_000, "100 %")]
)
def test_a_share_that_is_neither_none_nor_all_never_reads_as_one(part: int, expected: str) -> None:
    assert percent(part, 1_000_000) == expected


@settings(deadline=None, derandomize=True)
@given(
    st.lists(st.integers(min_value=1, max_value=10**6), min_size=1, max_size=8),
    st.dictionaries(st.sampled_from(["refused: broken_entry", "refused: empty_record"]), st.integers(1, 10**6)),
)
def test_nodes_of_the_picture_neither_overlap_nor_leave_it(dumps: list[int], refused: dict[str, int]) -> None:
    links: Links = [(f"dump {at}", PUBLISHED, count) for at, count in enumerate(dumps)]
    links += [("dump 0", code, count) for code, count in refused.items()]
    links.append((PUBLISHED, ALONE, sum(dumps)))
    nodes = draw_flow(links, {ALONE: sum(dumps), JOINED: 0}).nodes
    for column in range(3):
        placed = sorted((node.y, node.height) for node in nodes if node.column == column)
        assert placed
        assert all(y + height < after for (y, height), (after, _) in pairwise(placed))
        assert placed[-1][0] + placed[-1][1] <= 100


def test_streams_of_the_picture_are_as_high_as_their_records() -> None:
    links: Links = [("a", PUBLISHED, 75), ("b", PUBLISHED, 25), (PUBLISHED, ALONE, 100)]
    picture = draw_flow(links, {ALONE: 100})
    heights = {node.label: node.height for node in picture.nodes}
    assert heights["a"] == pytest.approx(3 * heights["b"])
    assert heights[PUBLISHED] == pytest.approx(heights[ALONE])
    assert picture.streams[0].told == f"a → {PUBLISHED}: 75 records"


@pytest.mark.parametrize(
    ("value", "highest", "expected"),
    [(0, 200_000, "0"), (50_000, 200_000, "50k"), (2_500, 7_500, "2,500"), (1_500_000, 2_000_000, "1.5M")],
)
def test_large_numbers_beside_an_axis_are_short(value: int, highest: int, expected: str) -> None:
    assert short(value, highest) == expected


def test_labels_give_way_on_a_phone_only_where_there_are_many() -> None:
    few, many = ([(str(number), 1) for number in range(count)] for count in (3, 7))
    assert [tick.minor for tick in draw_columns(few, "paper").x_ticks] == [False] * 3
    assert [tick.minor for tick in draw_columns(many, "paper").x_ticks] == [False, True] * 3 + [False]
