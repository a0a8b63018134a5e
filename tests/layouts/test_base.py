"""What every layout builds on: names, spans and the account of every character."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.layouts.base import Entry, Page, Span, claimed_spans, collapse, settle, trimmed
from tests.layouts.contract import assert_tiled


def test_collapse_makes_one_blank_of_white_space() -> None:
    assert collapse(" A\n title\u00a0of  two\tlines ") == "A title of two lines"


def test_a_trimmed_span_has_no_white_space_at_its_ends() -> None:
    text = "x  a title \n"
    span = trimmed(text, "title", 1, len(text))
    assert span == Span("title", 3, 10)
    assert text[3:10] == "a title"


def test_white_space_alone_gives_no_span() -> None:
    assert trimmed("x \n\u00a0 y", "title", 1, 5) is None


def test_gaps_become_space_and_unclaimed_text() -> None:
    text = "Heading\n\nwho knows\nA title"
    page = Page(
        entries=[Entry(19, 26, (Span("title", 19, 26),))],
        furniture=[Span("heading", 0, 7)],
    )
    settle(text, page)
    assert page.furniture == [Span("heading", 0, 7), Span("space", 7, 9), Span("space", 18, 19)]
    assert [(text[refusal.start : refusal.end], refusal.code) for refusal in page.refusals] == [
        ("who knows", "unclaimed_text")
    ]


def test_a_span_outside_its_entry_claims_nothing() -> None:
    owner = Span("authors", 0, 3)
    page = Page(entries=[Entry(4, 9, (owner, Span("title", 4, 9)))], furniture=[Span("owner", 0, 3)])
    settle("Ada Title", page)
    assert claimed_spans(page) == [(0, 3), (3, 4), (4, 9)]
    assert page.refusals == []


@pytest.mark.parametrize(
    "furniture",
    [
        [Span("heading", 0, 5), Span("label", 4, 6)],
        [Span("heading", 0, 99)],
        [Span("heading", 3, 2)],
    ],
    ids=["overlap", "past the end", "backwards"],
)
def test_claims_that_cannot_be_are_a_bug_in_the_layout(furniture: list[Span]) -> None:
    with pytest.raises(ValueError, match="claimed twice or lie outside"):
        settle("ten chars.", Page(furniture=furniture))


@settings(deadline=None, derandomize=True)
@given(st.text(), st.data())
def test_settle_accounts_for_every_character(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    claims = [Span("label", start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=False) if start < end]
    page = settle(text, Page(furniture=claims))
    assert_tiled(claimed_spans(page), len(text))
    assert all(text[span.start : span.end].isspace() for span in page.furniture if span.name == "space")
