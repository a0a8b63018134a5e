"""What compares equal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.fields.folding import fold, letters_and_digits


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Plain ASCII", "plain ascii"),
        ("Ørsted", "orsted"),
        ("Łukasz", "lukasz"),
        ("Straße", "strasse"),
        ("Erdős", "erdos"),
        ("Þórður Ævar", "thordur aevar"),
        ("µ and μ", "mu and mu"),
        ("ϵ-ε, ϕ-φ", "epsilon-epsilon, phi-phi"),
        ("ℝ, 𝒪, 𝐱", "r, o, x"),
        ("16×16", "16x16"),
        ("İstanbul, IŞIK, ılık", "istanbul, isik, ilik"),
        ("Йод", "иод"),
    ],
)
def test_case_accents_and_notation_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("u-μP: The Unit-Scaled", "umuptheunitscaled"),
        ("CO₂, CO_2", "co2co2"),
        ("深度学习 2.0", "深度学习20"),
        ("हिन्दी", "हिन्दी"),
        ("?!", ""),
    ],
)
def test_only_letters_and_digits_stay(text: str, key: str) -> None:
    assert letters_and_digits(text) == key


@given(st.text())
@settings(deadline=None, derandomize=True)
def test_a_key_is_its_own_key(text: str) -> None:
    key = letters_and_digits(text)
    assert letters_and_digits(key) == key


@given(st.text(alphabet=st.characters(max_codepoint=127)))
@settings(deadline=None, derandomize=True)
def test_the_short_cut_for_ascii_gives_the_same_key(text: str) -> None:
    assert letters_and_digits(text) == letters_and_digits(f"{text}\N{COMBINING ACUTE ACCENT}")
