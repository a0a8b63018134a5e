"""Which pairs of records are worth judging: those that share a key or wording."""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.matching.blocks import Pairs, pair_blocks
from flows.matching.sketch import sketch_texts

SHARED_KEYS: Final = ("title_key", "doi", "arxiv_id", "abstract_key")
"""Columns of which an equal value is reason enough to look."""

MIN_SHARED_BINS: Final = 2
"""Of 16 bins. Abstracts that share one only share a turn of phrase, or are less than 0.6 alike."""


def find_candidates(compared: pl.DataFrame, max_block_records: int) -> Pairs:
    """Every pair of rows of `compared` (see `keys.compare_records`) that is worth judging, once and sorted."""
    order = _content_order(compared)
    found = [
        pair_blocks(*_equal_values(compared[name]), order, max_block_records) for name in SHARED_KEYS
    ]
    shared = pair_blocks(*sketch_texts(compared["abstract_key"].to_list()), order, max_block_records)
    pairs, bins = np.unique(shared, return_counts=True)
    return np.unique(np.concatenate([*found, pairs[bins >= MIN_SHARED_BINS]]))


def _content_order(compared: pl.DataFrame) -> npt.NDArray[np.uint32]:
    """A rank for every row that puts like records next to each other."""
    by = ("title_key", "authors_key", "year", "abstract_key", "record_id")
    rows = compared.select(row=pl.arg_sort_by(*by))["row"].to_numpy()
    order = np.empty(len(rows), dtype=np.uint32)
    order[rows] = np.arange(len(rows), dtype=np.uint32)
    return order


def _equal_values(values: pl.Series) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32]]:
    """A number for each value that is there, the same for equal ones, and the row that it stands in."""
    there = pl.DataFrame({"value": values}).with_row_index("row").drop_nulls()
    numbered = there.select("row", key=pl.col("value").rank("dense").cast(pl.UInt64))
    return numbered["key"].to_numpy(), numbered["row"].to_numpy()
