"""From the values of records, read part by part, to all of them as one set in the order of their ids."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from flows.matching.keys import TELLING, read_values, tell_records
from flows.matching.numbers import RANKED, number_records, rank_alike
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
    return pl.concat([read_columns(part, names) for part in parts])[order]


def tell_parts(parts: Sequence[Source], record_ids: pl.Series, order: pl.Series, min_title_chars: int) -> pl.DataFrame:
    """What all records tell of each, in the order of ids.

    `parts` are numbers as `read_part` gives them, `record_ids` those of all parts, one behind the other. Columns:
    `record_id`, `place` (UInt32, the row among all parts) and those of keys.tell_records.
    """
    told = pl.DataFrame({"record_id": record_ids.gather(order), "place": order.cast(pl.UInt32)})
    return told.hstack(tell_records(in_order(parts, order, TELLING), min_title_chars))


def rank_parts(parts: Sequence[Source], order: pl.Series) -> pl.DataFrame:
    """The column `rank`: numbers.rank_alike of all parts."""
    return pl.DataFrame({"rank": rank_alike(in_order(parts, order, RANKED))})


def join_parts(parts: Sequence[pl.DataFrame], record_ids: pl.Series, min_title_chars: int) -> "Whole":
    """All parts together, held in memory."""
    order = record_ids.arg_sort()
    numbers = in_order(parts, order, parts[0].columns).hstack(rank_parts(parts, order))
    return Whole(tell_parts(parts, record_ids, order, min_title_chars), numbers)


class Whole(NamedTuple):
    """All records in the order of their ids: `told` as `tell_parts` gives it, `numbers` with `rank`."""

    told: pl.DataFrame
    numbers: pl.DataFrame
