"""Beginnings of names from other alphabets."""

import pytest

from flows.matching.spellings import spell_start


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("chebyshev", "tchebyshev"),
        ("efimov", "yefimov"),
        ("tsvetkov", "cvetkov"),
        ("zhdanov", "jdanov"),
        ("khokhlov", "hokhlov"),
        ("shcherbakov", "scherbakov"),
        ("yakovlev", "iakovlev"),
    ],
)
def test_one_name_however_it_is_transliterated(a: str, b: str) -> None:
    assert spell_start(a) == spell_start(b)


@pytest.mark.parametrize("name", ["noether", "ye", "yang", "chen"])
def test_other_and_short_names_stay(name: str) -> None:
    assert spell_start(name) == name
