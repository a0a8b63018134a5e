"""Rows of the values of all records, out of files as out of memory."""

from pathlib import Path

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.matching.values import Values, read_columns, write_columns, write_mapped

PARTS = (
    pl.DataFrame({"title": ["a", None], "authors": [["Ann Lee", "Bo Li"], []]}, schema_overrides={"title": pl.String}),
    pl.DataFrame({"title": [], "authors": []}, schema={"title": pl.String, "authors": pl.List(pl.String)}),
    pl.DataFrame({"title": ["c", "d", "é"], "authors": [["Cy Dorn"], [], ["Di Eck"]]}),
)
TOLD = pl.DataFrame(
    {"record_id": [f"r{n}" for n in range(5)], "place": [3, 0, 4, 1, 2], "copies": ["lone", None, "x", None, "y"]},
    schema_overrides={"place": pl.UInt32},
)
WHOLE = pl.concat(PARTS)[TOLD["place"]].hstack(TOLD.select("copies"))


@settings(deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 4), max_size=9))
def test_rows_come_in_the_order_asked_for_whatever_part_they_are_in(rows: list[int]) -> None:
    values = Values.join(PARTS, [len(part) for part in PARTS], TOLD)
    at = np.array(rows, dtype=np.uint32)
    assert values.take(at, values.names()).equals(WHOLE[rows] if rows else WHOLE.clear())
    assert values.take(at, ["copies"])["copies"].to_list() == [WHOLE["copies"][row] for row in rows]


def test_files_hold_what_frames_hold(tmp_path: Path) -> None:
    files = [write_mapped(tmp_path / f"{number}[1].arrow", part) for number, part in enumerate(PARTS)]
    values = Values.join(files, [len(part) for part in PARTS], write_mapped(tmp_path / "told.arrow", TOLD))
    assert values.names() == ["title", "authors", "copies"]
    assert values.take(np.array([4, 0, 0], dtype=np.uint32), values.names()).equals(WHOLE[[4, 0, 0]])


def test_columns_in_files_of_their_own_come_back(tmp_path: Path) -> None:
    write_columns(tmp_path, WHOLE)
    assert read_columns(tmp_path, ["copies", "title"]).equals(WHOLE.select("copies", "title"))


def test_some_rows_of_columns_come_alone(tmp_path: Path) -> None:
    folder = tmp_path / "columns"
    folder.mkdir()
    write_columns(folder, WHOLE)
    for source in (folder, write_mapped(tmp_path / "whole.arrow", WHOLE), WHOLE):
        assert read_columns(source, ["copies"], 1, 2).equals(WHOLE[1:3].select("copies"))
