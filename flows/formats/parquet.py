"""Parquet: `flows.dumps.tables` unpacks the rows to JSON Lines, with the columns of `flows.formats.columns`."""

from typing import Final

from flows.formats import jsonl
from flows.formats.base import Sample

DESCRIPTION: Final = "A Parquet file with columns such as title, authors, abstract, year and doi; read as JSON Lines."
EXAMPLE: Final = (
    '{"uid": "a1", "title": "On Tides", "authors": ["Ada Moor", "Bo Li"], "date": "2019-03-05", "doi": null}\n'
)


def matches(_: Sample) -> float:
    """Never: a Parquet file is told by its first bytes when it is opened, before there is any text."""
    return 0.0


read = jsonl.read
