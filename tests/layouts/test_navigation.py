"""Lines that pages of all kinds print around their records, and pages that have them."""

import pytest

from flows.layouts.navigation import NOTICE, count_footing
from flows.layouts.registry import Layout, find_layout, identify, layouts
from tests.layouts.contract import fields_of

NOTICES = [
    "Show less",
    "Read More »",
    "Expand",
    "△ Less",
    "« Previous 1 2 3 Next »",
    "1 2 3 4 5 … 12 Next",
    "© 2024 Example Inc. All rights reserved.",
    "About | Contact | Privacy Policy | Terms | © 2024 Example Inc.",
    "We use cookies to improve your experience. By going on you agree to our cookie policy.",
    "This website uses cookies to ensure you get the best experience.",
    "Accept all",
    "Terms of Service",
    "Stay informed on the latest trending papers. Subscribe to our newsletter.",
]
TEXT = [
    "We use cookies to follow 12 people through a library. " + "They ate all of them and left nothing. " * 12,
    "Copyright Law for Machines",
    "Privacy Policy Summaries that People Read",
    "Expand and Prune: Growing Sets of Rules",
    "Next Token Prediction 1 2 3",
    "1 2 3",
    "(c) The third case is open.",
    "Subscribe to events, not to states: we show why.",
    "Read more than you write",
]
FOOT = "\nAbout\nContact us\nPrivacy Policy\n© 2024 Example Inc. All rights reserved.\n"
LONG = (
    "We count the papers of a small library twice, by hand and by machine, and explain where the two counts differ, "
    "which is at the shelf nearest the window, where the light is good and the reader stays too long to count."
)
TITLES = ["Notes on a Sieve", "How Large Is a Small World?", "Counting Twice, Slowly", "A Map of Lakes"]
RECORDS = {
    "arxiv_listing": "\n[1] arXiv:2401.00001 [pdf, other]\nTitle: {}\nAda Example, Bo Sample\n"
    "Subjects: Machine Learning (cs.LG)\n{}\n",
    "bare": "Abstract:{1}\n",
    "cards": "\n{}\n\n1 code implementation • 3 Jan 2024 • Ada Example\n\n{}\n",
    "collaborators": "\n\n{}\n\narXiv.org Machine Learning\n\n{}\n",
    "profile": "\n{}\n\nFeb 02, 2023\nAda Example, Bo Sample\n\n{}\n\nViaarxiv icon\n",
}
SEPARATE = list(map(find_layout, RECORDS))


def page(layout: Layout, below: str = "") -> str:
    """A page with a line below the abstract of each record."""
    return "".join(RECORDS[layout.name].format(title, LONG + below) for title in TITLES).lstrip("\n")


def told(layout: Layout, text: str) -> list[dict[str, str]]:
    found = layout.parse(text)
    assert identify(text) == layout
    return [fields_of(text, entry) for entry in found.entries]


@pytest.mark.parametrize("line", NOTICES)
def test_lines_that_no_abstract_has(line: str) -> None:
    assert NOTICE.match(line)


@pytest.mark.parametrize("line", TEXT)
def test_lines_that_are_text(line: str) -> None:
    assert NOTICE.match(line) is None


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["An abstract.", "About", "Help", "Privacy Policy"], 3),
        (["An abstract.", "1", "2", "…", "Next"], 4),
        (["An abstract.", "----------"], 1),
        (["An abstract about", "Home", "and away."], 0),
        (["The number of lakes is", "12"], 0),
        ([], 0),
    ],
)
def test_what_stands_below_all_records(lines: list[str], count: int) -> None:
    assert count_footing(reversed(lines)) == count


@pytest.mark.parametrize("line", ["Read more", "Show less", "Expand"])
@pytest.mark.parametrize("layout", SEPARATE, ids=lambda layout: layout.name)
def test_a_button_below_each_abstract(layout: Layout, line: str) -> None:
    assert told(layout, page(layout, f"\n{line}")) == told(layout, page(layout))


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
def test_lines_below_the_last_record(layout: Layout) -> None:
    text = page(layout) if layout in SEPARATE else layout.example
    assert told(layout, text + FOOT) == told(layout, text)


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
def test_a_notice_above_the_page(layout: Layout) -> None:
    text = page(layout) if layout in SEPARATE else layout.example
    assert told(layout, f"{NOTICES[8]}\nAccept all\n\n{text}") == told(layout, text)


def test_what_was_taken_for_the_page_makes_a_glued_record_less_sure() -> None:
    glued = find_layout("glued")
    assert glued.parse(glued.example + FOOT).entries[-1].confidence <= 0.9


def test_links_that_a_text_browser_lists_below() -> None:
    links = ["References", "Visible links:", "1. https://example.org/1", "2. mailto:ada@example.org", "Hidden links:"]
    assert count_footing([*reversed(links), "The end."]) == len(links)
    assert count_footing(["1. https://example.org/1", "The end."]) == 0


def test_the_address_of_a_page_below_its_last_sentence() -> None:
    address = "https://example.org/author/Ada%20Example"
    assert count_footing([address, "The end.", "The beginning"]) == 1
    assert count_footing([f"URL: {address}", "The end!"]) == 1
    assert count_footing([address, "The code is at"]) == 0
    assert count_footing(["About", address, "The code is at"]) == 1


@pytest.mark.parametrize(
    "line",
    ["2/3/24, 10:15 AM Ada Example - Papers", "03.02.2024, 10:15 Papers", "https://example.org/author/ada 3/9"],
)
def test_what_browsers_print_on_every_sheet(line: str) -> None:
    assert NOTICE.match(line)


@pytest.mark.parametrize("line", ["2/3/24, the third", "See https://example.org/ada 3/9", "3/4 of 5"])
def test_what_no_browser_prints(line: str) -> None:
    assert NOTICE.match(line) is None
