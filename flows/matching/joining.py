"""From the values of records, read part by part, to all of them as one set in the order of their ids."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from flows.matching.keys import TELLING, read_values, tell_records
from flows.matching.numbers import PLACED, number_records, place_rows
from flows.matching.values import Source, read_columns


class Part(NamedTuple):
    """`values` as keys.read_values gives them, without ids, `numbers` as numbers.number_records; both in one order."""

    values: pl.DataFrame
    numbers: pl.DataFrame


def read_part(records: pl.DataFrame, min_abstract_chars: int) -> Part:
    """What is compared of records (as schemas.records.Normalized), in their order."""
    values = read_values(records, min_abstract_chars)
    return Part(values.drop("record_id"), number_records(values))


def in_order(parts: Sequence[Source], order: pl.Series, names: Sequence[str]) -> pl.DataFrame:
    """These columns of all parts, one behind the other, in an `order` of their rows."""
    # Rows of one stretch of memory are put in order at half the cost.
    return pl.concat([read_columns(part, names) for part in parts], rechunk=True)[order]


def tell_all(numbers: pl.DataFrame, record_ids: pl.Series, order: pl.Series, min_title_chars: int) -> pl.DataFrame:
    """What all records tell of each, in the order of ids, in which all is given.

    `numbers` has the columns keys.TELLING, `order` the row that each record is among all parts. Columns: `record_id`,
    `place` (UInt32, that row) and those of keys.tell_records.
    """
    told = pl.DataFrame({"record_id": record_ids, "place": order.cast(pl.UInt32)})
    return told.hstack(tell_records(numbers, min_title_chars))


def join_parts(parts: Sequence[pl.DataFrame], record_ids: pl.Series, min_title_chars: int) -> "Whole":
    """All parts together, held in memory; `record_ids` are those of all parts, one behind the other."""
    order = record_ids.arg_sort()
    numbers = in_order(parts, order, parts[0].columns)
    told = tell_all(numbers.select(TELLING), record_ids.gather(order), order, min_title_chars)
    return Whole(told, numbers.hstack(place_rows(numbers.select(PLACED))))


class Whole(NamedTuple):
    """All records in the order of their ids: `told` as `tell_all` gives it, `numbers` with numbers.place_rows."""

    told: pl.DataFrame
    numbers: pl.DataFrame
