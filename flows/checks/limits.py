"""The limits that a dump is held against by itself, beside those of a build."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from flows.checks.endings import is_within_sentence
from flows.checks.findings import OWN_CODES, Finding
from flows.formats.registry import find_format, formats
from flows.settings import CheckSettings
from flows.stages.validate import Gate

FEWEST: Final = 4
"""Of fewer records than this no share says anything of the page."""

OVERLONG_CHARS: Final = 5_000
"""No abstract is longer: of 190,000 of arXiv the longest has 3,753 characters. Of exports some hold whole papers."""


def judge_signs(subject: str, signs: pl.DataFrame, settings: CheckSettings) -> list[Gate]:
    """Every limit of a dump by itself with its figures; `signs` are those of its records, by position."""
    dated = signs.filter("shows_date")
    shares = {
        "max_unsure_share": _share(signs["is_boundary_unsure"]),
        "max_unreadable_dates_share": _share(dated["is_date_unreadable"]),
        "max_garbled_share": _share(signs["garbled"]),
        "max_repeat_share": _share(~signs["record_id"].is_first_distinct()),
        "max_overlong_share": _bytes_of(_overlong(signs)) / max(_bytes_of(signs), 1),
    }
    gates = []
    for name, share in shares.items():
        limit = float(getattr(settings, name))
        gates.append(Gate(name, subject, share, limit, share <= limit))
    return [*gates, *_judge_end(subject, signs, settings.min_open_end_share)]


def _judge_end(subject: str, signs: pl.DataFrame, limit: float) -> Iterator[Gate]:
    """A gate where the page breaks off within its last record: the share of the others that seem to do so too."""
    page = _last_page(signs)
    if _lacks_a_part(page):
        yield Gate("min_open_end_share", subject, 0.0, limit, limit <= 0)
    elif _ends_open(page) and is_within_sentence(page["last_word"][-1]):
        share = _share(page["breaks_off"][:-1].drop_nulls())
        yield Gate("min_open_end_share", subject, share, limit, share >= limit)


def find_open_end(signs: pl.DataFrame, settings: CheckSettings) -> list[Finding]:
    """A warning where the last abstract has no full stop, as hardly another of the page, but may well end so."""
    page = _last_page(signs)
    if not _ends_open(page) or _lacks_a_part(page) or is_within_sentence(page["last_word"][-1]):
        return []
    if _share(page["breaks_off"][:-1].drop_nulls()) >= settings.min_open_end_share:
        return []
    at = page.select("byte_start", "byte_end", "position").row(-1)
    return [Finding("open_end", "warning", OWN_CODES["open_end"], *at)]


def _last_page(signs: pl.DataFrame) -> pl.DataFrame:
    """The records of the last one's layout; none where they are few, or of an export, whose syntax tells its end."""
    page = signs.filter(pl.col("layout") == pl.col("layout").last())
    is_page = len(page) > FEWEST and find_format(page["layout"][-1]) is None
    return page if is_page else page.clear()


def _ends_open(page: pl.DataFrame) -> bool:
    """Whether the last abstract has no full stop, so that it may break off, and there are others to compare it with."""
    others = page["breaks_off"][:-1].drop_nulls()
    return len(others) >= FEWEST and bool(page["breaks_off"][-1])


def _lacks_a_part(page: pl.DataFrame) -> bool:
    """Whether all records but the last have a date or an abstract: what comes last on pages, or right before."""
    if page.is_empty():
        return False
    return any(bool(page[name][:-1].all()) and not page[name][-1] for name in ("has_date", "has_abstract"))


def find_garbled(signs: pl.DataFrame) -> list[Finding]:
    """A warning for each record whose text is in the wrong encoding."""
    rows = signs.filter("garbled").select("byte_start", "byte_end", "position").iter_rows()
    return [Finding("garbled_text", "warning", OWN_CODES["garbled_text"], *row) for row in rows]


def find_overlong(signs: pl.DataFrame) -> list[Finding]:
    """A warning for each record of a page whose abstract is longer than abstracts are."""
    rows = _overlong(signs).select("byte_start", "byte_end", "position").iter_rows()
    return [Finding("overlong_abstract", "warning", OWN_CODES["overlong_abstract"], *row) for row in rows]


def _overlong(signs: pl.DataFrame) -> pl.DataFrame:
    is_page = ~pl.col("layout").is_in([one.name for one in formats()])
    return signs.filter(is_page & (pl.col("chars_abstract") > OVERLONG_CHARS))


def _bytes_of(signs: pl.DataFrame) -> int:
    return int((signs["byte_end"] - signs["byte_start"]).sum())


def _share(which: pl.Series) -> float:
    return int(which.sum()) / max(len(which), 1)
