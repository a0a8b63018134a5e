"""Records for tests of matching."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import polars as pl
import pytest

from schemas.frames import polars_schema
from schemas.records import Records

Rows = Callable[..., pl.DataFrame]

DEFAULTS: dict[str, Any] = {
    "paper_id": "p" + 16 * "0",
    "dump": "page.txt",
    "dump_sha256": 64 * "0",
    "layout": "profile",
    "byte_start": 0,
    "byte_end": 1,
    "authors_complete": True,
    "confidence": 1.0,
    "reference": False,
    "extra": [],
}


def record(position: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """A whole row: what is given, the year of its date, and nothing else."""
    date = values.get("date")
    row: dict[str, Any] = {
        "record_id": "r" + sha256(str(position).encode()).hexdigest()[:20],
        "position": position,
        "year": None if date is None else date.year,
    }
    lists: dict[str, Any] = {name: [] for name, dtype in polars_schema(Records).items() if isinstance(dtype, pl.List)}
    return lists | DEFAULTS | row | dict(values)


@pytest.fixture(scope="session")
def records_of() -> Rows:
    """Makes a frame of schemas.records.Records of one mapping a record, with only the values that matter."""

    def make(*rows: Mapping[str, Any]) -> pl.DataFrame:
        return pl.DataFrame(
            [record(position, values) for position, values in enumerate(rows)], schema=polars_schema(Records)
        )

    return make
