"""Scales: from values to places on a chart, in percent of its width or height."""

import math
from typing import Final, NamedTuple

NICE_STEPS: Final = (1, 2, 2.5, 5, 10)
"""Steps between ticks that are easy to read, times a power of ten."""


class Linear(NamedTuple):
    """A scale from `low`..`high` to `start`..`end`."""

    low: float
    high: float
    start: float = 0
    end: float = 100

    def at(self, value: float) -> float:
        """Where the value stands."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


class Bands(NamedTuple):
    """A scale that gives each of so many things a band of equal width; `gap` is the share of it left empty."""

    things: int
    gap: float = 0.2

    @property
    def width(self) -> float:
        """How wide the filled part of a band is."""
        return 100 / self.things * (1 - self.gap)

    def at(self, number: int) -> float:
        """Where the filled part of band `number`, counted from 0, begins."""
        return 100 / self.things * (number + self.gap / 2)

    def middle(self, number: int) -> float:
        """The middle of a band."""
        return 100 / self.things * (number + 0.5)


def nice_step(span: float, most: int) -> float:
    """The smallest step of NICE_STEPS, at least 1, that divides `span` into at most `most` parts."""
    least = max(span / most, 1)
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in NICE_STEPS if step * power >= least and (step * power).is_integer())


def count_ticks(highest: int, most: int = 4) -> list[int]:
    """Round numbers from 0 to the first that is not below `highest`, at most `most` steps apart."""
    step = nice_step(max(highest, 1), most)
    return [int(step * number) for number in range(math.ceil(max(highest, 1) / step) + 1)]


def spread(count: int, most: int) -> list[int]:
    """At most `most` of the numbers 0 to `count` - 1, evenly apart, the first among them."""
    return list(range(0, count, math.ceil(count / most))) if count else []
