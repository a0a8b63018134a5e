"""What ends lists of authors in front of timestamps."""

import pytest

from flows.layouts import glued
from flows.layouts.base import collapse
from flows.layouts.cut.list_ends import find_ends, with_commas
from flows.layouts.set_out import masked

ABSTRACT = (
    "We cook a soup of words in a large pot and taste it after each hour. The longer it boils, the harder it is to say "
    "which word was put in first, and nobody at the table agrees on the last one."
)
STAMP = "2024-03-01 12:00:00\nSummary:\n"
TITLES = ["A Soup of Words", "Planes, Bridges and Roads", "Rock and Roll", "How Large Is It?"]
NAMES = [
    ["Ada Lovelace", "Bo Sample"],
    ["Wei Zhang"],
    ["Marie Curie", "Leonhard Euler", "Ada M. Byron"],
    ["Bo Wu", "Lu Xun"],
]


def page(lists: list[str]) -> str:
    return "".join(f"{title} {names} {STAMP}{ABSTRACT}" for title, names in zip(TITLES, lists, strict=True))


def titles(text: str) -> list[str]:
    found = glued.parse(text)
    assert found.refusals == []
    return [collapse(text[slice(*entry.spans[0][1:])]) for entry in found.entries]


@pytest.mark.parametrize("end", [" et al.", ", et al.", ", …", ", +12 authors", " and 12 more", " and others"])
def test_a_list_that_leaves_names_out(end: str) -> None:
    text = page([", ".join(names) + end for names in NAMES])
    entries = glued.parse(text).entries
    assert titles(text) == TITLES
    assert [(entry.authors, entry.authors_complete) for entry in entries] == [(tuple(names), False) for names in NAMES]


@pytest.mark.parametrize("end", [",", " -", " |", ";"])
def test_a_mark_in_front_of_the_timestamp(end: str) -> None:
    text = page([", ".join(names) + end for names in NAMES])
    entries = glued.parse(text).entries
    assert titles(text) == TITLES
    assert [(entry.authors, entry.authors_complete) for entry in entries] == [(tuple(names), True) for names in NAMES]


@pytest.mark.parametrize("word", [" and ", ", and ", " & "])
def test_lists_with_a_word_before_the_last_name(word: str) -> None:
    text = page([word.join(filter(None, [", ".join(names[:-1]), names[-1]])) for names in NAMES])
    assert titles(text) == TITLES
    assert [entry.authors for entry in glued.parse(text).entries] == list(map(tuple, NAMES))


def test_a_title_with_the_word_is_no_list() -> None:
    text = "Rock and Roll Wei Zhang"
    assert with_commas(text, [len(text)]) == text


def test_most_lists_end_in_a_name() -> None:
    text = "A Map of Lakes Ada Byron, Martin King Jr."
    assert find_ends(text, [len(text), 14]) == {}


def test_blanks_for_what_ends_a_list() -> None:
    text = "Ada Byron et al. "
    found = find_ends(text, [len(text)])
    assert [text[start:end] for _, start, end in found.values()] == ["et al."]
    assert masked(text, found.values()) == "Ada Byron        "
