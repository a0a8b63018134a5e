"""JSON of Zotero, Zenodo, INSPIRE, ORCID and of what encloses records, the whole way to clean records."""

import json
from pathlib import Path
from typing import Any

import pytest

from flows.formats.registry import find_format, formats, identify_format
from tests.formats.cleaning import cleaned


def item(**data: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever an item may hold
    return {"key": "ABCD2345", "version": 1, "library": {}, "data": {"key": "ABCD2345", **data}}


@pytest.mark.parametrize("indent", [None, 1])
def test_items_of_zotero_are_read_in_both_its_forms(tmp_path: Path, indent: int | None) -> None:
    people = [
        {"creatorType": "author", "firstName": "Ada", "lastName": "Moor"},
        {"creatorType": "author", "name": "Tide Group"},
        {"creatorType": "editor", "firstName": "Cy", "lastName": "Wu"},
    ]
    said = {"title": "T", "creators": people, "proceedingsTitle": "Sea '19", "extra": "PMID: 12\nDOI: 10.5555/a"}
    one = item(itemType="conferencePaper", **said)
    for content in ([one], {"items": [one["data"]]}, one):
        (row,) = cleaned(tmp_path / "x.json", json.dumps(content, indent=indent))
        assert (row["title"], row["authors"], row["venue"]) == ("T", ["Ada Moor", "Tide Group"], "Sea '19")
        assert (row["entry_type"], row["pmid"], row["doi"]) == ("inproceedings", "12", "10.5555/a")
        assert {"name": "creators.editor", "value": "Cy Wu"} in row["extra"]


def test_a_preprint_of_zotero_has_the_id_that_its_archive_gave_it(tmp_path: Path) -> None:
    one = item(itemType="preprint", title="T", creators=[], repository="arXiv", archiveID="arXiv:2103.00001")
    (row,) = cleaned(tmp_path / "x.json", json.dumps([one]))
    assert (row["arxiv_id"], row["venue"], row["entry_type"]) == ("2103.00001", "arXiv.org", "unpublished")


def test_files_and_notes_of_zotero_are_no_papers(tmp_path: Path) -> None:
    items = [item(itemType=kind, title=kind, creators=[]) for kind in ("attachment", "book", "note")]
    (row,) = cleaned(tmp_path / "x.json", json.dumps(items))
    assert row["title"] == "book"


def test_records_of_zenodo_are_read_in_both_its_forms(tmp_path: Path) -> None:
    journal = {"title": "Sea Letters", "volume": "3", "issue": "1", "pages": "1-9"}
    old = {
        "id": 12,
        "doi": "10.5281/zenodo.12",
        "title": "T",
        "metadata": {
            "title": "T",
            "doi": "10.5281/zenodo.12",
            "creators": [{"name": "Moor, Ada", "affiliation": "Sea Station"}],
            "description": "<p>The sea rises.</p>",
            "publication_date": "2019-03-05",
            "resource_type": {"title": "Journal article", "type": "publication", "subtype": "article"},
            "journal": journal,
        },
    }
    new = {
        "id": "12",
        "pids": {"doi": {"identifier": "10.5281/zenodo.12", "provider": "datacite"}},
        "metadata": {
            "title": "T",
            "creators": [{"person_or_org": {"type": "personal", "given_name": "Ada", "family_name": "Moor"}}],
            "description": "The sea rises.",
            "publication_date": "2019-03-05",
            "resource_type": {"id": "publication-article", "title": {"en": "Journal article"}},
        },
        "custom_fields": {"journal:journal": journal},
    }
    for one in (old, new):
        for content in (one, {"hits": {"hits": [one], "total": 1}}, [one]):
            (row,) = cleaned(tmp_path / "x.json", json.dumps(content))
            assert (row["title"], row["authors"], row["abstract"]) == ("T", ["Ada Moor"], "The sea rises.")
            assert (str(row["date"]), row["venue"], row["pages"]) == ("2019-03-05", "Sea Letters", "1–9")
            assert (row["doi"], row["entry_type"], row["source_id"]) == ("10.5281/zenodo.12", "article", "12")


def test_a_paper_of_inspire_has_the_first_of_its_names_and_places(tmp_path: Path) -> None:
    metadata = {
        "titles": [{"title": "T", "source": "arXiv"}, {"title": "T again"}],
        "authors": [{"full_name": "Moor, Ada"}, {"full_name": "Wu, Cy", "inspire_roles": ["supervisor"]}],
        "abstracts": [{"value": "The sea rises."}],
        "arxiv_eprints": [{"value": "2103.00001", "categories": ["hep-th"]}],
        "dois": [{"value": "10.5555/a"}, {"value": "10.5555/a.erratum"}],
        "publication_info": [
            {"journal_title": "Sea Lett.", "journal_volume": "3", "artid": "12", "year": 2021},
            {"journal_title": "Sea Rep.", "year": 2022},
        ],
        "preprint_date": "2021-03-01",
        "control_number": 7,
        "document_type": ["conference paper"],
    }
    (row,) = cleaned(tmp_path / "x.json", json.dumps({"hits": {"hits": [{"id": "7", "metadata": metadata}]}}))
    assert (row["title"], row["authors"], row["abstract"]) == ("T", ["Ada Moor"], "The sea rises.")
    assert (row["arxiv_id"], row["doi"], row["source_id"]) == ("2103.00001", "10.5555/a", "7")
    assert (str(row["date"]), row["volume"], row["pages"]) == ("2021-03-01", "3", "12")
    assert row["entry_type"] == "inproceedings"
    assert {"name": "publication_info.journal_title", "value": "Sea Rep."} in row["extra"]


def orcid_ids(**ids: str) -> dict[str, Any]:
    own = [
        {"external-id-type": kind, "external-id-value": said, "external-id-relationship": "self"}
        for kind, said in ids.items()
    ]
    part = {"external-id-type": "doi", "external-id-value": "10.5555/book", "external-id-relationship": "part-of"}
    return {"external-id": [part, *own]}


def test_works_of_orcid_are_read_whatever_was_asked_for(tmp_path: Path) -> None:
    work = {
        "put-code": 12,
        "title": {"title": {"value": "T"}, "subtitle": {"value": "A view"}, "translated-title": None},
        "external-ids": orcid_ids(doi="10.5555/a", pmid="7"),
        "type": "book-chapter",
        "publication-date": {"year": {"value": "2019"}, "month": {"value": "03"}, "day": {"value": "05"}},
        "journal-title": {"value": "Sea Letters"},
        "url": None,
    }
    groups = [{"external-ids": {"external-id": []}, "work-summary": [work, {**work, "put-code": 13}]}]
    people = [
        {"credit-name": {"value": "Ada Moor"}, "contributor-attributes": {"contributor-role": "author"}},
        {"credit-name": {"value": "Cy Wu"}, "contributor-attributes": {"contributor-role": "editor"}},
    ]
    bulk = {"bulk": [{"work": {**work, "contributors": {"contributor": people}}}]}
    for content, authors in (
        ({"last-modified-date": None, "group": groups, "path": "/works"}, []),
        ({"person": {}, "activities-summary": {"path": "x", "works": {"group": groups}}}, []),
        (bulk, ["Ada Moor"]),
    ):
        (row,) = cleaned(tmp_path / "x.json", json.dumps(content))
        assert (row["title"], row["authors"], row["venue"]) == ("T: A view", authors, "Sea Letters")
        assert (str(row["date"]), row["doi"], row["pmid"]) == ("2019-03-05", "10.5555/a", "7")
        assert (row["entry_type"], row["source_id"]) == ("incollection", "12")


@pytest.mark.parametrize("holder", ["_source", "citingPaper", "citedPaper", "node"])
def test_records_may_be_enclosed(tmp_path: Path, holder: str) -> None:
    objects = [{"rank": place, holder: {"title": name, "authors": ["Ada Moor"]}} for place, name in enumerate("AB")]
    for content in (json.dumps({"data": objects}), json.dumps(objects), "\n".join(map(json.dumps, objects))):
        rows = cleaned(tmp_path / "x.json", content)
        assert [(row["title"], row["authors"]) for row in rows] == [("A", ["Ada Moor"]), ("B", ["Ada Moor"])]


def test_what_an_enclosed_record_holds_is_no_record(tmp_path: Path) -> None:
    line = {
        "_index": "x",
        "_type": "_doc",
        "_source": {"title": "T", "content": {"title": "Section 1"}, "node": {"a": 1}},
    }
    (row,) = cleaned(tmp_path / "x.jsonl", json.dumps(line))
    assert (row["title"], row["entry_type"]) == ("T", None)


@pytest.mark.parametrize("name", [one.name for one in formats() if one.example[0] in "{["])
@pytest.mark.parametrize("value", [None, "x", 1, [], [None], {}, {"x": [1]}, [{"value": 1}], [[]]])
def test_values_of_another_kind_harm_no_other(name: str, value: object) -> None:
    one = find_format(name)
    assert one is not None
    record = json.loads(one.example.splitlines()[0])
    for replaced in _replaced(record, value):
        content = json.dumps(replaced)
        try:
            one.read(content, {}, True)  # noqa: FBT003 - as the stage calls it
            identify_format("x.txt", content)
        except ValueError as error:
            pytest.fail(f"{error} in {content}")


def _replaced(held: object, value: object) -> list[object]:
    """The object with one of its values replaced, for each of them, however deep."""
    if isinstance(held, list):
        return [
            [*held[:place], new, *held[place + 1 :]] for place, one in enumerate(held) for new in _replaced(one, value)
        ]
    if isinstance(held, dict):
        inner = [{**held, name: new} for name, one in held.items() for new in _replaced(one, value)]
        return [*({**held, name: value} for name in held), *inner]
    return []
