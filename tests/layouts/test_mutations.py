"""Damaged pages of every layout keep every byte and say the same twice, and a page behind a page gives both's records.

`benchmarks/fuzz_layouts.py` asks the same for ten minutes, led by what the damage reaches in the code.
"""

from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.dumps.text import with_plain_line_ends
from flows.layouts.base import FIELDS, Entry, claimed_spans, collapse
from flows.layouts.pages import read_pages
from flows.layouts.registry import (
    CLAIM_SCORE,
    AmbiguousLayoutError,
    Layout,
    UnknownLayoutError,
    find_layout,
    layouts,
)
from flows.stages.account import join_pieces
from flows.stages.extract import extract
from schemas.dumps import Dumps
from schemas.frames import polars_schema
from tests.layouts.contract import assert_tiled

GOLDEN: Final = sorted(Path(__file__).parent.glob("*/*.txt"))
REAL: Final = sorted((Path(__file__).parents[2] / ".." / "shared" / "raw").glob("*.txt"))
PIECE_CHARS: Final = 4000  # a longer page is damaged in pieces, which keeps these tests quick
ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be")
LINE_ENDS: Final = ("\n", "\r\n", "\r", "\n\n", " \n", "\u2028", "")
MARKS: Final = ("\u200b", "\ufeff", "\u00a0", "\udcff", "Abstract:", "Summary:\n", "[1] ", "•", "\\\\")


def pieces_of(page: Path) -> list[str]:
    text = page.read_bytes().decode()
    return [text[at : at + PIECE_CHARS] for at in range(0, min(len(text), 5 * PIECE_CHARS), PIECE_CHARS)]


PAGES: Final = [piece for page in [*GOLDEN, *REAL] for piece in pieces_of(page)]


@st.composite
def damaged_pages(draw: st.DrawFn) -> str:
    """A page with pieces cut out, repeated, put in from another page, or with other line ends or marks."""
    text = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 1500)))
        piece, other = text[start:end], draw(st.sampled_from(PAGES))
        at = draw(st.integers(0, len(other)))
        changes = {
            "cut": "",
            "repeat": 3 * piece,
            "splice": other[at : at + draw(st.integers(0, 1500))],
            "break": piece.replace("\n", draw(st.sampled_from(LINE_ENDS))),
            "mark": draw(st.sampled_from(MARKS)) + piece,
            "paste": piece + other,
        }
        text = text[:start] + changes[draw(st.sampled_from(sorted(changes)))] + text[end:]
    return text


def assert_kept(layout: Layout, text: str) -> None:
    """Fields, furniture and refusals tile the text, and a second reading gives the same."""
    page = layout.parse(text)
    assert_tiled(claimed_spans(page), len(text))
    for entry in page.entries:
        assert {span.name for span in entry.spans} <= set(FIELDS)
        assert all(before.end <= after.start for before, after in pairwise(entry.spans))
        assert all(text[span.start : span.end].strip() for span in entry.spans)
    assert layout.parse(text) == page


@settings(deadline=None, derandomize=True, max_examples=150)
@given(text=damaged_pages(), name=st.sampled_from([layout.name for layout in layouts()]))
def test_a_damaged_page_is_kept_whole_by_the_layouts_that_claim_it_and_by_any_other(text: str, name: str) -> None:
    claims = [layout for layout in layouts() if layout.matches(text) >= CLAIM_SCORE]
    for layout in {layout.name: layout for layout in [*claims, find_layout(name)]}.values():
        assert_kept(layout, text)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(
    pages=st.lists(damaged_pages(), min_size=2, max_size=4),
    between=st.sampled_from(("", "\n", "\n\n\n", "\f", "\n\ufeff")),
    name=st.none() | st.sampled_from([layout.name for layout in layouts()]),
    last=st.booleans(),
)
def test_damaged_pages_behind_each_other_are_kept_whole(
    pages: list[str], between: str, name: str | None, *, last: bool
) -> None:
    text = with_plain_line_ends(between.join(pages))
    try:
        parts, end = read_pages(text, name, last=last)
    except (UnknownLayoutError, AmbiguousLayoutError):
        assert name is None
        return
    assert_tiled((claim for part in parts for claim in claimed_spans(part.page)), end)
    assert end == len(text) or not last
    assert read_pages(text, name, last=last) == (parts, end)


def as_dump(content: bytes) -> pl.DataFrame:
    start = {
        "dump": "page.txt",
        "dump_sha256": "0" * 64,
        "packed": False,
        "offset": 0,
        "last": True,
        "first_position": 0,
        "reference": False,
    }
    row = {**dict.fromkeys(Dumps.columns), **start, "size_bytes": len(content), "content": content}
    return pl.DataFrame([row], schema=polars_schema(Dumps))


@settings(deadline=None, derandomize=True, max_examples=25)
@given(text=damaged_pages(), encoding=st.sampled_from(ENCODINGS))
def test_a_damaged_dump_loses_no_byte(text: str, encoding: str) -> None:
    content = text.encode(encoding, "surrogatepass")
    found = extract(as_dump(content))
    (facts,) = found.facts.iter_rows(named=True)
    furniture = sum(kind["bytes"] for kind in facts["furniture"])
    assert facts["field_bytes"] + furniture + facts["reject_bytes"] == len(content)
    assert extract(as_dump(content)).records.equals(found.records)


def test_a_dump_of_several_layouts_names_them_all_and_each_record_its_own() -> None:
    pages = [find_layout(name).example for name in ("profile", "bare", "profile", "glued")]
    found = extract(as_dump("\n".join(pages).encode()))
    assert found.records["layout"].to_list() == ["profile", "bare", "bare", "profile", "glued", "glued"]
    assert found.records["position"].to_list() == list(range(6))
    assert found.facts["layout"].to_list() == ["profile+bare+profile+glued"]
    assert join_pieces(pl.concat([found.facts] * 2))["layout"].to_list() == ["profile+bare+glued"]


def records(text: str, entries: list[Entry]) -> Counter[Any]:
    """The text of every field of every record."""
    return Counter(
        tuple((span.name, collapse(text[span.start : span.end])) for span in entry.spans) for entry in entries
    )


@pytest.mark.parametrize("between", ["", "\n", "\n\n\n"], ids=["glued", "next line", "lines between"])
@pytest.mark.parametrize("first", GOLDEN, ids=lambda page: f"{page.parent.name}/{page.stem}")
def test_a_page_behind_a_page_of_its_layout_gives_the_records_of_both(first: Path, between: str) -> None:
    layout = find_layout(first.parent.name)
    text = first.read_bytes().decode()
    for second in [page for page in GOLDEN if page.parent == first.parent]:
        after = second.read_bytes().decode()
        pasted = text + between + after
        both = records(text, layout.parse(text).entries) + records(after, layout.parse(after).entries)
        assert records(pasted, layout.parse(pasted).entries) == both
        assert_kept(layout, pasted)
