"""Statistics of columns, counted as the rows of a table come."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.release.statistics import ColumnStatistics, TableStatistics, Tally


def tell(frame: pl.DataFrame, *cuts: int) -> TableStatistics:
    """The statistics of a frame that comes in pieces, which end at these rows."""
    tally = Tally(frame.clear())
    for start, end in zip((0, *cuts), (*cuts, len(frame)), strict=True):
        tally.add(frame[start:end])
    return tally.tell()


def test_every_kind_of_column_has_its_figures() -> None:
    told = tell(
        pl.DataFrame(
            {
                "title": ["moss", None, "fern", "moss"],
                "authors": [["Ada", "Mei"], [], ["Ada"], []],
                "date": [date(2023, 2, 3), date(2021, 1, 1), None, None],
                "spans": [[{"start": 1}], [], [], []],
            }
        ),
        1,
    )
    assert told["title"] == ColumnStatistics(
        nulls=1, distinct=2, distinct_is_exact=True, minimum="fern", maximum="moss", mean_length=4.0
    )
    assert told["authors"] == ColumnStatistics(
        nulls=2, distinct=2, distinct_is_exact=True, minimum=None, maximum=None, mean_length=0.75
    )
    assert (told["date"].minimum, told["date"].maximum, told["date"].nulls) == ("2021-01-01", "2023-02-03", 2)
    assert (told["spans"].distinct, told["spans"].nulls, told["spans"].mean_length) == (None, 3, 0.25)


def test_a_table_without_rows_has_statistics_too() -> None:
    told = Tally(pl.DataFrame(schema={"title": pl.String, "links": pl.List(pl.String)})).tell()
    assert told["title"] == told["links"]
    assert (told["title"].nulls, told["title"].distinct, told["title"].mean_length) == (0, 0, None)


def test_a_long_text_is_cut() -> None:
    told = tell(pl.DataFrame({"title": ["m" * 5_000]}))["title"]
    assert told.minimum == "m" * 99 + "…"
    assert told.mean_length == 5_000


def test_many_different_values_are_estimated_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.release.statistics.COUNTED", 4_096)
    frame = pl.DataFrame({"number": range(200_000)}).with_columns(text=pl.format("title {}", pl.col("number") // 10))
    told = tell(frame, 10_000, 50_000)
    assert not told["number"].distinct_is_exact
    assert told["number"].distinct == pytest.approx(200_000, rel=0.05)
    assert told["text"].distinct == pytest.approx(20_000, rel=0.05)
    assert told["text"].minimum == "title 0"
    few = tell(frame.with_columns(pl.col("number") % 4_000), 10_000, 50_000)["number"]
    assert (few.distinct, few.distinct_is_exact) == (4_000, True)


TYPES: dict[str, pl.DataType] = {"title": pl.String(), "words": pl.List(pl.String)}
VALUES = st.lists(st.none() | st.text(max_size=3), max_size=30)


@settings(deadline=None, derandomize=True)
@given(VALUES, st.lists(st.integers(0, 30), max_size=3))
def test_how_rows_are_cut_into_frames_makes_no_difference(values: list[str | None], cuts: list[int]) -> None:
    frame = pl.DataFrame({"title": values, "words": [[value] * 2 for value in values]}, schema=TYPES)
    assert tell(frame, *sorted(min(cut, len(frame)) for cut in cuts)) == tell(frame)
