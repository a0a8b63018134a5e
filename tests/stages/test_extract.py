"""Cutting dumps up: records with their places, rejects with their reasons, every byte accounted for."""

import codecs

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.layouts import seams
from flows.layouts.base import Entry, Page, Span
from flows.layouts.registry import AmbiguousLayoutError, Layout, layouts
from flows.stages.extract import Extracted, extract
from schemas.dumps import Dumps
from schemas.frames import polars_schema
from schemas.vocabulary import REJECT_CODES

BARE = "Abstract:Größe matters in $\\mu$P.\nAbstract:Another one — shorter.\n"


def dump(name: str, **known: object) -> pl.DataFrame:
    start = {"dump": name, "dump_sha256": "0" * 64, "packed": False, "offset": 0, "last": True, "first_position": 0}
    start["reference"] = False
    return pl.DataFrame([{**dict.fromkeys(Dumps.columns), **start, **known}], schema=polars_schema(Dumps))


def dumps(*pages: bytes) -> pl.DataFrame:
    return pl.concat(dump(f"{number}.txt", size_bytes=len(page), content=page) for number, page in enumerate(pages))


def lost_bytes(found: Extracted) -> list[int]:
    """Of each dump, the bytes that are neither field, furniture nor reject."""
    furniture = pl.col("furniture").list.eval(pl.element().struct.field("bytes")).list.sum()
    told = pl.col("field_bytes") + furniture + pl.col("reject_bytes")
    return found.facts.select((pl.col("content_bytes") - told).alias("lost"))["lost"].to_list()


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        (BARE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + BARE.encode(), "utf-8"),
        (BARE.encode("utf-16"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + BARE.encode("utf-16-be"), "utf-16-be"),
        (BARE.replace("\n", "\r\n").encode(), "utf-8"),
        (BARE.replace("\n", "\r").encode(), "utf-8"),
    ],
    ids=["UTF-8", "with mark", "UTF-16", "UTF-16 big-endian", "Windows line ends", "old Mac line ends"],
)
def test_a_page_says_the_same_in_every_encoding_and_its_spans_lead_to_its_bytes(page: bytes, encoding: str) -> None:
    found = extract(dumps(page))
    assert found.records["abstract_raw"].to_list() == ["Größe matters in $\\mu$P.", "Another one — shorter."]
    assert lost_bytes(found) == [0]
    for row in found.records.iter_rows(named=True):
        (span,) = row["spans"]
        assert page[span["start"] : span["end"]].decode(encoding) == row["abstract_raw"]
        assert row["byte_start"] <= span["start"] < span["end"] <= row["byte_end"]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "binary_dump"),
        (b" \r\n\t\n", "empty_dump"),
        (codecs.BOM_UTF8, "empty_dump"),
        (b"404 Not Found\nnginx\n", "unknown_layout"),
    ],
)
def test_a_page_that_cannot_be_read_is_one_reject_and_the_others_go_on(page: bytes, code: str) -> None:
    found = extract(dumps(page, BARE.encode()))
    assert found.rejects.select("dump", "code", "byte_start", "byte_end").rows() == [("0.txt", code, 0, len(page))]
    assert REJECT_CODES[code] in found.rejects["message"][0]
    assert found.records["dump"].to_list() == ["1.txt", "1.txt"]
    assert lost_bytes(found) == [0, 0]


def test_a_page_that_a_server_put_in_the_place_of_another_is_told_as_such() -> None:
    found = extract(dumps(b"Too many requests. Please try again later."))
    assert "It reads like what a server answers in place of a page" in found.rejects["message"][0]


def test_a_dump_that_was_refused_when_it_was_read_keeps_its_reason() -> None:
    found = extract(dump("x.gz", size_bytes=9, code="corrupt_archive", message="It is cut off."))
    assert found.rejects.select("code", "message", "byte_end").rows() == [("corrupt_archive", "It is cut off.", 9)]
    assert lost_bytes(found) == [0]


def test_bytes_of_another_encoding_are_read_and_flagged() -> None:
    found = extract(dumps(b"Abstract:A caf\xe9\xa0 in Z\xc3\xbcrich.\nAbstract:Plain.\n"))
    assert found.records["abstract_raw"].to_list() == ["A café in Zürich.", "Plain."]
    assert found.records["flags"].to_list() == [["encoding_repaired"], []]
    assert lost_bytes(found) == [0]


