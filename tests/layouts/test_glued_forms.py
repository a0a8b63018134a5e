"""Pages without breaks whose names, timestamps and line ends have other forms."""

import time
from unicodedata import normalize

import pytest

from flows.layouts import glued
from flows.layouts.base import collapse
from flows.layouts.registry import identify

TITLES = [
    "A Soup of Words",
    "Deep Networks for Fishing",
    "Weighted Bridges, Planes and Roads on LIDAR",
    "How Large Is It?",
]
ABSTRACT = (
    "We cook a soup of words in a large pot and taste it after each hour. The longer it boils, the harder it is to say "
    "which word was put in first, and nobody at the table agrees on the last one."
)
NAMES = [
    ["Ada Lovelace", "Bo Sample"],
    ["Wei Zhang"],
    ["Marie Curie", "Leonhard Euler", "Sofia Kovalevskaya"],
    ["Bo Wu"],
]
STAMP = "2024-03-01 12:00:00"


def page(names: list[list[str]], stamp: str = STAMP, label: str = "\nSummary:\n") -> str:
    rows = zip(TITLES, names, strict=True)
    return "Sort by updated\n" + "".join(f"{title} {', '.join(row)} {stamp}{label}{ABSTRACT}" for title, row in rows)


def assert_read(text: str, names: list[list[str]], stamp: str = STAMP) -> None:
    """Every field of every record is found, and no wrong one is sure."""
    assert identify(text).name == "glued"
    found = glued.parse(text)
    fields = [{span.name: collapse(text[span.start : span.end]) for span in entry.spans} for entry in found.entries]
    assert [entry.authors for entry in found.entries] == [tuple(row) for row in names]
    assert [row["title"] for row in fields] == TITLES
    assert [row["abstract"] for row in fields] == [ABSTRACT] * len(TITLES)
    assert [row["date"] for row in fields] == [stamp] * len(TITLES)
    assert found.refusals == []


@pytest.mark.parametrize("marks", ["12", "1*", "†‡", "²³"])
def test_marks_of_affiliations(marks: str) -> None:
    names = [[f"{name}{marks[at % 2]}" for at, name in enumerate(row)] for row in NAMES]
    assert_read(page(names), names)


def test_names_in_han() -> None:
    names = [["李明", "王伟"], ["张静"], ["陈艳国", "Wei Zhang", "黄强文"], ["赵杰"]]
    assert_read(page(names), names)


def test_names_in_two_scripts() -> None:
    names = [["Li Ming 李明", "Wang Wei 王伟"], ["Ada Byron"], ["Zhao Jie 赵杰", "Bo Wu"], ["Bo Wu", "Zhao Jie 赵杰"]]
    assert [entry.authors[1:] for entry in glued.parse(page(names)).entries] == [tuple(row[1:]) for row in names]


def test_family_names_first_and_in_capitals() -> None:
    names = [
        ["TARRASKOPOULOS Ioan C.", "BIELSKA Tova R."],
        ["DIMENT Ben J."],
        ["BEST Dora", "FORDYCE Allan P", "LI Mo"],
        ["THO Quoc"],
    ]
    assert_read(page(names), names)


def test_names_whose_accents_stand_behind_their_letters() -> None:
    names = [
        ["José Müller", "Björn Åström"],
        ["Nguyễn Đặng"],
        ["Łukasz Ćosić", "Øystein Pérez", "Žofia Ýrr"],
        ["Ñandú Ğül"],
    ]
    decomposed = [[normalize("NFD", name) for name in row] for row in names]
    assert_read(page(decomposed), decomposed)


def test_names_in_a_script_with_signs_for_vowels() -> None:
    names = [["अमित कुमार", "सुनीता शर्मा"], ["राजेश गुप्ता", "अमित कुमार"], ["सुनीता शर्मा", "राजेश गुप्ता"], ["राजेश गुप्ता"]]
    assert_read(page(names), names)


def test_time_grows_with_a_run_of_hidden_characters_only() -> None:
    def seconds(count: int) -> float:
        text = page(NAMES).replace("soup", "\u200b" * count, 1)
        began = time.process_time()
        glued.matches(text)
        return time.process_time() - began

    assert seconds(16000) < 40 * max(seconds(1600), 0.01)


def test_groups_that_sign_alone() -> None:
    names = [["OpenAI"], ["The LIGO Scientific Collaboration"], ["DeepSeek-AI"], ["Google DeepMind"]]
    assert_read(page(names), names)


@pytest.mark.parametrize(
    "stamp",
    [
        "2024-03-01T12:00:00Z",
        "2024-03-01 12:00:00+00:00",
        "2024-03-01 12:00 UTC",
        "2024-03-01T12:00:00.123",
        "2024/03/01 12:00:00",
        "2024-03-01, 12:00",
        "Mar 1, 2024",
        "March 01, 2024 12:00:00",
        "1 Mar 2024",
        "Fri, 01 Mar 2024 12:00:00 GMT",
    ],
)
def test_timestamps_of_all_kinds(stamp: str) -> None:
    assert_read(page(NAMES, stamp), NAMES, stamp)


@pytest.mark.parametrize(
    "label",
    [
        " Summary: ",
        " Summary:\n",
        "\nSummary: \n",
        "\n\u200bSummary:\u200b\n",
        "\u200e\nSummary:\n",
        "\n\nSummary:\n\n",
    ],
)
def test_line_ends_of_all_kinds(label: str) -> None:
    assert_read(page(NAMES, label=label), NAMES)


@pytest.mark.parametrize("stamp", [STAMP, "2024-03-01", "Mar 1, 2024"])
@pytest.mark.parametrize("label", ["\nSummary: ", "\nSummary:", "\n\nSummary:\u00a0"])
def test_an_abstract_on_the_line_of_its_label(label: str, stamp: str) -> None:
    assert_read(page(NAMES, stamp, label), NAMES, stamp)


def test_a_label_below_a_year_is_a_word_of_the_abstract() -> None:
    text = page(NAMES).replace("each hour.", "each hour of 2024.\nSummary: it")
    assert [entry.authors for entry in glued.parse(text).entries] == [tuple(row) for row in NAMES]
