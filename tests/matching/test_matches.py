"""Judging a set of records: clusters, matches, and what must never end in one cluster."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import pytest

from flows.matching.candidates import find_candidates
from flows.matching.matches import Limits, match_records, name_matches

Rows = Callable[..., pl.DataFrame]
Match = Callable[[pl.DataFrame], "Judged"]

LIMITS = Limits(
    min_title_chars=12,
    min_abstract_chars=100,
    min_abstract_likeness=0.9,
    max_years_apart=8,
    max_block_records=200,
)
MOSS = (
    "We grow moss at a constant temperature below freezing and count its leaves every week. After a year the moss has "
    "doubled its leaves, although it hardly grew in height. We explain both with a model of how water moves in stems."
)


class Judged(NamedTuple):
    """`clusters` has `record_id` and `cluster`; `matches` is as schemas.judgements.Matches."""

    clusters: pl.DataFrame
    matches: pl.DataFrame


@pytest.fixture
def match(set_of: Callable[..., Any], tmp_path: Path) -> Callable[[pl.DataFrame], Judged]:
    """Judges records, read in two parts."""

    def judge(records: pl.DataFrame) -> Judged:
        search, record_ids = set_of(records, parts=2)
        matched = match_records(search, LIMITS, tmp_path, map)
        clusters = pl.DataFrame({"record_id": record_ids, "cluster": matched.labels})
        used = pl.repeat(value=True, n=len(records), eager=True)
        return Judged(clusters, pl.concat(name_matches(matched, record_ids, used)))

    return judge


def clusters(records: pl.DataFrame, matched: Judged) -> list[list[int]]:
    """The positions of the records of each cluster, sorted."""
    joined = matched.clusters.join(records, on="record_id").sort("position")
    return sorted(joined.group_by("cluster", maintain_order=True).agg("position")["position"].to_list())


def verdicts(records: pl.DataFrame, matched: Judged) -> dict[tuple[int, int], tuple[str, str]]:
    """Verdict and rule of each pair of positions."""
    position = dict(records.select("record_id", "position").rows())
    return {
        (min(position[a], position[b]), max(position[a], position[b])): (verdict, rule)
        for a, b, rule, verdict in matched.matches.select("record_a", "record_b", "rule", "verdict").rows()
    }


def test_records_of_one_paper_make_one_cluster_and_every_verdict_is_told(records_of: Rows, match: Match) -> None:
    records = records_of(
        {"title": "Growth of moss", "authors": ["Mei Tanaka"], "abstract": MOSS},
        {"title": "Growth of moss", "authors": ["Mei Tanaka", "Olav Berg"]},
        {"abstract": MOSS.replace("every week", "each week")},
        {"title": "Growth of moss", "authors": ["Paul Weber"]},
        {"title": "Numbers that are prime"},
    )
    matched = match(records)
    assert clusters(records, matched) == [[0, 1, 2], [3], [4]]
    assert verdicts(records, matched) == {
        (0, 1): ("same", "same_title"),
        (0, 2): ("same", "same_abstract"),
        (0, 3): ("different", "other_authors"),
        (1, 3): ("different", "other_authors"),
    }


def test_a_chain_over_a_record_without_title_does_not_join_what_differs(records_of: Rows, match: Match) -> None:
    # The middle could belong to either part; it goes to the one whose abstract it has.
    edited = MOSS.replace("every week", "each week")
    records = records_of(
        {"title": "Growth of moss, Part I", "authors": ["Mei Tanaka"], "abstract": MOSS},
        {"abstract": MOSS},
        {"title": "Growth of moss, Part II", "authors": ["Mei Tanaka"], "abstract": edited},
    )
    matched = match(records)
    assert clusters(records, matched) == [[0, 1], [2]]
    assert verdicts(records, matched) == {
        (0, 1): ("same", "same_abstract"),
        (0, 2): ("different", "numbered_titles"),
        (1, 2): ("unsure", "weak_link"),
    }
    (link,) = matched.matches.filter(pl.col("rule") == "weak_link")["evidence"]
    first, last = sorted(records["record_id"][position] for position in (0, 2))
    assert link[-1] == f"it would join {first} and {last}, which differ"


def test_records_that_share_no_key_are_held_apart_within_a_chain(records_of: Rows, match: Match) -> None:
    # The ends share neither title, abstract nor id, and so are no candidates; their DOIs forbid one paper all the same.
    title = "How water lets plants survive the winter"
    records = records_of(
        {"title": "Growth of moss", "doi": "10.1000/moss", "date": date(2021, 1, 1)},
        {"title": "Growth of moss", "abstract": MOSS, "date": date(2021, 1, 1)},
        {"abstract": MOSS, "doi": "10.1000/winter"},
        {"abstract": MOSS, "doi": "10.1000/winter"},
        {"title": title, "date": date(2021, 1, 1)},
    )
    matched = match(records)
    assert clusters(records, matched) == [[0], [1, 2, 3], [4]]
    found = verdicts(records, matched)
    assert found[0, 2] == found[0, 3] == ("different", "conflicting_ids")
    assert found[0, 1] == ("unsure", "weak_link")


def test_a_record_without_a_venue_does_not_join_a_meetings_paper_to_its_journal_version(
    records_of: Rows, match: Match
) -> None:
    paper = {
        "title": "Growth of moss under constant frost in the mountains of Norway",
        "authors": ["Mei Tanaka", "O. Berg"],
    }
    records = records_of(
        paper | {"venue": "Symposium on Frost", "year": 2001},
        paper,
        paper | {"venue": "Journal of Polar Botany", "year": 2002},
    )
    matched = match(records)
    assert len(clusters(records, matched)) == 2
    assert verdicts(records, matched)[0, 2] == ("different", "other_place")


def test_five_hundred_copies_of_one_record_are_one_paper(records_of: Rows, match: Match) -> None:
    page = {"title": "Growth of moss", "authors": ["Mei Tanaka"], "abstract": MOSS}
    records = records_of(*[page] * 500)
    matched = match(records)
    assert matched.clusters["cluster"].n_unique() == 1
    assert len(matched.matches) <= 5_000


def test_abstracts_that_share_a_turn_of_phrase_are_not_worth_a_line(
    records_of: Rows, set_of: Callable[..., Any], match: Match, tmp_path: Path
) -> None:
    phrase = (
        "To the best of our knowledge this is the first study that can show such an effect in a natural environment, "
        "and all of its data and programs are available for anyone to use. "
    )
    rng = np.random.default_rng(5)
    rests = ["".join(chr(97 + letter) for letter in rng.integers(0, 26, 500)) for _ in range(2)]
    records = records_of(*({"abstract": phrase + rest} for rest in rests))
    assert len(find_candidates(set_of(records).search, tmp_path, map)) == 1
    assert match(records).matches.is_empty()


@pytest.mark.parametrize("rows", [(), ({"title": "Growth of moss"},)], ids=["none", "one"])
def test_few_records_make_no_trouble(records_of: Rows, match: Match, rows: tuple[dict[str, Any], ...]) -> None:
    matched = match(records_of(*rows))
    assert len(matched.clusters) == len(rows)
    assert matched.matches.is_empty()
