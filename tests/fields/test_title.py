"""Titles: how they are shown and how they compare."""

import pytest

from flows.fields.title import clean_title, compare_title

TITLES = [
    (
        r"u-$\mu$P: The Unit-Scaled Maximal Update Parametrization",
        "u-μP: The Unit-Scaled Maximal Update Parametrization",
    ),
    ("{BERT}: {P}re-training of  Deep\nTransformers", "BERT: Pre-training of Deep Transformers"),
    ("Llama 2 &amp; friends", "Llama 2 & friends"),
    ("Attention Is All You Need.", "Attention Is All You Need"),
    ("Is this a title?", "Is this a title?"),
    ("And then there were none...", "And then there were none..."),
    ("A comment on Smith et al.", "A comment on Smith et al."),
    ("Energy use in the U.S.", "Energy use in the U.S."),
    ("Numerical methods, part II.", "Numerical methods, part II"),
    ("iPhone and eBay keep their capitals", "iPhone and eBay keep their capitals"),
    ("  ", None),
    (".", None),
]

ONE_TITLE = [
    (r"u-μP", "u-muP"),
    ("Pre-training of Transformers", "Pretraining of  transformers"),
    ("An Image is Worth 16×16 Words", "An image is worth 16x16 words"),
    ("Schrödinger’s Cat?", "Schrodinger's cat"),
    ("CO₂ and H_2O", "CO_2 and H2O"),
    ("ℝ-trees and 𝒪(n)", "R-trees and O(n)"),
]

TWO_TITLES = [
    ("GPT-3", "GPT-4"),
    ("Part I", "Part II"),
    ("α-divergence", "β-divergence"),
    ("深度学习", "机器学习"),
]


@pytest.mark.parametrize(("raw", "title"), TITLES)
def test_titles_are_cleaned(raw: str, title: str | None) -> None:
    assert clean_title(raw).text == title
    assert title is None or clean_title(title).text == title


def test_flags_tell_what_was_done() -> None:
    assert clean_title(r"BjÃ¶rn's \method.").flags == {"mojibake_repaired", "undefined_macro"}


@pytest.mark.parametrize(("one", "other"), ONE_TITLE)
def test_one_title_in_two_spellings_has_one_key(one: str, other: str) -> None:
    assert compare_title(one) == compare_title(other) != ""


@pytest.mark.parametrize(("one", "other"), TWO_TITLES)
def test_two_titles_have_two_keys(one: str, other: str) -> None:
    assert compare_title(one) != compare_title(other)
