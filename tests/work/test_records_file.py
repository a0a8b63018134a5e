"""The file of a part's records: all that was written comes back, and what stands twice in records is in it once."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from flows.work.records_file import read_records, write_records
from schemas.frames import empty_frame, polars_schema
from schemas.records import Normalized

TYPES = polars_schema(Normalized)

TEXTS = ("title_raw", "title", "abstract_raw", "abstract", "comment_raw", "comment", "venue_raw", "venue")

CLEANED = ("title", "abstract", "comment")

LONG = "Moss grows on the north side of stones, and of trees. "


def records_of(rows: list[dict[str, object]]) -> pl.DataFrame:
    """Records that say this, and nothing else."""
    return pl.DataFrame([{"record_id": f"r{at}"} | row for at, row in enumerate(rows)], schema=TYPES)


texts = st.none() | st.sampled_from(["", " ", "moss", "Moss", LONG, LONG * 40])
rows = st.fixed_dictionaries(dict.fromkeys(TEXTS, texts), optional={"authors": st.lists(st.text(max_size=20))})


@seed(20261122)
@settings(deadline=None, max_examples=60)
@given(st.lists(rows, max_size=6), st.permutations(list(TYPES)), st.integers(1, len(TYPES)), st.booleans())
def test_what_was_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    said: list[dict[str, object]],
    names: list[str],
    wanted: int,
    compress: bool,
) -> None:
    records, path = records_of(said), tmp_path_factory.mktemp("file") / "records.arrow"
    write_records(path, records, compress=compress)
    assert read_records(path).equals(records)
    assert read_records(path, names[:wanted]).equals(records.select(names[:wanted]))


def test_no_records_come_back_as_none(tmp_path: Path) -> None:
    write_records(tmp_path / "records.arrow", empty_frame(Normalized))
    assert read_records(tmp_path / "records.arrow").equals(empty_frame(Normalized))


@pytest.mark.parametrize("name", CLEANED)
def test_a_text_that_is_clean_as_it_was_found_takes_its_bytes_once(tmp_path: Path, name: str) -> None:
    alone, both, others = (tmp_path / f"{number}.arrow" for number in range(3))
    write_records(alone, records_of([{name: LONG * 100}] * 50))
    write_records(both, records_of([{name: LONG * 100, f"{name}_raw": LONG * 100}] * 50))
    write_records(others, records_of([{name: LONG * 100, f"{name}_raw": LONG * 99}] * 50))
    assert both.stat().st_size < 1.1 * alone.stat().st_size
    assert others.stat().st_size > 1.9 * alone.stat().st_size


def test_columns_in_which_no_record_says_anything_take_no_bytes(tmp_path: Path) -> None:
    path = tmp_path / "records.arrow"
    write_records(path, records_of([{"title": LONG}, {"title": None}]))
    assert set(pl.read_ipc_schema(path)) == {"record_id", "title", *(f"{name}_raw is clean" for name in CLEANED)}
