"""Marks of mails, of Markdown and of text browsers, which are no part of what a page says."""

import re
from types import ModuleType

import pytest

from flows.layouts import arxiv_listing, cards, collaborators, glued, profile
from flows.layouts.base import claimed_spans
from flows.layouts.markup import find_markup
from flows.layouts.pages import Part, read_pages
from tests.layouts.contract import assert_tiled, fields_of

LAYOUTS = [arxiv_listing, cards, collaborators, glued, profile]
TITLES = ["Notes on a Sieve", "[Re] Counting (Twice)", "3D Lakes"]
ABSTRACT = (
    "We count the papers of a small library twice, and explain where the two counts differ, which is near the window."
)
NAMES = "Ada Example, Bo Sample"
ICON = "Viaarxiv icon"


def page(title: str = "{}", names: str = NAMES, figure: str = "Figure 1 for {}", icon: str = ICON) -> str:
    """An author's page with these forms of what Markdown marks."""
    return "".join(
        f"{title.format(one)}\n\nFeb 02, 2023\n{names}\n\n{figure.format(one)}\n\n{ABSTRACT}\n\n* 12 pages\n{icon}\n\n"
        for one in TITLES
    )


def read(text: str) -> list[Part]:
    parts, _ = read_pages(text, None, last=True)
    assert_tiled((span for part in parts for span in claimed_spans(part.page)), len(text))
    return parts


def told(text: str) -> list[tuple[dict[str, str], tuple[str, ...], float]]:
    """What the records of a page say, and how sure that is."""
    return [
        ({**fields_of(text, entry), "authors": ""}, entry.authors, entry.confidence)
        for part in read(text)
        for entry in part.page.entries
    ]


@pytest.mark.parametrize("quote", ["> ", ">", "> > "])
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__.rpartition(".")[2])
def test_a_page_that_a_mail_quotes(layout: ModuleType, quote: str) -> None:
    text = re.sub("^", quote, layout.EXAMPLE.strip("\n"), flags=re.MULTILINE)
    assert told(text) == told(layout.EXAMPLE)


def test_a_line_that_begins_so_is_no_quotation() -> None:
    assert find_markup("> 3 Ducks\n\n> 4 Ducks\n\n> 5 Ducks\nand more") == []


@pytest.mark.parametrize(
    "title", ["[{}](https://example.org/a_(b))", '### [{}](/paper/1 "Paper")', "**{}**", "__{}__", "**[{}](../a)**"]
)
def test_titles_of_markdown(title: str) -> None:
    assert told(page(title)) == told(page())


def test_links_and_images_of_markdown() -> None:
    names = "[Ada Example](https://example.org/ada), [Bo Sample](https://example.org/bo)"
    figure, icon = (
        "[![Figure 1 for {}](https://example.org/1.png)](/1)",
        "Via[![arxiv icon](/icon.svg)](https://arxiv.org)",
    )
    marked = [authors for _, authors, _ in told(page("[{}](/paper)", names, figure, icon))]
    assert told(page("[{}](/paper)", names, figure, icon)) == told(page())
    assert marked == [("Ada Example", "Bo Sample")] * len(TITLES)


def test_an_abstract_keeps_a_link_of_its_own() -> None:
    text = page().replace(ABSTRACT, f"{ABSTRACT} See [our code](https://example.org/code).")
    assert find_markup(text) == []


def test_numbers_of_links() -> None:
    numbers = iter(range(1, 100))
    text = re.sub(r"(?m)^(?=[A-Z\[\d].{0,40}$)|(?<=, )(?=Bo)", lambda _: f"[{next(numbers)}]", page())
    assert told(text) == told(page())


def test_references_are_no_numbers_of_links() -> None:
    assert find_markup("As [1]A and [2]B say, and [2]B again, [1]A, [4]D and [2]B.") == []


def test_a_link_of_an_abstract_stays_on_a_page_whose_lines_begin_with_brackets() -> None:
    record = "[{}] arXiv:2401.0000{} [pdf, other]\nTitle: A Title\nAda Example\nWe count. See [code](https://example.org/code).\n\n"
    text = "".join(record.format(at, at) for at in range(1, 5))
    assert find_markup(text) == []
    assert [fields["abstract"] for fields, _, _ in told(text)] == [
        "We count. See [code](https://example.org/code)."
    ] * 4
