"""Cards whose titles, facts and abstracts scrapes show with bullets, numbers, labels and other dates."""

import pytest

from flows.layouts.cards import parse
from flows.layouts.registry import identify
from tests.layouts.contract import fields_of

ABSTRACT = "We count the papers of a small library by hand and by machine, and say where the two counts differ."
TITLES = ["Comets", "How Large Is a Comet?", "2. A Number Opens This"]
NAMES = "Ada Example, Bo Sample"


def read(text: str) -> list[dict[str, str]]:
    """Each record's fields; nothing of the page may be refused."""
    assert identify(text).name == "cards"
    page = parse(text)
    assert page.refusals == []
    return [fields_of(text, entry) for entry in page.entries]


def expected(**others: str) -> list[dict[str, str]]:
    whole = {"date": "3 Jan 2024", "authors": NAMES, "abstract": ABSTRACT, **others}
    return [{"title": title, **whole} for title in TITLES]


def page(facts: str = f"1 code implementation • 3 Jan 2024 • {NAMES}", before: str = "", end: str = "") -> str:
    return "".join(
        f"{before.format(number)}{title}\n\n{facts}\n\n{ABSTRACT}\n\nObject Detection +2\n\n"
        for number, title in enumerate(TITLES, start=1)
    ) + end  # fmt: skip


@pytest.mark.parametrize("before", ["* ", "• ", "- ", "▪\u00a0", "{}. ", "{}) ", "({}) "])
def test_bullets_and_numbers_before_titles(before: str) -> None:
    assert read(page(before=before)) == expected()


def test_a_bullet_before_one_title_is_its_own() -> None:
    assert [record["title"] for record in read(page())] == TITLES


@pytest.mark.parametrize(
    "facts",
    [
        f"* 1 code implementation\n* 3 Jan 2024\n* {NAMES}",
        f"• 1 code implementation\n• 3 Jan 2024\n• {NAMES}",
        f"1 code implementation · 3 Jan 2024 · {NAMES}",
    ],
)
def test_bullets_of_all_kinds_between_facts(facts: str) -> None:
    assert read(page(facts)) == expected()


@pytest.mark.parametrize("day", ["2024-01-03", "Jan 3, 2024", "January 03, 2024", "3 Jan. 2024"])
def test_dates_of_all_kinds(day: str) -> None:
    assert read(page(f"1 code implementation • {day} • {NAMES}")) == expected(date=day)


def test_the_label_of_abstracts_is_no_part_of_them() -> None:
    assert read(page().replace(ABSTRACT, f"Abstract: {ABSTRACT}")) == expected()


def test_lines_between_cards_are_the_pages() -> None:
    first, second, third = page().split("Object Detection +2\n\n")[:3]
    text = f"{first}Next page\n\nPrevious page\n\n{second}\n{third}"
    assert read(text) == expected()


@pytest.mark.parametrize("end", ["Load more\n", "Previous\n\nNext\n", "Show more"])
def test_lines_below_the_last_card_are_the_pages(end: str) -> None:
    assert read(page(end=end)) == expected()
