"""Sketches: texts that share wording share some of their few numbers."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.matching import pages
from flows.matching.sketch import ABSTRACTS, TITLES, sketch_texts

WORDS = st.sampled_from(("moss", "grows", "below", "again", "a", "lichen", "frost", "мох", "растет", "苔藓"))
TEXTS = st.lists(st.none() | st.lists(WORDS, max_size=40).map("".join), max_size=8)


def hashes_of(texts: list[str | None], row: int) -> set[int]:
    return set(sketch_texts(pl.Series(texts, dtype=pl.String), ABSTRACTS)[row].tolist()) - {0}


def test_a_text_keeps_one_hash_a_bin_at_most_and_equal_texts_the_same() -> None:
    text = "".join(f"amongthemwas{number}" for number in range(300))
    assert len(hashes_of([text], 0)) == ABSTRACTS.bins
    assert hashes_of([text, "other", text], 2) == hashes_of([text], 0)


def test_a_text_cut_in_half_shares_about_half_of_its_hashes() -> None:
    rng = np.random.default_rng(1)
    shared = 0
    for _ in range(50):
        text = "".join(chr(97 + letter) for letter in rng.integers(0, 26, 1000))
        shared += len(hashes_of([text], 0) & hashes_of([text[:500]], 0))
    assert 0.4 * ABSTRACTS.bins < shared / 50 < 0.6 * ABSTRACTS.bins


def test_unrelated_texts_share_nothing_and_short_ones_have_nothing() -> None:
    rng = np.random.default_rng(2)
    texts: list[str | None] = ["".join(chr(97 + letter) for letter in rng.integers(0, 26, 1000)) for _ in range(2)]
    assert not hashes_of(texts, 0) & hashes_of(texts, 1)
    assert not hashes_of(["a short one", None, ""], 0)


@settings(deadline=None, derandomize=True)
@given(TEXTS)
def test_a_sketch_depends_on_nothing_but_its_text(texts: list[str | None]) -> None:
    for row, text in enumerate(texts):
        assert hashes_of(texts, row) == hashes_of([text], 0)


def test_no_texts_have_no_sketches() -> None:
    assert sketch_texts(pl.Series([], dtype=pl.String), TITLES).shape == (0, TITLES.bins)


def test_pages_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = pl.Series([f"a text that differs only in its number, which is {number} again" for number in range(9)])
    whole = sketch_texts(texts, ABSTRACTS)
    monkeypatch.setattr(pages, "PAGE_BYTES", 1)
    single = sketch_texts(texts, ABSTRACTS)
    assert whole.any()
    assert np.array_equal(whole, single)


def test_a_slip_of_the_pen_leaves_most_of_the_sketch_of_a_title() -> None:
    titles = pl.Series(["growthofmossunderconstantfrostinthemountains", "growthofmossunderconstnatfrostinthemountains"])
    one, other = sketch_texts(titles, TITLES)
    assert (one == other).sum() >= TITLES.bins // 2
