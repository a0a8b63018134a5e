"""Ids of records, made of what they say."""

from hashlib import sha256
from itertools import groupby, pairwise
from typing import Final

import polars as pl

from flows.matching.pages import page_of

RECORD_ID_DIGITS: Final = 20
"""80 bits: two of a billion different records share an id with a chance of one in two million."""

CONTENT: Final = (
    "title_raw",
    "authors_raw",
    "date_raw",
    "abstract_raw",
    "subjects_raw",
    "comment_raw",
    "venue_raw",
    "identifier_raw",
    "doi_raw",
    "arxiv_id_raw",
    "pmid_raw",
    "volume_raw",
    "number_raw",
    "pages_raw",
    "url_raw",
    "entry_type_raw",
    "source_id",
)


def record_ids(records: pl.DataFrame) -> pl.Series:
    """The id of each record, made of all that its page says of it (CONTENT) and of nothing else.

    It is `r` and the first 80 bits of SHA-256 over the values as UTF-8, each behind its length in bytes and a colon (a
    list: its number of names and a colon, then the names so); what is missing is a minus sign.
    """
    said = records.with_columns(said=pl.concat_str(_all_told(records)))["said"]
    page, ends = page_of(said)
    ids = [f"r{sha256(page[start:end]).hexdigest()[:RECORD_ID_DIGITS]}" for start, end in pairwise(ends.tolist())]
    return pl.Series("record_id", ids, pl.String)


def _all_told(records: pl.DataFrame) -> list[pl.Expr]:
    """What is told of each column of CONTENT, empty ones side by side at once."""
    told: list[pl.Expr] = []
    for is_empty, names in groupby(CONTENT, lambda name: records[name].null_count() == records.height):
        found = list(names)
        told += [pl.lit("-" * len(found))] if is_empty else [_told(records, name) for name in found]
    return told


def _told(records: pl.DataFrame, name: str) -> pl.Expr:
    """A column's values, each with its length in front, so that no two rows of values make one text."""
    column = pl.col(name)
    if isinstance(records.schema[name], pl.List):
        names = column.list.eval(_with_length(pl.element())).list.join("")
        return pl.concat_str([column.list.len().cast(pl.String), pl.lit(":"), names])
    return _with_length(column).fill_null("-")


def _with_length(text: pl.Expr) -> pl.Expr:
    return pl.concat_str([text.str.len_bytes().cast(pl.String), pl.lit(":"), text])
