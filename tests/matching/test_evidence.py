"""Evidence from dates and ids; titles, people and abstracts have tests of their own."""

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from flows.matching.evidence import collect_evidence

Rows = Callable[..., pl.DataFrame]


def collect(compared: pl.DataFrame) -> dict[str, Any]:
    rows = np.array([0, 1], dtype=np.uint32)
    evidence = collect_evidence(compared, rows[:1], rows[1:], min_abstract_likeness=0.9, max_years_apart=8)
    return evidence.row(0, named=True)


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ({"date": date(2020, 12, 20)}, {"date": date(2020, 12, 20)}, "same_day"),
        ({"date": date(2020, 12, 20)}, {"date": date(2021, 1, 5)}, "close"),
        ({"date": date(2020, 12, 20)}, {"date": date(2021, 3, 5)}, "year"),
        ({"date": date(2020, 12, 20)}, {"date": date(2023, 3, 5)}, "apart"),
        ({"date": date(2020, 12, 20)}, {"date": date(2030, 3, 5)}, "far"),
        ({"date": date(2020, 12, 20)}, {"year": 2020}, "close"),
        ({"year": 2019}, {"year": 2020}, "year"),
        ({"year": 2012}, {"year": 2020}, "apart"),
        ({"year": 2011}, {"year": 2020}, "far"),
        ({"year": 2011}, {}, None),
    ],
)
def test_dates(compared_of: Rows, a: dict[str, Any], b: dict[str, Any], level: str | None) -> None:
    assert collect(compared_of(a, b))["dates"] == collect(compared_of(b, a))["dates"] == level


@pytest.mark.parametrize(
    ("a", "b", "shared", "conflict"),
    [
        ({"doi": "10.1000/a"}, {"doi": "10.1000/a"}, "DOI 10.1000/a", None),
        ({"doi": "10.1000/a"}, {"doi": "10.1000/b"}, None, "DOIs 10.1000/a and 10.1000/b"),
        ({"doi": "10.1000/a"}, {"arxiv_id": "2103.00001"}, None, None),
        (
            {"doi": "10.1000/a", "arxiv_id": "2103.00001"},
            {"doi": "10.1000/b", "arxiv_id": "2103.00001"},
            "arXiv id 2103.00001",
            "DOIs 10.1000/a and 10.1000/b",
        ),
    ],
)
def test_ids(compared_of: Rows, a: dict[str, Any], b: dict[str, Any], shared: str | None, conflict: str | None) -> None:
    found = collect(compared_of(a, b))
    assert (found["shared_id"], found["conflict"]) == (shared, conflict)
