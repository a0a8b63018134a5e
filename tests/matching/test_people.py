"""Author lists: the same people, whatever the order and the spelling."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.matching.people import compare_people, count_shared

Rows = Callable[..., pl.DataFrame]

NAMES = ("Ada Lovelace", "A. Lovelace", "Emmy Noether", "E. Noether", "Kurt Gödel", "K. Godel", "Alan M. Turing")


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [
        (["Ada Lovelace", "Emmy Noether"], ["E. Noether", "A. Lovelace"], 2),
        (["Kurt Gödel"], ["Kurt Godel", "Ada Lovelace"], 1),
        (["Ada Lovelace"], ["Emmy Noether"], 0),
        (["Ada Lovelace"], [], 0),
        # One name of the shorter list stands for one person, even where two of the other could be meant.
        (["A. Lovelace"], ["Ada Lovelace", "Anne Lovelace"], 1),
        (["Ada Lovelace", "Ada Lovelace"], ["Ada Lovelace"], 1),
        (["A. Lovelace", "Ada Lovelace"], ["Ada M. Lovelace", "Anne Lovelace"], 2),
        # Family names first, as some listings have them.
        (["Noether Emmy", "Lovelace Ada"], ["Ada Lovelace", "Emmy Noether"], 2),
        # Particles as initials, as indexes have them.
        (["Wybren van der Meer"], ["W. V. D. Meer"], 1),
        (["J. A. de Azcárraga", "Stefano De Paoli"], ["S. D. Paoli", "J. A. d. Azcarraga"], 2),
        (["Stefano De Paoli"], ["M. D. Paoli"], 0),
        (["Stefano De Paoli"], ["S. Paoli"], 0),
        # Family names of two words, in one or with a hyphen.
        (["Anna Bar Yosef", "K. Mc Donald"], ["A. Bar-Yosef", "Karim McDonald"], 2),
        (["Anna Yosef"], ["A. Bar-Yosef"], 0),
    ],
)
def test_people_in_common(a: list[str], b: list[str], shared: int) -> None:
    assert count_shared(a, b) == count_shared(b, a) == shared


@settings(deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(NAMES)), st.lists(st.sampled_from(NAMES)), st.randoms(use_true_random=False))
def test_people_in_common_do_not_depend_on_the_order(a: list[str], b: list[str], rng: Any) -> None:  # noqa: ANN401 - hypothesis names no type for it
    shared = count_shared(a, b)
    assert 0 <= shared <= min(len(a), len(b))
    rng.shuffle(a)
    rng.shuffle(b)
    assert count_shared(a, b) == count_shared(b, a) == shared


def level(compared_of: Rows, a: Sequence[str], b: Sequence[str], *, b_complete: bool = True) -> dict[str, Any]:
    compared = compared_of({"authors": a}, {"authors": b, "authors_complete": b_complete})
    rows = np.array([0, 1], dtype=np.uint32)
    return compare_people(compared, rows[:1], rows[1:], pl.Series([True])).row(0, named=True)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (["Ada Lovelace", "Emmy Noether"], ["Emmy Noether", "Ada Lovelace"], "same"),
        (["Ada Lovelace", "Emmy Noether", "Kurt Gödel"], ["K. Godel", "A. Lovelace", "E. Noether"], "all"),
        (["Ada Lovelace"], ["A. Lovelace"], "one"),
        (["Ada Lovelace", "Emmy Noether", "Kurt Gödel"], ["Ada Lovelace"], "agree"),
        (
            ["Ada Lovelace", "Emmy Noether", "Kurt Gödel"],
            ["Ada Lovelace", "Alan Turing", "Alonzo Church"],
            "partly",
        ),
        (["Ada Lovelace"], ["Emmy Noether"], "conflict"),
        (["Ada Lovelace"], [], None),
    ],
)
def test_levels_of_agreement_of_complete_lists(
    compared_of: Rows, a: list[str], b: list[str], expected: str | None
) -> None:
    assert level(compared_of, a, b)["people"] == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (["Ada Lovelace", "Emmy Noether", "Kurt Gödel"], ["Emmy Noether"], "agree"),
        (["Ada Lovelace", "Emmy Noether", "Kurt Gödel"], ["Emmy Noether", "Alan Turing"], "conflict"),
        (["Ada Lovelace", "Emmy Noether", "Kurt Gödel"], ["Alan Turing"], "conflict"),
    ],
)
def test_all_names_of_an_incomplete_list_must_be_in_the_other(
    compared_of: Rows, a: list[str], b: list[str], expected: str
) -> None:
    assert level(compared_of, a, b, b_complete=False)["people"] == expected


def test_two_incomplete_lists_without_a_common_name_tell_nothing(compared_of: Rows) -> None:
    pages = [{"authors": [name], "authors_complete": False} for name in ("Ada Lovelace", "Emmy Noether")]
    compared = compared_of(*pages)
    rows = np.array([0, 1], dtype=np.uint32)
    assert compare_people(compared, rows[:1], rows[1:], pl.Series([True]))["people"].to_list() == [None]