def made_up_layout(page: Page) -> Layout:
    return Layout("made up", "For a test.", "", lambda _: 1.0, lambda _: page)


def test_an_entry_without_title_and_abstract_is_a_reject_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page([Entry(0, 4, (Span("date", 0, 4),)), Entry(5, 9, (Span("title", 5, 9),))], [Span("space", 4, 5)])
    monkeypatch.setattr(seams, "identify", lambda _: made_up_layout(page))
    found = extract(dumps(b"2023 Gold"))
    assert found.records.select("position", "title_raw").rows() == [(1, "Gold")]
    assert found.rejects.select("position", "code", "text").rows() == [(0, "empty_record", "2023")]
    assert lost_bytes(found) == [0]


def test_a_value_that_stands_once_for_the_whole_page_is_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = Span("authors", 0, 2)
    entries = [Entry(at, at + 1, (owner, Span("title", at, at + 1)), ("Xu",), authors_complete=False) for at in (3, 5)]
    page = Page(entries, [Span("owner", 0, 2), Span("space", 2, 3), Span("space", 4, 5)])
    monkeypatch.setattr(seams, "identify", lambda _: made_up_layout(page))
    found = extract(dumps(b"Xu A B"))
    assert found.records["spans"].to_list()[1] == [
        {"field": "authors", "start": 0, "end": 2},
        {"field": "title", "start": 5, "end": 6},
    ]
    assert found.records["authors_complete"].to_list() == [False, False]
    assert lost_bytes(found) == [0]


def test_two_layouts_that_claim_one_page_are_an_error_and_no_guess(monkeypatch: pytest.MonkeyPatch) -> None:
    def quarrel(_: str) -> Layout:
        raise AmbiguousLayoutError("2 layouts claim this page: bare 0.90, profile 0.80")

    monkeypatch.setattr(seams, "identify", quarrel)
    found = extract(dumps(BARE.encode()))
    assert found.rejects["code"].to_list() == ["ambiguous_layout"]
    assert "bare 0.90, profile 0.80" in found.rejects["message"][0]


def test_half_a_character_at_the_end_is_a_reject() -> None:
    found = extract(dumps(BARE.encode("utf-16") + b"x"))
    assert found.rejects.select("code", pl.col("byte_end") - pl.col("byte_start")).rows() == [("unclaimed_text", 1)]
    assert lost_bytes(found) == [0]


PIECES = [layout.example for layout in layouts()] + [
    "Abstract:",
    "Summary:\n",
    "\n\n",
    "2023-01-01 10:00:00\n",
    "é",
    "x",
]


TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=6)


@settings(deadline=None, derandomize=True, max_examples=10)
@given(st.lists(st.tuples(TEXTS, st.binary(max_size=3)), min_size=6, max_size=6))
def test_whatever_dumps_hold_nothing_is_raised_and_no_byte_is_lost(drawn: list[tuple[list[str], bytes]]) -> None:
    # Several at a time: to check the frames of many dumps takes no longer than those of one.
    pages = [b"".join([*(text.encode("utf-8", "surrogatepass") for text in texts), tail]) for texts, tail in drawn]
    found = extract(dumps(*pages))
    assert lost_bytes(found) == [0] * len(pages)
    for dump, entries in found.facts.select("dump", "entries").rows():
        pieces = found.records.filter(dump=dump).height + found.rejects.filter(dump=dump)["position"].count()
        assert entries == pieces
    assert extract(dumps(*pages)).records.equals(found.records)


EXPORTS = [
    '{"title": "On Tides", "year": 2019}\n',
    "@article{a, title = {On Tides}}\n",
    "title,year\nOn Tides,2019\n",
    "\xff",
]


@settings(deadline=None, derandomize=True, max_examples=25)
@given(st.lists(st.one_of(st.sampled_from(EXPORTS), TEXTS.map("".join)), min_size=2, max_size=6))
def test_dumps_that_are_read_together_say_what_each_says_alone(drawn: list[str]) -> None:
    together = dumps(*(text.encode("utf-8", "surrogatepass") for text in drawn))
    found = extract(together)
    alone = [extract(together[at]) for at in range(len(drawn))]
    assert found.records.equals(pl.concat([one.records for one in alone]))
    assert found.rejects.equals(pl.concat([one.rejects for one in alone]))
    assert found.facts.equals(pl.concat([one.facts for one in alone]))
