"""Lists of names with commas between them."""

import pytest

from flows.layouts import cards, glued, profile
from flows.layouts.base import Page
from flows.layouts.name_lists import split_names

ABSTRACT = (
    "We count the papers of a small library twice, by hand and by machine, and explain where the two counts differ, "
    "which is at the shelf nearest the window, where the light is good and the reader stays too long."
)
NAMES = "Martin King, Jr., Ada Example, Henry Tudor, III"
PAGES = {
    "cards": cards.parse(f"A Title\n\n1 code implementation • 3 Jan 2024 • {NAMES}\n\n{ABSTRACT}\n"),
    "glued": glued.parse(f"A Title {NAMES} 2024-03-01 12:00:00\nSummary:\n{ABSTRACT}"),
    "profile": profile.parse(f"A Title\n\nFeb 02, 2023\n{NAMES}\n\n{ABSTRACT}\n\nViaarxiv icon\n"),
}


def test_names_are_split_at_commas() -> None:
    assert split_names("Ada Lovelace,  Charles\nBabbage,, ") == ("Ada Lovelace", "Charles Babbage")


def test_no_names_in_white_space() -> None:
    assert split_names(" \n") == ()


@pytest.mark.parametrize("suffix", ["Jr.", "Jr", "Sr.", "II", "III", "2nd"])
def test_a_suffix_behind_a_comma_belongs_to_the_name_before(suffix: str) -> None:
    assert split_names(f"Martin King, {suffix}, Ada Byron") == (f"Martin King, {suffix}", "Ada Byron")
    assert split_names(f"{suffix}, Ada Byron") == (suffix, "Ada Byron")


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_layout_knows_suffixes(page: Page) -> None:
    assert [entry.authors for entry in page.entries] == [("Martin King, Jr.", "Ada Example", "Henry Tudor, III")]
