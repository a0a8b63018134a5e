"""JSON of the interfaces that databases have on the web, each in its own words, the whole way to clean records."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from tests.formats.cleaning import cleaned, cleaned_json

TOLD: Final = ("title", "authors", "year", "venue", "volume", "number", "pages", "doi", "pmid", "entry_type")
ALL: Final = ("On tides", ["Ada Moor", "Bo Li"], 2019, "Sea Letters", "3", "1", "1–9", "10.5555/a", "12", "article")
EUROPE_PMC: Final = {
    "title": "On tides.",
    "authorString": "Moor A, Li B.",
    "authorList": {
        "author": [
            {"fullName": "Moor A", "firstName": "Ada", "lastName": "Moor", "initials": "A"},
            {"fullName": "Li B", "firstName": "Bo", "lastName": "Li", "initials": "B"},
        ]
    },
    "journalInfo": {
        "issue": "1",
        "volume": "3",
        "journal": {"title": "Sea Letters", "medlineAbbreviation": "Sea Lett"},
    },
    "pageInfo": "1-9",
    "doi": "10.5555/a",
    "pmid": "12",
    "pubTypeList": {"pubType": ["research-article", "Journal Article"]},
    "firstPublicationDate": "2019-03-05",
}
LENS: Final = {
    "title": "On tides",
    "authors": [{"first_name": "Ada", "last_name": "Moor"}, {"first_name": "Bo", "last_name": "Li"}],
    "year_published": 2019,
    "source": {"title": "Sea Letters", "type": "Journal"},
    "volume": "3",
    "issue": "1",
    "start_page": "1",
    "end_page": "9",
    "external_ids": [{"type": "doi", "value": "10.5555/a"}, {"type": "pmid", "value": "12"}],
    "publication_type": "journal article",
}
SCOPUS: Final = {
    "dc:title": "On tides",
    "author": [{"surname": "Moor", "given-name": "Ada"}, {"surname": "Li", "given-name": "Bo"}],
    "dc:creator": "Moor A.",
    "prism:coverDate": "2019-03-05",
    "prism:publicationName": "Sea Letters",
    "prism:volume": "3",
    "prism:issueIdentifier": "1",
    "prism:pageRange": "1-9",
    "prism:doi": "10.5555/a",
    "pubmed-id": "12",
    "subtypeDescription": "Article",
}
SPRINGER: Final = {
    "title": "On tides",
    "creators": [{"creator": "Moor, Ada"}, {"creator": "Li, Bo"}],
    "publicationDate": "2019-03-05",
    "publicationName": "Sea Letters",
    "volume": "3",
    "number": "1",
    "startingPage": "1",
    "endingPage": "9",
    "identifier": "doi:10.5555/a",
    "pmid": "12",
    "contentType": "Article",
}
ADS: Final = {
    "title": ["On tides", "Des marées"],
    "author": ["Moor, Ada", "Li, Bo"],
    "first_author": "Moor, Ada",
    "pubdate": "2019-03-00",
    "pub": "Sea Letters",
    "volume": "3",
    "issue": "1",
    "page": ["1-9"],
    "identifier": ["2019SeaL....3....1M", "10.5555/a"],
    "pmid": "12",
    "doctype": "article",
}
HAL: Final = {
    "title_s": ["On tides", "Des marées"],
    "authFullName_s": ["Ada Moor", "Bo Li"],
    "publicationDate_s": "2019-03-05",
    "journalTitle_s": "Sea Letters",
    "volume_s": "3",
    "issue_s": ["1"],
    "page_s": "1-9",
    "doiId_s": "10.5555/a",
    "pubmedId_s": "12",
    "docType_s": "ART",
}
IEEE: Final = {
    "title": "On tides",
    "authors": {"authors": [{"full_name": "Ada Moor", "author_order": 1}, {"full_name": "Bo Li", "author_order": 2}]},
    "publication_year": 2019,
    "publication_title": "Sea Letters",
    "volume": "3",
    "issue": "1",
    "start_page": "1",
    "end_page": "9",
    "article_number": "8675309",
    "doi": "10.5555/a",
    "pmid": "12",
    "content_type": "Journals",
}


@pytest.mark.parametrize("one", [EUROPE_PMC, LENS, SCOPUS, SPRINGER, ADS, HAL, IEEE])
def test_every_interface_names_the_fields_in_its_own_way(tmp_path: Path, one: dict[str, Any]) -> None:
    (row,) = cleaned_json(tmp_path / "x", one)
    assert tuple(row[name] for name in TOLD) == ALL


def test_the_first_author_alone_is_not_all(tmp_path: Path) -> None:
    (row,) = cleaned_json(tmp_path / "x", {"dc:title": "On tides", "dc:creator": "Moor A."})
    assert (row["authors"], row["authors_complete"]) == (["A. Moor"], False)
    (row,) = cleaned_json(tmp_path / "x", {"title": "T", "first_author": "Moor, A", "authors": ["Ada Moor", "Bo Li"]})
    assert (row["authors"], row["authors_complete"]) == (["Ada Moor", "Bo Li"], True)
    assert row["extra"] == [{"name": "first_author", "value": "Moor, A"}]


def test_parts_of_names_as_lens_s2orc_and_unpaywall_have_them(tmp_path: Path) -> None:
    people = [
        {"first": "Ada", "middle": ["B.", "C."], "last": "Moor", "suffix": ""},
        {"collective_name": "Tide Group"},
        {"raw_author_name": "Bo Li"},
        {"lastName": "Wu", "initials": "CD"},
    ]
    (row,) = cleaned_json(tmp_path / "x", {"title": "T", "z_authors": people})
    assert row["authors"] == ["Ada B. C. Moor", "Tide Group", "Bo Li", "CD Wu"]


def test_of_several_types_the_one_that_tells_most_counts(tmp_path: Path) -> None:
    one, two = cleaned_json(
        tmp_path / "x",
        {"title": "T", "publicationTypes": ["JournalArticle", "Review"], "paperId": "a1"},
        {"title": "U", "publicationTypes": ["Study", "Conference"], "venue": "", "publicationVenue": {"name": "Sea"}},
    )
    assert (one["entry_type"], one["source_id"], two["entry_type"]) == ("article", "a1", "study")
    assert one["extra"] == [{"name": "publicationTypes", "value": "Review"}]
    assert two["venue"] == "Sea"


def test_the_id_of_a_preprint_is_no_issue_and_no_page(tmp_path: Path) -> None:
    one, two = cleaned_json(
        tmp_path / "x",
        {"title": "T", "number": "arXiv:2103.00001"},
        {"title": "U", "page": ["arXiv:2103.00002"], "arxiv_id": "2103.00002", "issue": "4"},
    )
    assert (one["arxiv_id"], one["number"]) == ("2103.00001", None)
    assert (two["arxiv_id"], two["pages"], two["number"]) == ("2103.00002", None, "4")


@pytest.mark.parametrize("indent", [None, 1])
def test_papers_that_an_interface_does_not_know_cost_no_other(tmp_path: Path, indent: int | None) -> None:
    """Semantic Scholar answers null for each of these where many are asked for."""
    answer = [None, {"title": "A"}, None, None, {"title": "B"}, None]
    for content in (answer, {"data": answer[1:]}):
        rows = cleaned(tmp_path / "x.json", json.dumps(content, indent=indent))
        assert [row["title"] for row in rows] == ["A", "B"]


def test_the_collection_of_biorxiv_is_read(tmp_path: Path) -> None:
    paper = {
        "title": "Sand",
        "authors": "Moor, A.; Li, B. C.",
        "doi": "10.1101/2020.03.05.123456",
        "date": "2020-03-06",
        "type": "new results",
        "published": "10.5555/a",
    }
    (row,) = cleaned(tmp_path / "x.json", json.dumps({"messages": [{"status": "ok"}], "collection": [paper]}))
    assert (row["authors"], str(row["date"]), row["entry_type"]) == (
        ["A. Moor", "B. C. Li"],
        "2020-03-06",
        "unpublished",
    )
    assert row["doi"] == "10.1101/2020.03.05.123456"


def test_a_work_of_openalex_has_the_id_of_its_preprint_and_the_name_that_its_venue_is_known_by(tmp_path: Path) -> None:
    work = {
        "id": "https://openalex.org/W1",
        "title": "T",
        "authorships": [],
        "primary_location": {"source": None, "raw_source_name": "Sea Letters"},
        "locations": [
            {"landing_page_url": "https://doi.org/10.5555/a"},
            {"landing_page_url": "http://arxiv.org/abs/2103.00001"},
        ],
    }
    old = {"id": "https://openalex.org/W2", "title": "U", "authorships": [], "host_venue": {"display_name": "Sea"}}
    one, two = cleaned(tmp_path / "x.jsonl", f"{json.dumps(work)}\n{json.dumps(old)}\n")
    assert (one["arxiv_id"], one["venue"], two["venue"]) == ("2103.00001", "Sea Letters", "Sea")
