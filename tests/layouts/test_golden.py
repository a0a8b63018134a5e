"""Pages and their answers: golden pages of every layout, the real pages, rendered ones, and damaged ones.

A golden page `tests/layouts/<layout>/<page>.txt` lies beside its answer `<page>.jsonl`, one line a record. A new page
without an answer fails and prints what was found, to be checked by eye and saved; nothing here writes an answer.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections import defaultdict
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.layouts.base import Entry, Page, claimed_spans
from flows.layouts.registry import Layout, find_layout, identify, layouts
from tests.layouts.contract import assert_tiled, fields_of

GOLDEN: Final = sorted(Path(__file__).parent.glob("*/*.txt"))
SEPARATE: Final = ("profile", "bare", "collaborators")
"""The layouts whose pages set records apart; the page without breaks has tests of its own."""

SAMPLES: Final = [page.read_bytes().decode() for page in GOLDEN]
PIECES: Final = sorted({line for sample in SAMPLES for line in sample.split("\n") if len(line) < 120})
ENDS: Final = ["", "\n", "\n\n", "\n\n\n", "\r\n", "\r", " ", "\u00a0", "\u200b", "\ufeff", "\u2028", "\x0c", ","]

Row = dict[str, Any]


def named(page: Path) -> str:
    return f"{page.parent.name}/{page.stem}"


def read_jsonl(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def as_row(text: str, position: int, entry: Entry) -> Row:
    """What an answer says of a record: each field's text with white space collapsed, null where there is none."""
    told = fields_of(text, entry)
    fields = ("title", "date", "abstract", "comment", "subjects")
    return {
        "position": position,
        **{name: told.get(name) for name in fields},
        "authors": list(entry.authors),
        "authors_complete": entry.authors_complete,
    }


def assert_accounted_for(text: str, page: Page) -> None:
    """Every character is in one field, piece of furniture or refusal, and spans are in order."""
    assert_tiled(claimed_spans(page), len(text))
    for entry in page.entries:
        assert list(entry.spans) == sorted(entry.spans, key=lambda span: span.start)
        assert 0 <= entry.confidence <= 1


@pytest.mark.parametrize("page", GOLDEN, ids=named)
def test_golden_page(page: Path) -> None:
    text = page.read_bytes().decode()
    layout = identify(text)
    assert layout.name == page.parent.name
    parsed = layout.parse(text)
    rows = [as_row(text, position, entry) for position, entry in enumerate(parsed.entries)]
    answer = page.with_suffix(".jsonl")
    if not answer.exists():
        found = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        pytest.fail(f"{answer.name} is missing. If this is right, save it there:\n{found}")
    expected = read_jsonl(answer)
    assert all(want.keys() >= {"position", "title", "authors", "date", "abstract"} for want in expected)
    assert [{name: row[name] for name in want} for row, want in zip(rows, expected, strict=True)] == expected
    assert parsed.refusals == []
    assert_accounted_for(text, parsed)


def test_every_layout_has_a_golden_page() -> None:
    assert {layout.name for layout in layouts()} <= {page.parent.name for page in GOLDEN}


def assert_exact(text: str, layout: Layout, expected: list[Row]) -> None:
    """The page's records are the expected ones in every field that the answer gives."""
    page = layout.parse(text)
    assert_accounted_for(text, page)
    assert page.refusals == []
    assert len(page.entries) == len(expected)
    for position, (entry, want) in enumerate(zip(page.entries, expected, strict=True)):
        row = as_row(text, position, entry)
        assert row["title"] == want["title"]
        if want["authors"] is not None:
            assert row["authors"] == want["authors"]
        if want["date"] is not None:
            assert datetime.strptime(row["date"], "%b %d, %Y").date().isoformat() == want["date"]  # noqa: DTZ007 - a day has no zone
        if "abstract_sha256" in want:
            assert hashlib.sha256(row["abstract"].encode()).hexdigest() == want["abstract_sha256"]
        else:
            assert row["abstract"] == want["abstract"]
        if "comment" in want:
            assert row["comment"] == want["comment"]
        if "venue_text" in want:
            assert row["subjects"] == want["venue_text"]


