"""The ways in which records meet that may be of one paper: a key or wording that they share."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.matching.blocks import (
    Pairs,
    Rows,
    Truths,
    invert,
    joined,
    pair_rows,
    repeated_pairs,
    sort_unique,
    split_pairs,
    spread_pairs,
)
from flows.matching.counted import count_meetings
from flows.matching.near import Keyed, shared_with, touching
from flows.matching.numbers import bin_names
from flows.matching.search import Numbers, Search, Way
from flows.matching.shared_bins import pair_two_bins
from flows.matching.values import read_columns

SHARED_KEYS: Final = ("title_key", "doi", "arxiv_id", "pmid", "abstract_key", "place", "first_author")
"""Columns of which an equal value is reason enough to look: volume with first page, and the first author's family name
with the day, too, since a new version may have another title and text."""

MIN_SHARED_BINS: Final = 3
"""Of 16 bins. Two are a turn of phrase: of 19,000 pairs of arXiv records that share two 23 were of one paper."""

MIN_SHARED_BINS_SHORT: Final = 2
"""For a pair of which one abstract is shorter than MAX_SHORT_SHARE of the other: a copy of so much shares no more."""

MAX_SHORT_SHARE: Final = 0.4

MIN_TITLE_LIKENESS: Final = 80
"""Of 100, for titles that share some wording; or one is part of the other."""

MIN_TITLE_LIKENESS_SAME_PEOPLE: Final = 60
MIN_TITLE_LIKENESS_SAME_DAY: Final = 50
"""Of 100, for titles of the same people in the same year, and of the same day."""

SPREAD: Final = np.uint64(0x9E3779B97F4A7C15)
"""Odd, so that a key and a year make another key that no other year makes of it."""


def _by_key(name: str) -> Way:
    def keys(numbers: Numbers) -> Iterator[Keyed]:
        yield Keyed(*_numbered(numbers.column(name)))

    def pairs(search: Search, near: Truths | None) -> Pairs:
        return search.pair(next(keys(search.numbers)), near)

    return Way(keys, pairs)


def _share_wording(search: Search, near: Truths | None) -> Pairs:
    """The pairs whose abstracts share enough of their sketches."""
    numbers = search.numbers
    at_rank = invert(numbers.order())
    chars = search.column("abstract_chars").to_numpy()[at_rank]
    bins = [search.meet(keyed, near) for keyed in _abstract_bins(numbers)]
    found = []
    for met in count_meetings(bins, len(at_rank)):
        some = repeated_pairs(met, MIN_SHARED_BINS_SHORT)
        a, b = split_pairs(some)
        short = np.minimum(chars[a], chars[b]) < MAX_SHORT_SHARE * np.maximum(chars[a], chars[b])
        a, b = split_pairs(sort_unique(np.concatenate([some[short], repeated_pairs(met, MIN_SHARED_BINS)])))
        found.append(pair_rows(at_rank[a], at_rank[b]))
    pairs = joined(found)
    pairs = pairs if near is None else touching(pairs, near)
    return spread_pairs(pairs, numbers.equals("abstract_key").first, search.max_block_records)


def _abstract_bins(numbers: Numbers) -> Iterator[Keyed]:
    """For each bin of abstracts what stands in it; of equal texts only the first."""
    equals = numbers.equals("abstract_key")
    leads = equals.leads()
    for name in bin_names("abstract"):
        hashes = numbers.column(name).to_numpy()
        rows = np.flatnonzero(leads & (hashes != 0)).astype(np.uint32)
        yield Keyed(hashes[rows].astype(np.uint64), rows, equals)


def _share_title_wording(search: Search, near: Truths | None) -> Pairs:
    """The pairs whose titles share two of the eight bins of their sketches and are alike, or one is part of the other.

    Of equal titles, which meet by their key, only the first is paired.
    """
    numbers = search.numbers
    rows = np.flatnonzero(numbers.equals("title_key").leads()).astype(np.uint32)
    if near is not None:
        some = [shared_with(keyed, near).rows for keyed in _title_bins(numbers)]
        rows = sort_unique(np.concatenate(some))
    sketches = np.column_stack([numbers.column(name).to_numpy()[rows] for name in bin_names("title")])
    shared = pair_two_bins(sketches, rows, numbers.order(), search.max_block_records)
    return search.titles().alike(shared if near is None else touching(shared, near), MIN_TITLE_LIKENESS)


def _title_bins(numbers: Numbers) -> Iterator[Keyed]:
    """For each bin of titles what stands in it; of equal titles only the first."""
    leads = numbers.equals("title_key").leads()
    for name in bin_names("title"):
        hashes = numbers.column(name).to_numpy()
        rows = np.flatnonzero(leads & (hashes != 0)).astype(np.uint32)
        yield Keyed(hashes[rows].astype(np.uint64), rows)


def _people(numbers: Numbers) -> Iterator[Keyed]:
    """The people of a record in its year and in the next."""
    told = read_columns(numbers.source, ["surnames", "year"]).with_row_index("row").drop_nulls()
    row = told["row"].to_numpy()
    year = told["year"].cast(pl.Int64).to_numpy().astype(np.uint64)
    this_year = told["surnames"].to_numpy() + year * SPREAD
    yield Keyed(np.concatenate([this_year, this_year + SPREAD]), np.concatenate([row, row]))


def _same_people(search: Search, near: Truths | None) -> Pairs:
    """The pairs by people of the same surnames in the same year or the next whose titles are somewhat alike."""
    pairs = sort_unique(search.pair(next(_people(search.numbers)), near))
    a, b = split_pairs(pairs)
    days = search.column("day")
    titles = search.titles()
    one_day = (days.gather(a) == days.gather(b)).fill_null(value=False).to_numpy()
    return np.concatenate(
        [
            titles.alike(pairs[~one_day], MIN_TITLE_LIKENESS_SAME_PEOPLE),
            titles.alike(pairs[one_day], MIN_TITLE_LIKENESS_SAME_DAY),
        ]
    )


def _numbered(values: pl.Series) -> tuple[npt.NDArray[np.uint64], Rows]:
    """The numbers that are there, and the row that each stands in."""
    there = values.is_not_null().to_numpy()
    return values.drop_nulls().to_numpy(), np.flatnonzero(there).astype(np.uint32)


WAYS: Final[dict[str, Way]] = {
    # The longest first, so that two workers end together.
    "title_wording": Way(_title_bins, _share_title_wording, once="title_key"),
    "abstract_wording": Way(_abstract_bins, _share_wording, once="abstract_key"),
    "people": Way(_people, _same_people),
    **{name: _by_key(name) for name in SHARED_KEYS},
}
"""The reasons for which records meet, and how their pairs are found."""
