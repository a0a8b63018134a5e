"""The limits that a dump is held against by itself, beside those of a build."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from flows.checks.findings import OWN_CODES, Finding
from flows.formats.registry import find_format
from flows.settings import CheckSettings
from flows.stages.validate import Gate

FEWEST: Final = 4
"""Of fewer records than this no share says anything of the page."""


def judge_signs(subject: str, signs: pl.DataFrame, settings: CheckSettings) -> list[Gate]:
    """Every limit of a dump by itself with its figures; `signs` are those of its records, by position."""
    dated = signs.filter("shows_date")
    shares = {
        "max_unsure_share": _share(signs["is_boundary_unsure"]),
        "max_unreadable_dates_share": _share(dated["is_date_unreadable"]),
        "max_garbled_share": _share(signs["garbled"]),
        "max_repeat_share": _share(~signs["record_id"].is_first_distinct()),
    }
    gates = []
    for name, share in shares.items():
        limit = float(getattr(settings, name))
        gates.append(Gate(name, subject, share, limit, share <= limit))
    return [*gates, *_judge_end(subject, signs, settings.min_open_end_share)]


def _judge_end(subject: str, signs: pl.DataFrame, limit: float) -> Iterator[Gate]:
    """A gate where the page's last abstract breaks off: how usual that is among the others.

    An export is passed over: where it is cut off its syntax says so.
    """
    if signs.is_empty() or find_format(signs["layout"][-1]) is not None or not signs["breaks_off"][-1]:
        return
    others = signs["breaks_off"][:-1].drop_nulls()
    if len(others) < FEWEST:
        return
    share = _share(others)
    yield Gate("min_open_end_share", subject, share, limit, share >= limit)


def find_garbled(signs: pl.DataFrame) -> list[Finding]:
    """A warning for each record whose text is in the wrong encoding."""
    rows = signs.filter("garbled").select("byte_start", "byte_end", "position").iter_rows()
    return [Finding("garbled_text", "warning", OWN_CODES["garbled_text"], *row) for row in rows]


def _share(which: pl.Series) -> float:
    return int(which.sum()) / max(len(which), 1)
