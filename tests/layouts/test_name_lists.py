"""Lists of names with commas between them."""

from types import ModuleType

import pytest

from flows.layouts import cards, glued, profile
from flows.layouts.base import Page
from flows.layouts.name_lists import read_names, split_names

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


@pytest.mark.parametrize(
    "written",
    [
        "Ada Example and Bo Sample",
        "Ada Example, and Bo Sample",
        "Ada Example & Bo Sample",
        "Ada Example; Bo Sample",
        "Ada Example | Bo Sample",
        "Ada Example · Bo Sample,",
    ],
)
def test_what_stands_between_names(written: str) -> None:
    assert read_names(written) == (("Ada Example", "Bo Sample"), True)


@pytest.mark.parametrize(
    "end",
    [
        " et al.",
        ", et al. (12 additional authors not shown)",
        ", ...",
        "…",
        ", +12 authors",
        " (+12 more)",
        " +12",
        " and 3 others",
        " and others",
        " and 12 more authors",
    ],
)
def test_what_stands_for_names_that_are_left_out(end: str) -> None:
    assert read_names(f"Ada Example, Bo Sample{end}") == (("Ada Example", "Bo Sample"), False)


@pytest.mark.parametrize("name", ["Data and Knowledge Team", "Ada Alto", "Jan Etal", "Bo Sample Jr."])
def test_names_that_stay_whole(name: str) -> None:
    assert read_names(f"Ada Example, {name}") == (("Ada Example", name), True)


def test_names_inverted() -> None:
    assert read_names("Example, Ada; Sample, Bo").names == ("Example, Ada", "Sample, Bo")


@pytest.mark.parametrize("between", ["\n,\n", ",\n"])
def test_a_list_of_a_profile_goes_on_below_a_comma(between: str) -> None:
    names = between.join(["Ada Example", "Bo Sample", "Cy Wu"])
    [entry] = profile.parse(f"A Title\n\nFeb 02, 2023\n{names}\n\n{ABSTRACT}\n\nViaarxiv icon\n").entries
    assert entry.authors == ("Ada Example", "Bo Sample", "Cy Wu")


@pytest.mark.parametrize("label", ["by ", "By ", "by: ", "Authors: ", "Author(s):", "Author: "])
def test_a_label_before_names(label: str) -> None:
    assert read_names(f"{label}Ada Example, Bo Sample").names == ("Ada Example", "Bo Sample")


def test_a_name_that_begins_as_a_label_does() -> None:
    assert read_names("Byron Example, Author Li").names == ("Byron Example", "Author Li")


def test_names_one_a_line_on_a_profile() -> None:
    names = ["Ada Example", "J.-P. Sample", "Bart de Vylder", "Plato", "Martin King Jr.", "李明"]
    text = "\n".join(["A Title\n", "Feb 02, 2023", *names, f"\n{ABSTRACT}\n\nViaarxiv icon\n"])
    [entry] = profile.parse(text).entries
    assert entry.authors == tuple(names)


def test_an_abstract_right_below_its_author_is_no_name() -> None:
    text = f"A Title\nFeb 02, 2023\nAda Example\n{ABSTRACT}\nViaarxiv icon\n"
    [entry] = profile.parse(text).entries
    assert entry.authors == ("Ada Example",)
    assert text[slice(*entry.spans[-1][1:])] == ABSTRACT


@pytest.mark.parametrize("layout", [cards, profile])
def test_layouts_tell_that_names_are_left_out(layout: ModuleType) -> None:
    text = layout.EXAMPLE.replace("Ada Lovelace, Charles Babbage\n", "Ada Lovelace et al.\n")
    [entry] = layout.parse(text.replace("Ada Example, Bo Sample\n", "Ada Lovelace et al.\n")).entries
    assert (entry.authors, entry.authors_complete) == (("Ada Lovelace",), False)
