"""Other people's text, where a person reads it."""

import pytest

from flows.release.text import count_of, escape_markdown, printable, shortened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain é μ 数 🎓", "plain é μ 数 🎓"),
        ("\x1b[31mred\x1b[0m", "[31mred [0m"),
        ("a\r\nb\tc\x00d\x9be", "a b c d e"),
        ("line\u2028end", "line end"),
        ("\u202egnp.exe", "gnp.exe"),
    ],
)
def test_nothing_that_a_terminal_obeys_is_left(text: str, expected: str) -> None:
    assert printable(text) == expected


def test_markdown_and_html_are_shown_as_they_are() -> None:
    assert escape_markdown("a | *b* <script>x</script> [c](d) `e` $f$ &lt;") == (
        r"a \| \*b\* \<script\>x\</script\> \[c\](d) \`e\` \$f\$ \&lt;"
    )


def test_long_text_is_cut() -> None:
    assert shortened("abcdef", most=4) == "abc…"
    assert shortened("abcd", most=4) == "abcd"


def test_counts_have_their_plural() -> None:
    assert [count_of(number, "paper") for number in (0, 1, 1204)] == ["0 papers", "1 paper", "1,204 papers"]
