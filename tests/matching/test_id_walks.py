"""Paper ids over releases of small dumps, one walk a case: what a page may do between two scrapes, and what stays."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.settings import DedupSettings
from tests.matching.walks import Dedup, Dumps, History, Listing, Tables, paper_of


@pytest.fixture(scope="module")
def dedup(dedup: Dedup) -> Dedup:
    """The same, where each release is made once: many of these walks have their first steps in common."""
    made: dict[tuple[object, ...], Tables] = {}

    def make(records: pl.DataFrame, known: pl.DataFrame, settings: DedupSettings) -> Tables:
        given = (records.write_json(), known.write_json(), settings)
        if given not in made:
            made[given] = dedup(records, known, settings)
        return made[given]

    return make


PEOPLE = ["Ingrid Dahl", "Olav Berg", "Mei Tanaka"]
GROWTH = (
    "We grow moss at a constant temperature below freezing and count its leaves every week. After a year the moss has "
    "doubled its leaves, although it hardly grew in height. We explain both with a model of how water moves in stems."
)
SIEVE = (
    "A number is called lucky if it survives a sieve that strikes out every seventh of those that are left. We bound "
    "the gaps between lucky numbers from above, and show that infinitely many of them are shorter than their logarithm."
)
MOSS: Listing = {
    "title": "Growth of moss",
    "authors": PEOPLE,
    "date": "2021-03-05 10:11:12",
    "abstract": GROWTH,
    "comment": "9 pages",
}
LUCKY: Listing = {"title": "Gaps between lucky numbers", "authors": ["Paul Weber"], "abstract": SIEVE}
BARE_MOSS: Listing = {"abstract": GROWTH}


def test_a_build_again_changes_nothing(dedup: Dedup) -> None:
    history = History(dedup)
    first = history.release({"a.txt": [MOSS, LUCKY]})
    again = history.release({"a.txt": [MOSS, LUCKY]})
    assert all(now.equals(before) for now, before in zip(again, first, strict=True))


@pytest.mark.parametrize(
    "change",
    [
        {"date": "2021-04-01 09:00:00"},
        {"date": None},
        {"comment": "9 pages, accepted"},
        {"abstract": GROWTH.replace("every week", "each month").replace("a year", "two years")},
        {"abstract": None, "comment": None},
        {"title": "The Growth of Moss in Frost"},
        {"authors": [*PEOPLE, "Sofia Rossi"]},
    ],
    ids=["moved timestamp", "no timestamp", "comment", "abstract", "no abstract", "title", "one more author"],
)
def test_a_page_scraped_anew_with_a_change_keeps_the_paper(dedup: Dedup, change: Listing) -> None:
    history = History(dedup)
    first = history.release({"a.txt": [MOSS, LUCKY]})
    second = history.release({"a.txt": [{**MOSS, **change}, LUCKY]})
    assert second.records["record_id"].to_list() != first.records["record_id"].to_list()
    assert second.records["paper_id"].to_list() == first.records["paper_id"].to_list()
    assert history.ids["status"].to_list() == ["live", "live"]


def test_a_renamed_dump_keeps_every_paper(dedup: Dedup) -> None:
    history = History(dedup)
    first = history.release({"a.txt": [MOSS, LUCKY]})
    second = history.release({"sub/b.txt": [MOSS, LUCKY]})
    assert second.records["paper_id"].to_list() == first.records["paper_id"].to_list()


def test_a_dump_that_is_added_or_removed_leaves_the_papers_of_the_others(dedup: Dedup) -> None:
    history = History(dedup)
    first = history.release({"a.txt": [MOSS]})
    grown = history.release({"a.txt": [MOSS], "b.txt": [BARE_MOSS, LUCKY]})
    shrunk = history.release({"b.txt": [BARE_MOSS]})
    moss, lucky = paper_of(first, "a.txt"), paper_of(grown, "b.txt", 1)
    assert paper_of(grown, "a.txt") == paper_of(grown, "b.txt", 0) == paper_of(shrunk, "b.txt") == moss
    assert history.leads_to(lucky) == ("removed", None)


@pytest.mark.parametrize("date", [MOSS["date"], "2023-01-01 00:00:00"], ids=["as it was", "scraped anew"])
def test_a_paper_that_was_gone_comes_back_under_its_id(dedup: Dedup, date: str) -> None:
    history = History(dedup)
    first = history.release({"a.txt": [MOSS], "b.txt": [LUCKY]})
    moss = paper_of(first, "a.txt")
    history.release({"b.txt": [LUCKY]})
    assert history.leads_to(moss) == ("removed", None)
    back = history.release({"a.txt": [{**MOSS, "date": date}], "b.txt": [LUCKY]})
    assert paper_of(back, "a.txt") == moss


TITLED: Listing = {"title": "Growth of moss", "authors": PEOPLE}


def test_a_dump_that_shows_two_papers_to_be_one_leaves_one_id_and_a_redirect_and_without_it_both_are_back(
    dedup: Dedup,
) -> None:
    history = History(dedup)
    apart = history.release({"a.txt": [TITLED], "b.txt": [BARE_MOSS]})
    ids = {paper_of(apart, "a.txt"), paper_of(apart, "b.txt")}
    assert len(ids) == 2
    joined = history.release({"a.txt": [TITLED], "b.txt": [BARE_MOSS], "link.txt": [MOSS]})
    kept = paper_of(joined, "link.txt")
    (lost,) = ids - {kept}
    assert joined.papers["paper_id"].to_list() == [kept]
    assert history.leads_to(lost) == ("merged", kept)
    split = history.release({"a.txt": [TITLED], "b.txt": [BARE_MOSS]})
    assert split.records["paper_id"].to_list() == apart.records["paper_id"].to_list()
    assert history.leads_to(lost) == ("live", None)


def test_of_a_paper_that_was_never_two_the_part_with_most_records_keeps_the_id_and_the_other_gets_a_new_one(
    dedup: Dedup,
) -> None:
    history = History(dedup)
    shown: Dumps = {"b.txt": [BARE_MOSS], "c.txt": [{**BARE_MOSS, "comment": "9 pages"}]}
    joined = history.release({"a.txt": [TITLED], **shown, "link.txt": [MOSS]})
    paper = paper_of(joined, "link.txt")
    split = history.release({"a.txt": [TITLED], **shown})
    assert paper_of(split, "b.txt") == paper_of(split, "c.txt") == paper
    assert paper_of(split, "a.txt") not in joined.ids["paper_id"]


def test_redirects_over_three_releases_lead_straight_to_the_last_paper(dedup: Dedup) -> None:
    history = History(dedup)
    newer = GROWTH.replace("a constant temperature below freezing", "frost").replace("After a year the", "The")
    newer = newer.replace("doubled its leaves, although it hardly grew in height", "grown leaves but not height")
    revised: list[Listing] = [{"abstract": newer, "comment": f"Version {number}"} for number in range(4)]
    dumps: dict[str, list[Listing]] = {"a.txt": [TITLED], "b.txt": [BARE_MOSS], "c.txt": revised}
    first = history.release(dumps)
    short, bare, last = (paper_of(first, dump) for dump in dumps)
    second = history.release(dumps | {"link.txt": [MOSS]})
    kept = paper_of(second, "link.txt")
    (lost,) = {short, bare} - {kept}
    assert history.leads_to(lost) == ("merged", kept)
    history.release(dumps | {"link.txt": [MOSS], "more.txt": [{**MOSS, "abstract": newer}]})
    assert history.leads_to(lost) == history.leads_to(kept) == ("merged", last)


def test_a_paper_whose_changed_record_is_now_part_of_another_redirects_to_it(dedup: Dedup) -> None:
    history = History(dedup)
    first = history.release({"a.txt": [TITLED], "b.txt": [BARE_MOSS]})
    # The abstract's own record changes at the same time as another shows whose it is.
    second = history.release({"a.txt": [TITLED], "b.txt": [MOSS]})
    kept = paper_of(second, "a.txt")
    assert second.papers["paper_id"].to_list() == [kept] == [paper_of(first, "a.txt")]
    assert history.leads_to(paper_of(first, "b.txt")) == ("merged", kept)


RIVALS: Listing = {**TITLED, "authors": ["Sofia Rossi"]}


def test_two_papers_of_one_title_keep_their_ids_when_both_change(dedup: Dedup) -> None:
    history = History(dedup)
    first = history.release({"a.txt": [TITLED, RIVALS]})
    second = history.release({"a.txt": [{**listing, "date": "2024-05-06"} for listing in (RIVALS, TITLED)]})
    assert paper_of(second, "a.txt", 0) == paper_of(first, "a.txt", 1)
    assert paper_of(second, "a.txt", 1) == paper_of(first, "a.txt", 0)


def test_a_paper_by_others_does_not_get_the_id_of_one_that_is_gone(dedup: Dedup) -> None:
    history = History(dedup)
    long = "On the growth of moss in Norway, in Iceland and in my refrigerator"
    first = history.release({"a.txt": [{**TITLED, "title": long}]})
    second = history.release({"b.txt": [{**RIVALS, "title": long}]})
    assert paper_of(second, "b.txt") != paper_of(first, "a.txt")
    assert history.leads_to(paper_of(first, "a.txt")) == ("removed", None)


def test_a_paper_that_is_gone_does_not_redirect_to_another_that_was_always_like_it(dedup: Dedup) -> None:
    history = History(dedup)
    first = history.release({"a.txt": [LUCKY], "b.txt": [{**LUCKY, "title": "Gaps between lucky numbers, Part II"}]})
    assert len(first.papers) == 2
    history.release({"b.txt": [{**LUCKY, "title": "Gaps between lucky numbers, Part II"}]})
    assert history.leads_to(paper_of(first, "a.txt")) == ("removed", None)


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ({}, {"date": "2024-05-06"}, False),
        ({"authors": ["Mei Tanaka"]}, {"date": "2024-05-06"}, False),
        ({"volume": "5", "pages": "1-2"}, {"volume": "5", "pages": "1-2", "date": "2024-05-06"}, True),
        ({"volume": "5", "pages": "1-2"}, {"volume": "6", "pages": "1-2", "date": "2024-05-06"}, False),
        ({"abstract": GROWTH}, {"date": "2024-05-06"}, True),
    ],
    ids=["title alone", "title and editor", "volume and pages", "another volume", "abstract"],
)
def test_a_generic_title_claims_no_id_without_volume_and_pages_or_abstract(
    dedup: Dedup, before: Listing, after: Listing, kept: bool
) -> None:
    history = History(dedup)
    editorial = {"title": "Editorial", **before}
    first = history.release({"a.txt": [editorial]})
    second = history.release({"a.txt": [{**editorial, **after}]})
    assert (paper_of(first, "a.txt") == paper_of(second, "a.txt")) == kept


def test_an_arxiv_id_keeps_the_paper_whatever_else_changes_and_another_one_never_does(dedup: Dedup) -> None:
    history = History(dedup)
    numbered = {**MOSS, "identifier": "arXiv:2103.00001"}
    first = history.release({"a.txt": [numbered]})
    renamed = {**LUCKY, "identifier": "arXiv:2103.00001"}
    second = history.release({"a.txt": [renamed]})
    assert paper_of(second, "a.txt") == paper_of(first, "a.txt")
    third = history.release({"a.txt": [{**renamed, "identifier": "arXiv:2103.00002"}]})
    assert paper_of(third, "a.txt") != paper_of(first, "a.txt")


def test_a_reference_gets_no_id_and_its_paper_goes_with_the_last_listing(dedup: Dedup) -> None:
    history = History(dedup)
    first = history.release({"a.txt": [LUCKY]}, references={"all.txt": [MOSS, LUCKY]})
    assert len(first.papers) == len(history.ids) == 1
    named = history.release({"a.txt": [LUCKY], "b.txt": [BARE_MOSS]}, references={"all.txt": [MOSS, LUCKY]})
    moss = paper_of(named, "b.txt")
    assert named.papers.filter(paper_id=moss)["title"].item() == "Growth of moss"
    history.release({"a.txt": [LUCKY]}, references={"all.txt": [MOSS, LUCKY]})
    assert history.leads_to(moss) == ("removed", None)
    back = history.release({"a.txt": [LUCKY], "c.txt": [TITLED]}, references={"all.txt": [MOSS, LUCKY]})
    assert paper_of(back, "c.txt") == moss


def test_a_paper_stays_with_its_listing_when_the_reference_turns_out_to_be_of_another(dedup: Dedup) -> None:
    history = History(dedup)
    listed: Dumps = {"a.txt": [{**LUCKY, "title": None}], "b.txt": [{**LUCKY, "abstract": None}]}
    first = history.release({"a.txt": listed["a.txt"]}, references={"all.txt": [LUCKY]})
    second = history.release(listed, references={"all.txt": [{**LUCKY, "abstract": None}]})
    assert paper_of(second, "a.txt") == paper_of(first, "a.txt") != paper_of(second, "b.txt")


WALK: tuple[Dumps, ...] = (
    {"a.txt": [TITLED, RIVALS], "b.txt": [BARE_MOSS, LUCKY]},
    {"a.txt": [TITLED, {**RIVALS, "date": "2024-05-06"}], "b.txt": [{**LUCKY, "date": "2024-05-06"}, MOSS]},
    {"a.txt": [{**RIVALS, "date": "2025-05-06"}, {**TITLED, "date": "2025-05-06"}], "b.txt": [BARE_MOSS, LUCKY]},
)


@settings(deadline=None, derandomize=True, max_examples=2)
@given(st.lists(st.permutations(range(4)), min_size=3, max_size=3))
def test_the_order_of_the_records_makes_no_difference_to_any_id(dedup: Dedup, orders: list[list[int]]) -> None:
    plain, shuffled = History(dedup), History(dedup)
    for dumps, order in zip(WALK, orders, strict=True):
        assert shuffled.release(dumps, order=order).ids.equals(plain.release(dumps).ids)
