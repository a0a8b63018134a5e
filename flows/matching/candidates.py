"""Which pairs of records are worth judging: those that share a key or wording."""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import fuzz, process

from flows.matching.blocks import Pairs, Rows, pair_blocks, split_pairs
from flows.matching.sketch import ABSTRACTS, TITLES, sketch_texts

SHARED_KEYS: Final = ("title_key", "doi", "arxiv_id", "pmid", "abstract_key")
"""Columns of which an equal value is reason enough to look."""

PLACE: Final = ("volume", "first_page")
"""Columns of which equal values together are reason enough."""

MIN_SHARED_BINS: Final = 3
"""Of 16 bins. Two are a turn of phrase: of 19,000 pairs of arXiv records that share two 23 were of one paper."""

MIN_SHARED_BINS_SHORT: Final = 2
"""For a pair of which one abstract is shorter than MAX_SHORT_SHARE of the other: a copy of so much shares no more."""

MAX_SHORT_SHARE: Final = 0.4

MIN_SHARED_TITLE_BINS: Final = 2
"""Of 8 bins."""

MIN_TITLE_LIKENESS: Final = 80
"""Of 100, for titles that share some wording; or one is the beginning of the other."""

MIN_TITLE_LIKENESS_SAME_PEOPLE: Final = 70
MIN_TITLE_LIKENESS_SAME_DAY: Final = 50
"""Of 100, for titles of the same people in the same year, and of the same day."""


def find_candidates(compared: pl.DataFrame, max_block_records: int) -> Pairs:
    """Every pair of rows of `compared` (see `keys.compare_records`) that is worth judging, once and sorted."""
    order = _content_order(compared)
    found = [pair_blocks(*_equal_values(compared[name]), order, max_block_records) for name in SHARED_KEYS]
    found.append(pair_blocks(*_equal_values(_joined(compared, PLACE)), order, max_block_records))
    found.append(_share_wording(compared["abstract_key"], order, max_block_records))
    found.append(_share_title_wording(compared["title_key"], order, max_block_records))
    found.append(_same_people(compared, order, max_block_records))
    every: Pairs = np.unique(np.concatenate(found))
    return every


def _share_wording(abstracts: pl.Series, order: Rows, max_block_records: int) -> Pairs:
    """The pairs whose abstracts share enough of their sketches."""
    pairs, bins = np.unique(
        pair_blocks(*sketch_texts(abstracts.to_list(), ABSTRACTS), order, max_block_records), return_counts=True
    )
    pairs, bins = pairs[bins >= MIN_SHARED_BINS_SHORT], bins[bins >= MIN_SHARED_BINS_SHORT]
    chars = abstracts.str.len_chars().fill_null(0).to_numpy()
    a, b = split_pairs(pairs)
    short = np.minimum(chars[a], chars[b]) < MAX_SHORT_SHARE * np.maximum(chars[a], chars[b])
    kept: Pairs = pairs[(bins >= MIN_SHARED_BINS) | short]
    return kept


def _share_title_wording(titles: pl.Series, order: Rows, max_block_records: int) -> Pairs:
    """The pairs whose titles share enough of their sketches and are alike, or one begins with the other."""
    # Titles that are equal meet by their key: each title is sketched once and stands for the first row that has it.
    first = titles.is_first_distinct() & titles.is_not_null()
    pairs, bins = np.unique(
        pair_blocks(
            *sketch_texts(pl.select(pl.when(first).then(titles)).to_series().to_list(), TITLES),
            order,
            max_block_records,
        ),
        return_counts=True,
    )
    return _with_like_titles(pairs[bins >= MIN_SHARED_TITLE_BINS], titles, MIN_TITLE_LIKENESS)


def _same_people(compared: pl.DataFrame, order: Rows, max_block_records: int) -> Pairs:
    """The pairs by people of the same surnames in the same year or the next whose titles are somewhat alike."""
    told = (
        compared.select(
            pl.int_range(pl.len(), dtype=pl.UInt32).alias("row"),
            "surnames",
            pl.concat_list("year", pl.col("year") + 1).alias("year"),
        )
        .drop_nulls("surnames")
        .explode("year")
        .drop_nulls()
    )
    keys = told.select(pl.struct("surnames", "year").rank("dense").cast(pl.UInt64)).to_series().to_numpy()
    pairs = np.unique(pair_blocks(keys, told["row"].to_numpy(), order, max_block_records))
    a, b = split_pairs(pairs)
    dates = compared["date"]
    one_day = (dates.gather(a) == dates.gather(b)).fill_null(value=False).to_numpy()
    titles = compared["title_key"]
    return np.concatenate(
        [
            _with_like_titles(pairs[~one_day], titles, MIN_TITLE_LIKENESS_SAME_PEOPLE),
            _with_like_titles(pairs[one_day], titles, MIN_TITLE_LIKENESS_SAME_DAY),
        ]
    )


def _with_like_titles(pairs: Pairs, titles: pl.Series, min_likeness: float) -> Pairs:
    """Those pairs whose titles are so alike, or one of which begins with the other."""
    a, b = split_pairs(pairs)
    left, right = titles.gather(a), titles.gather(b)
    alike = process.cpdist(
        left.to_list(), right.to_list(), scorer=fuzz.ratio, score_cutoff=min_likeness, dtype=np.float32
    )
    one, other = pl.col("one"), pl.col("other")
    begins = pl.DataFrame({"one": left, "other": right}).select(
        (one.str.starts_with(other) | other.str.starts_with(one)).fill_null(value=False)
    )
    kept: Pairs = pairs[(alike > 0) | begins.to_series().to_numpy()]
    return kept


def _joined(compared: pl.DataFrame, names: tuple[str, ...]) -> pl.Series:
    """The values of several columns as one key; null where one of them is."""
    return compared.select(pl.concat_str(names, separator=" ")).to_series()


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
