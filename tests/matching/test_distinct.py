"""Work on distinct values: the same result as on all of them, with less of it."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.matching.distinct import change_some, first_rows, per_distinct

WORDS = st.lists(st.none() | st.sampled_from(("moss", "lichen", "")), max_size=12)


@settings(deadline=None, derandomize=True)
@given(WORDS)
def test_a_row_is_told_by_the_first_of_its_kind(words: list[str | None]) -> None:
    assert first_rows(pl.Series(words, dtype=pl.String)).tolist() == [words.index(word) for word in words]


@settings(deadline=None, derandomize=True)
@given(WORDS)
def test_equal_values_are_computed_once_and_told_in_every_row(words: list[str | None]) -> None:
    seen: list[str | None] = []

    def count_letters(texts: pl.Series) -> pl.Series:
        seen.extend(texts)
        return texts.str.len_chars()

    values = pl.Series(words, dtype=pl.String)
    assert per_distinct(values, count_letters).to_list() == values.str.len_chars().to_list()
    assert sorted(seen, key=str) == sorted(set(words), key=str)


def test_lists_and_pairs_of_values_are_values_too() -> None:
    names = pl.Series([["Ada", "Bo"], ["Ada"], ["Ada", "Bo"], None, None])
    assert first_rows(names).tolist() == [0, 1, 0, 3, 3]
    pairs = pl.DataFrame({"a": ["x", "x", "x"], "b": [None, "y", None]}).to_struct()
    assert first_rows(pairs).tolist() == [0, 1, 0]


def test_only_what_is_asked_for_is_changed() -> None:
    values = pl.Series(["a", None, "c", "d"])
    where = pl.Series([True, None, False, True])
    assert change_some(values, where, lambda some: some.str.to_uppercase()).to_list() == ["A", None, "c", "D"]
    assert values.to_list() == ["a", None, "c", "d"]
