"""What differs between the records of the last build and those of this one."""

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import polars as pl

from flows.matching.blocks import Rows
from flows.matching.values import made_whole, read_columns

NOBODY: Final = np.uint32(0xFFFFFFFF)

MAX_CHANGED: Final = 0.1
"""Of all records: to look for what more than so many may meet takes longer than to start anew."""


class Change(NamedTuple):
    """The folder with what was kept `before`, and the file of an array: each row of that time as a row of now.

    Rows number records in the order of ids; NOBODY stands for one that is gone. `before` has as files
    (values.write_columns) `record_id` and the columns of numbers.number_records and numbers.place_rows, and the pairs
    of each kind of candidates.
    """

    before: Path
    rows: Path

    def moved(self) -> Rows:
        """Of each row of that time the row of now."""
        rows: Rows = np.load(self.rows)
        return rows


def find_change(before: Path, now: pl.DataFrame, to: Path) -> Change | None:
    """What came and went since, written to the file `to`; None where that is so much that nothing is won by it.

    `now` has `record_id`, sorted, and `reading` (keys.number_values): an id alone does not tell how its record was
    read.
    """
    was = read_columns(before, ["record_id", "reading"])
    told = was.join(now.with_row_index("row"), on=["record_id", "reading"], how="left", maintain_order="left")["row"]
    stayed = len(told) - told.null_count()
    if max(len(was), len(now)) - stayed > MAX_CHANGED * stayed:
        return None
    with made_whole(to) as draft:
        np.save(draft, told.fill_null(NOBODY).to_numpy())
    return Change(before, to)
