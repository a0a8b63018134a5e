"""Keys of whole columns: what folding text by text gives."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.fields.folding import letters_and_digits
from flows.matching import pages
from flows.matching.folded import fold_texts

TEXTS = st.lists(st.none() | st.text(st.sampled_from("aÉ ß’μ\n–́Ж漢1"), max_size=8) | st.text(max_size=8), max_size=9)


@settings(deadline=None, derandomize=True)
@given(TEXTS)
def test_each_text_is_folded_as_if_it_stood_alone(texts: list[str | None]) -> None:
    wanted = [None if text is None else letters_and_digits(text) or None for text in texts]
    assert fold_texts(pl.Series(texts, dtype=pl.String)).to_list() == wanted


def test_pages_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = pl.Series([None, "u-μP", "", "Pré-\ntraining", "…", "Straße"])
    monkeypatch.setattr(pages, "PAGE_BYTES", 8)
    assert fold_texts(texts).to_list() == [None, "umup", None, "pretraining", None, "strasse"]


def test_a_part_of_a_column_is_folded_alone() -> None:
    assert fold_texts(pl.Series(["one", "two", "three"])[1:2]).to_list() == ["two"]


def test_no_texts_give_no_keys() -> None:
    assert fold_texts(pl.Series([], dtype=pl.String)).to_list() == []
