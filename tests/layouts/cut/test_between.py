"""What pages without breaks print before their titles or behind their abstracts."""

import pytest

from flows.layouts import glued
from flows.layouts.base import claimed_spans
from flows.layouts.cut.between import Gap, find_between
from tests.layouts.contract import assert_tiled, fields_of

ABSTRACT = (
    "We cook a soup of words in a large pot and taste it after each hour. The longer it boils, the harder it is to say "
    "which word was put in first, and nobody at the table agrees on the last one."
)
TITLES = ["A Soup of Words", "Planes, Bridges and Roads", "Rock and Roll", "How Large Is It?", "3D Lakes"]
NAMES = [
    "Ada Lovelace, Bo Sample",
    "Wei Zhang",
    "Marie Curie, Leonhard Euler, Ada M. Byron",
    "Bo Wu, Lu Xun",
    "Ada Byron",
]
HEADER = "2024-03-01 12:00:00\nSummary:\n"


def page(lead: str = "", button: str = "", between: str = "") -> str:
    records = (
        f"{lead.format(at)}{title} {names} {HEADER}{ABSTRACT}{button}"
        for at, (title, names) in enumerate(zip(TITLES, NAMES, strict=True), start=7)
    )
    return "Sort by updated\n" + between.join(records)


def assert_read(text: str) -> None:
    """Every title and abstract is found, and every character of the page is in one place."""
    found = glued.parse(text)
    assert_tiled(claimed_spans(found), len(text))
    told = [fields_of(text, entry) for entry in found.entries]
    assert [row["title"] for row in told] == TITLES
    assert [row["authors"] for row in told] == NAMES
    assert [row["abstract"] for row in told] == [ABSTRACT] * len(TITLES)


@pytest.mark.parametrize("lead", ["{}. ", "[{}] ", "({}) ", "{}) ", "## ", "### ", "• "])
@pytest.mark.parametrize("between", ["", "\n"])
def test_what_stands_before_titles(lead: str, between: str) -> None:
    assert_read(page(lead, between=between))


@pytest.mark.parametrize("button", ["\nRead more", "\nShow more\n", " Expand", "\n\nShow less"])
def test_buttons_behind_abstracts(button: str) -> None:
    assert_read(page(button=button))


@pytest.mark.parametrize("between", ["\n---\n", "\n* * *\n", "\nPDF Code\n", "\n________________\n\n"])
def test_lines_between_records(between: str) -> None:
    assert_read(page(between=between))


def test_numbers_of_records_count_up() -> None:
    text = page().replace("We cook", "7. We cook")
    gaps = [Gap(at, at + len(ABSTRACT)) for at in range(len(text)) if text.startswith("7. We cook", at)]
    assert len(gaps) == len(TITLES)
    assert find_between(text, gaps) == []


def test_a_title_may_hold_what_was_taken_for_a_button() -> None:
    text = page(button="\nRead more").replace("Rock and Roll", "Rock and Roll\nRead more\nof It")
    found = glued.parse(text)
    assert_tiled(claimed_spans(found), len(text))


@pytest.mark.parametrize("label", ["by", "By", "Authors:"])
def test_a_label_before_names(label: str) -> None:
    text = page()
    for names in NAMES:
        text = text.replace(f" {names} {HEADER}", f" {label} {names} {HEADER}")
    assert_read(text)


def test_one_title_may_end_so() -> None:
    text = page().replace("How Large Is It?", "Lakes to Pass By")
    assert "Lakes to Pass By" in [fields_of(text, entry)["title"] for entry in glued.parse(text).entries]
