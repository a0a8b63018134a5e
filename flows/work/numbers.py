"""The numbers of all records in the order of their ids, a file a column; what was there in the last build is taken."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from flows.matching.blocks import Rows
from flows.matching.change import NOBODY, Change
from flows.matching.joining import in_order
from flows.matching.numbers import PLACED, place_rows
from flows.matching.values import columns_of, read_columns, write_columns
from flows.work.parts import NUMBERS, Part

COLUMNS_AT_A_TIME: Final = 6
"""Numbers of all records that are put in order at a time: 48 bytes a record, twice."""


def lay_numbers(folder: Path, parts: Sequence[Part], order: pl.Series, change: Change | None) -> None:
    """Write all numbers of the records of all parts, and numbers.place_rows; `order` has their places among the parts.

    Each column gets a file of its own in the folder, which is there (values.write_columns).
    """
    sources = [part.folder / NUMBERS for part in parts]
    names = [name for name in columns_of(sources[0]) if name not in ("record_id", "reference")]
    new = None if change is None else _add_new(parts, order, change, names)
    for at in range(0, len(names), COLUMNS_AT_A_TIME):
        some = names[at : at + COLUMNS_AT_A_TIME]
        write_columns(folder, in_order(sources, order, some) if new is None else new.in_order(some))
    write_columns(folder, place_rows(read_columns(folder, PLACED)))


class _Added(NamedTuple):
    """The columns that were there `before`, those of what is `new`, and which row of both together each row is."""

    before: Path
    new: pl.DataFrame
    rows: pl.Series

    def in_order(self, names: Sequence[str]) -> pl.DataFrame:
        return pl.concat([read_columns(self.before, names), self.new.select(names)])[self.rows]


def _add_new(parts: Sequence[Part], order: pl.Series, change: Change, names: Sequence[str]) -> _Added:
    moved = change.moved()
    stayed = np.flatnonzero(moved != NOBODY)
    rows = np.full(len(order), NOBODY)
    rows[moved[stayed]] = stayed
    came = np.flatnonzero(rows == NOBODY)
    rows[came] = len(moved) + np.arange(len(came))
    return _Added(change.before, _take(parts, order.gather(came).to_numpy(), names), pl.Series(rows))


def _take(parts: Sequence[Part], places: Rows, names: Sequence[str]) -> pl.DataFrame:
    """The rows at these places among all parts, from the parts that have any."""
    starts = np.cumsum([0, *(part.records for part in parts)])
    owner = np.searchsorted(starts, places, side="right") - 1
    taken = [read_columns(parts[0].folder / NUMBERS, names).clear()]
    found = [np.empty(0, dtype=np.int64)]
    for number in np.unique(owner).tolist():
        here = np.flatnonzero(owner == number)
        taken.append(read_columns(parts[number].folder / NUMBERS, names)[pl.Series(places[here] - starts[number])])
        found.append(here)
    return pl.concat(taken)[pl.Series(np.argsort(np.concatenate(found)))]
