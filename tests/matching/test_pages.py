"""Columns of texts as stretches of bytes: nothing is lost on the way, and no text is torn."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.matching import pages
from flows.matching.pages import cut_pages, lists_of, page_of, texts_of

TEXTS = st.lists(st.none() | st.text(max_size=9), max_size=9)


@settings(deadline=None, derandomize=True)
@given(TEXTS)
def test_a_page_holds_the_texts_one_behind_the_other(texts: list[str | None]) -> None:
    page, ends = page_of(pl.Series(texts, dtype=pl.String))
    assert texts_of(bytes(page), ends).to_list() == [text or "" for text in texts]


@settings(deadline=None, derandomize=True)
@given(TEXTS, st.integers(1, 20))
def test_texts_cut_into_pages_are_all_there(texts: list[str | None], size: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(pages, "PAGE_BYTES", size)
        cut = list(cut_pages(pl.Series(texts, dtype=pl.String)))
    found = [text for page, ends in cut for text in texts_of(page, ends).to_list()]
    assert found == [text or "" for text in texts]
    assert all(len(page) < size + 4 * 9 for page, _ in cut)


def test_values_come_in_lists_of_any_size() -> None:
    lists = lists_of(pl.Series(["moss", "frost", "мох"]), np.array([2, 0, 1]))
    assert lists.to_list() == [["moss", "frost"], [], ["мох"]]


def test_a_text_that_was_set_to_null_leaves_nothing() -> None:
    names = pl.DataFrame({"text": ["Moss under constant frost", "Höhe", "Ivy on the walls of old houses"]})
    short = names.select(pl.when(pl.col("text").str.len_chars() < 10).then("text")).to_series()
    page, ends = page_of(short)
    assert texts_of(bytes(page), ends).to_list() == ["", "Höhe", ""]
