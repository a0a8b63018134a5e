"""Which pairs of records are worth judging: those that share a key or wording."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from flows.matching.blocks import Pairs, Rows, Truths, pair_rows, sort_unique, split_pairs
from flows.matching.change import NOBODY
from flows.matching.near import mark_near
from flows.matching.run import Run
from flows.matching.search import Numbers, Search, Way
from flows.matching.values import made_whole
from flows.matching.ways import WAYS


class Kind(NamedTuple):
    """A kind of candidates, of WAYS, to be looked for."""

    search: Search
    name: str
    to: Path


def pairs_file(name: str) -> str:
    """The name of the file with the pairs of a kind."""
    return f"pairs-{name}.npy"


def find_candidates(search: Search, folder: Path, run: Run) -> Pairs:
    """Every pair of rows that is worth judging, once and sorted. `run` looks for each kind, in a file of `folder`."""
    kinds = [Kind(search, name, folder / pairs_file(name)) for name in WAYS]
    every: Pairs = sort_unique(np.concatenate([np.load(path) for path in run(search_kind, kinds)]))
    return every


def search_kind(kind: Kind) -> Path:
    """Write the candidates of one kind as an array of numpy, sorted, each once."""
    with made_whole(kind.to) as draft:
        np.save(draft, sort_unique(_find(kind)))
    return kind.to


def _find(kind: Kind) -> Pairs:
    """The candidates of one kind: those of the last build, but for what is near to what changed."""
    search, way = kind.search, WAYS[kind.name]
    if search.change is None:
        return way.pairs(search, None)
    moved = search.change.moved()
    near = _find_near(way, search, search.change.before, moved)
    a, b = (moved[side] for side in split_pairs(np.load(search.change.before / pairs_file(kind.name))))
    stay = (a != NOBODY) & (b != NOBODY)
    stay[stay] = ~(near[a[stay]] | near[b[stay]])
    return np.concatenate([pair_rows(a[stay], b[stay]), way.pairs(search, near)])


def _find_near(way: Way, search: Search, before: Path, moved: Rows) -> Truths:
    """The rows whose pairs of a kind may be others than they were; `moved` as change.Change gives it."""
    was, now = Numbers(before), search.numbers
    gone = moved == NOBODY
    stayed = moved[~gone]
    came = np.ones(len(search.column("rank")), dtype=np.bool_)
    came[stayed] = False
    if way.once is not None:
        led, leads = (numbers.equals(way.once).leads() for numbers in (was, now))
        gone[~gone], came[stayed] = (led[~gone] != leads[stayed],) * 2
    near = _around(way, now, came, search.max_block_records)
    was_near = _around(way, was, gone, search.max_block_records)[moved != NOBODY]
    near[stayed[was_near]] = True
    return near


def _around(way: Way, numbers: Numbers, changed: Truths, max_block_records: int) -> Truths:
    """The rows that changed and those near them; with a row also those that have the same in the column `once`."""
    near = changed.copy()
    order = numbers.order()
    for keyed in way.keys(numbers):
        mark_near(keyed, order, max_block_records, changed, near)
    if way.once is not None:
        first = numbers.equals(way.once).first
        alike = np.zeros(len(near), dtype=np.bool_)
        alike[first[near & numbers.column(way.once).is_not_null().to_numpy()]] = True
        near |= alike[first]
    return near
