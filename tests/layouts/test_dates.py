"""Days as pages write them."""

import re

import pytest

from flows.layouts import cards, profile
from flows.layouts.base import collapse
from flows.layouts.dates import DATE
from tests.layouts.contract import fields_of

DAYS = [
    "Feb 02, 2023",
    "FEB 2, 2023",
    "Feb. 2 2023",
    "February 2nd, 2023",
    "Sept. 30,2023",
    "Jan-19-2024",
    "2 Feb 2023",
    "Thu, 02 February 2023",
    "2023-02-02",
    "2023/2/2",
    "02.03.2023",
    "13/02/2023",
    "2023年2月3日",
    "Feb 02, 2023 10:15 AM",
    "2023-02-02T10:15:00Z",
    "Thu, 02 Feb 2023 10:15:00 GMT",
]
NO_DAYS = [
    "May 2020",
    "Summer 2 2023",
    "Mary 12, Mother",
    "1984",
    "3.14.15",
    "Feb 02, 2023 and later",
    "Mon",
    "12-2-1",
    "Sunflower, 2 Feb 2023",
    "Maybe 2, 2023",
]
ABSTRACT = "We count the papers of a small library twice, by hand and by machine, and explain where the counts differ."


@pytest.mark.parametrize("day", DAYS)
def test_days(day: str) -> None:
    assert re.fullmatch(DATE, day)


@pytest.mark.parametrize("words", NO_DAYS)
def test_what_is_no_day(words: str) -> None:
    assert re.fullmatch(DATE, words) is None


@pytest.mark.parametrize("day", DAYS)
def test_days_of_profiles_and_cards(day: str) -> None:
    record = f"A Title\n\n{day}\nAda Example, Bo Sample\n\n{ABSTRACT}\n\nViaarxiv icon\n"
    card = f"A Title\n\n1 code implementation • {day} • Ada Example, Bo Sample\n\n{ABSTRACT}\n"
    for text, page in ((record, profile.parse(record)), (card, cards.parse(card))):
        [entry] = page.entries
        assert fields_of(text, entry)["date"] == collapse(day)
        assert entry.authors == ("Ada Example", "Bo Sample")


def test_a_label_before_a_day_of_a_card() -> None:
    text = f"A Title\n\n1 code implementation • Published: Jan 3, 2024 • Ada Example\n\n{ABSTRACT}\n"
    [entry] = cards.parse(text).entries
    assert (fields_of(text, entry)["date"], entry.authors) == ("Jan 3, 2024", ("Ada Example",))


def test_a_fact_of_a_card_in_no_known_form_names_nobody() -> None:
    text = f"A Title\n\n1 code implementation • since Spring 2024 • Ada Example\n\n{ABSTRACT}\n"
    [entry] = cards.parse(text).entries
    assert entry.authors == ("Ada Example",)
