"""Raw values in, clean ones beside them out."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from flows.settings import NormalizeSettings
from flows.stages.normalize import normalize, number_repeats
from schemas.frames import polars_schema
from schemas.records import Extracted, Normalized
from schemas.vocabulary import FLAGS

SETTINGS = NormalizeSettings()


def extracted(*rows: dict[str, object]) -> pl.DataFrame:
    empty: dict[str, object] = dict.fromkeys(polars_schema(Extracted))
    empty |= {"dump": "a.txt", "dump_sha256": "0" * 64, "layout": "profile", "byte_start": 0, "byte_end": 9}
    empty |= {"spans": [], "authors_raw": [], "authors_complete": False, "confidence": 1.0, "flags": []}
    empty |= {"reference": False, "extra": []}
    filled = [{**empty, "position": number, **row} for number, row in enumerate(rows)]
    return pl.DataFrame(filled, schema=polars_schema(Extracted))


def clean(**raw: object) -> dict[str, object]:
    found = normalize(extracted(raw), SETTINGS)
    assert found.rejects.is_empty(), found.rejects["message"][0]
    return found.records.row(0, named=True)


def test_a_full_record_comes_out_clean_with_its_raw_text_beside() -> None:
    row = clean(
        title_raw=r"u-$\mu$P: The Unit-Scaled Parametrization",
        authors_raw=["Pagliardini, Matteo", "R\u00e9mi  Leblond"],
        authors_complete=True,
        date_raw="2024-05-02 16:18:21",
        abstract_raw=r"We train \nummodels models &amp; more. Code: https://github.com/a/b/tree/main.",
        subjects_raw="arXiv.org Artificial Intelligence",
        comment_raw="15 pages, see arXiv:1706.03762",
    )
    assert row["title"] == "u-μP: The Unit-Scaled Parametrization"
    assert row["title_raw"] == r"u-$\mu$P: The Unit-Scaled Parametrization"
    assert row["authors"] == ["Matteo Pagliardini", "Rémi Leblond"]
    assert row["abstract"] == r"We train \nummodels models & more. Code: https://github.com/a/b/tree/main."
    assert (row["date"], row["year"]) == (date(2024, 5, 2), 2024)
    assert row["updated_at"] == datetime(2024, 5, 2, 16, 18, 21, tzinfo=UTC)
    assert (row["venue"], row["subjects"]) == ("arXiv.org", ["Artificial Intelligence"])
    assert row["links"] == ["https://github.com/a/b/tree/main"]
    assert row["code_urls"] == ["https://github.com/a/b"]
    assert row["named_ids"] == ["arxiv:1706.03762"]
    assert (row["arxiv_id"], row["doi"]) == (None, None)
    assert row["flags"] == ["undefined_macro"]


def test_a_record_that_cleaning_leaves_without_title_and_abstract_is_a_reject() -> None:
    rows: list[dict[str, object]] = [
        {"title_raw": "\u200b", "authors_raw": ["Moor, Ada"]},
        {"abstract_raw": "[No abstract available]"},
        {"title_raw": "\u200b", "abstract_raw": "On tides."},
    ]
    found = normalize(extracted(*rows), SETTINGS)
    assert found.records["position"].to_list() == [2]
    assert found.rejects.select("position", "stage", "code", "text").rows() == [
        (0, "normalize", "empty_record", "\u200b"),
        (1, "normalize", "empty_record", "[No abstract available]"),
    ]


def test_an_id_that_the_page_gives_for_the_paper_is_its_own() -> None:
    row = clean(title_raw="T", identifier_raw="arXiv:2401.00001v2")
    assert row["arxiv_id"] == "2401.00001"


def test_what_a_page_does_not_show_is_null_or_empty_and_flagged() -> None:
    row = clean(abstract_raw="Only a text.")
    assert (row["title"], row["date"], row["updated_at"], row["year"], row["venue"]) == (None,) * 5
    assert (row["authors"], row["subjects"], row["links"]) == ([], [], [])
    assert row["flags"] == ["no_title", "no_authors", "no_date"]


@pytest.mark.parametrize(
    ("raw", "flag"),
    [
        ({"confidence": SETTINGS.min_confidence - 0.01}, "boundary_unsure"),
        ({"authors_raw": ["A. Li"], "authors_complete": False}, "authors_incomplete"),
        ({"date_raw": "soon"}, "date_unreadable"),
        ({"flags": ["encoding_repaired"]}, "encoding_repaired"),
    ],
)
def test_what_to_beware_of_is_flagged(raw: dict[str, object], flag: str) -> None:
    assert flag in str(clean(title_raw="T", **raw)["flags"])


def test_a_year_without_a_day_is_kept_as_a_year() -> None:
    row = clean(title_raw="T", date_raw="June 2023")
    assert (row["date"], row["year"]) == (None, 2023)


def test_flags_stand_in_the_order_of_the_dictionary() -> None:
    row = clean(abstract_raw=r"\nummodels", flags=["encoding_repaired"])
    wanted = {"no_title", "no_authors", "no_date", "undefined_macro", "encoding_repaired"}
    assert row["flags"] == [flag for flag in FLAGS if flag in wanted]


def test_the_id_of_a_record_is_made_of_what_it_says_and_not_of_where_it_stands() -> None:
    here = clean(title_raw="T", abstract_raw="A.", dump="a.txt", byte_start=1)
    there = clean(title_raw="T", abstract_raw="A.", dump="z/b.txt", byte_start=7, layout="other")
    other = clean(title_raw="T", abstract_raw="B.")
    assert here["record_id"] == there["record_id"] != other["record_id"]


def test_records_that_say_the_same_get_ids_of_their_own_in_the_order_of_dump_and_position() -> None:
    same: list[dict[str, object]] = [{"title_raw": "T", "dump": dump} for dump in ("b.txt", "a.txt", "a.txt")]
    rows = extracted(*same, {"title_raw": "U"})
    records = normalize(rows, SETTINGS).records
    numbered = number_repeats(records)
    base = records["record_id"][0]
    assert numbered.filter(title="T").select("dump", "position", "record_id").rows() == [
        ("a.txt", 1, base),
        ("a.txt", 2, f"{base}-2"),
        ("b.txt", 0, f"{base}-3"),
    ]
    assert numbered["record_id"].is_unique().all()
    assert number_repeats(records.reverse()).equals(numbered)


def test_records_of_references_are_numbered_after_those_of_other_dumps() -> None:
    rows = extracted({"title_raw": "T", "dump": "a.txt", "reference": True}, {"title_raw": "T", "dump": "b.txt"})
    records = normalize(rows, SETTINGS).records
    base = records["record_id"][0]
    assert number_repeats(records).select("dump", "record_id").rows() == [("a.txt", f"{base}-2"), ("b.txt", base)]


def test_a_record_that_breaks_the_schema_is_a_reject_and_the_others_stay() -> None:
    found = normalize(extracted({"title_raw": "T", "byte_end": 0}, {"title_raw": "U"}), SETTINGS)
    assert found.records["title"].to_list() == ["U"]
    assert found.rejects.select("position", "stage", "code", "text").rows() == [(0, "normalize", "invalid_record", "T")]
    assert "byte_end" in found.rejects["message"][0]


def test_no_record_at_all_gives_an_empty_frame_of_the_same_columns() -> None:
    found = normalize(extracted(), SETTINGS)
    assert found.records.is_empty()
    assert dict(found.records.schema) == polars_schema(Normalized)
