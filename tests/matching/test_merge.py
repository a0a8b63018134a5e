"""Papers from records: which record each value is taken from, and what the paper says then."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from flows.matching.merge import merge_records
from flows.matching.sources import choose_sources
from schemas.frames import check_frame
from schemas.papers import Papers

Rows = Callable[..., pl.DataFrame]
Record = dict[str, Any]

NOBODY = pl.Series([], dtype=pl.String)


def merge(records: pl.DataFrame) -> Record:
    """The one paper of these records."""
    return check_frame(merge_records(records, NOBODY), Papers).row(0, named=True)


def sources(records: pl.DataFrame, field: str) -> list[int]:
    """The positions of the records that a field of the one paper is taken from."""
    found = (
        choose_sources(records).filter(pl.col("field") == field).join(records, on="record_id", maintain_order="left")
    )
    return found["position"].to_list()


FILLED = {"abstract": "We grow moss.", "date": date(2021, 1, 1)}
LISTED = {"date": date(2021, 6, 30), "venue": "arXiv.org"}
PAGES = {"volume": "5", "pages": "1–9"}
PUBLISHED = {"date": date(2022, 3, 1), "venue": "Journal of Mosses", "volume": "5"}


@pytest.mark.parametrize(
    ("field", "worse", "better"),
    [
        ("title", {"title": "GROWTH OF MOSS", **FILLED}, {"title": "Growth of moss"}),
        ("title", {"title": "Growth of Moss"}, {"title": "Growth of moss", **FILLED}),
        ("title", {"title": "Moss A", "flags": ["boundary_unsure"], **FILLED}, {"title": "growth of moss"}),
        ("title", {"title": r"Moss \nu", "flags": ["undefined_macro"], **FILLED}, {"title": "Growth of moss"}),
        ("title", {"title": "GROWTH OF MOSS (Bryophyta)", **FILLED}, {"title": "Growth of moss"}),
        ("title", {"title": "Growth of …", **FILLED}, {"title": "GROWTH OF MOSS"}),
        ("title", {"title": "Growth of Moss", "reference": True, **FILLED}, {"title": "Growth of moss"}),
        ("title", {"title": "GROWTH OF MOSS"}, {"title": "Growth of moss", "reference": True}),
        ("title", {"title": "Growth of moss. [Review] [31 refs]", **FILLED}, {"title": "Growth of moss"}),
        ("title", {"title": "Growth in Malm?hus", **FILLED}, {"title": "Growth in Malmöhus"}),
        ("title", {"title": "Growth of moss", **FILLED}, {"title": "Growth of Moss: A Study"}),
        ("title", {"title": "Growth of moss", **FILLED}, {"title": "Growth of moss in cold water"}),
        ("title", {"title": "Growth of moss (book review)", **FILLED}, {"title": "Growth of moss", **PUBLISHED}),
        ("title", {"title": "On the growth of moss", **LISTED, **FILLED}, {"title": "Growth of moss", **PUBLISHED}),
        (
            "authors",
            {"authors": ["Mei Tanaka", "Olav Berg", "I. Dahl"], "authors_complete": False},
            {"authors": ["Mei Tanaka"]},
        ),
        ("authors", {"authors": ["Mei Tanaka"]}, {"authors": ["M. Tanaka", "O. Berg"]}),
        ("authors", {"authors": ["M. Tanaka", "O. Berg"]}, {"authors": ["Mei Tanaka", "Olav Berg"]}),
        ("authors", {"authors": ["J. R. R. Tanaka", "O. Berg"]}, {"authors": ["Mei Tanaka", "Olav Berg"]}),
        ("authors", {"authors": ["JRR Tanaka", "Olav Berg"]}, {"authors": ["Mei Tanaka", "Olav Berg"]}),
        ("authors", {"authors": ["Mei Tanaka"]}, {"authors": ["M. Tanaka", "Olav Berg"], "reference": True}),
        ("authors", {"authors": ["Tanaka M", "Berg O"], **FILLED}, {"authors": ["Mei Tanaka", "O. Berg"]}),
        ("authors", {"authors": ["Hans M?ller"]}, {"authors": ["H. Müller"]}),
        ("authors", {"authors": ["H. MUELLER", "O. BERG"], **FILLED}, {"authors": ["H. Muller", "O. Berg"]}),
        ("authors", {"authors": ["Hans Mueller"], **FILLED}, {"authors": ["Hans Müller"]}),
        ("abstract", {"abstract": "We grow moss in Norway and …"}, {"abstract": "We grow moss."}),
        ("abstract", {"abstract": "We grow moss."}, {"abstract": "We grow moss in Norway."}),
        ("abstract", {"abstract": "We grow it. A title", "flags": ["boundary_unsure"]}, {"abstract": "We grow it."}),
        ("date", {"date": date(2021, 1, 2)}, {"date": date(2021, 1, 1)}),
        ("date", {"year": 2019}, {"date": date(2021, 1, 1)}),
        ("date", LISTED, PUBLISHED),
        ("date", {**PUBLISHED, "date": date(2022, 3, 2)}, PUBLISHED),
        ("date", {**PUBLISHED, "venue": "CoRR", "date": date(2020, 1, 1)}, PUBLISHED),
        ("date", {**PUBLISHED, "entry_type": "unpublished", "date": date(2020, 1, 1)}, PUBLISHED),
        ("date", {"venue": "Journal of Mosses", "date": date(2022, 3, 2)}, LISTED),
        ("year", {"year": 2019}, {"date": date(2021, 1, 1)}),
        ("year", LISTED, {**PUBLISHED, "date": None, "year": 2022}),
        ("year", {**PUBLISHED, "date": None, "year": 2021}, PUBLISHED),
        ("year", {"year": 2021}, {"year": 2020}),
        ("year", {**PUBLISHED, "date": None, "year": 2021}, {**PUBLISHED, "date": None, "year": 2022}),
        ("year", {"venue": "Moss", "entry_type": "article", "year": 2021}, {**PUBLISHED, "date": None, "year": 2022}),
        (
            "updated_at",
            {"updated_at": datetime(2021, 1, 1, tzinfo=UTC)},
            {"updated_at": datetime(2021, 1, 2, tzinfo=UTC)},
        ),
        ("venue", {"venue": "arXiv.org", **FILLED}, {"venue": "Journal of Mosses"}),
        ("venue", {"venue": "CoRR", "volume": "abs/2103.1", "entry_type": "article"}, {"venue": "Journal of Mosses"}),
        ("venue", {"venue": "bioRxiv", "pages": "2021.03.01", "number": "1"}, {"venue": "Journal of Mosses"}),
        ("venue", {"venue": "J. Mosses", **FILLED}, {"venue": "Journal of Mosses", "volume": "5"}),
        (
            "venue",
            {**PAGES, "venue": "ANNALS OF MOSSES", "number": "2", **FILLED},
            {**PAGES, "venue": "Annals of Mosses"},
        ),
        ("venue", {"venue": "ANNALS OF MOSSES", "volume": "5", **FILLED}, {"venue": "Annals of Mosses"}),
        ("venue", {**PAGES, "venue": "J. Mosses", "number": "2"}, {**PAGES, "venue": "Journal of Mosses"}),
        ("venue", {**PAGES, "venue": "Journal of Norwegian …", "number": "2"}, {**PAGES, "venue": "J. Mosses"}),
        ("venue", {"venue": "Journal of Mosses", **FILLED}, {**PAGES, "venue": "Moss Days"}),
        ("url", {"url": "https://a.org/1", "venue": "arXiv", **FILLED}, {"url": "https://b.org/1"}),
        ("pmid", {"pmid": "12"}, {"pmid": "123", **FILLED}),
        ("doi", {"doi": "10.48550/arxiv.2103.00001", **FILLED}, {"doi": "10.1000/moss"}),
        ("doi", {"doi": "10.1101/2020.03.04.123456", **FILLED}, {"doi": "10.1000/moss"}),
        ("comment", {"comment": "15 pages", **FILLED}, {"comment": "15 pages, 3 figures"}),
    ],
)
def test_each_value_is_taken_from_the_record_that_has_it_best(
    records_of: Rows, field: str, worse: Record, better: Record
) -> None:
    for records, best in ((records_of(worse, better), 1), (records_of(better, worse), 0)):
        assert sources(records, field) == [best]
        assert merge(records)[field] == records.row(best, named=True)[field]


def test_of_equal_values_that_of_the_smallest_record_id_is_taken(records_of: Rows) -> None:
    records = records_of({"title": "Growth of Moss"}, {"title": "Growth of moss"})
    smallest = records.sort("record_id").row(0, named=True)
    assert sources(records, "title") == [smallest["position"]]
    assert merge(records)["title"] == smallest["title"]


@pytest.mark.parametrize(
    ("field", "rows", "value"),
    [
        ("title", [{"title": "Growht of moss", **FILLED}, *2 * [{"title": "Growth of moss"}]], "Growth of moss"),
        ("year", [{**PUBLISHED, "date": None, "year": year} for year in (2021, 2022, 2022)], 2022),
    ],
    ids=["title", "year"],
)
def test_what_most_records_say_outvotes_a_slip(
    records_of: Rows, field: str, rows: list[Record], value: str | int
) -> None:
    rows = [{**row, "url": f"https://moss.no/{number}"} for number, row in enumerate(rows)]
    for order in (rows, rows[::-1]):
        assert merge(records_of(*order))[field] == value


def test_who_says_it_twice_word_for_word_has_one_vote(records_of: Rows) -> None:
    wrong, right = {"title": "Growht of moss", **FILLED}, {"title": "Growth of moss"}
    records = records_of(wrong, {**wrong, "dump": "later.txt"}, right, {**right, "year": 2020})
    assert merge(records)["title"] == "Growth of moss"
    assert sources(records, "title") in ([2], [3])


PLACES = ("venue", "volume", "number", "pages", "entry_type")
ARTICLE = {"venue": "Journal of Mosses", "volume": "5", "pages": "1–9", "entry_type": "article"}
TALK = {"venue": "Moss Days", "number": "3", "pages": "77", "entry_type": "inproceedings"}
PREPRINT = {"venue": "CoRR", "volume": "abs/2103.00001", "number": "2103", "pages": "1–20", "entry_type": "article"}


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ((ARTICLE, PREPRINT), {**ARTICLE, "number": None}),
        ((ARTICLE, TALK, {**ARTICLE, "number": "2"}), {**ARTICLE, "number": "2"}),
        (({**ARTICLE, "url": "https://a.org"}, {"volume": "5", "number": "2"}), {**ARTICLE, "number": "2"}),
        (({**ARTICLE, **FILLED}, {"volume": "6", "number": "2"}), {**ARTICLE, "number": None}),
        (({"venue": "arXiv.org"}, {"entry_type": "article"}), {"venue": "arXiv.org", "entry_type": "article"}),
        (({"venue": "journal of mosses", "number": "2"}, ARTICLE), {**ARTICLE, "number": "2"}),
        ((PREPRINT,), PREPRINT),
    ],
    ids=[
        "a preprint adds nothing",
        "the fullest record",
        "one that agrees adds",
        "one that contradicts does not",
        "no place to contradict",
        "case is no contradiction",
        "only a preprint",
    ],
)
def test_where_a_paper_appeared_is_told_by_one_record_as_far_as_it_tells(
    records_of: Rows, rows: tuple[Record, ...], place: Record
) -> None:
    for order in (rows, rows[::-1]):
        paper = merge(records_of(*order))
        assert {name: paper[name] for name in PLACES} == {**dict.fromkeys(PLACES), **place}


def test_a_year_of_publication_stands_beside_the_date_that_only_the_preprint_shows(records_of: Rows) -> None:
    paper = merge(records_of(LISTED, {**ARTICLE, "year": 2022}))
    assert (paper["date"], paper["year"]) == (date(2021, 6, 30), 2022)


def test_lists_are_collected_from_the_most_complete_record_on(records_of: Rows) -> None:
    records = records_of(
        {"subjects": ["Plants", "Ice"], "links": ["https://a.org"]},
        {"subjects": ["Mosses", "Plants"], **FILLED},
        FILLED,
    )
    assert sources(records, "subjects") == [1, 0]
    assert merge(records)["subjects"] == ["Mosses", "Plants", "Ice"]
    assert merge(records)["links"] == ["https://a.org"]


def test_a_field_that_no_record_has_has_no_source_and_is_missing(records_of: Rows) -> None:
    records = records_of({"abstract": "We grow moss."})
    assert choose_sources(records).select("field").unique().to_series().to_list() == ["abstract"]
    paper = merge(records)
    assert paper["title"] is None
    assert paper["authors"] == paper["links"] == []
    assert paper["flags"] == ["no_title", "no_authors", "no_date"]


def test_sources_are_sorted_by_paper_whatever_the_order_of_the_records(records_of: Rows) -> None:
    pages = [{"paper_id": f"p{number % 3:016x}", "title": f"Moss {number}", **FILLED} for number in range(9)]
    records = records_of(*pages)
    found = choose_sources(records)
    assert found["paper_id"].is_sorted()
    assert found["field"].to_list() == ["title", "abstract", "date", "year"] * 3
    assert found.equals(choose_sources(records.sample(fraction=1, shuffle=True, seed=5)))


@pytest.mark.parametrize(
    ("rows", "flags"),
    [
        (({**FILLED, "flags": ["no_title", "no_authors"]}, {"title": "Moss", "authors": ["Mei Tanaka"]}), []),
        (({**FILLED, "title": "Moss", "authors": ["Mei Tanaka"], "authors_complete": False},), ["authors_incomplete"]),
        (
            (
                {**FILLED, "title": "Moss", "authors": ["Mei Tanaka"]},
                {"abstract": "Moss, to", "flags": ["boundary_unsure", "mojibake_repaired"]},
            ),
            [],
        ),
        (
            (
                {"date": date(2021, 1, 1), "authors": ["Mei Tanaka"], "title": "Moss"},
                {"abstract": "Moss, to", "flags": ["boundary_unsure", "mojibake_repaired"]},
            ),
            ["boundary_unsure", "mojibake_repaired"],
        ),
        (
            ({"title": "Moss", "authors": ["Mei Tanaka"], "abstract": "We grow it.", "flags": ["date_unreadable"]},),
            ["no_date", "date_unreadable"],
        ),
        (
            (
                {"title": "Moss", "authors": ["Mei Tanaka"], "abstract": "It.", "flags": ["date_unreadable"]},
                {"date": date(2021, 1, 1)},
            ),
            [],
        ),
    ],
    ids=["all found", "owner only", "flaws not used", "flaws used", "no date can be read", "another date"],
)
def test_flags_tell_of_the_paper_and_not_of_its_records(
    records_of: Rows, rows: tuple[Record, ...], flags: list[str]
) -> None:
    assert merge(records_of(*rows))["flags"] == flags


def test_the_paper_counts_its_records_and_names_their_dumps(records_of: Rows) -> None:
    paper = merge(records_of({"dump": "b.txt"}, {"dump": "a.txt"}, {"dump": "b.txt"}))
    assert (paper["n_records"], paper["dumps"]) == (3, ["a.txt", "b.txt"])


def test_papers_with_unsure_matches_are_flagged(records_of: Rows) -> None:
    records = records_of({"title": "Moss", "paper_id": "p" + "1" * 16}, {"title": "Moss", "paper_id": "p" + "2" * 16})
    papers = merge_records(records, pl.Series(["p" + "2" * 16]))
    assert [("unsure_match" in flags) for flags in papers["flags"]] == [False, True]


def test_what_is_said_again_word_for_word_changes_no_value(records_of: Rows) -> None:
    best = {"title": "Growth of moss", "authors": ["Mei Tanaka"], "subjects": ["Botany"], "links": ["https://moss.no"]}
    rows: list[Record] = [best, {"title": "Growth of Moss", "subjects": ["Bryology", "Botany"], **FILLED}]
    once = merge(records_of(*rows))
    again = merge(records_of(*rows, best | {"dump": "later.txt"}, rows[1], best))
    assert again == once | {"n_records": 5, "dumps": ["later.txt", "page.txt"]}


def test_of_records_that_say_the_same_each_is_a_source_of_what_is_collected(records_of: Rows) -> None:
    records = records_of({"subjects": ["Botany"]}, {"subjects": ["Botany"]})
    assert sorted(sources(records, "subjects")) == [0, 1]
