"""From judged pairs to clusters: whoever is linked belongs together, but no pair that differs does."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.matching.blocks import Rows

Labels = npt.NDArray[np.int64]
"""For every row the smallest row of its cluster."""


class Clusters(NamedTuple):
    """`labels` as Labels. `cut`: for each link that was not followed, its row in the pairs, and the pair it spared."""

    labels: Labels
    cut: dict[int, tuple[int, int]]


def find_components(rows: int, a: Rows, b: Rows) -> Labels:
    """The connected components of `rows` rows under the links `a[i]` – `b[i]`."""
    labels = np.arange(rows)
    while True:
        low = np.minimum(labels[a], labels[b])
        smaller = labels.copy()
        # The label of a row is a row itself; both it and the row take the smaller one.
        for end in (a, b):
            np.minimum.at(smaller, labels[end], low)
        smaller = smaller[smaller]
        if np.array_equal(smaller, labels):
            return labels
        labels = smaller


def cluster_pairs(rows: int, pairs: pl.DataFrame) -> Clusters:
    """The clusters of `rows` rows from pairs with columns `a`, `b`, `verdict` and `score`, each pair once.

    Links (pairs that are `same`) are followed from the strongest to the weakest, of equally strong ones by row; a link
    that would bring a pair that is `different` into one cluster is cut. Of all partitions without such a pair this is
    the one that keeps the strongest links. Components without such a pair, nearly all, are taken as they are.
    """
    same = pairs["verdict"] == "same"
    a, b = pairs["a"].to_numpy(), pairs["b"].to_numpy()
    links = np.flatnonzero(same.to_numpy())
    labels = find_components(rows, a[links], b[links])
    apart = np.flatnonzero((pairs["verdict"] == "different").to_numpy())
    apart = apart[labels[a[apart]] == labels[b[apart]]]
    torn = np.isin(labels, labels[a[apart]])
    links = links[torn[a[links]]]
    strongest = links[np.lexsort((b[links], a[links], -pairs["score"].to_numpy()[links]))]
    solver = _Solver(np.flatnonzero(torn).tolist(), _edges(apart, a, b))
    cut = {}
    for link, one, other in zip(strongest.tolist(), a[strongest].tolist(), b[strongest].tolist(), strict=True):
        spared = solver.join(one, other)
        if spared is not None:
            cut[link] = spared
    for row, label in solver.labels():
        labels[row] = label
    return Clusters(labels, cut)


def _edges(at: npt.NDArray[np.int64], a: Rows, b: Rows) -> Iterable[tuple[int, int]]:
    return zip(a[at].tolist(), b[at].tolist(), strict=True)


class _Solver:
    """Disjoint sets that know which others they must stay apart from."""

    def __init__(self, rows: list[int], apart: Iterable[tuple[int, int]]) -> None:
        self._members = {row: [row] for row in rows}
        self._root = {row: row for row in rows}
        # For each root the roots that it must not meet, and one pair that says so.
        self._apart: dict[int, dict[int, tuple[int, int]]] = {row: {} for row in rows}
        for one, other in apart:
            self._apart[one][other] = self._apart[other][one] = (one, other)

    def join(self, one: int, other: int) -> tuple[int, int] | None:
        """Put the sets of two rows together, or name the pair that forbids it."""
        left, right = sorted((self._root[one], self._root[other]))
        if left == right:
            return None
        if right in self._apart[left]:
            return self._apart[left][right]
        for row in self._members[right]:
            self._root[row] = left
        self._members[left] += self._members.pop(right)
        for enemy, pair in self._apart.pop(right).items():
            del self._apart[enemy][right]
            self._apart[enemy][left] = self._apart[left].setdefault(enemy, pair)
        return None

    def labels(self) -> Iterator[tuple[int, int]]:
        """Every row and the smallest row of its set."""
        return iter(self._root.items())
