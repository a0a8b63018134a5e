"""Pages that set something before their titles or behind their abstracts."""

import pytest

from flows.layouts.registry import Layout, find_layout
from tests.layouts.contract import fields_of

RECORDS = {
    "arxiv_listing": "[1] arXiv:2401.00001 [pdf, other]\nTitle: {}\nAda Example\n"
    "Subjects: Machine Learning (cs.LG)\n{}\n\n",
    "cards": "{}\n\n1 code implementation • 3 Jan 2024 • Ada Example\n\n{}\n\n\n",
    "collaborators": "{}\n\narXiv.org Machine Learning\n\n{}\n\n\n",
    "profile": "{}\n\nFeb 02, 2023\nAda Example\n\n{}\n\nViaarxiv icon\n\n",
}
TITLED = list(map(find_layout, RECORDS))
TITLES = ["Notes on a Sieve", "3D Lakes", "Counting Twice, Slowly", "1. e4 Wins"]
TEXT = (
    "We count the papers of a small library twice, by hand and by machine, and explain where the two counts differ, "
    "which is at the shelf nearest the window. There the light is good, and nobody reads more"
)


def page(layout: Layout, lead: str = "", button: str = ".") -> str:
    records = (
        RECORDS[layout.name].format(f"{lead.format(at)}{title}", TEXT + button) for at, title in enumerate(TITLES)
    )
    return "".join(records)


def told(layout: Layout, text: str, field: str) -> list[str]:
    return [fields_of(text, entry)[field] for entry in layout.parse(text).entries]


@pytest.mark.parametrize("lead", ["", "• ", "{}. ", "[{}] ", "({}) ", "## ", "### "])
@pytest.mark.parametrize("layout", TITLED, ids=lambda layout: layout.name)
def test_what_stands_before_titles(layout: Layout, lead: str) -> None:
    assert told(layout, page(layout, lead), "title") == TITLES


@pytest.mark.parametrize("button", [". Read more", "… Show more", "… △ Less", ". See less »"])
@pytest.mark.parametrize("layout", TITLED, ids=lambda layout: layout.name)
def test_what_stands_behind_abstracts(layout: Layout, button: str) -> None:
    assert told(layout, page(layout, button=button), "abstract") == [TEXT + button[0]] * len(TITLES)


def test_what_stands_behind_abstracts_alone() -> None:
    bare = find_layout("bare")
    text = "".join(f"Abstract:{TEXT}. Read more\n" for _ in TITLES)
    assert told(bare, text, "abstract") == [f"{TEXT}."] * len(TITLES)


def test_one_abstract_may_end_so() -> None:
    bare = find_layout("bare")
    text = f"Abstract:{TEXT}.\n" * 3 + f"Abstract:{TEXT}. Read more\n"
    assert told(bare, text, "abstract")[-1] == f"{TEXT}. Read more"
