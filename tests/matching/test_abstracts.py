"""Abstracts: equal, edited, cut off, or merely on the same subject."""

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

from flows.matching.abstracts import compare_abstracts

Rows = Callable[..., pl.DataFrame]

MOSS = (
    "We grow moss at a constant temperature below freezing and count its leaves every week. After a year the moss has "
    "doubled its leaves, although it hardly grew in height. We explain both with a model of how water moves in stems."
)
EDITED = MOSS.replace("every week", "each week").replace("a year", "two years")
SISTER = (
    "We grow lichen at a constant temperature above freezing and weigh its thallus every month. After a year it "
    "has doubled its weight, although it hardly grew in width. We explain neither with a model of air in soils."
)
REWRITTEN = (
    "We grow moss at a constant temperature below freezing and count its leaves. After a year in the dark the moss has "
    "doubled its leaves, but not its height. A model of how water moves in stems explains both."
)
PRIMES = (
    "A number is called lucky if it survives a sieve that strikes out every seventh of those that are left. We bound "
    "the gaps between lucky numbers from above, and show that infinitely many of them are shorter than their logarithm."
)


def compare(compared_of: Rows, a: str | None, b: str | None) -> dict[str, Any]:
    compared = compared_of({"abstract": a}, {"abstract": b})
    rows = np.array([0, 1], dtype=np.uint32)
    told = pl.Series([True])
    return compare_abstracts(compared, rows[:1], rows[1:], min_likeness=0.9, told=told).row(0, named=True)


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        (MOSS, MOSS.upper(), "equal"),
        (MOSS, EDITED, "near"),
        (MOSS, MOSS[:150] + " …", "holds"),
        (MOSS, EDITED[:180], "holds"),
        ("Background. " + MOSS, MOSS[60:], "holds"),
        (MOSS, REWRITTEN, "close"),
        (MOSS, SISTER, "related"),
        (MOSS, PRIMES, "differ"),
        (MOSS, None, None),
        (MOSS, MOSS[:90], None),
    ],
    ids=[
        "case",
        "edited",
        "cut off",
        "edited and cut off",
        "beginning lost",
        "rewritten",
        "sister",
        "other",
        "missing",
        "short",
    ],
)
def test_levels_of_agreement(compared_of: Rows, a: str, b: str | None, level: str | None) -> None:
    assert compare(compared_of, a, b)["abstracts"] == compare(compared_of, b, a)["abstracts"] == level


def test_likeness_of_a_cut_off_abstract_is_that_to_the_beginning_of_the_other(compared_of: Rows) -> None:
    assert compare(compared_of, MOSS, MOSS[:150])["abstract_likeness"] == 1


@pytest.mark.parametrize("b", [MOSS, EDITED, MOSS[:150], EDITED[:180], REWRITTEN, SISTER, SISTER[:120], PRIMES[:60]])
def test_what_is_not_told_has_the_same_level(compared_of: Rows, b: str) -> None:
    compared = compared_of({"abstract": MOSS}, {"abstract": b})
    a, other = np.array([[0, 0], [1, 1]], dtype=np.uint32)
    told, open_ = compare_abstracts(compared, a, other, 0.9, pl.Series([True, False])).iter_rows(named=True)
    assert open_["abstracts"] == told["abstracts"]
    assert told["abstracts"] == "differ" or open_ == told
