"""Paper ids over the releases: kept, merged, split, removed and back, and never given away."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.frames import check_frame, empty_frame
from schemas.judgements import Ids

Clusters = Sequence[Sequence[str]]
Assigned = Any
"""`papers` and `ids`, frames as the fixture `assign` gives them."""
Release = Callable[..., Assigned]

NOTHING = empty_frame(Ids)
NO_PRINTS = pl.DataFrame(schema={"record_id": pl.String, "fingerprint": pl.String})
A, B, C, D, E = (f"r{letter * 20}" for letter in "abcde")


@pytest.fixture(scope="session")
def release(assign: Release) -> Release:
    """Gives the ids of a release whose papers have these records: `papers` and `ids`."""

    def make(clusters: Clusters, known: pl.DataFrame = NOTHING, prints: pl.DataFrame = NO_PRINTS) -> Assigned:
        return assign(clusters, known, prints)

    return make


def paper_of(assigned: Assigned, record: str) -> str:
    (paper,) = assigned.papers.filter(pl.col("record_id") == record)["paper_id"]
    return str(paper)


def status_of(assigned: Assigned, paper: str) -> tuple[str, str | None]:
    status, redirect = assigned.ids.filter(pl.col("paper_id") == paper).select("status", "redirect").row(0)
    return status, redirect


def test_a_paper_keeps_its_id_when_records_come_and_go(release: Release) -> None:
    first = release([[B, C]])
    paper = paper_of(first, B)
    grown = release([[A, B, C]], first.ids)
    shrunk = release([[A]], grown.ids)
    back = release([[B]], shrunk.ids)
    assert paper_of(grown, A) == paper_of(shrunk, A) == paper_of(back, B) == paper


def test_an_id_is_made_of_the_smallest_record_alone(release: Release) -> None:
    assert paper_of(release([[B, A], [C]]), B) == paper_of(release([[D], [A]]), A)


def test_of_two_papers_that_turn_out_to_be_one_the_larger_stays_and_the_other_redirects(release: Release) -> None:
    first = release([[A], [B, C]])
    lost, kept = paper_of(first, A), paper_of(first, B)
    merged = release([[A, B, C]], first.ids)
    assert paper_of(merged, A) == kept
    assert status_of(merged, lost) == ("merged", kept)


def test_of_two_papers_of_one_size_the_smaller_id_stays(release: Release) -> None:
    first = release([[A], [B]])
    assert paper_of(release([[A, B]], first.ids), A) == min(paper_of(first, A), paper_of(first, B))


def test_the_larger_part_of_a_split_paper_keeps_the_id_and_the_other_gets_a_new_one(release: Release) -> None:
    first = release([[A, B, C]])
    paper = paper_of(first, A)
    split = release([[A], [B, C]], first.ids)
    assert paper_of(split, B) == paper
    assert paper_of(split, A) not in first.ids["paper_id"]


def test_of_two_equal_parts_the_one_with_the_smallest_record_keeps_the_id(release: Release) -> None:
    first = release([[A, B]])
    split = release([[B], [A]], first.ids)
    assert paper_of(split, A) == paper_of(first, A) != paper_of(split, B)


def test_a_paper_that_is_gone_is_removed_and_comes_back_under_its_id(release: Release) -> None:
    first = release([[A], [B]])
    gone = release([[B]], first.ids)
    assert status_of(gone, paper_of(first, A)) == ("removed", None)
    assert paper_of(release([[A], [B]], gone.ids), A) == paper_of(first, A)


def test_a_removed_paper_takes_no_id_from_a_live_one(release: Release) -> None:
    first = release([[A, B]])
    other = release([[C]], first.ids)
    both = release([[A, B, C]], other.ids)
    assert paper_of(both, A) == paper_of(other, C)
    assert status_of(both, paper_of(first, A)) == ("merged", paper_of(other, C))


def test_a_chain_of_merges_leads_straight_to_the_last(release: Release) -> None:
    first = release([[A], [B, C], [D, E, "r" + "f" * 20]])
    second = release([[A, B, C], [D, E, "r" + "f" * 20]], first.ids)
    third = release([[A, B, C, D, E, "r" + "f" * 20]], second.ids)
    last = paper_of(first, D)
    assert status_of(third, paper_of(first, A)) == status_of(third, paper_of(first, B)) == ("merged", last)


def test_a_redirect_follows_its_paper_into_a_merge_even_without_records_of_its_own(release: Release) -> None:
    first = release([[A], [B, C], [D, E]])
    second = release([[A, B, C], [D, E]], first.ids)
    third = release([[B, D, E]], second.ids)
    assert status_of(third, paper_of(first, A)) == ("merged", paper_of(third, D))


def test_what_was_merged_into_a_paper_that_is_gone_is_gone_too(release: Release) -> None:
    first = release([[A], [B, C]])
    second = release([[A, B, C]], first.ids)
    third = release([[D]], second.ids)
    assert status_of(third, paper_of(first, A)) == ("removed", None)


def test_the_table_of_ids_fits_its_schema(release: Release) -> None:
    first = release([[A], [B, C], [D]])
    assert check_frame(release([[A, B, C]], first.ids).ids, Ids)["status"].to_list().count("live") == 1


def test_a_split_that_undoes_a_merge_gives_both_papers_their_old_ids(release: Release) -> None:
    first = release([[A, B], [C, D, E]])
    merged = release([[A, B, C, D, E]], first.ids)
    split = release([[A, B], [C, D, E]], merged.ids)
    assert (paper_of(split, A), paper_of(split, C)) == (paper_of(first, A), paper_of(first, C))


def test_a_paper_stays_with_its_own_records_when_larger_ones_that_were_merged_into_it_leave(release: Release) -> None:
    first = release([[A], [B]])
    kept, lost = sorted([paper_of(first, A), paper_of(first, B)])
    own, other = (A, B) if kept == paper_of(first, A) else (B, A)
    merged = release([[own, other]], first.ids)
    grown = release([[own, other, C, D]], merged.ids)
    split = release([[own, C, D], [other]], grown.ids)
    assert (paper_of(split, own), paper_of(split, other)) == (kept, lost)


def test_a_part_of_what_was_merged_away_is_a_new_paper_and_the_redirect_stays_with_the_rest(release: Release) -> None:
    first = release([[A, B], [C, D, E]])
    merged = release([[A, B, C, D, E]], first.ids)
    split = release([[A], [B, C, D, E]], merged.ids)
    assert paper_of(split, A) not in first.ids["paper_id"]
    assert status_of(split, paper_of(first, A))[0] == "merged"


RECORDS = tuple(f"r{number:020x}" for number in range(7))


@st.composite
def a_release(draw: st.DrawFn) -> list[list[str]]:
    """Any records, in any clusters, in any order."""
    clusters: dict[int, list[str]] = {}
    for record in draw(st.permutations(RECORDS)):
        cluster = draw(st.integers(-2, 3))
        if cluster >= 0:
            clusters.setdefault(cluster, []).append(record)
    return list(clusters.values())


HISTORIES = st.lists(a_release(), min_size=1, max_size=6)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(HISTORIES)
def test_whatever_happens_every_id_stays_with_its_records_and_leads_to_a_live_paper_or_is_removed(
    release: Release,
    history: list[list[list[str]]],
) -> None:
    known = NOTHING
    had: dict[str, set[str]] = {}
    for clusters in history:
        papers, ids = release(clusters, known)
        holds = dict(papers.group_by("paper_id").agg("record_id").rows())
        assert sorted(map(sorted, holds.values())) == sorted(map(sorted, clusters))
        for paper, records in holds.items():
            assert had.setdefault(paper, set(records)) & set(records)
            had[paper] |= set(records)
        assert set(ids["paper_id"]) == had.keys()
        status = {paper: (word, redirect) for paper, word, redirect, *_ in ids.rows()}
        assert {paper for paper, (word, _) in status.items() if word == "live"} == holds.keys()
        for word, redirect in status.values():
            assert redirect in holds if word == "merged" else redirect is None
        held = ids.filter(pl.col("status") == "live")["record_ids"].explode()
        assert held.n_unique() == len(held)
        known = ids


# Records that read alike in threes, as if each were scraped anew twice.
PRINTS = pl.DataFrame(
    [(record, f"title+author:{number % 3}") for number, record in enumerate(RECORDS)]
    + [(record, f"arxiv:{number % 5}") for number, record in enumerate(RECORDS[:4])],
    schema=NO_PRINTS.schema,
    orient="row",
)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(HISTORIES, st.sampled_from([NO_PRINTS, PRINTS]))
def test_the_same_clusters_again_in_another_order_change_nothing(
    release: Release, history: list[list[list[str]]], prints: pl.DataFrame
) -> None:
    known = NOTHING
    for clusters in history:
        papers, known = release(clusters, known, prints)
        status = {paper: (word, redirect) for paper, word, redirect, *_ in known.rows()}
        live = set(papers["paper_id"])
        assert {paper for paper, (word, _) in status.items() if word == "live"} == live
        assert all(redirect in live if word == "merged" else redirect is None for word, redirect in status.values())
    again = release([cluster[::-1] for cluster in clusters[::-1]], known, prints.reverse())
    assert again.ids.equals(known)
    assert again.papers.sort("record_id").equals(papers.sort("record_id"))


@settings(deadline=None, derandomize=True, max_examples=40)
@given(HISTORIES, a_release())
def test_fingerprints_move_no_id_that_a_record_holds(
    release: Release, history: list[list[list[str]]], last: list[list[str]]
) -> None:
    known = NOTHING
    for clusters in history:
        known = release(clusters, known, PRINTS).ids
    by_records, by_both = release(last, known), release(last, known, PRINTS)
    both = by_records.papers.join(by_both.papers, on="record_id", suffix="_by_both")
    kept = both.filter(pl.col("paper_id").is_in(known["paper_id"].implode()))
    assert kept["paper_id"].equals(kept["paper_id_by_both"])
