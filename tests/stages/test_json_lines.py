"""JSON Lines in whole columns say what they say entry by entry: same records, places, rejects and account."""

import json
from pathlib import Path
from typing import Any, Final

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.stages import extract as stage
from flows.stages.extract import Extracted, extract
from schemas.dumps import Dumps
from schemas.frames import polars_schema

Value = Any

QUICK: Final = settings(deadline=None, derandomize=True, max_examples=10)
ODD: Final = st.sampled_from(
    ["", " ", "a\tb", "\x1c", "\x00", '"', "\\", "\n", "a  b", "\u00a0x", "\u2003", "é", "漢字", "\U0001f600", "et al."]
)
NAMES: Final = st.sampled_from(
    ["Ada Moor", "Bo Li", "Moor, Ada", "J. K. Xu", "others", "A and B", "Ł. Ö", "Et Al", "[x]", "", "Zuna RE", "x;y"]
)
TEXTS: Final = st.one_of(ODD, NAMES, st.text(max_size=12), st.lists(ODD, max_size=3).map("".join))
PLAIN: Final = st.one_of(TEXTS, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False))
ANY: Final = st.recursive(
    PLAIN, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)), max_leaves=6
)
PEOPLE: Final = st.one_of(
    TEXTS,
    st.lists(NAMES, max_size=3),
    st.lists(st.lists(TEXTS, max_size=4), max_size=3),
    st.lists(st.fixed_dictionaries({}, optional={"family": NAMES, "given": NAMES, "name": NAMES}), max_size=2),
    st.sampled_from(
        ["[{'name': 'Ada Moor'}, {'literal': None}]", '[{"name": "Bo Li"}]', "['Ada Moor' 'Bo Li']", "[{}]"]
    ),
    st.fixed_dictionaries({"value": st.lists(NAMES, max_size=3)}),
    ANY,
)
COLUMNS: Final = (
    *("title", "subtitle", "abstract", "journal", "date", "year", "doi", "id", "note", "k e\\y", "Title"),
    *("pages", "startPage", "Page end", "article number", "first_author", "identifier", "number"),
)
TYPED: Final = st.lists(
    st.fixed_dictionaries({"type": st.sampled_from(["doi", "pmid", "x"]), "value": PLAIN}), min_size=1, max_size=3
)
WRITTEN: Final = st.sampled_from(
    [
        "['A', \"B's\"]",
        '["Review"]',
        "[x]",
        "{'date-parts': [[2019, 3, 5]]}",
        "[{'given': 'Ada', 'family': 'Moor'}]",
        "[]",
    ]
)
NUMBERS: Final = st.sampled_from(["arXiv:2103.00001", " ARXIV:x", "3"])
VALUED: Final = st.fixed_dictionaries({"value": ANY}, optional={"other": PLAIN})
SEVERAL: Final = st.lists(st.one_of(TEXTS, st.integers(), st.sampled_from(["Review", "Preprint"])), max_size=3)
OPENED: Final = st.one_of(
    PLAIN, ANY, st.fixed_dictionaries({}, optional=dict.fromkeys(("name", "pages", "DOI", "date-parts"), ANY))
)
TABLE: Final = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(COLUMNS, PLAIN),
        **dict.fromkeys(("journal", "externalIds", "published", "source", "journalInfo"), OPENED),
        **dict.fromkeys(("external_ids", "identifiers"), st.one_of(TYPED, SEVERAL, OPENED)),
        **dict.fromkeys(("title", "publicationTypes"), st.one_of(TEXTS, SEVERAL, WRITTEN, VALUED)),
        **dict.fromkeys(("venue", "date", "abstract", "doi"), st.one_of(PLAIN, WRITTEN, VALUED)),
        **dict.fromkeys(("issue", "page"), st.one_of(PLAIN, NUMBERS, st.lists(NUMBERS, max_size=2))),
        "authors": PEOPLE,
        "author": PEOPLE,
        "any": ANY,
    },
)
VERSIONS: Final = st.lists(st.fixed_dictionaries({"version": TEXTS, "created": TEXTS}), max_size=4)
SNAPSHOT: Final = st.fixed_dictionaries(
    {"id": PLAIN, "title": TEXTS, "abstract": TEXTS, "categories": PLAIN},
    optional={
        **dict.fromkeys(("comments", "journal-ref", "doi", "report-no", "update_date"), PLAIN),
        "authors": st.one_of(TEXTS, PEOPLE),
        "authors_parsed": st.one_of(st.lists(st.lists(TEXTS, min_size=1, max_size=4), max_size=3), PEOPLE),
        "versions": st.one_of(VERSIONS, ANY),
    },
)
DAMAGE: Final = st.sampled_from([*'{}",:[]\\\n\r \v\x85', "", "\r\n", '{"title": "x"}', "\\ud800", "null"])


