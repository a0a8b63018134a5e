"""Charts as data: every place comes out of a scale; the templates only print it."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from flows.release.report.scales import Bands, Linear, count_ticks, spread
from flows.release.text import count_of

TICKS: Final = 7
"""Most labels below a chart of columns."""

PHONE_TICKS: Final = 4
"""As many labels fit on a phone; of more, every second gives way."""

SHORTENED: Final = ((1_000_000, "M", 1_000_000), (1_000, "k", 10_000))
"""Sizes, their letters, and the highest number from which on they are used: six digits do not fit beside a chart."""

COLOURS: Final = 7
"""How many colours the style sheet tells apart; the last is that of everything else."""


class Tick(NamedTuple):
    """A label at a place in percent; a `minor` one gives way on a narrow screen."""

    at: float
    label: str
    minor: bool = False


class Box(NamedTuple):
    """A rectangle in percent; `told` is what it stands for, in words."""

    x: float
    y: float
    width: float
    height: float
    told: str
    colour: int = 0


class Columns(NamedTuple):
    """Columns above labels; `values` are their numbers for the table beside."""

    boxes: list[Box]
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    values: list[tuple[str, int]]


class Row(NamedTuple):
    """One row of a bar chart: a label, its parts from left to right, and the number at the end."""

    label: str
    parts: list[Box]
    number: str


def draw_columns(counts: Sequence[tuple[str, int]], noun: str) -> Columns:
    """A column for each label and count; `noun` is what is counted, as one."""
    bands = Bands(max(len(counts), 1))
    ticks = count_ticks(max((count for _, count in counts), default=0))
    height = Linear(0, ticks[-1], 100, 0)
    boxes = [
        Box(
            bands.at(number), height.at(count), bands.width, 100 - height.at(count), f"{label}: {count_of(count, noun)}"
        )
        for number, (label, count) in enumerate(counts)
    ]
    shown = spread(len(counts), TICKS)
    many = len(shown) > PHONE_TICKS
    x_ticks = [Tick(bands.middle(at), counts[at][0], minor=many and place % 2 == 1) for place, at in enumerate(shown)]
    return Columns(boxes, x_ticks, [Tick(height.at(value), short(value, ticks[-1])) for value in ticks], list(counts))


def short(value: int, highest: int) -> str:
    """A round number beside an axis that ends at `highest`: `250k` below a million, `1.5M` above."""
    for size, letter, least in SHORTENED:
        if highest >= least:
            return f"{value / size:g}{letter}" if value else "0"
    return f"{value:,}"


def draw_bars(counts: Iterable[tuple[str, int]], total: int) -> list[Row]:
    """A bar for each label and count, the longest as wide as the chart; the share is of `total`."""
    listed = list(counts)
    width = Linear(0, max((count for _, count in listed), default=0) or 1)
    return [
        Row(label, [Box(0, 0, width.at(count), 100, f"{label}: {count:,}")], f"{count:,} · {percent(count, total)}")
        for label, count in listed
    ]


def draw_stack(label: str, parts: Sequence[tuple[str, int, int]], total: int, number: str) -> Row:
    """A bar of several parts, each a name, a count and the number of its colour; `total` is as wide as the chart."""
    width = Linear(0, total or 1)
    boxes = []
    before = 0
    for name, count, colour in parts:
        told = f"{label}, {name}: {count:,} ({percent(count, total)})"
        boxes.append(Box(width.at(before), 0, width.at(count), 100, told, colour))
        before += count
    return Row(label, [box for box in boxes if box.width > 0], number)


def percent(part: float, whole: float) -> str:
    """The share in percent; one that is neither none nor all is never rounded to either."""
    share = 100 * part / whole if whole else 0.0
    if 0 < share < 0.1:  # noqa: PLR2004 - what one decimal can show
        return "<0.1 %"
    if 99.9 < share < 100:  # noqa: PLR2004
        return ">99.9 %"
    return f"{share:.0f} %" if share in {0, 100} else f"{share:.1f} %"
