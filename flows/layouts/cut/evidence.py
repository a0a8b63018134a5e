"""What pieces of evidence weigh."""

from collections.abc import Sequence
from math import inf

import numpy as np
import numpy.typing as npt

from flows.layouts.cut.groups import Floats, Ints
from flows.layouts.cut.kinds import CODES

Weights = npt.NDArray[np.float32]


def dense(codes: Ints, weights: npt.ArrayLike) -> Weights:
    """The weight of every code there is: these, and 0 for all others."""
    found = np.zeros(CODES, np.float32)
    found[codes] = weights
    return found


class Scale:
    """Weighs evidence, in two steps: a quick look at what words say by themselves, then all of it.

    Candidates that fall `quick_margin` behind the best at the quick look, or `margin` with all their own evidence, are
    given up. A place for a title that weighs `enough` at the quick look spares looking further back.
    """

    def __init__(
        self, weights: Weights, quick: Weights, margin: float = inf, quick_margin: float = inf, enough: float = inf
    ) -> None:
        """A scale of these weights, one for each code."""
        self._weights = weights
        self._quick = quick
        self.margin = margin
        self.quick_margin = quick_margin
        self.enough = enough

    def weigh(self, codes: Sequence[Ints] | Ints) -> Floats:
        """The weights of all evidence of each candidate; `codes`: an array for each piece of evidence."""
        return _total(self._weights, codes)

    def glance(self, codes: Sequence[Ints] | Ints) -> Floats:
        """The same with the weights for the quick look."""
        return _total(self._quick, codes)


def _total(weights: Weights, codes: Sequence[Ints] | Ints) -> Floats:
    return np.asarray(weights.take(np.asarray(codes)).sum(axis=0, dtype=np.float64))
