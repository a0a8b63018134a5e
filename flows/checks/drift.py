"""How far the figures of a dump lie from the history of its layout.

The middle of a history is the median of its dumps, and its spread their median distance from it, so that a few odd
dumps do not blunt the limit. Of few dumps the spread is shrunk towards what `history.FIGURES` takes for granted, as a
Bayesian estimate of a variance is: with one dump in the history only a figure that turned over, such as a field that
every record had and none has now, lies outside; with a hundred, a field that every record had may miss in one of ten.
"""

from math import exp, sqrt
from typing import Any, Final

import polars as pl

from flows.checks.history import FIGURES, Figure
from flows.stages.validate import Gate

MAD_TO_SPREAD: Final = 1.4826
"""Of a normal distribution the standard deviation is so many times the median distance from the median."""

BELIEF_DUMPS: Final = 4
"""What is taken for granted counts as much as so many dumps."""

WHOLE_FROM: Final = 10
"""From here on a figure is told without its fractions."""


def judge_drift(now: pl.DataFrame, history: pl.DataFrame, limit: float) -> list[Gate]:
    """A gate for every figure of every layout of one dump that has a history.

    `now` and `history` are as history.reckon_figures gives them. A gate's subject tells both figures.
    """
    gates = []
    # A loop over the layouts of one dump and some twenty figures, not over rows of data.
    for row in now.iter_rows(named=True):
        past = history.filter(layout=row["layout"])
        for figure in FIGURES:
            known = past[figure.name].drop_nulls()
            if row[figure.name] is None or known.is_empty():
                continue
            away = _distance(figure, row, known, int(past["n"].sum()))
            gates.append(Gate("max_drift", _subject(figure, row, known), away, limit, away <= limit))
    return gates


def _distance(figure: Figure, row: dict[str, Any], known: pl.Series, past_records: int) -> float:
    """How far the figure of `row` lies from the middle of `known`, in spreads that a new dump is expected to have."""
    middle = _median(known)
    dumps = len(known)
    seen = MAD_TO_SPREAD * _median((known - middle).abs())
    spread_2 = (BELIEF_DUMPS * figure.spread**2 + dumps * seen**2) / (BELIEF_DUMPS + dumps)
    if figure.noise is None:
        # One record more with the field and one without, as Laplace would: a share is never quite 0 or 1.
        share = (middle * past_records + 1) / (past_records + 2)
        noise_2 = share * (1 - share)
    else:
        noise_2 = figure.noise**2
    return abs(float(row[figure.name]) - middle) / sqrt(spread_2 * (1 + 1 / dumps) + noise_2 / row["n"])


def _median(values: pl.Series) -> float:
    middle = values.median()
    if not isinstance(middle, float):
        raise TypeError(f"no median of {values.dtype}")
    return middle


def _subject(figure: Figure, row: dict[str, Any], known: pl.Series) -> str:
    """The figure in words, as it is and as it was."""
    here, there = (_shown(exp(value) if figure.is_log else value) for value in (row[figure.name], _median(known)))
    dumps = f"{len(known):,} dump{'' if len(known) == 1 else 's'}"
    return f"{figure.words} ({here} here, {there} in {dumps} of {row['layout']})"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= WHOLE_FROM else f"{value:.2g}"
