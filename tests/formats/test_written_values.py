"""Lists and objects that programs write into the cells of tables."""

import json
from pathlib import Path
from time import process_time
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.formats.written import read_written
from tests.formats.cleaning import cleaned, cleaned_json

QUICK: Final = settings(deadline=None, derandomize=True, max_examples=60)
VALUE: Final = st.recursive(
    st.one_of(st.text(max_size=8), st.none(), st.booleans(), st.integers()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)


def with_texts(value: Any) -> Any:  # noqa: ANN401 - whatever Python may show
    """The value with its numbers as text."""
    if isinstance(value, dict):
        return {name: with_texts(one) for name, one in value.items()}
    if isinstance(value, list):
        return [with_texts(one) for one in value]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


@QUICK
@given(value=st.one_of(st.lists(VALUE, max_size=3), st.dictionaries(st.text(max_size=5), VALUE, max_size=3)))
def test_what_python_or_json_shows_is_read_back(value: Any) -> None:  # noqa: ANN401 - whatever Python may show
    assert read_written(json.dumps(value)) == with_texts(value)
    assert read_written(f" {value!r}\n") == with_texts(value)


@pytest.mark.parametrize("text", ["", "[x]", "[On tides].", "['a'", "['a' 'b']", "{a: 1}", "['a']; ['b']", "[open(1)]"])
def test_other_text_is_none(text: str) -> None:
    assert read_written(text) is None


@pytest.mark.parametrize(
    "text", ["[" * 10**6 + "]", "['" + "\\" * 10**6 + "']", "[" + "'a'," * 10**5 + "]", "{" * 999 + "}" * 999]
)
def test_what_is_endless_takes_no_time(text: str) -> None:
    start = process_time()
    read_written(text)
    assert process_time() - start < 2


def test_a_table_of_pandas_says_what_crossref_did(tmp_path: Path) -> None:
    people = [{"given": "Ada", "family": "Moor", "affiliation": []}, {"given": "Bo", "family": "O'Li"}]
    cells = [["On tides"], people, ["Sea Letters"], {"date-parts": [[2019, 3, 5]]}]
    header = "title,author,container-title,issued\n"
    for shown in (map(str, cells), map(json.dumps, cells)):
        row = ",".join('"{}"'.format(cell.replace('"', '""')) for cell in shown)
        (found,) = cleaned(tmp_path / "x.csv", f"{header}{row}\n")
        assert (found["title"], found["authors"], found["venue"]) == (
            "On tides",
            ["Ada Moor", "Bo O'Li"],
            "Sea Letters",
        )
        assert str(found["date"]) == "2019-03-05"


def test_half_a_character_is_none(tmp_path: Path) -> None:
    (row,) = cleaned(tmp_path / "x.csv", "title,authors\n\"['T\\U0000d800', 'U']\",Ada Moor\n")
    assert row["title"].startswith("T")
    row["title"].encode()


def test_brackets_around_a_translated_title_are_no_list(tmp_path: Path) -> None:
    (row,) = cleaned_json(tmp_path / "x", {"title": "[On tides]", "authors": "[Anonymous]"})
    assert (row["title"], row["authors"]) == ("[On tides]", [])


def test_openreview_sets_values_in_objects(tmp_path: Path) -> None:
    said = {"title": "T", "authors": ["Ada Moor"], "abstract": "We look.", "venue": "Sand 2024", "keywords": ["a"]}
    valued = {name: {"value": one} for name, one in said.items()}
    for content in (said, valued):
        note = {"id": "x1", "forum": "x1", "content": content}
        (row,) = cleaned(tmp_path / "x.json", json.dumps({"notes": [note], "count": 1}))
        assert [row[name] for name in ("title", "authors", "abstract", "venue")] == [*said.values()][:4]
        assert row["source_id"] == "x1"
    (row,) = cleaned_json(tmp_path / "y", {"title": {"value": "T", "source": "x"}, "authors": {"value": ["Ada Moor"]}})
    assert (row["title"], row["authors"]) == ("T", ["Ada Moor"])
    assert row["extra"] == [{"name": "title.source", "value": "x"}]
