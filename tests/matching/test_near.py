"""Candidates of the last build are taken: what comes of it is what looking for all of them gives."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.matching import change
from flows.matching.candidates import find_candidates, pairs_file
from flows.matching.change import find_change
from flows.matching.search import Numbers, Search
from flows.matching.values import write_columns
from flows.matching.ways import WAYS

Rows = Callable[..., pl.DataFrame]

PLANTS = ("moss", "lichen", "liverwort", "stonecrop", "ivy", "fern", "heather", "reed", "clover", "sedge")
PLACES = ("old roofs in the north", "stone walls by the sea", "dead wood in wet forests", "pavements", "sand", "ice")
SENTENCES = (
    "We count the leaves of every plant once a week through three winters and two long summers in a row.",
    "Water moves along the stems in the morning and comes to rest when the sun stands above the hills.",
    "A model of how frost divides the cells explains why growth ends before the snow does each spring.",
    "None of the seeds that were kept in the dark grew when they were brought back into the open air.",
)


def a_record(rng: np.random.Generator) -> dict[str, Any]:
    """One of few: titles, people and sentences come again and again, whole or in part."""

    def some(values: tuple[str, ...]) -> str:
        return values[int(rng.integers(len(values)))]

    values: dict[str, Any] = {}
    if rng.random() < 0.8:
        values["title"] = f"Growth of {some(PLANTS)} on {some(PLACES)}"[: int(rng.choice([20, 35, 99]))]
    if rng.random() < 0.7 or not values:
        values["abstract"] = " ".join(some(SENTENCES) for _ in range(int(rng.integers(1, 4))))
    if rng.random() < 0.7:
        values["authors"] = [some(("Ada Birk", "Bo Chen", "Cy Dorn"))]
        values["date"] = date(2019, 12, 30) + timedelta(days=int(rng.integers(4)))
    if rng.random() < 0.2:
        values["doi"] = f"10.1000/{rng.integers(4)}"
    return values


def laid(found: Search, record_ids: pl.Series, folder: Path, change: change.Change | None = None) -> Search:
    """The search with its numbers in files, as a build has them."""
    folder.mkdir()
    numbers = found.numbers.source
    assert isinstance(numbers, pl.DataFrame)
    write_columns(folder, numbers.with_columns(record_ids.alias("record_id")))
    return found._replace(numbers=Numbers(folder), change=change)


@pytest.mark.parametrize("max_block_records", [3, 25, 45])
@settings(deadline=None, derandomize=True, max_examples=6)
@given(seed=st.integers(0, 2**32 - 1))
@example(seed=760)
def test_what_changed_changes_no_candidate_that_is_far_from_it(
    records_of: Rows, set_of: Callable[..., Any], max_block_records: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    records = records_of(*(a_record(rng) for _ in range(200)))
    order, (came, went) = rng.permutation(len(records)), rng.integers(0, 7, 2)
    earlier, later = records[np.sort(order[came:])], records[np.sort(order[: len(order) - went])]
    with TemporaryDirectory() as name:
        place = Path(name)
        was = set_of(earlier, max_block_records)
        before = laid(was.search, was.record_ids, place / "before")
        find_candidates(before, place / "before", map)
        found = set_of(later, max_block_records)
        now = found.search.numbers.source.with_columns(found.record_ids.alias("record_id"))
        told = find_change(place / "before", now, place / "moved.npy")
        assert told is not None
        search = laid(found.search, found.record_ids, place / "now", told)
        (place / "new").mkdir()
        every = find_candidates(search._replace(change=None), place / "now", map)
        taken = find_candidates(search, place / "new", map)
        for way in WAYS:
            wanted, some = (np.load(place / folder / pairs_file(way)) for folder in ("now", "new"))
            np.testing.assert_array_equal(some, wanted, err_msg=way)
    np.testing.assert_array_equal(taken, every)
