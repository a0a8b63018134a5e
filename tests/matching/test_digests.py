"""Digests of texts: equal for equal texts alone, and for ever what they are today."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.matching import pages
from flows.matching.digests import digest_texts

STRETCHES = st.sampled_from(("growthofmossunde", "rconstantfrostin", "moss", "м", "苔", ""))
TEXTS = st.lists(st.none() | st.lists(STRETCHES, max_size=5).map("".join), max_size=9)


def digests_of(*texts: str | None) -> list[str | None]:
    return digest_texts(pl.Series(texts, dtype=pl.String)).to_list()


def test_a_digest_never_changes() -> None:
    texts = ("", "moss", "growthofmossunderconstantfrost", "苔藓" * 99)
    assert digests_of(*texts) == ["c6faa94991f1a974", "684d33b32b421bc4", "76b7df9b88a3e3c4", "8bfc18963738f4be"]


@settings(deadline=None, derandomize=True)
@given(TEXTS)
def test_equal_texts_alone_have_equal_digests_wherever_they_stand(texts: list[str | None]) -> None:
    digests = digests_of(*texts)
    assert digests == [digest for text in texts for digest in digests_of(text)]
    assert len(set(digests)) == len(set(texts))


def test_texts_that_differ_in_one_letter_or_in_order_have_other_digests() -> None:
    text = "growthofmossunderconstantfrostinthemountains"
    changed = [f"{text[:at]}x{text[at + 1 :]}" for at in range(len(text))]
    cut = [text[:at] for at in range(len(text))]
    swapped = [text[16:32] + text[:16] + text[32:], text[::-1]]
    repeated = ["moss" * times for times in range(12, 40)]
    every = [text, *changed, *cut, *swapped, *repeated]
    assert len(set(digests_of(*every))) == len(every)


def test_pages_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"a text that differs only in its number, which is {number} again" for number in range(9)]
    whole = digests_of(*texts)
    monkeypatch.setattr(pages, "PAGE_BYTES", 100)
    assert digests_of(*texts) == whole
