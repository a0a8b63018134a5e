"""Pages of abstracts and nothing else, whole and damaged."""

import pytest

from flows.dumps.text import with_plain_line_ends
from flows.layouts import bare
from flows.layouts.base import Page, collapse
from flows.layouts.registry import identify
from tests.layouts.contract import fields_of

FIRST = "Sparse layers save work only where zeros can be skipped. We measure when that is so."
SECOND = "Klondike is harder than it looks; the code is at https://example.org/klondike"
PAGE = f"Abstract:{FIRST}\nAbstract:{SECOND}"


def abstracts(text: str) -> list[str]:
    """Each record's abstract, in page order."""
    return [
        collapse(" ".join(text[span.start : span.end] for span in entry.spans)) for entry in bare.parse(text).entries
    ]


def confidences(text: str) -> list[float]:
    return [entry.confidence for entry in bare.parse(text).entries]


def furniture(text: str, page: Page, kind: str) -> list[str]:
    return [text[span.start : span.end] for span in page.furniture if span.name == kind]


def test_a_whole_page() -> None:
    page = bare.parse(PAGE)
    assert abstracts(PAGE) == [FIRST, SECOND]
    assert furniture(PAGE, page, "label") == ["Abstract:", "Abstract:"]
    assert page.refusals == []
    assert [(entry.authors, entry.authors_complete, entry.confidence) for entry in page.entries] == [((), True, 1)] * 2
    assert {span.name for entry in page.entries for span in entry.spans} == {"abstract"}


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n\n", "\u200b\n", "\n\u2060\n", "\u00a0\n\ufeff"], ids=repr)
def test_line_ends_and_invisible_blanks(line_end: str) -> None:
    text = with_plain_line_ends("\ufeff" + PAGE.replace("\n", line_end) + line_end)
    assert abstracts(text) == [FIRST, SECOND]
    assert bare.parse(text).refusals == []
    assert bare.matches(text) == 1


@pytest.mark.parametrize(
    "abstract",
    [
        "Abstract: a word and a trap.",
        "Abstract:a word and a trap.",
        'We use the word Abstract: here, "Abstract:so", (Abstract:so) and meta-Abstract:so.',
        r"We train \nummodels networks with $\mu$P on Feb 02, 2023.",
        "Short",
        "This ends in the word.Abstract:",
    ],
)
def test_abstracts_that_hold_the_label_or_other_traps(abstract: str) -> None:
    text = f"Abstract:{abstract}\nAbstract:{FIRST}"
    assert abstracts(text) == [abstract, FIRST]
    assert confidences(text) == [1, 1]


def test_a_label_with_a_blank_or_a_line_of_its_own() -> None:
    text = f"Abstract: {FIRST}\nAbstract:\n{SECOND}"
    assert abstracts(text) == [FIRST, SECOND]


@pytest.mark.parametrize("line_break", ["\n", "\n\n", "\r\n", "\n\n\n\n"], ids=repr)
def test_a_line_without_the_label_continues_the_abstract(line_break: str) -> None:
    broken = FIRST.replace("skipped. We", f"skipped.{line_break}We")
    text = PAGE.replace(FIRST, broken)
    assert abstracts(text) == [FIRST, SECOND]
    assert confidences(text) == [0.9, 1]


def test_a_last_line_that_does_not_end_like_an_abstract_is_less_sure() -> None:
    assert confidences(f"Abstract:{FIRST}\nCite these papers\nAbstract:{SECOND}") == [0.7, 1]


def test_a_page_cut_off_at_its_end() -> None:
    text = PAGE[: PAGE.index("looks")]
    assert abstracts(text) == [FIRST, "Klondike is harder than it"]
    assert confidences(text) == [1, 0.8]


def test_a_page_cut_off_inside_a_label() -> None:
    text = f"{PAGE}\nAbstr"
    page = bare.parse(text)
    assert abstracts(text) == [FIRST, SECOND]
    assert furniture(text, page, "label")[-1] == "Abstr"


def test_a_page_that_begins_inside_an_abstract() -> None:
    text = f"of zeros that\ncan be skipped.\n{PAGE}"
    assert abstracts(text) == ["of zeros that can be skipped.", FIRST, SECOND]
    assert confidences(text) == [0.5, 1, 1]
    assert bare.matches(text) == 1


def test_headings_above_the_first_abstract() -> None:
    text = f"Search results\n\nNewest first\n\n{PAGE}\nAbstract:{FIRST}"
    page = bare.parse(text)
    assert abstracts(text) == [FIRST, SECOND, FIRST]
    assert furniture(text, page, "heading") == ["Search results", "Newest first"]
    assert page.refusals == []
    assert bare.matches(text) == 0.5


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=repr)
def test_a_heading_above_the_rest_of_an_abstract(line_end: str) -> None:
    text = f"Search results\n\nof zeros that\ncan be skipped.\n\nWe measure it\n{PAGE}"
    text = with_plain_line_ends(text.replace("\n", line_end))
    page = bare.parse(text)
    assert abstracts(text) == ["of zeros that can be skipped. We measure it", FIRST, SECOND]
    assert furniture(text, page, "heading") == ["Search results"]


@pytest.mark.parametrize(("between", "confidence"), [("\n", 1), ("", 0.8)], ids=["line end", "no line end"])
def test_two_pages_pasted_together(between: str, confidence: float) -> None:
    text = PAGE + between + PAGE
    assert abstracts(text) == [FIRST, SECOND] * 2
    assert confidences(text) == [1, confidence, confidence, 1]


def test_a_label_alone_is_a_record_without_text() -> None:
    page = bare.parse("Abstract:\nAbstract:")
    assert [entry.spans for entry in page.entries] == [(), ()]


def test_text_without_any_label_is_refused() -> None:
    page = bare.parse("Nothing here.\n\nNor here")
    assert page.entries == []
    assert [refusal.code for refusal in page.refusals] == ["unclaimed_text"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"A Title\n\nAbstract: {FIRST}\n",
        f"Title: One\nAuthors: Ada\nAbstract: {FIRST}\nTitle: Two\nAuthors: Bo\nAbstract: {SECOND}\n",
        f"A Title\n\nAda Lovelace\n\nAbstract: {FIRST}\n\nAnother\n\nBo Sample\n\nAbstract: {SECOND}\n",
        f"Summary:\nAbstract: {FIRST}\n",
        f"Comments: 12 pages.\nAbstract: {FIRST}\n",
    ],
)
def test_pages_that_show_more_than_abstracts_are_not_claimed(text: str) -> None:
    assert bare.matches(text) < 0.5


@pytest.mark.parametrize("below", ["Cited by {}", "Feb {}, 2023", "{} Feb 2023", "★ {}"])
def test_a_line_below_each_abstract_may_count(below: str) -> None:
    abstract = "We count the papers of a small library twice, and explain where the two counts differ."
    text = "".join(f"Abstract:{abstract}\n{below.format(at)}\n\n" for at in (3, 12, 7))
    assert identify(text).name == "bare"
    assert [fields_of(text, entry) for entry in bare.parse(text).entries] == [{"abstract": abstract}] * 3
