"""Pages whose lines a program wrapped read as they did before."""

import textwrap

import pytest

from flows.layouts import profile
from flows.layouts.registry import find_layout, identify
from flows.layouts.wrapping import rejoined, unwrapped
from tests.layouts.contract import fields_of

ABSTRACT = (
    "We count the papers of a small library twice, by hand and by machine, and explain where the counts differ. The "
    "shelf nearest the window is counted best, for there the light is good, and the reader stays too long."
)
LONG_TITLE = "Counting Twice, Slowly: What the Shelf Nearest the Window Tells of a Library That Nobody Has Counted"
NAMES = ", ".join(f"{given} {family}" for given in ("Ada", "Bo", "Carl") for family in ("Example", "Sample", "Stone"))
PROFILE = f"""\
Alert button
Picture for Ada Example

Ada Example

Alert button

{LONG_TITLE}

Feb 02, 2023
{NAMES}

Figure 1 for {LONG_TITLE}
Figure 2 for {LONG_TITLE}

{ABSTRACT}

* {ABSTRACT}
Viaarxiv icon

Short

Feb 01, 2023
Ada Example

{ABSTRACT}

Viaarxiv icon
"""
COLLABORATORS = "Goto\n\nCollaborating Authors\n\n\u00a0Example, Ada\n\n" + "".join(
    f"\n{title}\n\narXiv.org Machine Learning\n\n{ABSTRACT}\n\n" for title in (LONG_TITLE, "Short")
)
CARDS = "".join(
    f"{title}\n\n1 code implementation • 3 Jan 2024 • {NAMES}\n\n{ABSTRACT}\n\nObject Detection +2\n\n"
    for title in (LONG_TITLE, "Short Enough to Stand on a Line")
)
GLUED = "Sort by updated\n" + "".join(
    f"{title} {NAMES} 2024-03-01 12:00:00\nSummary:\n{ABSTRACT}" for title in (LONG_TITLE, "How Large Is a Library?")
)
PAGES = {
    "profile": PROFILE,
    "bare": f"Abstract:{ABSTRACT}\nAbstract:{ABSTRACT.upper()}\n" * 2,
    "collaborators": COLLABORATORS,
    "cards": CARDS,
    "glued": GLUED,
}


def wrapped(text: str, width: int) -> str:
    lines = (textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) for line in text.split("\n"))
    return "\n".join("\n".join(line) for line in lines)


@pytest.mark.parametrize("width", [60, 72, 80, 100, 120])
@pytest.mark.parametrize("name", PAGES)
def test_a_wrapped_page_reads_as_before(name: str, width: int) -> None:
    layout, page = find_layout(name), PAGES[name]
    text = wrapped(page, width)
    assert identify(text) is layout
    before, after = layout.parse(page), layout.parse(text)
    assert [fields_of(text, entry) for entry in after.entries] == [fields_of(page, entry) for entry in before.entries]
    assert [entry.authors for entry in after.entries] == [entry.authors for entry in before.entries]
    assert after.refusals == []


def test_lines_that_end_by_themselves_stay() -> None:
    poem = "The first line of a poem is rather long\nthe second one is not\nthe third is of a middling length\n" * 4
    assert unwrapped(poem) == poem
    assert unwrapped(PROFILE) == PROFILE


def test_a_word_longer_than_a_line_is_no_measure_of_it() -> None:
    address = "https://example.org/" + "a" * 90
    text = wrapped(f"{ABSTRACT} See {address} for more. {ABSTRACT}", 72)
    assert max(map(len, text.split("\n"))) == len(address)
    assert unwrapped(text) == text.replace("\n", " ")


def test_every_character_keeps_its_place() -> None:
    text = wrapped(PROFILE, 80).replace("\n", " \n  ")
    assert len(unwrapped(text)) == len(text)


@pytest.mark.parametrize(
    ("wrapped", "whole"),
    [
        ("a well-\nknown word", "a well-known word"),
        ("GPT-\n   4 and Jean-\nPierre", "GPT-4 and Jean-Pierre"),
        ("pre-\nand postwar", "pre-\nand postwar"),
        ("one --\nor two", "one --\nor two"),
        ("a - \nb", "a - \nb"),
        ("4- manifolds", "4- manifolds"),
    ],
)
def test_words_that_hyphens_part_at_line_ends(wrapped: str, whole: str) -> None:
    assert rejoined(wrapped) == whole


def test_a_wrapped_page_keeps_its_words_whole() -> None:
    title = "Self-Supervised Long-Term Forecasting of Well-Known and Less-Known Quasi-Periodic Time-Series"
    record = (
        f"{title}\n\nFeb 02, 2023\nJean-Pierre Example, Anne-Marie Sample, Karl-Heinz Beispiel, Hans-Peter Muster\n\n"
        f"Figure 1 for {title}\n\nWe forecast long-term time-series of well-known kinds, self-supervised. "
        "Non-periodic ones are left for follow-up work, as are multi-variate ones.\n\nViaarxiv icon\n\n"
    )
    text = "\n".join("\n".join(textwrap.wrap(line, 44)) for line in (3 * record).split("\n"))
    plain = [(fields_of(record, entry), entry.authors) for entry in profile.parse(record).entries]
    found = [(fields_of(text, entry), entry.authors) for entry in profile.parse(text).entries]
    assert found == 3 * plain
