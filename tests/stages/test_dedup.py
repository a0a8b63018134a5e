"""From cleaned records to papers: the same answer whatever the order, and the same ids ever after."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.settings import DedupSettings
from schemas.frames import check_frame, empty_frame, polars_schema
from schemas.judgements import Ids
from schemas.records import Normalized, Records

Tables = Any
"""`papers`, `records`, `matches` and `ids`, frames as a build publishes them."""
Dedup = Callable[..., Tables]

SETTINGS = DedupSettings()
FIRST = empty_frame(Ids)

MOSS = (
    "We grow moss at a constant temperature below freezing and count its leaves every week. After a year the moss has "
    "doubled its leaves, although it hardly grew in height. We explain both with a model of how water moves in stems."
)
PRIMES = (
    "A number is called lucky if it survives a sieve that strikes out every seventh of those that are left. We bound "
    "the gaps between lucky numbers from above, and show that infinitely many of them are shorter than their logarithm."
)
PEOPLE = ["Ingrid Dahl", "Olav Berg", "Mei Tanaka"]
PAGES: tuple[dict[str, Any], ...] = (
    {"dump": "profile.txt", "title": "Growth of moss", "authors": PEOPLE, "abstract": MOSS, "date": date(2021, 3, 5)},
    {"dump": "glued.txt", "title": "Growth of Moss", "authors": PEOPLE, "abstract": MOSS, "date": date(2021, 4, 1)},
    {"dump": "bare.txt", "abstract": MOSS, "flags": ["no_title", "no_authors", "no_date"]},
    {"dump": "bare.txt", "abstract": PRIMES, "flags": ["no_title", "no_authors", "no_date"]},
    {"dump": "owner.txt", "title": "Growth of moss", "authors": ["Mei Tanaka"], "authors_complete": False},
    {"dump": "glued.txt", "title": "Growth of moss", "authors": ["Sofia Rossi"], "date": date(2021, 3, 5)},
    {"dump": "profile.txt", "title": "Slow plants"},
    {"dump": "glued.txt", "title": "Slow plants", "authors": ["Paul Weber"]},
    {"dump": "profile.txt", "title": "Growth of moss, Part II", "authors": PEOPLE, "abstract": MOSS},
)


def normalized(pages: tuple[dict[str, Any], ...]) -> pl.DataFrame:
    """Records as the normalize stage gives them, at the positions in which they come."""
    rows = []
    for position, page in enumerate(pages):
        lists: dict[str, Any] = {
            name: [] for name, dtype in polars_schema(Normalized).items() if isinstance(dtype, pl.List)
        }
        rows.append(
            lists
            | {
                "record_id": "r" + sha256(repr(page).encode()).hexdigest()[:20],
                "dump_sha256": 64 * "0",
                "layout": "profile",
                "position": position,
                "byte_start": 0,
                "byte_end": 1,
                "authors_complete": True,
                "confidence": 1.0,
                "reference": False,
                "extra": [],
                "year": page["date"].year if "date" in page else None,
            }
            | page
        )
    return check_frame(pl.DataFrame(rows, schema=polars_schema(Normalized)), Normalized)


def papers_of(result: Tables) -> list[list[int]]:
    """The positions of the records of each paper, sorted."""
    grouped = result.records.group_by("paper_id").agg(pl.col("position").sort())
    return sorted(grouped["position"].to_list())


def test_records_of_one_paper_become_one_paper_across_dumps(dedup: Dedup) -> None:
    result = dedup(normalized(PAGES[:6]), FIRST, SETTINGS)
    assert papers_of(result) == [[0, 1, 2, 4], [3], [5]]
    paper = result.papers.filter(pl.col("n_records") == 4).row(0, named=True)
    assert paper["title"] in {"Growth of moss", "Growth of Moss"}
    assert paper["authors"] == PEOPLE
    assert paper["date"] == date(2021, 3, 5)
    assert paper["dumps"] == ["bare.txt", "glued.txt", "owner.txt", "profile.txt"]
    assert paper["flags"] == []


def test_an_abstract_without_any_other_record_stays_titleless_and_flagged(dedup: Dedup) -> None:
    result = dedup(normalized(PAGES[3:4]), FIRST, SETTINGS)
    (paper,) = result.papers.rows(named=True)
    assert (paper["title"], paper["abstract"]) == (None, PRIMES)
    assert paper["flags"] == ["no_title", "no_authors", "no_date"]


def test_a_link_that_would_join_two_parts_is_cut_and_both_papers_are_flagged(dedup: Dedup) -> None:
    result = dedup(normalized((PAGES[0], PAGES[2], PAGES[8])), FIRST, SETTINGS)
    assert len(result.papers) == 2
    assert result.papers["flags"].list.contains("unsure_match").all()
    assert sorted(result.matches["verdict"]) == ["different", "same", "unsure"]


def test_papers_that_may_be_one_are_flagged_and_the_match_says_why(dedup: Dedup) -> None:
    result = dedup(normalized(PAGES[6:8]), FIRST, SETTINGS)
    assert papers_of(result) == [[0], [1]]
    assert ["unsure_match" in flags for flags in result.papers["flags"]] == [True, True]
    assert result.matches.select("verdict", "rule", "evidence").rows() == [
        ("unsure", "same_title", ["titles are equal but short or those of a notice"])
    ]


def test_an_unsure_match_within_one_paper_is_no_flaw_of_it(dedup: Dedup) -> None:
    # The abstract alone is only much like the older one, but a third record has both the title and that abstract.
    newer = MOSS.replace("a constant temperature below freezing", "frost").replace("After a year the", "The")
    newer = newer.replace("doubled its leaves, although it hardly grew in height", "grown leaves but not height")
    titled = {"title": "Growth of moss under frost", "authors": PEOPLE}
    pages = ({"dump": "a", **titled, "abstract": MOSS}, {"dump": "b", "abstract": newer})
    apart = dedup(normalized(pages), FIRST, SETTINGS)
    joined = dedup(normalized((*pages, {"dump": "c", **titled, "abstract": newer})), FIRST, SETTINGS)
    assert apart.papers["flags"].list.contains("unsure_match").to_list() == [True, True]
    assert joined.papers["flags"].to_list() == [["no_date"]]
    assert "unsure" in joined.matches["verdict"]


def test_each_frame_is_sorted_and_records_lose_nothing(dedup: Dedup) -> None:
    records = normalized(PAGES)
    result = dedup(records, FIRST, SETTINGS)
    assert result.papers["paper_id"].is_sorted()
    assert result.ids["paper_id"].is_sorted()
    assert result.records.select("dump", "position").rows() == sorted(records.select("dump", "position").rows())
    assert result.matches.select("record_a", "record_b").rows() == sorted(
        result.matches.select("record_a", "record_b").rows()
    )
    assert result.records.columns == list(Records.columns)
    kept = result.records.drop("paper_id").sort("record_id")
    assert kept.equals(records.sort("record_id"))


@pytest.fixture(scope="module")
def in_order(dedup: Dedup) -> Tables:
    return dedup(normalized(PAGES), FIRST, SETTINGS)


@settings(deadline=None, derandomize=True, max_examples=4)
@given(order=st.permutations(range(len(PAGES))))
def test_the_order_of_the_records_makes_no_difference(dedup: Dedup, in_order: Tables, order: list[int]) -> None:
    for found, wanted in zip(dedup(normalized(PAGES)[order], FIRST, SETTINGS), in_order, strict=True):
        assert found.equals(wanted)


@settings(deadline=None, derandomize=True, max_examples=3)
@given(st.lists(st.sets(st.integers(0, len(PAGES) - 1)), min_size=1, max_size=3))
def test_the_same_records_again_change_nothing_whatever_came_before(dedup: Dedup, history: list[set[int]]) -> None:
    known = FIRST
    for present in history:
        records = normalized(PAGES).filter(pl.col("position").is_in(list(present)))
        result = dedup(records, known, SETTINGS)
        known = result.ids
    for again, before in zip(dedup(records, known, SETTINGS), result, strict=True):
        assert again.equals(before)


def test_a_paper_keeps_its_id_while_its_records_come_and_go(dedup: Dedup) -> None:
    records = normalized(PAGES[:5])
    alone = dedup(records.filter(pl.col("dump") == "bare.txt"), FIRST, SETTINGS)
    joined = dedup(records, alone.ids, SETTINGS)
    titleless = alone.records.filter(pl.col("position") == 2)["paper_id"].item()
    assert joined.papers.filter(pl.col("title").is_not_null())["paper_id"].to_list() == [titleless]


REFERENCE: dict[str, Any] = {"dump": "all.jsonl", "reference": True}
KNOWN = {**REFERENCE, "title": "Growth of moss", "authors": PEOPLE, "abstract": MOSS, "doi": "10.1000/moss"}


def test_a_reference_completes_a_paper_that_a_listing_names(dedup: Dedup) -> None:
    result = dedup(normalized((PAGES[2], KNOWN)), FIRST, SETTINGS)
    (paper,) = result.papers.rows(named=True)
    assert (paper["title"], paper["authors"], paper["doi"]) == ("Growth of moss", PEOPLE, "10.1000/moss")
    assert (paper["n_records"], paper["dumps"], paper["flags"]) == (2, ["all.jsonl", "bare.txt"], ["no_date"])
    assert result.records["reference"].to_list() == [True, False]


def test_a_reference_makes_no_paper_of_its_own_and_leaves_no_trace(dedup: Dedup) -> None:
    unused = {**REFERENCE, "title": "Slow plants", "authors": ["Paul Weber"], "year": 2021}
    listed = normalized((PAGES[0], PAGES[6]))
    result = dedup(pl.concat([listed, normalized((unused, {**unused, "year": 2020}))]), FIRST, SETTINGS)
    alone = dedup(listed, FIRST, SETTINGS)
    assert all(found.equals(wanted) for found, wanted in zip(result, alone, strict=True))
    assert not result.matches["verdict"].is_in(["unsure"]).any()


def test_two_listings_are_one_paper_where_only_a_reference_shows_it(dedup: Dedup) -> None:
    titled = {"dump": "titles.txt", "title": "Growth of moss", "authors": PEOPLE}
    assert len(dedup(normalized((titled, PAGES[2])), FIRST, SETTINGS).papers) == 2
    result = dedup(normalized((titled, PAGES[2], KNOWN)), FIRST, SETTINGS)
    assert papers_of(result) == [[0, 1, 2]]


def test_a_listing_keeps_its_wording_where_a_reference_is_no_better(dedup: Dedup) -> None:
    listed = {"dump": "a", "title": "Growth of Moss", "authors": PEOPLE, "abstract": MOSS}
    (paper,) = dedup(normalized((listed, KNOWN)), FIRST, SETTINGS).papers.rows(named=True)
    assert (paper["title"], paper["doi"]) == ("Growth of Moss", "10.1000/moss")


def test_references_alone_make_nothing(dedup: Dedup) -> None:
    assert [len(frame) for frame in dedup(normalized((KNOWN,)), FIRST, SETTINGS)] == [0, 0, 0, 0]


def test_settings_say_what_is_enough(dedup: Dedup) -> None:
    records = normalized(
        ({"dump": "a", "title": "Slow plants", "year": 2020}, {"dump": "b", "title": "Slow plants", "year": 2020})
    )
    assert len(dedup(records, FIRST, SETTINGS).papers) == 2
    assert len(dedup(records, FIRST, DedupSettings(min_title_chars=5)).papers) == 1


def test_no_records_make_no_papers(dedup: Dedup) -> None:
    result = dedup(empty_frame(Normalized), FIRST, SETTINGS)
    assert [len(frame) for frame in result] == [0, 0, 0, 0]
