"""The reliability of the cut as a drawing: how far the confidence of records agrees with the share that is exact.

matplotlib is needed for this alone; it is in the dependency group `dev`.
"""

import math
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

_Z: Final = 1.959964
"""Standard deviations on either side that hold 95% of a normal distribution."""

_TICKS: Final = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999, 0.9999)
_TOP: Final = 0.99997
"""What is nearer to 1 is drawn here: the scale, nines by equal steps, has no place for 1 itself."""

_INK: Final = "#7d8590"  # reads on white and on black, as do the two below
_POINT: Final = "#3b82f6"
_LINE: Final = "#d97706"
_STYLE: Final = {
    "svg.hashsalt": "litsieve",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
}


class Bin(NamedTuple):
    """Records whose confidence lies in one range: how many, what it is on average, and how many are exact."""

    records: int
    said: float
    exact: int


def wilson_interval(hits: int, count: int) -> tuple[float, float]:
    """The 95% interval for the share that `hits` of `count` stand for (Wilson, JASA 22, 1927)."""
    share, spread = hits / count, _Z**2 / count
    middle = share + spread / 2
    half = _Z * math.sqrt(share * (1 - share) / count + spread / (4 * count))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


def nines(share: float) -> float:
    """The place of a share on the drawing's scale: 0 for 0, 1 for 0.9, 2 for 0.99."""
    return -math.log10(1 - min(share, _TOP))


def draw_reliability(bins: Sequence[Bin], path: Path) -> None:
    """Write the drawing as SVG, the same bytes for the same bins: a point a bin with its interval and its records."""
    matplotlib: Any = import_module("matplotlib")  # not installed where nothing is drawn
    figure_module: Any = import_module("matplotlib.figure")
    with matplotlib.rc_context(_STYLE):
        figure = figure_module.Figure(figsize=(6.4, 6.0), layout="constrained")
        axes = figure.subplots()
        axes.plot([0, nines(1)], [0, nines(1)], color=_LINE, linewidth=1, linestyle="--", label="said = exact")
        said = [nines(one.said) for one in bins]
        exact = [nines(one.exact / one.records) for one in bins]
        ends = [[nines(end) for end in wilson_interval(one.exact, one.records)] for one in bins]
        below = [place - low for place, (low, _) in zip(exact, ends, strict=True)]
        above = [max(0.0, high - place) for place, (_, high) in zip(exact, ends, strict=True)]
        axes.errorbar(said, exact, [below, above], fmt="o", color=_POINT, capsize=3, label="records, 95% interval")
        for one, x, (low, _) in zip(bins, said, ends, strict=True):
            axes.annotate(
                f"{one.records:,}", (x, low), (0, -4), textcoords="offset points", ha="center", va="top", size=8
            )
        places, names = [nines(tick) for tick in (*_TICKS, 1)], [*map(str, _TICKS), "1"]
        axes.set_xticks(places, names, rotation=60)
        axes.set_yticks(places, names)
        axes.set(xlabel="confidence, mean of the bin", ylabel="share of records that are exact")
        axes.grid(color=_INK, alpha=0.25, linewidth=0.5)
        axes.spines[["top", "right"]].set_visible(False)
        figure.legend(frameon=False, loc="outside upper center", ncols=2)
        figure.savefig(path, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
