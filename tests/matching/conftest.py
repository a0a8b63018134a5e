"""Records for tests of matching."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import pytest

from flows.matching.joining import join_parts, read_part
from flows.matching.search import Numbers, Search
from flows.matching.values import Values
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


class Set(NamedTuple):
    """Records as candidates are looked for among them, and their ids in that order."""

    search: Search
    record_ids: pl.Series


@pytest.fixture(scope="session")
def set_of() -> Callable[..., Set]:
    """Makes a set of a frame of records, held in memory, read in one part or several."""

    def make(records: pl.DataFrame, max_block_records: int = 200, parts: int = 1) -> Set:
        size = -(-len(records) // parts)
        read = [read_part(records[part * size :][:size], min_abstract_chars=100) for part in range(parts)]
        told, numbers = join_parts([part.numbers for part in read], records["record_id"], min_title_chars=12)
        values = Values.join([part.values for part in read], [len(part.values) for part in read], told)
        return Set(Search(Numbers(numbers), values, max_block_records), told["record_id"])

    return make


@pytest.fixture(scope="session")
def compared_of(records_of: Rows, set_of: Callable[..., Set]) -> Rows:
    """Makes, as `records_of` does, records of mappings, and gives their ids and all that is compared of them."""

    def compare(*rows: Mapping[str, Any]) -> pl.DataFrame:
        records = records_of(*rows)
        found = set_of(records)
        values = found.search.values
        every = values.take(np.arange(len(rows), dtype=np.uint32), values.names())
        ids = found.record_ids.to_frame().join(records, on="record_id", maintain_order="left")
        return every.hstack(ids.select("record_id", "source_id"))

    return compare
