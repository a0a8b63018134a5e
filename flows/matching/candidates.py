"""Which pairs of records are worth judging: those that share a key or wording."""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.matching.blocks import Pairs, Rows, pair_blocks, split_pairs
from flows.matching.sketch import sketch_texts

SHARED_KEYS: Final = ("title_key", "doi", "arxiv_id", "abstract_key")
"""Columns of which an equal value is reason enough to look."""

MIN_SHARED_BINS: Final = 3
"""Of 16 bins. Two are a turn of phrase: of 19,000 pairs of arXiv records that share two 23 were of one paper."""

MIN_SHARED_BINS_SHORT: Final = 2
"""For a pair of which one abstract is shorter than MAX_SHORT_SHARE of the other: a copy of so much shares no more."""

MAX_SHORT_SHARE: Final = 0.4


def find_candidates(compared: pl.DataFrame, max_block_records: int) -> Pairs:
    """Every pair of rows of `compared` (see `keys.compare_records`) that is worth judging, once and sorted."""
    order = _content_order(compared)
    found = [pair_blocks(*_equal_values(compared[name]), order, max_block_records) for name in SHARED_KEYS]
    every: Pairs = np.unique(
        np.concatenate([*found, _share_wording(compared["abstract_key"], order, max_block_records)])
    )
    return every


def _share_wording(abstracts: pl.Series, order: Rows, max_block_records: int) -> Pairs:
    """The pairs whose abstracts share enough of their sketches."""
    pairs, bins = np.unique(
        pair_blocks(*sketch_texts(abstracts.to_list()), order, max_block_records), return_counts=True
    )
    pairs, bins = pairs[bins >= MIN_SHARED_BINS_SHORT], bins[bins >= MIN_SHARED_BINS_SHORT]
    chars = abstracts.str.len_chars().fill_null(0).to_numpy()
    a, b = split_pairs(pairs)
    short = np.minimum(chars[a], chars[b]) < MAX_SHORT_SHARE * np.maximum(chars[a], chars[b])
    kept: Pairs = pairs[(bins >= MIN_SHARED_BINS) | short]
    return kept


def _content_order(compared: pl.DataFrame) -> Rows:
    """A rank for every row that puts like records next to each other."""
    by = ("title_key", "authors_key", "year", "abstract_key", "record_id")
    rows = compared.select(row=pl.arg_sort_by(*by))["row"].to_numpy()
    order = np.empty(len(rows), dtype=np.uint32)
    order[rows] = np.arange(len(rows), dtype=np.uint32)
    return order


def _equal_values(values: pl.Series) -> tuple[npt.NDArray[np.uint64], Rows]:
    """A number for each value that is there, the same for equal ones, and the row that it stands in."""
    there = pl.DataFrame({"value": values}).with_row_index("row").drop_nulls()
    numbered = there.select("row", key=pl.col("value").rank("dense").cast(pl.UInt64))
    return numbered["key"].to_numpy(), numbered["row"].to_numpy()
