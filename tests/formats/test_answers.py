"""JSON as the interfaces of the web answer with, the whole way to clean records."""

import json
from pathlib import Path

import pytest

from flows.reading import extract_files
from flows.settings import ExtractSettings
from tests.formats.cleaning import cleaned, cleaned_json


def test_names_in_parts_as_csl_and_crossref_have_them(tmp_path: Path) -> None:
    people = [
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"family": "Silva", "given": "Rui", "dropping-particle": "da", "suffix": "Jr."},
        {"literal": "The Tide Consortium"},
        {"firstName": "Ada", "lastName": "Moor"},
    ]
    (row,) = cleaned_json(tmp_path / "x", {"title": "T", "author": people})
    assert row["authors"] == ["Jan van der Berg", "Rui da Silva Jr.", "The Tide Consortium", "Ada Moor"]


def test_the_first_name_of_a_journal_counts_where_crossref_lists_several(tmp_path: Path) -> None:
    one, two, none = cleaned_json(
        tmp_path / "x",
        {"title": ["T"], "container-title": ["Sea Letters", "Lettres de la mer"]},
        {"title": ["T"], "container-title": ["Sea Letters"]},
        {"title": ["T"], "container-title": ["", 1]},
    )
    assert [row["venue"] for row in (one, two)] == ["Sea Letters", "Sea Letters"]
    assert one["extra"] == [{"name": "container-title", "value": "Lettres de la mer"}]
    assert two["extra"] == []
    assert none["title"] == "T"


def test_crossref_and_csl_give_dates_in_parts(tmp_path: Path) -> None:
    rows = [
        {"title": ["A"], "published": {"date-parts": [[2019, 3, 5]]}},
        {"title": ["B"], "issued": {"date-parts": [["2019", 3]]}},
        {"title": ["C"], "issued": {"date-parts": [[None]]}},
    ]
    found = cleaned_json(tmp_path / "x", *rows)
    assert [(str(row["date"]), row["year"]) for row in found] == [("2019-03-05", 2019), ("None", 2019), ("None", None)]


def test_semantic_scholar_gives_objects(tmp_path: Path) -> None:
    (row,) = cleaned_json(
        tmp_path / "x",
        {
            "title": "A",
            "venue": "",
            "journal": {"name": "Sea Letters", "pages": "1-9", "volume": "3"},
            "externalIds": {"DOI": "10.5555/A", "ArXiv": "2103.00001", "PubMed": "12", "CorpusId": 7},
            "publicationDate": "2019-03-05",
        },
    )
    assert (row["venue"], row["volume"], row["pages"]) == ("Sea Letters", "3", "1–9")
    assert (row["doi"], row["arxiv_id"], row["pmid"]) == ("10.5555/a", "2103.00001", "12")
    assert str(row["date"]) == "2019-03-05"
    assert row["extra"] == [{"name": "externalIds.CorpusId", "value": "7"}]


def test_the_answer_of_europe_pmc_names_authors_and_pages(tmp_path: Path) -> None:
    paper = {"id": "1", "title": "Sand.", "authorString": "Moor A, Li B.", "journalTitle": "Sea", "pageInfo": "1-9"}
    (row,) = cleaned(tmp_path / "x.json", json.dumps({"hitCount": 1, "resultList": {"result": [paper]}}))
    assert (row["title"], row["authors"], row["venue"], row["pages"]) == ("Sand", ["A Moor", "B Li"], "Sea", "1–9")


@pytest.mark.parametrize("between", ["", "\n", "\r\n\ufeff"])
def test_objects_over_several_lines_need_no_array(tmp_path: Path, between: str) -> None:
    rows = cleaned(tmp_path / "x.json", between.join(json.dumps({"title": name}, indent=2) for name in "AB"))
    assert [row["title"] for row in rows] == ["A", "B"]


def test_joined_files_of_lines_keep_a_byte_order_mark_out_of_their_records(tmp_path: Path) -> None:
    rows = cleaned(tmp_path / "x.jsonl", '\ufeff{"title": "A"}\n\ufeff{"title": "B"}\n \ufeff{"title": "C"}\n')
    assert [row["title"] for row in rows] == ["A", "B", "C"]


def test_a_record_with_works_of_its_own_is_no_answer(tmp_path: Path) -> None:
    record = {"id": 1, "results": [], "abstract": "A", "works": [{"title": "Another"}]}
    rows = cleaned(tmp_path / "x.jsonl", f"{json.dumps(record)}\n" * 2)
    assert [row["abstract"] for row in rows] == ["A", "A"]


def test_a_broken_record_of_an_answer_costs_no_other_answer(tmp_path: Path) -> None:
    pages = [json.dumps({"items": [{"title": name}, {"title": name * 2}]}) for name in "ABC"]
    path = tmp_path / "x.jsonl"
    path.write_text("\n".join([pages[0], pages[1].replace('"BB"', '"BB'), pages[2]]), encoding="utf-8")
    for piece in (10, 60, 2**20):
        parts = list(extract_files([path], tmp_path, ExtractSettings(piece_bytes=piece)))
        assert [title for part in parts for title in part.records["title_raw"]] == ["A", "AA", "B", "C", "CC"]
        (message,) = [message for part in parts for message in part.rejects["message"]]
        assert message.startswith("Line 2: ")
