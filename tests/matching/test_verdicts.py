"""A table of pairs with the wanted verdict: `pairs.jsonl`, a line a pair, which anyone may extend."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from flows.matching.evidence import collect_evidence
from flows.matching.verdicts import judge_pairs

Rows = Callable[..., pl.DataFrame]
Record = dict[str, Any]

MOSS = (
    "We grow moss at a constant temperature below freezing and count its leaves every week. After a year the moss has "
    "doubled its leaves, although it hardly grew in height. We explain both with a model of how water moves in stems."
)
ABSTRACTS = {
    "MOSS": MOSS,
    "EDITED": MOSS.replace("every week", "each week").replace("We explain both", "Both we explain"),
    "CUT": MOSS[:170] + "...",
    "SISTER": (
        "We grow lichen at a constant temperature above freezing and weigh its thallus every month. After a year it "
        "has doubled its weight, although it hardly grew in width. We explain neither with a model of air in soil."
    ),
    "PRIMES": (
        "A number is called lucky if it survives a sieve that strikes out every seventh of those that are left. We "
        "bound the gaps between lucky numbers from above, and show that infinitely many of them are short."
    ),
}
CASES = [json.loads(line) for line in Path(__file__).with_name("pairs.jsonl").read_text(encoding="utf-8").splitlines()]


def whole(record: Record) -> Record:
    """A record of the table with its date as a date and its abstract as text."""
    dated = {name: date.fromisoformat(value) if name == "date" else value for name, value in record.items()}
    return dated | {"abstract": ABSTRACTS.get(record.get("abstract", ""))}


def judge_pairs_of(compared: pl.DataFrame) -> list[Record]:
    """The verdicts on each two rows, of which the first is compared with the second."""
    a = np.arange(0, len(compared), 2, dtype=np.uint32)
    evidence = collect_evidence(compared, a, a + 1, min_abstract_likeness=0.9, max_years_apart=8)
    return judge_pairs(evidence).drop("a", "b").rows(named=True)


def judge(compared: pl.DataFrame) -> Record:
    return judge_pairs_of(compared)[0]


@pytest.fixture(scope="module")
def judged(compared_of: Rows) -> list[tuple[Record, Record]]:
    """For each case the verdict on it and that on the second and the first: all at once, but each was read alone."""
    read = [compared_of(whole(case["a"]), whole(case["b"])) for case in CASES]
    there, back = judge_pairs_of(pl.concat(read)), judge_pairs_of(pl.concat([both.reverse() for both in read]))
    return list(zip(there, back, strict=True))


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["why"] for case in CASES])
def test_verdict_and_rule(judged: list[tuple[Record, Record]], number: int) -> None:
    case, (there, back) = CASES[number], judged[number]
    assert (there["verdict"], there["rule"]) == (case["verdict"], case["rule"]), there
    assert there == back


def test_the_evidence_tells_what_was_compared_and_what_came_out(compared_of: Rows) -> None:
    people = ["Ingrid Dahl", "Olav Berg", "Mei Tanaka"]
    judged = judge(
        compared_of(
            {"title": "Growth of moss", "authors": people, "abstract": MOSS, "date": date(2021, 3, 5)},
            {
                "title": "Growth of moss",
                "authors": ["O. Berg", "I. Dahl"],
                "abstract": ABSTRACTS["EDITED"],
                "date": date(2021, 3, 25),
            },
        )
    )
    assert judged["evidence"] == [
        "titles are equal",
        "2 of 2 authors agree",
        "abstracts are 0.95 alike",
        "dates are 20 days apart",
    ]
    assert 0.99 < judged["score"] < 1


def test_a_missing_field_is_no_evidence_either_way(compared_of: Rows) -> None:
    bare = judge(compared_of({"title": "Growth of moss under frost"}, {"title": "Growth of moss under frost"}))
    more = judge(
        compared_of(
            {"title": "Growth of moss under frost", "authors": ["Mei Tanaka"], "date": date(2021, 3, 5)},
            {"title": "Growth of moss under frost", "abstract": MOSS},
        )
    )
    assert bare["evidence"] == more["evidence"] == ["titles are equal"]
    assert bare["score"] == more["score"]


def test_of_years_alone_the_difference_is_told_in_years(compared_of: Rows) -> None:
    title = {"title": "Growth of moss under frost"}
    assert judge(compared_of(title | {"year": 2019}, title | {"year": 2021}))["evidence"][-1] == "years are 2 apart"
    assert judge(compared_of(title | {"year": 2019}, title | {"year": 2019}))["evidence"][-1] == "years are equal"
