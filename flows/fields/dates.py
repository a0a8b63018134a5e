"""Dates and timestamps. English month names are read whatever the machine's locale."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final, NamedTuple

from flows.fields.text import collapse

FIRST_YEAR: Final = 1500
LAST_YEAR: Final = 2200
_NOON: Final = 12

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
"""The number of each month by its English names, in small letters."""

_MONTH: Final = rf"(?P<name>{'|'.join(MONTHS)})\.?"
_WEEKDAY: Final = r"(?:(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_YEAR: Final = r"(?P<year>\d{4})"
_DAY: Final = r"(?P<day>\d{1,2})"
_TIME: Final = (
    r"(?:(?:,?\s+|T)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_NUMBERED: Final = r"(?P<month>0?[1-9]|1[0-2])"
_IS_DAY: Final = r"1[3-9]|2\d|3[01]"  # of two numbers the one that is no month's is the day

# All are told apart by where the year and the month's name stand; 02/03/2023 may be either day and gives no date.
_FORMS: Final = tuple(
    re.compile(form + _TIME, re.IGNORECASE | re.ASCII)
    for form in (
        rf"{_YEAR}(?P<bar>[-/.])(?P<month>\d{{1,2}})(?P=bar){_DAY}",
        rf"{_WEEKDAY}{_MONTH}[\s-]+{_DAY}(?:st|nd|rd|th)?,?[\s-]+{_YEAR}",
        rf"{_WEEKDAY}{_DAY}(?:st|nd|rd|th)?[\s-]+{_MONTH},?[\s-]+{_YEAR}",
        rf"{_YEAR}[\s-]+{_MONTH}[\s-]+{_DAY}",
        rf"{_YEAR}\s+(?P<month>\d{{1,2}})\s+{_DAY}",
        rf"{_YEAR}\s+{_DAY}\s+{_MONTH}",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        rf"{_DAY}\.{_NUMBERED}\.{_YEAR}",  # between points the day stands first
        rf"(?P<day>{_IS_DAY})(?P<bar>[-/]){_NUMBERED}(?P=bar){_YEAR}",
        rf"{_NUMBERED}(?P<bar>[-/.])(?P<day>{_IS_DAY}|(?P=month))(?P=bar){_YEAR}",
        rf"{_YEAR}\s?年\s?(?P<month>\d{{1,2}})\s?月\s?{_DAY}\s?日",
    )
)
_YEAR_ALONE: Final = re.compile(
    (
        rf"(?:[a-z][a-z./–-]*,?\s+)?{_YEAR}|{_YEAR}[-/](?:0?[1-9]|1[0-2])|{_YEAR}\s+(?:{_MONTH}|0?[1-9]|1[0-2])"
        rf"|{_YEAR}\.0|{_YEAR}[\s-]+[a-z][a-z./–-]*"
    ).replace("(?P<year>", "("),
    re.IGNORECASE | re.ASCII,
)
_YEARS: Final = re.compile(r"(?<!\d)(?:1[5-9]|2[01])\d{2}(?!\d)", re.ASCII)
# Such numbers are a date whose parts stand in their order.
_YEAR_FIRST: Final = re.compile(r"(?<!\d)\d{4}(?:[-/]\d|\.(?!0(?!\d))\d)", re.ASCII)
# Days since the end of 1899, which a table of Excel shows where a cell's format was lost: 1954 to 2099.
_SERIAL: Final = re.compile(r"([2-6]\d{4}|7[0-2]\d{3})(?:\.\d+)?", re.ASCII)
_SERIAL_START: Final = date(1899, 12, 30)

# RIS: year, month, day and a word for the rest, each empty where unknown.
_RIS: Final = re.compile(r"(?P<year>\d{4})/(?P<month>\d{0,2})/(?P<day>\d{0,2})(?:/.*)?")
# BibLaTeX: from one day to another, or a date that is not sure.
_RANGE: Final = re.compile(r"(?P<first>\d{4}(?:-\d{2}){0,2})[?~%]?(?:/(?:\d{4}(?:-\d{2}){0,2}[?~%]?|\.\.)?)?")
# ADS and databases without a kind for it: a month or a day that is not known.
_UNKNOWN: Final = re.compile(r"\A(\d{4}(?:-(?!00)\d{2})?)(?:-00)+\Z")
_BRACKETS: Final = re.compile(r"[{}\[\]()]")


class ReadDate(NamedTuple):
    """A day, None where none could be read, and the full timestamp in UTC where the text has a time of day.

    With a timestamp, the day is that of the timestamp, in UTC.
    """

    date: date | None
    timestamp: datetime | None


NO_DATE: Final = ReadDate(None, None)


def read_date(raw: str) -> ReadDate:
    """The day and time of `raw`, as `Feb 02, 2023`, `2 February 2023`, `2023/02/02` or `2024-05-02T16:18:21Z`.

    Five digits are a day as Excel counts them: `43529` is 5 March 2019.
    A time without a zone is taken as UTC. A missing day is never made up: `June 2023` gives no date. Impossible days
    and years before 1500 or after 2200 give none either.
    """
    text = _plain(raw)
    for form in _FORMS:
        match = form.fullmatch(text)
        if match is not None:
            return _dated(match.groupdict())
    serial = _SERIAL.fullmatch(text)
    return NO_DATE if serial is None else ReadDate(_SERIAL_START + timedelta(days=int(serial[1])), None)


def read_dates(raw: str) -> ReadDate:
    """The earliest day and the latest time of dates with `;` between, as the versions of a preprint have them."""
    found = [read_date(part) for part in raw.split(";")] if ";" in raw else [read_date(raw)]
    days = [one.date for one in found if one.date is not None]
    times = [one.timestamp for one in found if one.timestamp is not None]
    return ReadDate(min(days, default=None), max(times, default=None))


def read_year(raw: str) -> int | None:
    """The year of `raw`, where it is a date or names one year: with a month, a season or a day that cannot be told."""
    day = read_date(raw).date
    if day is not None:
        return day.year
    text = _plain(raw)
    match = _YEAR_ALONE.fullmatch(text)
    if match is None:
        years = set(_YEARS.findall(text))
        return int(years.pop()) if len(years) == 1 and not _is_impossible(text) else None
    year = int(next(digits for digits in match.groups() if digits is not None and digits.isdigit()))
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _is_impossible(text: str) -> bool:
    """Whether a text without a date has the form of one, so that a part of it is wrong, and maybe the year."""
    return _YEAR_FIRST.search(text) is not None or any(form.fullmatch(text) is not None for form in _FORMS)


def _plain(raw: str) -> str:
    """`raw` on one line, without brackets, LaTeX's ties and what only exports set about a date.

    `2019/03//` is `2019/03`.
    """
    text = collapse(_BRACKETS.sub("", raw).replace("~", " ")) or ""
    ris = _RIS.fullmatch(text)
    if ris is not None:
        known = [ris["year"], ris["month"], ris["day"]]
        return "/".join(known[: known.index("")] if "" in known else known)
    span = _RANGE.fullmatch(_UNKNOWN.sub(r"\1", text))
    return text if span is None else span["first"]


def _dated(parts: dict[str, str | None]) -> ReadDate:
    name = parts.get("name")
    month = MONTHS[name.lower()] if name is not None else int(parts["month"] or 0)
    try:
        day = date(int(parts["year"] or 0), month, int(parts["day"] or 0))
        timestamp = None if parts["hour"] is None else _timed(day, parts).astimezone(UTC)
    except (ValueError, OverflowError):
        return NO_DATE
    shown = day if timestamp is None else timestamp.date()
    return ReadDate(shown, timestamp) if FIRST_YEAR <= shown.year <= LAST_YEAR else NO_DATE


def _timed(day: date, parts: dict[str, str | None]) -> datetime:
    fraction = (parts["fraction"] or "").ljust(6, "0")[:6]
    return datetime(
        day.year,
        day.month,
        day.day,
        _hour(int(parts["hour"] or 0), parts["half"]),
        int(parts["minute"] or 0),
        int(parts["second"] or 0),
        int(fraction),
        tzinfo=_zone(parts["zone"]),
    )


def _hour(hour: int, half: str | None) -> int:
    """The hour of a day; `half` is `a` or `p` behind a clock of twelve hours, and without meaning behind `13:00`."""
    if half is None or hour > _NOON:
        return hour
    return hour % _NOON + (_NOON if half in "pP" else 0)


def _zone(written: str | None) -> timezone:
    """The zone of `Z`, `GMT`, `+02:00` or nothing (UTC). Raises ValueError for an offset of a day or more."""
    if written is None or written[0] not in "+-":
        return UTC
    offset = timedelta(hours=int(written[1:3]), minutes=int(written[-2:]))
    return timezone(-offset if written[0] == "-" else offset)
