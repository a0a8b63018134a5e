"""Dates as pages write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.fields.dates import NO_DATE, ReadDate, read_date, read_year

DAYS = [
    ("Feb 02, 2023", date(2023, 2, 2)),
    ("February 2, 2023", date(2023, 2, 2)),
    ("2 February 2023", date(2023, 2, 2)),
    ("02 Feb 2023", date(2023, 2, 2)),
    ("Sept. 3rd, 1999", date(1999, 9, 3)),
    ("Thu, 2 Feb 2023", date(2023, 2, 2)),
    ("02-Feb-2023", date(2023, 2, 2)),
    ("Feb-2-2023", date(2023, 2, 2)),
    ("2023-02-02", date(2023, 2, 2)),
    ("2023/2/2", date(2023, 2, 2)),
    ("20230202", date(2023, 2, 2)),
    ("2023.02.02", date(2023, 2, 2)),
    ("2023 Feb 2", date(2023, 2, 2)),
    ("2023 feb~2", date(2023, 2, 2)),
    ("2023 2~feb", date(2023, 2, 2)),
    ("02.03.2023", date(2023, 3, 2)),
    ("13/02/2023", date(2023, 2, 13)),
    ("2/13/2023", date(2023, 2, 13)),
    ("13-02-2023", date(2023, 2, 13)),
    ("2.13.2023", date(2023, 2, 13)),
    ("03/03/2023", date(2023, 3, 3)),
    ("2023年2月3日", date(2023, 2, 3)),
    (" MAY  1,\n2020 ", date(2020, 5, 1)),
    ("2024-02-29", date(2024, 2, 29)),
    ("1500-01-01", date(1500, 1, 1)),
    ("2200-12-31", date(2200, 12, 31)),
]

TIMES = [
    ("2024-05-02 16:18:21", datetime(2024, 5, 2, 16, 18, 21, tzinfo=UTC)),
    ("2024-05-02T16:18:21Z", datetime(2024, 5, 2, 16, 18, 21, tzinfo=UTC)),
    ("2024-05-02T16:18", datetime(2024, 5, 2, 16, 18, tzinfo=UTC)),
    ("2024-05-02T16:18:21.5+02:00", datetime(2024, 5, 2, 14, 18, 21, 500_000, tzinfo=UTC)),
    ("2024-05-02 23:30:00 -0500", datetime(2024, 5, 3, 4, 30, tzinfo=UTC)),
    ("Fri, 5 May 2024 18:00:01 GMT", datetime(2024, 5, 5, 18, 0, 1, tzinfo=UTC)),
    ("May 5, 2024 6:05 PM", datetime(2024, 5, 5, 18, 5, tzinfo=UTC)),
    ("May 5, 2024 12:05 a.m.", datetime(2024, 5, 5, 0, 5, tzinfo=UTC)),
    ("2024-05-05 12:05 PM UTC", datetime(2024, 5, 5, 12, 5, tzinfo=UTC)),
    ("2024-05-05 18:05 PM", datetime(2024, 5, 5, 18, 5, tzinfo=UTC)),
    ("May 5, 2024, 18:00 UTC", datetime(2024, 5, 5, 18, 0, tzinfo=UTC)),
]

NO_DAY = [
    "",
    "June 2023",
    "2023",
    "2023-06",
    "Spring 2023",
    "Feb 30, 2023",
    "2023-02-29",
    "2023-13-01",
    "2023-00-10",
    "31 April 2020",
    "1499-12-31",
    "2201-01-01",
    "0000-01-01",
    "02/03/2023",
    "2-3-2023",
    "31.02.2023",
    "32/01/2023",
    "13/13/2023",
    "2023年13月3日",
    "Febtober 2, 2023",
    "2024-05-02 25:00:00",
    "2024-05-02 10:61:00",
    "2024-05-02 10:00:00 +99:00",
    "published 2023-02-02 by us",
    "20231302",
    "2023-02-00",
    "２０２３-02-02",
]

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

YEARS = [
    ("2023", 2023),
    ("June 2023", 2023),
    ("Jan-Feb 2023", 2023),
    ("Spring, 2023", 2023),
    ("2023-06", 2023),
    ("2023 June", 2023),
    ("Feb 02, 2023", 2023),
    ("2019-2020", None),
    ("1499", None),
    ("2201", None),
    ("2023-13", None),
    ("02/03/2023", 2023),
    ("Jan 99, 2023", None),
    ("2023-02-30", None),
    ("2023-02-00", 2023),
    ("2023-00-00", 2023),
    ("2023-00-10", None),
    ("20231302", None),
    ("1-3 June 2023", 2023),
    ("c2023", 2023),
    ("2. März 2023", 2023),
    ("published 2023, read 2024", None),
    ("12345", None),
    ("n.d.", None),
]


@pytest.mark.parametrize(("raw", "day"), DAYS)
def test_days_are_read(raw: str, day: date) -> None:
    assert read_date(raw) == ReadDate(day, None)


@pytest.mark.parametrize(("raw", "moment"), TIMES)
def test_times_are_read_in_utc(raw: str, moment: datetime) -> None:
    read = read_date(raw)
    assert read == ReadDate(moment.date(), moment)
    assert read.timestamp is not None
    assert read.timestamp.tzinfo is UTC


@pytest.mark.parametrize("raw", NO_DAY)
def test_no_day_is_made_up(raw: str) -> None:
    assert read_date(raw) == NO_DATE


@pytest.mark.parametrize(("raw", "year"), YEARS)
def test_years_are_read(raw: str, year: int | None) -> None:
    assert read_year(raw) == year


@given(st.dates(date(1500, 1, 1), date(2200, 12, 31)))
@settings(deadline=None, derandomize=True)
def test_every_form_of_a_day_gives_the_day(day: date) -> None:
    month = MONTHS[day.month - 1]
    forms = (
        day.isoformat(),
        f"{month} {day.day:02}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.year}/{day.month}/{day.day}",
    )
    assert {read_date(form).date for form in forms} == {day}
    assert {read_year(form) for form in forms} == {day.year}


@given(st.text(alphabet="0123456789-/:. TZ+JanuryFebMch,", max_size=30))
@settings(deadline=None, derandomize=True)
def test_no_text_raises(text: str) -> None:
    assert (read_date(text).date is None) or (read_year(text) is not None)
