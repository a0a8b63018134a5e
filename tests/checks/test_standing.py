"""New records beside those of a release: new, known, unchanged, contradicting, and joining papers."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from flows.checks.conflicts import find_conflicts
from flows.checks.history import reckon_figures
from flows.checks.signs import measures
from flows.checks.splits import find_splits
from flows.checks.standing import Published, Standing, find_standing
from flows.matching.keys import READ
from flows.settings import DedupSettings

MakeRecords = Callable[..., pl.DataFrame]

ABSTRACT = (
    "We study how sparse networks learn and find that they do so at a fraction of the cost of dense ones, over a wide "
    "range of tasks, sizes and schedules, and without any loss of accuracy that we could measure in any of them."
)
SPARSE: dict[str, Any] = {
    "title": "Sparse networks learn at a fraction of the cost",
    "abstract": ABSTRACT,
    "authors": ["Ann Lee", "Bo Chen"],
    "year": 2021,
}
OTHER: dict[str, Any] = {
    "title": "On the tides of inland seas and their measurement",
    "authors": ["Cy Moe"],
    "year": 1999,
}


@pytest.fixture
def published(make_records: MakeRecords) -> Published:
    """A release of two papers."""
    records = make_records([SPARSE, OTHER], dump="old.txt").with_columns(paper_id=pl.Series(["p1", "p2"]))
    return Published(
        "2026-11-20.001",
        records.select(*READ, "paper_id", "dump"),
        reckon_figures(records.lazy().select("dump", "layout", *measures()), []),
    )


def stand(published: Published, new: pl.DataFrame) -> tuple[Standing, list[tuple[str, str]]]:
    standing = find_standing(new.select("dump", *READ), published, DedupSettings())
    conflicts = find_conflicts(standing, new.select(READ), published, max_years_apart=1)
    return standing, conflicts.select("code", "message").rows()


def papers(standing: Standing) -> list[tuple[str | None, bool]]:
    return standing.papers.select("paper_id", "unchanged").rows()


def test_the_same_record_again_is_unchanged_even_where_it_repeats(
    published: Published, make_records: MakeRecords
) -> None:
    same = {**SPARSE, "record_id": published.records["record_id"][0]}
    standing, conflicts = stand(published, make_records([same, same]))
    assert papers(standing) == [("p1", True)]
    assert conflicts == []


def test_another_record_of_the_paper_is_known_and_one_of_none_is_new(
    published: Published, make_records: MakeRecords
) -> None:
    new = {"title": "Nothing of the kind was ever published before", "authors": ["Di Roe"], "year": 2020}
    standing, conflicts = stand(published, make_records([{**SPARSE, "year": 2022}, new]))
    assert sorted(papers(standing), key=str) == [("p1", False), (None, False)]
    assert conflicts == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("year", 2024), ("authors", ["Ed Poe", "Flo Rae"]), ("title", "Sparse networks learn for a fraction of the cost")],
)
def test_another_value_for_the_same_paper_is_a_conflict_with_both_values(
    published: Published, make_records: MakeRecords, field: str, value: object
) -> None:
    arxiv = {"arxiv_id": "2101.00001"}
    old = published.records.with_columns(
        arxiv_id=pl.when(pl.col("paper_id") == "p1").then(pl.lit("2101.00001")).otherwise("arxiv_id")
    )
    _, conflicts = stand(published._replace(records=old), make_records([{**SPARSE, **arxiv, field: value}]))
    ((code, message),) = conflicts
    assert code == "conflicting_value"
    assert message.startswith(f"p1 has another {field} in the release: ")


def test_ids_that_contradict_are_told_with_the_paper_that_it_looks_like(
    published: Published, make_records: MakeRecords
) -> None:
    old = published.records.with_columns(
        doi=pl.when(pl.col("paper_id") == "p1").then(pl.lit("10.1000/1")).otherwise("doi")
    )
    standing, conflicts = stand(published._replace(records=old), make_records([{**SPARSE, "doi": "10.1000/2"}]))
    assert papers(standing) == [(None, False)]
    ((code, message),) = conflicts
    assert code == "conflicting_ids"
    assert message.startswith("It looks like p1 of the release, but: ")
    assert "DOIs 10.1000/1 and 10.1000/2" in message


def test_a_record_that_shows_two_papers_to_be_one_says_which(make_records: MakeRecords) -> None:
    by_title = {**SPARSE, "abstract": None}
    by_text = {"abstract": ABSTRACT}
    records = make_records([by_title, by_text], dump="old.txt").with_columns(paper_id=pl.Series(["p1", "p2"]))
    published = Published("1", records.select(*READ, "paper_id", "dump"), pl.DataFrame())
    _, conflicts = stand(published, make_records([SPARSE]))
    assert conflicts == [("joins_papers", "By this record p1, p2 of the release are one paper.")]


ARXIV: dict[str, Any] = {"arxiv_id": "2101.00001", "doi": "10.1000/1"}
"""Ids of the paper p1."""


@pytest.fixture
def identified(published: Published) -> Published:
    """The release, with ids of its first paper."""
    first = pl.col("paper_id") == "p1"
    ids = {name: pl.when(first).then(pl.lit(value)).otherwise(name).alias(name) for name, value in ARXIV.items()}
    return published._replace(records=published.records.with_columns(**ids))


STRANGE: dict[str, Any] = {"title": "Nothing of the kind was ever printed", "authors": ["Di Roe"], "year": 2020}


@pytest.mark.parametrize(("name", "word"), [("arxiv_id", "arXiv id"), ("doi", "DOI")])
def test_an_id_of_another_paper_is_a_conflict(
    identified: Published, make_records: MakeRecords, name: str, word: str
) -> None:
    standing, conflicts = stand(identified, make_records([{**STRANGE, name: ARXIV[name]}]))
    assert papers(standing) == [(None, False)]
    told = f"p1 has the {word} {ARXIV[name]} too, but is another paper: “{SPARSE['title']}”, here “{STRANGE['title']}”."
    assert conflicts == [("shared_id", told)]


def test_two_new_records_may_not_share_an_id_either_unless_they_are_one_paper(
    published: Published, make_records: MakeRecords
) -> None:
    lakes = {"title": "Of lakes and what lives at the bottom of them", "authors": ["Ed Poe"], "year": 2001}
    number = {"arxiv_id": "2101.00002"}
    _, conflicts = stand(published, make_records([{**STRANGE, **number}, {**lakes, **number}]))
    assert [code for code, _ in conflicts] == ["shared_id", "shared_id"]
    assert all(message.startswith("Another new record has the arXiv id 2101.00002 too") for _, message in conflicts)
    twice = {**STRANGE, **number}
    assert stand(published, make_records([twice, {**twice, "comment": "12 pages", "year": 2021}]))[1] == []


def test_chapters_share_the_doi_of_their_book(identified: Published, make_records: MakeRecords) -> None:
    chapters = [{"title": f"Chapter {word} of another kind", "doi": ARXIV["doi"]} for word in ("one", "two")]
    assert stand(identified, make_records(chapters))[1] == []


BY_TITLE: dict[str, Any] = {**SPARSE, "abstract": None}
BY_TEXT: dict[str, Any] = {"abstract": ABSTRACT}


@pytest.fixture
def bridged(make_records: MakeRecords) -> Published:
    """A release of one paper, of three dumps with a record each: its title, its abstract, and both."""
    records = pl.concat(
        make_records([row], dump=f"{name}.txt") for name, row in (("a", BY_TITLE), ("b", BY_TEXT), ("c", SPARSE))
    ).with_columns(paper_id=pl.lit("p1"))
    return Published("1", records.select(*READ, "paper_id", "dump"), pl.DataFrame())


def splits(published: Published, new: pl.DataFrame, *replaced: str) -> list[tuple[str, str]]:
    new = new.select("dump", *READ)
    standing = find_standing(new, published, DedupSettings())
    return find_splits(new, replaced, published, standing, DedupSettings()).rows()


def test_a_dump_that_no_longer_says_what_held_a_paper_together_splits_it(
    bridged: Published, make_records: MakeRecords
) -> None:
    new = make_records([OTHER], dump="new.txt")
    assert splits(bridged, new, "c.txt") == [("c.txt", "p1")]
    assert splits(bridged, new) == []
    assert splits(bridged, new, "a.txt") == []


def test_a_dump_that_says_it_still_splits_nothing_however_its_records_are_numbered(
    bridged: Published, make_records: MakeRecords
) -> None:
    again = {**SPARSE, "record_id": bridged.records["record_id"][2]}
    assert splits(bridged, make_records([again], dump="c.txt"), "c.txt") == []
    numbered = pl.when(pl.col("dump") == "c.txt").then(pl.col("record_id") + "-2").otherwise("record_id")
    copied = bridged._replace(records=bridged.records.with_columns(record_id=numbered))
    assert splits(copied, make_records([again], dump="c.txt"), "c.txt") == []
    assert splits(bridged, make_records([{**SPARSE, "comment": "12 pages", "year": 2022}], dump="c.txt"), "c.txt") == []
