"""Pieces of evidence and what they weigh."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from math import exp, inf
from typing import Final

Key = tuple[int | str | bool, ...]
"""A piece of evidence: the number of its kind, then what was seen. A candidate's evidence is a list of keys."""


_NOTHING: Final = 14.0
"""A candidate that is so far behind adds nothing that shows."""


class _Weights(dict[Key, float]):
    def __missing__(self, key: Key) -> float:
        return 0.0


class Scale:
    """Weighs evidence, in two steps: a quick look at what words say by themselves, then all of it.

    Candidates that fall `quick_margin` behind the best at the quick look, or `margin` with all their own evidence, are
    given up. A place for a title that weighs `enough` at the quick look spares looking further back.
    """

    def __init__(
        self,
        weights: Mapping[Key, float],
        quick: Mapping[Key, float],
        margin: float = inf,
        quick_margin: float = inf,
        enough: float = inf,
    ) -> None:
        """A scale of these weights; evidence without one weighs nothing."""
        self._weight = _Weights(weights).__getitem__
        self._quick = _Weights(quick).__getitem__
        self.margin = margin
        self.quick_margin = quick_margin
        self.enough = enough

    def weigh(self, keys: Iterable[Key]) -> float:
        """The sum of the weights."""
        return sum(map(self._weight, keys))

    def glance(self, keys: Iterable[Key]) -> float:
        """The sum of the weights for the quick look."""
        return sum(map(self._quick, keys))


def lost_share(scores: Iterable[float], best: float, floor: float) -> float:
    """The probability of all candidates whose score is below `floor`, of one in all that have these `scores`."""
    lost = kept = 0.0
    for score in scores:
        if score >= floor:
            kept += exp(score - best)
        elif score > best - _NOTHING:
            lost += exp(score - best)
    return lost / (lost + kept) if lost else 0.0


def level(value: int, *limits: int) -> int:
    """How many of the ascending `limits` are at most `value`."""
    return bisect_right(limits, value)
