"""Which pairs of records are worth judging: those that share a key or wording."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.matching.blocks import Pairs, Rows, pair_blocks, repeated_pairs, sort_unique, split_pairs, spread_pairs
from flows.matching.distinct import first_rows
from flows.matching.like_titles import Titles
from flows.matching.numbers import bin_names
from flows.matching.run import Run
from flows.matching.shared_bins import pair_two_bins
from flows.matching.values import Source, Values, made_whole, read_columns

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

COUNTED_AT: Final = 2**24
"""Pairs of bins that are counted at a time."""


class Search(NamedTuple):
    """Where candidates are looked for.

    `numbers` has for each record in the order of ids the columns of numbers.number_records and `rank`, as
    numbers.rank_alike gives it; `values` are the values themselves.
    """

    numbers: Source
    values: Values
    max_block_records: int

    def column(self, name: str) -> pl.Series:
        """One column of the numbers."""
        return read_columns(self.numbers, [name])[name]

    def order(self) -> Rows:
        """The rank of every row."""
        return self.column("rank").to_numpy()

    def titles(self) -> Titles:
        """The titles of all records."""
        chars, starts = (self.column(name).fill_null(0).to_numpy() for name in ("title_chars", "title_start"))
        return Titles(chars, starts, self.values)


class Kind(NamedTuple):
    """A kind of candidates, of KINDS, to be looked for."""

    search: Search
    name: str
    to: Path


def find_candidates(search: Search, folder: Path, run: Run) -> Pairs:
    """Every pair of rows that is worth judging, once and sorted. `run` looks for each kind, in a file of `folder`."""
    kinds = [Kind(search, name, folder / f"pairs-{name}.npy") for name in KINDS]
    every: Pairs = sort_unique(np.concatenate([np.load(path) for path in run(search_kind, kinds)]))
    return every


def search_kind(kind: Kind) -> Path:
    """Write the candidates of one kind as an array of numpy, each once."""
    with made_whole(kind.to) as draft:
        np.save(draft, sort_unique(KINDS[kind.name](kind.search)))
    return kind.to


def _share_key(name: str) -> Callable[[Search], Pairs]:
    def find(search: Search) -> Pairs:
        return sort_unique(pair_blocks(*_numbered(search.column(name)), search.order(), search.max_block_records))

    return find


def _share_wording(search: Search) -> Pairs:
    """The pairs whose abstracts share enough of their sketches."""
    first = first_rows(search.column("abstract_key"))
    found = list(_pair_bins(search, first))
    chars = search.column("abstract_chars").to_numpy()

    def enough(pairs: Pairs) -> Pairs:
        some = repeated_pairs(pairs, MIN_SHARED_BINS_SHORT)
        a, b = split_pairs(some)
        short = np.minimum(chars[a], chars[b]) < MAX_SHORT_SHARE * np.maximum(chars[a], chars[b])
        return sort_unique(np.concatenate([some[short], repeated_pairs(pairs, MIN_SHARED_BINS)]))

    return spread_pairs(_count(found, enough), first, search.max_block_records)


def _share_title_wording(search: Search) -> Pairs:
    """The pairs whose titles share two of the eight bins of their sketches and are alike, or one is part of the other.

    Of equal titles, which meet by their key, only the first is paired.
    """
    first = first_rows(search.column("title_key"))
    rows = np.flatnonzero(first == np.arange(len(first), dtype=np.uint32)).astype(np.uint32)
    sketches = np.column_stack([search.column(name).to_numpy()[rows] for name in bin_names("title")])
    shared = pair_two_bins(sketches, rows, search.order(), search.max_block_records)
    return search.titles().alike(shared, MIN_TITLE_LIKENESS)


def _pair_bins(search: Search, first: Rows) -> Iterator[Pairs]:
    """For each bin of abstracts the pairs that have it in common; of equal texts only the `first` is paired."""
    stand_for = np.bincount(first)
    stands = first == np.arange(len(first), dtype=np.uint32)
    order = search.order()
    for name in bin_names("abstract"):
        hashes = search.column(name).to_numpy()
        rows = np.flatnonzero(stands & (hashes != 0)).astype(np.uint32)
        keys = hashes[rows].astype(np.uint64)
        yield pair_blocks(keys, rows, order, search.max_block_records, stand_for)


def _count(found: list[Pairs], enough: Callable[[Pairs], Pairs]) -> Pairs:
    """What `enough` takes from all pairs together, a stretch of row numbers at a time; each of `found` is sorted."""
    stretches = sum(map(len, found)) // COUNTED_AT + 1
    longest = max(found, key=len)
    bounds = longest[np.linspace(0, len(longest), stretches, endpoint=False, dtype=np.int64)[1:]]
    cuts = [np.searchsorted(pairs, bounds) for pairs in found]
    parts = [
        np.concatenate([pairs[low:high] for pairs, low, high in zip(found, lows, highs, strict=True)])
        for lows, highs in zip(
            [[0] * len(found), *zip(*cuts, strict=True)],
            [*zip(*cuts, strict=True), [len(pairs) for pairs in found]],
            strict=True,
        )
    ]
    return np.concatenate([enough(np.sort(part)) for part in parts])


def _same_people(search: Search) -> Pairs:
    """The pairs by people of the same surnames in the same year or the next whose titles are somewhat alike."""
    told = read_columns(search.numbers, ["surnames", "year"]).with_row_index("row").drop_nulls()
    row = told["row"].to_numpy()
    year = told["year"].cast(pl.Int64).to_numpy().astype(np.uint64)
    this_year = told["surnames"].to_numpy() + year * SPREAD
    keys = np.concatenate([this_year, this_year + SPREAD])
    pairs = sort_unique(pair_blocks(keys, np.concatenate([row, row]), search.order(), search.max_block_records))
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


KINDS: Final[dict[str, Callable[[Search], Pairs]]] = {
    # The longest first, so that two workers end together.
    "title_wording": _share_title_wording,
    "abstract_wording": _share_wording,
    "people": _same_people,
    **{name: _share_key(name) for name in SHARED_KEYS},
}
"""The reasons for which records meet, and how their pairs are found."""
