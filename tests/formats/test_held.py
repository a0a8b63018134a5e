"""JSON whose records stand a level deeper, the whole way to clean records."""

import json
from pathlib import Path
from typing import Any

import pytest

from flows.formats.registry import identify_format
from flows.reading import extract_files
from flows.settings import ExtractSettings
from tests.formats.cleaning import cleaned


def datacite(**attributes: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever an interface may answer
    told = {"titles": [{"title": "T"}], "creators": [], "publicationYear": 2019}
    return {"id": "10.5555/a", "type": "dois", "attributes": {**told, **attributes}}


@pytest.mark.parametrize("indent", [None, 2])
def test_answers_of_datacite_say_the_same_however_they_are_written(tmp_path: Path, indent: int | None) -> None:
    one = datacite(creators=[{"name": "Moor, Ada"}, {"name": "Tide Group", "nameType": "Organizational"}])
    for content in ({"data": [one], "meta": {"total": 1}}, {"data": one}, [one], one, one["attributes"]):
        (found,) = cleaned(tmp_path / "x.json", json.dumps(content, indent=indent))
        assert (found["title"], found["authors"], found["year"]) == ("T", ["Ada Moor", "Tide Group"], 2019)


@pytest.mark.parametrize(
    ("types", "kind"),
    [
        ({"resourceTypeGeneral": "Preprint", "bibtex": "article"}, "unpublished"),
        ({"resourceTypeGeneral": "Text", "resourceType": "Journal article"}, "article"),
        ({"resourceTypeGeneral": "Text", "resourceType": "PhD", "bibtex": "phdthesis"}, "phdthesis"),
        ({"resourceTypeGeneral": "Text"}, None),
        ({}, None),
    ],
)
def test_the_first_type_that_is_one_counts(tmp_path: Path, types: dict[str, str], kind: str | None) -> None:
    (found,) = cleaned(tmp_path / "x.json", json.dumps(datacite(types=types)))
    assert found["entry_type"] == kind


@pytest.mark.parametrize(
    ("dates", "date"),
    [
        ([{"date": "2019-03-06", "dateType": "Available"}, {"date": "2019-03-05", "dateType": "Issued"}], "2019-03-05"),
        ([{"date": "2018-05-04", "dateType": "Collected"}], "None"),
        ([{"dateType": "Issued"}, "2019-03-05"], "None"),
        (None, "None"),
    ],
)
def test_the_day_of_issue_counts_else_the_year(tmp_path: Path, dates: object, date: str) -> None:
    (found,) = cleaned(tmp_path / "x.json", json.dumps(datacite(dates=dates)))
    assert (str(found["date"]), found["year"]) == (date, 2019)


def test_values_of_another_kind_harm_no_other(tmp_path: Path) -> None:
    for name in ("creators", "descriptions", "dates", "types", "container"):
        for value in (None, "x", 1, [], [None], {}, {"x": [1]}):
            (found,) = cleaned(tmp_path / "x.json", json.dumps(datacite(**{name: value})))
            assert found["title"] == "T"


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("between", ["\n", "\r\n\ufeff"])
def test_answers_of_crossref_on_one_work_each_may_be_joined(tmp_path: Path, indent: int | None, between: str) -> None:
    works = [{"DOI": f"10.5555/{name}", "title": [name], "reference": [{"article-title": "x"}]} for name in "AB"]
    answers = [{"status": "ok", "message-type": "work", "message": work} for work in works]
    rows = cleaned(tmp_path / "x.json", between.join(json.dumps(one, indent=indent) for one in answers))
    assert [(row["title"], row["doi"]) for row in rows] == [("A", "10.5555/a"), ("B", "10.5555/b")]


@pytest.mark.parametrize("indent", [None, 2])
def test_answers_of_crossref_to_a_search_are_an_array(indent: int | None) -> None:
    answer = {"status": "ok", "message-type": "work-list", "message": {"items": [{"title": ["T"]}]}}
    found = identify_format("x.json", json.dumps(answer, indent=indent))
    assert found is not None
    assert found.name == "jsonl"


def test_a_hit_of_dblp_names_its_authors_without_their_numbers(tmp_path: Path) -> None:
    people = [{"@pid": "1/1", "text": "Wei Wang 0001"}, {"@pid": "1/2", "text": "Bo Li"}]
    info = {"authors": {"author": people}, "title": "T.", "venue": "VLDB", "year": "2019", "key": "conf/a/1"}
    hits = {"result": {"query": "t", "hits": {"@total": "1", "hit": [{"@score": "1", "@id": "1", "info": info}]}}}
    (found,) = cleaned(tmp_path / "x.json", json.dumps(hits))
    assert (found["title"], found["authors"], found["year"]) == ("T", ["Wei Wang", "Bo Li"], 2019)
    assert found["source_id"] == "conf/a/1"


@pytest.mark.parametrize(
    "row", [{"title": "T", "attributes": {"titles": []}, "creators": []}, {"@id": 1, "info": "x", "title": "T"}]
)
def test_rows_with_a_title_are_read_as_rows(row: dict[str, Any]) -> None:
    found = identify_format("x.jsonl", json.dumps({"id": 1, "type": "a", **row}))
    assert found is not None
    assert found.name == "jsonl"


@pytest.mark.parametrize("indent", [None, 1])
def test_summaries_of_pubmed_stand_in_an_object_by_their_numbers(tmp_path: Path, indent: int | None) -> None:
    known = {"pubdate": "2019 Mar 5", "articleids": [], "authors": [{"name": "Moor A", "authtype": "Author"}]}
    records = {uid: {"uid": uid, "title": f"T{uid}.", **known} for uid in ("12", "13")}
    answer = {"header": {}, "result": {"uids": ["12", "13"], **records}}
    rows = cleaned(tmp_path / "x.json", f"{json.dumps(answer, indent=indent)}\n" * 2)
    assert [(row["source_id"], row["title"], row["authors"]) for row in rows] == [
        ("12", "T12", ["A Moor"]),
        ("13", "T13", ["A Moor"]),
    ] * 2


@pytest.mark.parametrize(
    ("listed", "name"),
    [("Moor AB Jr", "A B Moor Jr"), ("de la Vega J", "J de la Vega"), ("Wu C 3rd", "C Wu 3rd"), ("Plato", "Plato")],
)
def test_names_of_summaries_end_in_initials(tmp_path: Path, listed: str, name: str) -> None:
    people = [{"name": listed, "authtype": "Author"}, {"name": "Sea Group AB", "authtype": "CollectiveName"}]
    row = {"uid": "1", "title": "T", "pubdate": "2019", "articleids": [], "authors": people}
    (found,) = cleaned(tmp_path / "x.json", json.dumps(row))
    assert found["authors"] == [name, "Sea Group AB"]


def test_an_answer_of_pubmed_that_was_cut_off_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    known = '"pubdate": "2019", "articleids": []'
    path.write_text(
        f'{{"header": {{}}, "result": {{"uids": ["1", "2"], "1": {{"uid": "1", "title": "A", {known}}},\n'
        f'"2": {{"uid": "2", "title": "B", "pubd',
        encoding="utf-8",
    )
    (found,) = extract_files([path], tmp_path, ExtractSettings())
    assert found.records["title_raw"].to_list() == ["A"]
    (message,) = found.rejects["message"]
    assert message.startswith("Line 2: ")


@pytest.mark.parametrize("content", ['{"title": "A"} "12": {"title": "B"}\n', '[{"title": "A"}, "12": {"title": "B"}]'])
def test_a_number_before_a_record_is_a_key_in_answers_of_pubmed_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    (found,) = extract_files([path], tmp_path, ExtractSettings())
    assert found.rejects["code"].to_list() == ["broken_entry"]
