"""Names of forms that tell by themselves where they begin."""

import pytest

from flows.layouts.cut.forms import family_first_words, group_words, han_words


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("of Ducks 李明", 1),
        ("李明", 1),
        ("鴨の研究について 山田太郎", 1),
        ("of Ducks 김민준", 1),
        ("山田 太郎", 0),
        ("of 深度学习研究方法", 0),
        ("of Ducks", 0),
        ("of Ducks محمد", 0),
    ],
)
def test_names_in_han_kana_and_hangul(words: str, count: int) -> None:
    assert han_words(words.split()) == count


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
