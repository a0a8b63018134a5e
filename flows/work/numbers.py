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
from flows.matching.run import Run
from flows.matching.values import columns_of, made_whole, read_columns, write_columns
from flows.work.parts import NUMBERS, Part

COLUMNS_AT_A_TIME: Final = 4
VALUES_AT_A_TIME: Final = 20_000_000
"""A worker puts so many columns in order at a time, or as many as hold so many numbers, some 30 bytes each."""


class Columns(NamedTuple):
    """Columns of `sources`, one behind the other, to be put in order.

    The file `rows` has an array: for each record, in the order of ids, which row it is.
    """

    folder: Path
    sources: tuple[Path, ...]
    rows: Path
    names: list[str]


def lay_numbers(folder: Path, parts: Sequence[Part], order: pl.Series, change: Change | None, run: Run) -> None:
    """Write all numbers of the records of all parts, and numbers.place_rows; `order` has their places among the parts.

    Each column gets a file of its own in the folder, which is there (values.write_columns). `run` lays some at a time.
    """
    sources, rows = tuple(part.folder / NUMBERS for part in parts), order.to_numpy()
    names = [name for name in columns_of(sources[0]) if name not in ("record_id", "reference")]
    if change is not None:
        sources, rows = _add_new(parts, rows, change, names, folder.with_name("new.arrow"))
    file = folder.with_name("rows.npy")
    np.save(file, rows)
    at_a_time = max(1, min(COLUMNS_AT_A_TIME, VALUES_AT_A_TIME // max(1, len(rows))))
    starts = range(0, len(names), at_a_time)
    pieces = [Columns(folder, sources, file, names[at : at + at_a_time]) for at in starts]
    for _ in run(lay_columns, pieces):
        pass
    file.unlink()
    write_columns(folder, place_rows(read_columns(folder, PLACED)))


def lay_columns(piece: Columns) -> None:
    """Write some columns in the order of ids."""
    write_columns(piece.folder, in_order(piece.sources, pl.Series(np.load(piece.rows)), piece.names))


def _add_new(
    parts: Sequence[Part], order: Rows, change: Change, names: Sequence[str], to: Path
) -> tuple[tuple[Path, ...], Rows]:
    """The columns that were there before and, in the file `to`, those of what is new, and which row of both each is."""
    moved = change.moved()
    stayed = np.flatnonzero(moved != NOBODY)
    rows = np.full(len(order), NOBODY)
    rows[moved[stayed]] = stayed
    came = np.flatnonzero(rows == NOBODY)
    rows[came] = len(moved) + np.arange(len(came))
    with made_whole(to) as draft:
        _take(parts, order[came], names).write_ipc(draft)
    return (change.before, to), rows


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
