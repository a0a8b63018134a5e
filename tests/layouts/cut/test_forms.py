"""Names of forms that tell by themselves where they begin."""

import pytest

from flows.layouts.cut.forms import ends_in_han, family_first_words, group_words


@pytest.mark.parametrize("words", ["of Ducks 李明", "李明", "鴨の研究について 山田太郎", "of Ducks 김민준"])
def test_names_of_one_word_in_han_kana_and_hangul(words: str) -> None:
    assert ends_in_han(words.split())


@pytest.mark.parametrize("words", ["山田 太郎", "of 深度学习研究方法", "of Ducks", "of Ducks محمد"])
def test_what_is_no_such_name(words: str) -> None:
    assert not ends_in_han(words.split())


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("of Ducks BYRON Ada", 2),
        ("of Ducks BYRON Ada J. -P.", 4),
        ("of Ducks VAN DER BERG Ada", 4),
        ("for LIDAR BYRON Ada", 2),
        ("GARCIA LOPEZ Ada", 3),
        ("of Ducks Ada BYRON", 0),
        ("of Ducks J. Ada", 0),
        ("Seen by LIDAR at Noon", 0),
        ("LIDAR", 0),
    ],
)
def test_family_names_in_capitals_before_given_names(words: str, count: int) -> None:
    assert family_first_words(words.split()) == count


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("of Ducks OpenAI", 1),
        ("of Ducks The LIGO Scientific Collaboration", 4),
        ("of Ducks Google DeepMind", 2),
        ("of Ducks Unmeta AI", 0),
        ("of OpenAI Ducks", 0),
    ],
)
def test_groups_that_sign_alone(words: str, count: int) -> None:
    assert group_words(words.split()) == count
