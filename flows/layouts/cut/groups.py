"""Arrays of candidates, each with the number of the group that it belongs to, in ascending order of groups."""

from collections import defaultdict
from collections.abc import Hashable
from itertools import count, islice
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_NOTHING: Final = 14.0
"""A candidate that is so far behind adds nothing that shows."""

_ROOM: Final = 1024


def best_of(scores: Floats, group: Ints, groups: int) -> Floats:
    """The best score of each group, minus infinity for an empty one."""
    best = np.full(groups, -np.inf)
    np.maximum.at(best, group, scores)
    return best


def lost_shares(scores: Floats, group: Ints, best: Floats, margin: float) -> Floats:
    """The probability, in each group, of the candidates that are more than `margin` behind its best."""
    behind = best[group] - scores
    raised = np.exp(-np.minimum(behind, _NOTHING))
    all_but = behind < _NOTHING
    kept = np.bincount(group, raised * (behind <= margin), len(best))
    lost = np.bincount(group, raised * (behind > margin) * all_but, len(best))
    return np.asarray(lost / np.maximum(lost + kept, 1e-300))


def steps(totals: Ints) -> Ints:
    """How much each of these ascending totals is more than the one before."""
    found = totals.copy()
    found[1:] -= totals[:-1]
    return found


def within(sizes: Ints) -> Ints:
    """0, 1, 2 … in each group of these sizes, one group after the other."""
    ends = np.cumsum(sizes)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - sizes, sizes)


def level(value: Ints, *limits: int) -> Ints:
    """How many of the ascending `limits` are at most each value."""
    return np.searchsorted(np.array(limits), value, side="right")


Known = TypeVar("Known", bound=Hashable)


class Numbers(defaultdict[Known, int]):
    """A number for each thing, 0, 1, 2 … as they are first asked for."""

    def __init__(self) -> None:
        """No thing has a number yet."""
        super().__init__(count().__next__)

    def since(self, size: int) -> list[Known]:
        """The things that were first asked for when there were `size` or more."""
        return list(islice(reversed(self), len(self) - size))[::-1]

    def forget(self) -> None:
        """Begin again with 0; no number from before holds any longer."""
        self.clear()
        self.default_factory = count().__next__


class Table:
    """Columns of equal length to which rows are added.

    Cells are taken from a whole column with `take`, which is twice as quick as an index.
    """

    def __init__(self, columns: int, dtype: type[np.generic]) -> None:
        """An empty table."""
        self._cells = np.zeros((columns, _ROOM), dtype)
        self._size = 0

    @property
    def columns(self) -> npt.NDArray[Any]:
        """The table, a row of the array for each column."""
        return self._cells[:, : self._size]

    def at(self, column: int, rows: Ints) -> npt.NDArray[Any]:
        """The cells of one column in these rows."""
        return np.asarray(self._cells[column].take(rows))

    def rows(self, rows: Ints) -> npt.NDArray[Any]:
        """The cells of all columns in these rows, a row of the array for each column."""
        return np.asarray(self._cells.take(rows, axis=1))

    def add(self, columns: npt.NDArray[Any]) -> None:
        """Add rows, given by column."""
        rows = columns.shape[1]
        self.add_zeros(rows)
        self._cells[:, self._size - rows : self._size] = columns

    def add_zeros(self, rows: int) -> None:
        """Add so many rows of zeros."""
        size = self._size + rows
        if size > self._cells.shape[1]:
            grown = np.zeros((len(self._cells), 2 * size), self._cells.dtype)
            grown[:, : self._size] = self.columns
            self._cells = grown
        self._size = size
