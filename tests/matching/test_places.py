"""Places in print: volume, issue and pages, however an export writes them."""

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

from flows.matching.places import compare_places

Rows = Callable[..., pl.DataFrame]

HERE = {"venue": "Brain Injury", "volume": "12", "number": "3", "pages": "288–297", "year": 2011}


def compare(compared: pl.DataFrame) -> str | None:
    rows = np.array([0, 1], dtype=np.uint32)
    level: str | None = compare_places(compared, rows[:1], rows[1:])["places"][0]
    return level


@pytest.mark.parametrize(
    ("other", "level"),
    [
        ({}, "same_pages"),
        ({"pages": "288–97"}, "same_pages"),
        ({"pages": "288"}, "same_page"),
        ({"pages": "S288–S297"}, "same_pages"),
        ({"venue": None}, "same_page"),
        ({"year": 2012}, "same_page"),
        ({"number": "3-4"}, "same_pages"),
        ({"volume": "2011"}, "same_page"),
        ({"pages": None}, "same_issue"),
        ({"pages": None, "number": None}, "same_venue"),
        ({"pages": "10 p"}, "same_issue"),
        ({"pages": "No pagination"}, "same_issue"),
        ({"pages": "301–310"}, "other_page"),
        ({"number": "4"}, "other_issue_same_page"),
        ({"number": "4", "pages": "12–19"}, "other_issue"),
        ({"volume": "13", "pages": "12–19"}, "other_place"),
        ({"volume": "13", "pages": None}, "other_issue"),
        ({"volume": "Ph.D.", "pages": None}, "other_issue"),
        ({"venue": "Stroke", "volume": "42", "pages": "e618"}, "other_place"),
        ({"venue": "Stroke", "number": "7", "pages": "e618"}, "other_place"),
        ({"venue": "Gehirn", "pages": None}, "other_name"),
        ({"venue": "Stroke", "volume": None, "number": None, "pages": None}, "other_venue"),
        ({"venue": "Stroke", "volume": None, "number": None}, "same_page_elsewhere"),
        ({"volume": None, "number": None, "pages": None, "year": 2010}, "ahead_of_print"),
        ({"volume": None, "number": None, "pages": None, "year": 2009}, "later_edition"),
        ({"venue": "arXiv", "volume": None, "number": None, "pages": None}, None),
    ],
)
def test_levels_of_agreement(compared_of: Rows, other: dict[str, Any], level: str | None) -> None:
    there = {**HERE, **other}
    assert compare(compared_of(HERE, there)) == compare(compared_of(there, HERE)) == level


def test_meetings_of_two_years_are_two_editions(compared_of: Rows) -> None:
    assert compare(compared_of({"venue": "VLDB", "year": 1999}, {"venue": "VLDB", "year": 2000})) == "other_edition"


def test_a_range_of_pages_that_two_years_share_is_one_place(compared_of: Rows) -> None:
    there = {"venue": "VLDB", "year": 1999, "pages": "12–23"}
    assert compare(compared_of(there, there | {"year": 2000})) == "same_page"
    assert compare(compared_of(there | {"pages": "12"}, there | {"year": 2000, "pages": "12"})) == "other_edition"


def test_a_page_without_a_range_may_be_that_of_several_abstracts(compared_of: Rows) -> None:
    there = {"venue": "Stroke", "volume": "42", "pages": "e618"}
    assert compare(compared_of(there, there)) == "one_page"


def test_nothing_told_is_no_evidence(compared_of: Rows) -> None:
    assert compare(compared_of({"title": "Moss"}, {"title": "Moss", "volume": "3"})) is None
