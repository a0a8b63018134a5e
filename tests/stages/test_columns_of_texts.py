"""Whole columns are cleaned as the text functions clean single values: what is skipped is what they leave as it is."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.fields.abstract import clean_abstract
from flows.fields.address import clean_address
from flows.fields.author_lists import join_lists
from flows.fields.authors import clean_authors
from flows.fields.dates import read_dates, read_year
from flows.fields.identifiers import find_named_ids
from flows.fields.index_names import with_initials_first
from flows.fields.links import find_links
from flows.fields.numbering import clean_number
from flows.fields.pages import clean_pages
from flows.fields.paper_ids import read_ids
from flows.fields.title import clean_title
from flows.fields.venue import clean_venue
from flows.stages.days import read_days
from flows.stages.identities import IDS, SOURCES, read_identities
from flows.stages.json_people import ODD_NAME
from flows.stages.json_values import HALF, read_escapes
from flows.stages.normalize import LINK, NAMED_ID
from flows.stages.people import SPOKEN, clean_people
from flows.stages.record_ids import CONTENT, record_ids
from flows.stages.suspects import ABSTRACT, ADDRESS, DAMAGED, MARKED, NUMBER, TITLE, VENUE, suspects
from schemas.columns import TEXTS

QUICK: Final = settings(deadline=None, derandomize=True, max_examples=60)
BITS: Final = st.sampled_from(
    [
        *("No abstract", " available", "]", "[", "nan"),
        *("<i>", "</i>", "<sub>", "</sub>", "<br>", "<", "/i>"),
        *("a", "B", "é", "漢", "\u00a0", " ", "  ", "\t", "\n", "\x00", "\x1c", "\x7f", "\x85", "\ufeff", "\u200b"),
        *(
            ".",
            ",",
            ";",
            "$",
            "\\",
            "{",
            "}",
            "&amp;",
            "&",
            "_",
            "^",
            "~",
            "%",
            "x^2",
            "$x$",
            "et al.",
            "no",
            "ﬁ",
            "Ã©",
        ),
        *("http", "https://", "www.", "github.com/", "a.org/b", "10.1000/", "arXiv:", "1706.03762", "ArXiv.org"),
        *("2019", "-02-", "-30", " 10:00:00", "Mon, 2 Apr 2007 19:18:42 GMT", "; ", "0", "June ", "1499", "doi.org/"),
        *("Ada ", "Moor", "J. ", "RE", "van ", "(x)", "Jr", "and ", "vol. ", "108", "--", "n/a", "None", "abs/", "PMC"),
    ]
)
PROSE_KINDS: Final = ((ABSTRACT, clean_abstract), (TITLE, clean_title), (VENUE, clean_venue))
TEXT: Final = st.lists(BITS, max_size=5).map("".join)
MANY: Final = st.lists(TEXT, min_size=1, max_size=20)


def skipped(raw: list[str], test: pl.Expr) -> list[str]:
    column = pl.Series(raw, dtype=pl.String)
    return column.filter(~suspects(column, test)).to_list()


@QUICK
@given(raw=MANY)
def test_what_passes_for_clean_is_what_the_functions_leave_as_it_is(raw: list[str]) -> None:
    for beside, clean in PROSE_KINDS:
        for text in skipped(raw, DAMAGED | MARKED | beside):
            assert clean(text) == (text, frozenset())
    kinds = ((NUMBER, clean_number), (NUMBER, clean_pages), (ADDRESS, clean_address))
    for plain, clean_plain in kinds:
        for text in skipped(raw, plain):
            assert clean_plain(text) == text
    for text in pl.Series(raw).filter(~pl.Series(raw).str.contains(ODD_NAME)):
        assert join_lists([text]) == ((text,), True)


@QUICK
@given(raw=MANY)
def test_without_their_signs_links_and_ids_are_not_looked_for_in_vain(raw: list[str]) -> None:
    signs: list[tuple[tuple[str, ...], Callable[[str], tuple[str, ...]]]] = [(LINK, find_links)]
    for known, find in [*signs, (NAMED_ID, find_named_ids)]:
        column = pl.Series(raw)
        without = ~column.str.contains_any(list(known), ascii_case_insensitive=True)
        assert not any(find(text) for text in column.filter(without))


@QUICK
@given(raw=st.lists(st.none() | TEXT, min_size=1, max_size=20))
def test_days_are_those_of_the_functions(raw: list[str | None]) -> None:
    for text, row in zip(raw, read_days(pl.Series(raw, dtype=pl.String)).iter_rows(named=True), strict=True):
        when = read_dates(text or "")
        year = read_year(text or "") if when.date is None else when.date.year
        assert (row["date"], row["updated_at"], row["year"]) == (when.date, when.timestamp, year)


@QUICK
@given(rows=st.lists(st.fixed_dictionaries(dict.fromkeys(SOURCES, st.none() | TEXT)), min_size=1, max_size=9))
def test_identifiers_are_those_of_the_function(rows: list[dict[str, str | None]]) -> None:
    found = read_identities(pl.DataFrame(rows, schema=dict.fromkeys(SOURCES, pl.String)))
    told = list(zip(*(column.to_list() for column in found), strict=True))
    assert told == [tuple(getattr(read_ids(row), name) for name in IDS) for row in rows]


@QUICK
@given(lists=st.lists(st.lists(TEXT.filter(bool), max_size=4), min_size=1, max_size=6))
def test_people_are_those_of_the_functions(lists: list[list[str]]) -> None:
    for layout in ("glued", "jsonl"):
        found = clean_people(
            pl.DataFrame({"authors_raw": lists, "layout": layout}, schema_overrides={"authors_raw": TEXTS})
        )
        names = [clean_authors(raw) for raw in lists]
        turned = names if layout == "glued" else [with_initials_first(one) for one in names]
        assert found.to_list() == [list(one) for one in turned]


def test_most_names_are_told_without_a_call() -> None:
    names = ["Emmanuel J. Candès", "Yu. V. Kovtun", "J.-P. Serre", "Flann O’Brien", "E K Ned", "SNO Collaboration"]
    changed = [
        "K. -S. Lee",
        "Ada Moor and",
        "and Bo Li",
        "Ada Smith.",
        "J.K. Moor",
        "Li, Bo",
        "Ada  Moor",
        "Ad\u00ada Moor",
    ]
    records = pl.DataFrame(
        {"authors_raw": [names, changed], "layout": "glued"}, schema_overrides={"authors_raw": TEXTS}
    )
    assert clean_people(records).to_list() == [names, list(clean_authors(changed))]
    assert pl.Series(names).str.contains(SPOKEN).all()


@QUICK
@given(texts=st.lists(st.text('ab\\"/\b\f\n\r\té漢😀u0', max_size=9), min_size=1, max_size=9), ascii_only=st.booleans())
def test_escapes_are_read_as_they_were_written(texts: list[str], ascii_only: bool) -> None:
    raw = pl.Series([json.dumps(text, ensure_ascii=ascii_only)[1:-1] for text in texts])
    found, broken = read_escapes(raw)
    is_half = raw.str.contains(HALF).to_list()
    assert broken.tolist() == is_half
    assert found.to_list() == ["" if half else text for text, half in zip(texts, is_half, strict=True)]


def test_escapes_that_json_does_not_know_are_broken() -> None:
    found, broken = read_escapes(pl.Series(["a", r"\/", r"\q", r"\\", r"\u12", "\\"]))
    assert broken.tolist() == [False, False, True, False, True, True]
    assert found.to_list() == ["a", "/", "", "\\", "", ""]


def said(**values: Any) -> pl.DataFrame:  # noqa: ANN401 - a column holds texts or lists of them
    empty = {name: None for name in CONTENT if name != "authors_raw"}
    row = {**empty, "authors_raw": [], **values}
    schema = {name: TEXTS if name == "authors_raw" else pl.String for name in CONTENT}
    return pl.DataFrame([row], schema=schema)


def test_an_id_tells_apart_what_could_run_together() -> None:
    alike = [
        said(title_raw="ab"),
        said(title_raw="a", abstract_raw="b"),
        said(abstract_raw="ab"),
        said(title_raw="-"),
        said(),
        said(authors_raw=["ab"]),
        said(authors_raw=["a", "b"]),
        said(title_raw="1:a"),
        said(title_raw="a", source_id="1:a"),
    ]
    ids = record_ids(pl.concat(alike)).to_list()
    assert len(set(ids)) == len(ids)
    # It hangs on no other row.
    assert ids == [record_ids(one).item() for one in alike]


def test_real_titles_and_abstracts_that_pass_for_clean_are_clean(shared: Path) -> None:
    path = shared / "data" / "papers.parquet"
    if not path.exists():
        pytest.skip("the real papers are not here")
    papers = pl.read_parquet(path).sample(15_000, seed=3)
    for name, (beside, clean) in (("title", PROSE_KINDS[1]), ("abstract", PROSE_KINDS[0])):
        raw = papers[name]
        plain = raw.filter(~suspects(raw, DAMAGED | MARKED | beside))
        assert len(plain) > len(raw) / 3
        assert all(clean(text) == (text, frozenset()) for text in plain)
