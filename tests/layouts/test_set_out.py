"""Marks that a page is read without."""

from flows.layouts.base import Entry, Page, Span, claimed_spans
from flows.layouts.set_out import apart, masked, without_marks
from tests.layouts.contract import assert_tiled

TEXT = "[A *Title*](x)\nBy [Ada](y)."
MARKS = [Span("markup", 0, 1), Span("markup", 3, 4), Span("markup", 9, 10), Span("markup", 10, 14)]


def test_blanks_for_marks() -> None:
    assert masked(TEXT, MARKS) == " A  Title     \nBy [Ada](y)."
    assert masked(TEXT, MARKS, "-") == "-A -Title-----\nBy [Ada](y)."


def test_marks_within_marks_are_left_out() -> None:
    assert apart([Span("b", 4, 9), Span("a", 0, 5), Span("c", 5, 6)]) == [Span("a", 0, 5), Span("c", 5, 6)]


def test_a_field_that_marks_part_has_several_spans() -> None:
    page = Page(
        [Entry(1, 9, (Span("title", 1, 9),))], [Span("space", 0, 1), Span("space", 9, 15), Span("rest", 15, 27)]
    )
    found = without_marks(TEXT, page, MARKS)
    [entry] = found.entries
    assert [TEXT[start:end] for _, start, end in entry.spans] == ["A ", "Title"]
    assert [span for span in found.furniture if span.name == "markup"] == MARKS
    assert_tiled(claimed_spans(found), len(TEXT))
