"""Which pairs of records are worth judging: those that share a key or wording."""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import fuzz, process

from flows.matching.blocks import Pairs, Rows, pair_blocks, repeated_pairs, split_pairs, spread_pairs
from flows.matching.distinct import first_rows
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

YEARS: Final = np.uint64(10_000)
"""More than any year."""


def find_candidates(compared: pl.DataFrame, max_block_records: int) -> Pairs:
    """Every pair of rows of `compared` (see `keys.compare_records`) that is worth judging, once and sorted."""
    order = _content_order(compared)
    found = [pair_blocks(*_equal_values(compared[name]), order, max_block_records) for name in SHARED_KEYS]
    found.append(pair_blocks(*_equal_values(_joined(compared, PLACE)), order, max_block_records))
    found.append(_share_wording(compared["abstract_key"], order, max_block_records))
    found.append(_share_title_wording(compared["title_key"], order, max_block_records))
    found.append(_same_people(compared, order, max_block_records))
    found.append(_same_first_author(compared, order, max_block_records))
    every: Pairs = np.unique(np.concatenate(found))
    return every


def _share_wording(abstracts: pl.Series, order: Rows, max_block_records: int) -> Pairs:
    """The pairs whose abstracts share enough of their sketches."""
    first = first_rows(abstracts)
    sketches = sketch_texts(_once(abstracts, first), ABSTRACTS)
    pairs = pair_blocks(*sketches, order, max_block_records, stand_for=np.bincount(first))
    some = repeated_pairs(pairs, MIN_SHARED_BINS_SHORT)
    chars = abstracts.str.len_chars().fill_null(0).to_numpy()
    a, b = split_pairs(some)
    short = np.minimum(chars[a], chars[b]) < MAX_SHORT_SHARE * np.maximum(chars[a], chars[b])
    enough = np.union1d(some[short], repeated_pairs(pairs, MIN_SHARED_BINS))
    return spread_pairs(enough, first, max_block_records)


def _share_title_wording(titles: pl.Series, order: Rows, max_block_records: int) -> Pairs:
    """The pairs whose titles share enough of their sketches and are alike, or one begins with the other.

    Of equal titles, which meet by their key, only the first is paired.
    """
    sketches = sketch_texts(_once(titles, first_rows(titles)), TITLES)
    pairs = pair_blocks(*sketches, order, max_block_records)
    return _with_like_titles(repeated_pairs(pairs, MIN_SHARED_TITLE_BINS), titles, MIN_TITLE_LIKENESS)


def _once(texts: pl.Series, first: Rows) -> list[str | None]:
    """Every text in its `first` row alone."""
    stands = pl.Series(first == np.arange(len(first), dtype=np.uint32))
    return pl.select(pl.when(stands).then(texts)).to_series().to_list()


def _same_people(compared: pl.DataFrame, order: Rows, max_block_records: int) -> Pairs:
    """The pairs by people of the same surnames in the same year or the next whose titles are somewhat alike."""
    told = compared.select("surnames", "year").with_row_index("row").drop_nulls()
    row = told["row"].to_numpy()
    this_year = first_rows(told["surnames"]).astype(np.uint64) * YEARS + told["year"].to_numpy().astype(np.uint64)
    keys = np.concatenate([this_year, this_year + np.uint64(1)])
    pairs = np.unique(pair_blocks(keys, np.concatenate([row, row]), order, max_block_records))
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


def _same_first_author(compared: pl.DataFrame, order: Rows, max_block_records: int) -> Pairs:
    """The pairs of one day whose first authors bear one family name: a new version may have another title and text."""
    first = pl.col("authors").list.first().str.to_lowercase().str.extract(r"(\S+)\s*$")
    keys = compared.select(pl.concat_str(first, pl.col("date").cast(pl.String), separator=" ")).to_series()
    pairs: Pairs = np.unique(pair_blocks(*_equal_values(keys), order, max_block_records))
    return pairs


def _with_like_titles(pairs: Pairs, titles: pl.Series, min_likeness: float) -> Pairs:
    """Those pairs whose titles are so alike, or one of which begins with the other."""
    a, b = split_pairs(pairs)
    chars = titles.str.len_chars().fill_null(0).to_numpy()
    # Most pairs need no look: of a text and one of twice its length no more than two thirds can agree.
    may_be_alike = 200 * np.minimum(chars[a], chars[b]) >= min_likeness * (chars[a] + chars[b])
    texts = titles.to_list()
    one, other = a[may_be_alike].tolist(), b[may_be_alike].tolist()
    likeness = process.cpdist(
        [texts[row] for row in one],
        [texts[row] for row in other],
        scorer=fuzz.ratio,
        score_cutoff=min_likeness,
        dtype=np.float32,
    )
    alike = np.zeros(len(pairs), dtype=np.bool_)
    alike[may_be_alike] = likeness > 0
    left, right = pl.col("left"), pl.col("right")
    begins = pl.DataFrame({"left": titles.gather(a), "right": titles.gather(b)}).select(
        (left.str.starts_with(right) | right.str.starts_with(left)).fill_null(value=False)
    )
    kept: Pairs = pairs[alike | begins.to_series().to_numpy()]
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
    there = values.is_not_null().to_numpy()
    return first_rows(values)[there].astype(np.uint64), np.flatnonzero(there).astype(np.uint32)
