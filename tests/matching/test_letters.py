"""Counts of letters: they never rule out what is alike, or what is held."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from flows.matching import letters, pages
from flows.matching.letters import count_letters

TEXTS = st.lists(st.text("aabcz019é漢", max_size=12), min_size=1, max_size=9)


@settings(deadline=None, derandomize=True)
@given(TEXTS)
def test_texts_are_never_less_far_apart_than_their_letters(texts: list[str]) -> None:
    counted = count_letters(pl.Series(texts))
    a, b = (side.ravel().astype(np.uint32) for side in np.indices((len(texts), len(texts))))
    pairs = list(zip(a.tolist(), b.tolist(), strict=True))
    apart = counted.apart(a, b).tolist()
    assert all(
        told <= Indel.distance(texts[one], texts[other]) for told, (one, other) in zip(apart, pairs, strict=True)
    )
    may_hold = counted.may_hold(a, b).tolist()
    assert all(told for told, (one, other) in zip(may_hold, pairs, strict=True) if texts[other] in texts[one])


def test_letters_that_only_one_text_has_are_told() -> None:
    counted = count_letters(pl.Series(["mosses", "mosa", "a" * 300, "z" * 300]))
    a, b = np.array([0, 2], dtype=np.uint32), np.array([1, 3], dtype=np.uint32)
    # Of one letter no more than 255 are told.
    assert counted.apart(a, b).tolist() == [4, 510]
    assert counted.may_hold(a, b).tolist() == [False, False]


def test_pages_and_batches_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    texts, rows = pl.Series(["mosses", None, "", "water", "mossesandwater"]), np.arange(5, dtype=np.uint32)
    whole = count_letters(texts)
    monkeypatch.setattr(pages, "PAGE_BYTES", 4)
    monkeypatch.setattr(letters, "PAIRS_AT_A_TIME", 2)
    cut = count_letters(texts)
    assert (cut.counts == whole.counts).all()
    assert cut.apart(rows, rows[::-1]).tolist() == [8, 5, 0, 5, 8]
    assert cut.may_hold(rows[::-1], rows).tolist() == [True, True, True, False, False]
