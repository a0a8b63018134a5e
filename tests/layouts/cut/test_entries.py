"""Entries made of columns: what a call for each record would give."""

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.layouts.base import Entry, Span
from flows.layouts.cut.entries import entries_of, split_all
from flows.layouts.cut.headers import Header
from flows.layouts.cut.model import Cut
from flows.layouts.cut.records import Record
from flows.layouts.name_lists import split_names

LISTS = st.lists(st.lists(st.sampled_from(["A", "b", ",", " ", "\n", "\u00a0", ".", ", Jr.", "III"])).map("".join))


@given(LISTS)
@settings(deadline=None, derandomize=True)
def test_lists_are_split_as_one_is(lists: list[str]) -> None:
    assert split_all(lists) == [split_names(one) for one in lists]


def test_an_entry_has_the_spans_that_hold_anything() -> None:
    text = "Small Worlds  Ada Byron,Bo Li \n A map.Ducks \n   "
    authors, date, ducks, end = text.index("Ada"), text.index("\n"), text.index("Ducks"), len(text)
    records = [
        Record(Header(date, None, None, date + 1), Cut(0, authors, 2, 0.5, 0.75), 0),
        Record(Header(end - 4, None, None, end - 3), Cut(ducks, end - 4, 0, 0.5, 0.25), ducks),
        Record(Header(end, None, None, end), None, end),
    ]
    spans = (Span("title", 0, 12), Span("authors", authors, date - 1), Span("abstract", date + 2, ducks))
    assert entries_of(text, records, end) == [
        Entry(0, ducks, spans, ("Ada Byron", "Bo Li"), confidence=0.125),
        Entry(ducks, ducks + 5, (Span("title", ducks, ducks + 5),), confidence=0.5),
    ]
    assert entries_of(text, [], end) == []
