"""Pages of several layouts in one dump: each gives its own records, and no page is cut apart by what it quotes."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest

from flows.layouts.base import Entry, claimed_spans, collapse
from flows.layouts.marks import MARKS
from flows.layouts.pages import Part, read_pages
from flows.layouts.registry import AmbiguousLayoutError, UnknownLayoutError, find_layout, layouts
from flows.layouts.seams import find_stretches
from tests.layouts.contract import assert_tiled

GOLDEN: Final = {page.parent.name: page.read_bytes().decode() for page in Path(__file__).parent.glob("*/sample.txt")}
BETWEEN: Final = {
    "nothing": "",
    "line end": "\n",
    "empty lines": "\n\n\n",
    "form feed": "\f",
    "form feed on a line": "\n\f\n",
    "byte order mark": "\n\ufeff",
    "only a byte order mark": "\ufeff",
}

Told = tuple[str, tuple[tuple[str, str], ...], tuple[str, ...], float]


def told_of(text: str, layout: str, entries: list[Entry]) -> list[Told]:
    """The layout, fields, authors and confidence of every record."""
    return [
        (
            layout,
            tuple((span.name, collapse(text[span.start : span.end])) for span in entry.spans),
            entry.authors,
            entry.confidence,
        )
        for entry in entries
    ]


def told(text: str) -> list[Told]:
    """What the text's pages hold; all of it is accounted for."""
    parts, _ = read_pages(text, None, last=True)
    assert_tiled((claim for part in parts for claim in claimed_spans(part.page)), len(text))
    return [row for part in parts for row in told_of(text, part.layout, part.page.entries)]


ALONE: Final = {name: told_of(page, name, find_layout(name).parse(page).entries) for name, page in GOLDEN.items()}


def fields_of(rows: list[Told]) -> list[Any]:
    """The rows without their confidence, which may hang on what stands around a page."""
    return [row[:-1] for row in rows]


def test_every_layout_is_found_behind_pages_of_others() -> None:
    assert set(MARKS) == {layout.name for layout in layouts()} == set(GOLDEN)


@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN)
@pytest.mark.parametrize("first", sorted(GOLDEN))
def test_two_pages_give_the_records_of_both(first: str, between: str) -> None:
    for second in sorted(GOLDEN):
        assert fields_of(told(GOLDEN[first] + between + GOLDEN[second])) == fields_of(ALONE[first] + ALONE[second])


@pytest.mark.parametrize(("first", "second"), [pair for pair in product(sorted(GOLDEN), repeat=2) if len({*pair}) == 2])
def test_a_page_between_two_others_is_read_as_it_is_alone(first: str, second: str) -> None:
    pages = (first, second, first)
    rows = told("\n".join(GOLDEN[name] for name in pages))
    assert fields_of(rows) == fields_of([row for name in pages for row in ALONE[name]])
    between = rows[len(ALONE[first]) : -len(ALONE[first])]
    assert between == ALONE[second]


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_the_records_of_a_page_behind_another_stand_where_they_say(name: str) -> None:
    page = GOLDEN[name]
    for part in read_pages(EXAMPLES["bare"] + page, None, last=True)[0]:
        for entry in part.page.entries:
            assert entry.start <= entry.spans[-1].start < entry.spans[-1].end <= entry.end


EXAMPLES: Final = {layout.name: layout.example for layout in layouts()}


@pytest.mark.parametrize(("first", "second"), list(product(sorted(EXAMPLES), repeat=2)))
def test_short_pages_below_each_other(first: str, second: str) -> None:
    rows = told(f"{EXAMPLES[first]}\n{EXAMPLES[second]}")
    alone = [told_of(EXAMPLES[name], name, find_layout(name).parse(EXAMPLES[name]).entries) for name in (first, second)]
    assert fields_of(rows) == fields_of(alone[0] + alone[1])


def test_a_page_of_one_record_behind_another() -> None:
    lone = f"Abstract:{'We count the papers of a small library twice, and say where the two counts differ. ' * 2}"
    assert [row[0] for row in told(GOLDEN["profile"] + "\n" + lone)][-1] == "bare"
    assert [row[0] for row in told(GOLDEN["collaborators"] + "\n" + lone)][-1] == "bare"


QUOTED: Final = (
    "Summary:",
    "Abstract:We",
    "Figure 1 for a thing",
    "[1] arXiv:2312.00001",
    "[1] arXiv:2312.00001 [pdf, html, other]",
    "Title: a word",
    "Viaarxiv icon",
    "Alert button\nPicture for Ada Lovelace",
    "Goto\n\nCollaborating Authors",
    "Sort by updated",
    "Search Results for author: Ada Example",
    "no code implementations • 3 Jan 2024",
    "2024-05-02 16:18:21",
)


def quoting(page: str, name: str, mark: str) -> Iterator[str]:
    """The page with the mark in an abstract, in the middle of a line and on a line of its own."""
    spans = [span for entry in find_layout(name).parse(page).entries for span in entry.spans if span.name == "abstract"]
    for span in (spans[0], spans[-1]):
        at = page.index(" ", (span.start + span.end) // 2)
        yield f"{page[:at]} {mark} {page[at:]}"
        yield f"{page[:at]}\n{mark}\n{page[at:]}"


@pytest.mark.parametrize("mark", QUOTED)
@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_marks_of_other_layouts_in_an_abstract_tear_no_page(name: str, mark: str) -> None:
    for text in quoting(GOLDEN[name], name, mark):
        try:
            stretches, end = find_stretches(text, None, last=True)
        except AmbiguousLayoutError:
            continue  # refused, with a message
        assert [stretch.layout.name for stretch in stretches] == [name]
        assert end == len(text)


@pytest.mark.parametrize("page", ["A letter to nobody.\n", "Summary:\n", "Goto\n\nCollaborating\n"])
def test_a_text_without_a_page_is_unknown(page: str) -> None:
    with pytest.raises(UnknownLayoutError, match="no layout claims this page; the scores are "):
        read_pages(page, None, last=True)


def pieces(text: str, size: int) -> list[Part]:
    """The parts of a text that is read as a dump is, in pieces; a piece that is too short is read again, longer."""
    parts: list[Part] = []
    known, at, longer = None, 0, 1
    while at < len(text):
        piece = text[at : at + longer * size]
        found, end = read_pages(piece, known, last=at + len(piece) == len(text))
        longer = 1 if end else 2 * longer
        if end:
            at, known = at + end, found[-1].layout
            parts.extend(found)
            assert end <= len(piece)
    return parts


@pytest.mark.parametrize("size", [700, 1500, 4001])
def test_a_seam_may_fall_anywhere_in_pieces_of_a_dump(size: int) -> None:
    order = sorted(GOLDEN) + sorted(GOLDEN, reverse=True)
    text = "\n".join(GOLDEN[name] for name in order)
    found = [
        (part.layout, len(entry.spans), entry.authors) for part in pieces(text, size) for entry in part.page.entries
    ]
    assert found == [(row[0], len(row[1]), row[2]) for name in order for row in ALONE[name]]