def dump(content: bytes, **known: object) -> pl.DataFrame:
    row = {
        **dict.fromkeys(Dumps.columns),
        "dump": "x.jsonl",
        "dump_sha256": "0" * 64,
        "reference": False,
        "size_bytes": len(content),
        "packed": False,
        "content": content,
        "offset": 0,
        "last": True,
        "first_position": 0,
        **known,
    }
    return pl.DataFrame([row], schema=polars_schema(Dumps))


def both(dumps: pl.DataFrame, monkeypatch: pytest.MonkeyPatch) -> tuple[Extracted, Extracted]:
    """What is found in whole columns, and entry by entry."""
    with monkeypatch.context() as patched:
        patched.setattr(stage, "FEW_BYTES", 0)
        fast = extract(dumps)
        patched.setattr(stage, "read_lines", lambda _: None)
        return fast, extract(dumps)


def assert_same(dumps: pl.DataFrame) -> None:
    fast, careful = both(dumps, pytest.MonkeyPatch())
    assert fast.records.rows(named=True) == careful.records.rows(named=True)
    assert fast.rejects.rows(named=True) == careful.rejects.rows(named=True)
    assert fast.facts.rows(named=True) == careful.facts.rows(named=True)


def as_lines(rows: list[dict[str, Value]], data: st.DataObject) -> str:
    """The rows as different programs write them."""
    lines = []
    for row in rows:
        separators = data.draw(st.sampled_from([(",", ":"), (", ", ": "), (" ,\t", " : ")]))
        line = json.dumps(row, ensure_ascii=data.draw(st.booleans()), separators=separators)
        indent, end = data.draw(st.sampled_from(["", "", " "])), data.draw(st.sampled_from(["\n", "\n", "\r\n"]))
        lines.append(f"{indent}{line}{end}")
    return "".join(lines)


@QUICK
@given(rows=st.lists(TABLE, min_size=1, max_size=5), data=st.data())
def test_tables_say_the_same(rows: list[dict[str, Value]], data: st.DataObject) -> None:
    content = as_lines(rows, data).encode("utf-8", "replace")
    assert_same(dump(content, layout="jsonl"))


@QUICK
@given(rows=st.lists(SNAPSHOT, min_size=1, max_size=4), data=st.data())
def test_snapshots_say_the_same(rows: list[dict[str, Value]], data: st.DataObject) -> None:
    content = as_lines(rows, data).encode("utf-8", "replace")
    assert_same(dump(content, layout="arxiv_snapshot"))


@QUICK
@given(rows=st.lists(st.one_of(TABLE, SNAPSHOT), min_size=1, max_size=4), data=st.data())
def test_damaged_lines_are_refused_the_same(rows: list[dict[str, Value]], data: st.DataObject) -> None:
    text = as_lines(rows, data)
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 9)))
        text = text[:start] + data.draw(DAMAGE) + text[end:]
    layout = data.draw(st.sampled_from(["jsonl", "arxiv_snapshot"]))
    state = {"array": False} if layout == "arxiv_snapshot" else {"array": False, "inverted": data.draw(st.booleans())}
    before = {"offset": 7, "first_position": 2, "carry": json.dumps({"lines": 3, "state": state})}
    content = text.encode("utf-8", "surrogatepass")
    assert_same(dump(content, layout=layout, last=data.draw(st.booleans()), encoding="utf-8", **before))


@pytest.mark.parametrize("name", ["cytology_screening", "dblp_acm", "digital_work", "special_cases", "stroke"])
def test_real_exports_say_the_same(shared: Path, name: str) -> None:
    content = (shared / "data" / "dedup" / f"{name}.jsonl").read_bytes()[: 2**18]
    assert_same(dump(content[: content.rfind(b"\n") + 1]))


def test_lines_that_are_not_plain_are_read_in_columns_but_for_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b'{"title": "A"}\n{"title": "B"\n\n{"title": "C", "title": "D"}\n{"note": 1}\n{"title": "E"}'
    fast, careful = both(dump(content), monkeypatch)
    assert fast.records["title_raw"].to_list() == ["A", "C", "E"]
    assert fast.records["position"].to_list() == [0, 2, 4]
    assert fast.rejects["message"].str.head(6).to_list() == ["Line 2", "Line 5"]
    assert fast.facts.equals(careful.facts)
