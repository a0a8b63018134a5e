"""Titles: how alike they are, and when nearly equal ones mean two papers."""

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

from flows.matching.series import find_numbers, value_of
from flows.matching.titles import compare_titles

Rows = Callable[..., pl.DataFrame]


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("Attention Is All You Need", ""),
        ("GPT-4 Technical Report", "4"),
        ("Elastic waves, Part II: damping", "2"),
        ("Elastic waves, part two: damping", "2"),
        ("Elastic waves. Ⅱ", "2"),
        ("Series and integrals. Volume II(b)", "2b"),
        ("Series and integrals. Volume IV", "4"),
        ("The higher sharp I: on M1", "11"),
        ("Algebras of type $A_4^{(1)}$", "41"),
        ("What I learned from X-rays", ""),
        ("Annual report 2019", "2019"),
        ("Lecture B on sheaves", "b"),
    ],
)
def test_numbers_of_a_title_however_they_are_written(title: str, numbers: str) -> None:
    assert "".join(map(value_of, find_numbers(title))) == numbers


def compare(compared: pl.DataFrame) -> dict[str, Any]:
    """How the titles of two records compare."""
    rows = np.array([0, 1], dtype=np.uint32)
    return compare_titles(compared, rows[:1], rows[1:]).row(0, named=True)


@pytest.mark.parametrize(
    ("a", "b", "veto"),
    [
        ("GPT-3 in the clinic", "GPT-4 in the clinic", "numbered_titles"),
        ("Waves in rods, Part I", "Waves in rods, Part II", "numbered_titles"),
        ("Waves in rods", "Waves in rods II", "numbered_titles"),
        ("Waves in rods", "Waves in rods I", None),
        ("Waves in rods, Part II", "Waves in rods, part 2", None),
        ("Survey of glaciers 2019", "Survey of glaciers 2020", "numbered_titles"),
        ("The higher sharp I: on mice", "The higher sharp IV: further levels", "numbered_titles"),
        ("Vision in 3 steps", "Learning to see in 5 hours", None),
        ("A theory of moss", "Moss in 5 hours", None),
        ("Growth of moss", "Erratum: Growth of moss", "notice"),
        ("Growth of moss", "Growth of moss: a reply", "notice"),
        ("Growth of moss", "Comment on 'Growth of moss'", "notice"),
        ("Growth of moss", "RETRACTED: Growth of moss", None),
        ("Response of moss to frost", "How frost damages the cells of moss", None),
    ],
)
def test_titles_that_differ_on_purpose(compared_of: Rows, a: str, b: str, veto: str | None) -> None:
    assert compare(compared_of({"title": a}, {"title": b}))["title_veto"] == veto


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        (
            "Growth of moss under constant frost in mountains",
            "growth of moss under constant frost, in mountains",
            "equal_long",
        ),
        ("Growth of moss", "Growth of Moss", "equal"),
        ("Moss", "MOSS", "equal_weak"),
        (
            "Comment on the growth of moss under constant frost",
            "Comment on the growth of moss under constant frost",
            "equal_weak",
        ),
        ("Editorial", "EDITORIAL", "equal_generic"),
        ("Growth of moss under constant frost", "Growth of mos under constant frost", "swapped"),
        ("MossNet: slow growth", "MossNet: slow growth under constant frost in mountains", "begins"),
        ("Growth of moss under constant frost", "PO-045: Growth of moss under constant frost", "slip"),
        ("Growth of moss under constant frost", "Costs of the growth of moss under constant frost", "about"),
        ("Growth of moss under constant frost", "On the growth of moss under constant frost", "slip"),
        ("Moss", "Moss grows slowly under constant frost in the mountains", "differ"),
        ("Growth of moss under frost", "Growth of lichen under frost in spring", "alike"),
        ("Growth of moss", "Numbers that are prime", "differ"),
        ("Growth of moss", None, None),
    ],
)
def test_levels_of_agreement(compared_of: Rows, a: str, b: str | None, level: str | None) -> None:
    assert compare(compared_of({"title": a}, {"title": b}))["titles"] == level


def test_likeness_is_one_only_for_equal_titles(compared_of: Rows) -> None:
    assert compare(compared_of({"title": "Growth of moss"}, {"title": "growth of moss"}))["title_likeness"] == 1
    assert 0.9 < compare(compared_of({"title": "Growth of moss"}, {"title": "Growth of mosses"}))["title_likeness"] < 1
