"""The records of ranges, laid down by parts."""

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.work.owned import bounds, read_range, write_ranges

PAPER_IDS = st.lists(st.integers(0, 16**6 - 1).map(lambda number: f"p{number:06x}"), max_size=12)
KIND = pl.Enum(["article", "book"])


def records_of(part: int, paper_ids: list[str]) -> pl.DataFrame:
    """Records of these papers, told apart by `record_id`; with a list, a text that may be null, and an enum."""
    numbers = range(len(paper_ids))
    return pl.DataFrame(
        {
            "record_id": [f"{part}-{number}" for number in numbers],
            "paper_id": paper_ids,
            "dois": [[f"10.1/{number}"] * (number % 3) for number in numbers],
            "venue": [None if number % 2 else f"Annals of Moss {part}" for number in numbers],
            "kind": ["book" if number % 2 else "article" for number in numbers],
        },
        schema={
            "record_id": pl.String,
            "paper_id": pl.String,
            "dois": pl.List(pl.String),
            "venue": pl.String,
            "kind": KIND,
        },
    )


@settings(deadline=None, derandomize=True, max_examples=60)
@given(parts=st.lists(PAPER_IDS, min_size=1, max_size=4), ranges=st.sampled_from([1, 2, 8]))
def test_a_range_has_its_records_in_the_order_of_the_parts(parts: list[list[str]], ranges: int) -> None:
    whole = [records_of(number, paper_ids) for number, paper_ids in enumerate(parts)]
    with TemporaryDirectory() as folder:
        files = [write_ranges(Path(folder) / f"{number}.arrow", one, ranges) for number, one in enumerate(whole)]
        for number in range(ranges):
            low, high = bounds(number, ranges)
            inside = pl.col("paper_id").ge(low) & pl.col("paper_id").lt(high)
            assert read_range(files, number).equals(pl.concat(whole).filter(inside))
