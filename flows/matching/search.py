"""Where candidates are looked for, and what a way of finding them is."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.matching.blocks import Meetings, Pairs, Rows, Truths
from flows.matching.change import Change
from flows.matching.like_titles import Titles
from flows.matching.near import Equals, Keyed, meet_keyed, pair_keyed
from flows.matching.values import Source, Values, read_columns


class Numbers(NamedTuple):
    """The columns of numbers.number_records and numbers.place_rows, of records in the order of ids."""

    source: Source

    def column(self, name: str) -> pl.Series:
        """One of the columns."""
        return read_columns(self.source, [name])[name]

    def order(self) -> Rows:
        """The rank of every row."""
        return self.column("rank").to_numpy()

    def equals(self, name: str) -> Equals:
        """Which rows have the same in a column of numbers.EQUAL."""
        first = self.column(f"first_{name}").to_numpy()
        return Equals(first, np.bincount(first, minlength=len(first)))


class Search(NamedTuple):
    """Where candidates are looked for.

    `numbers` are those of all records, `values` the values themselves. `change` tells of the last build, if what it
    found may be taken.
    """

    numbers: Numbers
    values: Values
    max_block_records: int
    change: Change | None = None

    def column(self, name: str) -> pl.Series:
        """One column of the numbers."""
        return self.numbers.column(name)

    def pair(self, keyed: Keyed, near: Truths | None) -> Pairs:
        """The pairs that share a key: all, or those with a row that is `near`."""
        return pair_keyed(keyed, self.numbers.order(), self.max_block_records, near)

    def meet(self, keyed: Keyed, near: Truths | None) -> Meetings:
        """Which records share a key: all, or those whose key one has that is `near`."""
        return meet_keyed(keyed, self.numbers.order(), self.max_block_records, near)

    def titles(self) -> Titles:
        """The titles of all records."""
        chars, starts = (self.column(name).fill_null(0).to_numpy() for name in ("title_chars", "title_start"))
        return Titles(chars, starts, self.values)


class Way(NamedTuple):
    """How candidates of a kind are found: what keys records may share, and what pairs come of these.

    `pairs` gives all, or those with a row that is near, in any order. Of records with the same value in the column
    `once`, if one is named, the first is looked at for all.
    """

    keys: Callable[[Numbers], Iterator[Keyed]]
    pairs: Callable[[Search, Truths | None], Pairs]
    once: str | None = None