def by_dump(answers: Path) -> dict[str, list[Row]]:
    """The answers of the pages that set records apart, by dump."""
    dumps = defaultdict(list)
    for row in read_jsonl(answers):
        if row["layout"] in SEPARATE:
            dumps[row["dump"]].append(row)
    return dumps


def test_real_pages(shared: Path) -> None:
    dumps = by_dump(shared / "gold" / "real_dumps.jsonl")
    assert sum(map(len, dumps.values())) == 35
    for dump, expected in dumps.items():
        text = (shared / "raw" / dump).read_bytes().decode()
        layout = identify(text)
        assert layout.name == expected[0]["layout"]
        assert_exact(text, layout, expected)
        assert {entry.confidence for entry in layout.parse(text).entries} == {1.0}


@pytest.mark.parametrize("between", ["", "\n", "\r\n", "\n\n\n"], ids=repr)
def test_two_real_pages_pasted_together(shared: Path, between: str) -> None:
    dumps = by_dump(shared / "gold" / "real_dumps.jsonl")
    texts = {dump: (shared / "raw" / dump).read_bytes().decode() for dump in dumps}
    for first in dumps:
        for second in dumps:
            layout = dumps[first][0]["layout"]
            if layout == dumps[second][0]["layout"]:
                pasted = texts[first] + between + texts[second]
                assert_exact(pasted, find_layout(layout), dumps[first] + dumps[second])


def test_rendered_pages(shared: Path, tmp_path: Path) -> None:
    papers = pq.read_table(shared / "data" / "papers.parquet").slice(0, 12_000)
    pq.write_table(papers, tmp_path / "papers.parquet")
    command = [sys.executable, str(shared / "tools" / "render_listings.py"), "papers.parquet", "pages"]
    subprocess.run(  # noqa: S603 - a tool of this project, with arguments from above
        [*command, "--glued", "2500", "--seed", "7"],
        cwd=tmp_path,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        stdout=subprocess.DEVNULL,
    )
    dumps = by_dump(tmp_path / "pages" / "gold.jsonl")
    assert len(dumps) == 30
    for dump, expected in dumps.items():
        text = (tmp_path / "pages" / "raw" / dump).read_bytes().decode()
        layout = identify(text)
        assert layout.name == expected[0]["layout"]
        assert_exact(text, layout, expected)


@pytest.mark.parametrize("page", [page for page in GOLDEN if page.parent.name in SEPARATE], ids=named)
def test_whole_records_survive_a_cut_anywhere(page: Path) -> None:
    """A page cut off at its end keeps every record below which another one begins."""
    text = page.read_bytes().decode()
    layout = find_layout(page.parent.name)
    whole = layout.parse(text).entries
    for end in range(0, len(text), 7):
        part = text[:end]
        parsed = layout.parse(part)
        assert_accounted_for(part, parsed)
        kept = [entry for entry, after in pairwise(whole) if after.start < end]
        found = [as_row(part, position, entry) for position, entry in enumerate(parsed.entries)]
        assert found[: len(kept)] == [as_row(text, position, entry) for position, entry in enumerate(kept)]


damaged = st.lists(
    st.one_of(st.sampled_from(PIECES), st.sampled_from(ENDS), st.sampled_from(["\n", "\n\n"]), st.text(max_size=12)),
    max_size=40,
).map("".join)


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
@settings(deadline=None, derandomize=True, max_examples=150)
@given(text=damaged)
def test_nothing_raises_and_nothing_is_lost(layout: Layout, text: str) -> None:
    page = layout.parse(text)
    assert_accounted_for(text, page)
    assert layout.parse(text) == page
    assert 0 <= layout.matches(text) <= 1


@pytest.mark.parametrize("layout", layouts(), ids=lambda layout: layout.name)
@settings(deadline=None, derandomize=True, max_examples=80)
@given(data=st.data())
def test_damaged_pages(layout: Layout, data: st.DataObject) -> None:
    """Pages with lines lost, doubled, shuffled or broken."""
    lines = data.draw(st.sampled_from(SAMPLES)).split("\n")
    picked = data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=60))
    ordered = sorted(picked) if data.draw(st.booleans()) else picked
    text = "".join(lines[at] + data.draw(st.sampled_from(ENDS)) for at in ordered)
    page = layout.parse(text)
    assert_accounted_for(text, page)
    assert layout.parse(text) == page
