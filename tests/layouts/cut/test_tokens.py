"""How words look as parts of names."""

import pytest

from flows.layouts.cut.tokens import char_class, lexicon_key, name_shape


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("Jason", "C"),
        ("J.", "I"),
        ("J.-P.", "I"),
        ("-P.", "I"),
        ("-P", "I"),
        ("-Ph.", "I"),
        ("-F.-X.", "I"),
        ("-p.", "i"),
        ("-p", "?"),
        ("-Paul", "?"),
        ("-3.", "?"),
        ("k.", "i"),
        ("J", "J"),
        ("de", "P"),
        ("Jean-Baptiste", "H"),
        ("McKinzie", "M"),
        ("Marc'Aurelio", "M"),
        ("d'Aspremont", "C"),
        ("NASA", "U"),
        ("李明", "X"),
        ("sun", "l"),
        ("Jr.", "I"),
        ("Chr.", "."),
        ("Soljačić", "C"),
        ("done.Mora", "?"),
        ("GPT-4", "H"),
        ("4", "?"),
        ("(text", "?"),
    ],
)
def test_name_shape(word: str, shape: str) -> None:
    assert name_shape(word) == shape


def test_lexicon_key_drops_marks_and_case() -> None:
    assert lexicon_key("(Networks)?") == "networks"
    assert lexicon_key("Soljačić\u200b,") == "soljačić"
    assert lexicon_key("--") == "--"
    assert lexicon_key("...") == ""


def test_char_class() -> None:
    assert [char_class(char) for char in 'Az7李.)]"”–$€'] == [
        "A",
        "a",
        "0",
        "x",
        ".",
        ")",
        ")",
        '"',
        '"',
        "-",
        "$",
        "~",
    ]
