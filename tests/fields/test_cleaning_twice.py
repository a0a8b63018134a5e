"""Cleaning twice changes nothing, and clean text has single blanks and none at its ends.

The random texts are made of the pieces that could hide one in another: markup, entities, wrong decoding, money.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.fields.abstract import clean_abstract
from flows.fields.authors import clean_name
from flows.fields.comment import clean_comment
from flows.fields.latex import read_latex
from flows.fields.text import clean_text
from flows.fields.title import clean_title

PAPERS: Final = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "papers.parquet"
SAMPLE_SIZE: Final = 2000
SEED: Final = 20261121

PIECES: Final = [
    *(
        "a",
        "B",
        "12",
        " ",
        "  ",
        "\n",
        ".",
        ",",
        "(",
        ")",
        "[",
        "]",
        "'",
        '"',
        "~",
        "--",
        "é",
        "e\u0301",
        "中",
        "İ",
        "ß",
    ),
    *(
        "\\",
        "$",
        "{",
        "}",
        "_",
        "^",
        "&",
        "%",
        "#",
        "$$",
        "\\\\",
        "\\ ",
        "\\,",
        "\\{",
        "\\}",
        "\\$",
        "\\%",
        "\\&",
        "\\_",
    ),
    *(
        "\\alpha ",
        "\\mu",
        "\\mathbb{R}",
        "\\cal N",
        "\\frac{1}{2}",
        "\\frac12",
        "\\sqrt",
        "\\over",
        "\\choose",
        "\\log",
    ),
    *("\\foo", "\\foo{", "\\H", "\\v", '\\"', '\\"o', "\\'e", "\\o", "\\S", "\\i", "\\bar", "\\not", "\\not=", "\\sp2"),
    *("\\left\\{", "\\right.", "\\begin{align}", "\\end{align}", "\\begin{pmatrix}", "\\end{pmatrix}", "\\begin{x}"),
    *(
        "\\cite{a}",
        "\\cite",
        "\\url{http://x.org/~a_b}",
        "\\href{http://x.org}{t}",
        "http://x.org/a%20b",
        "\\verb|$x{|",
    ),
    *("\\text{if $x$}", "\\textbf{A}", "\\it ", "\\unicode{x24}", "\\unicode{x5c}", "\\backslash", "\\textasciitilde"),
    *("$x$", "$5", "$10 million", "{Sora}", "{0,1}", "{x}", "x^{n+1}", "10^{-3}", "_{ij}", "\\{x\\}", "\\$-", " and "),
    *("&amp;", "&lt;", "&#36;", "&#92;", "&lbrace;", "Ã©", "â€™", "\u00c3 ", "\u200b", "\u200d", "\u00ad", "\udc93"),
    *("\ud800", "ﬁ", "\ufdd0", "\ufdd1", "\ufdd6", "\x00", "\x85", "\u00a0", "∖", "∼", 'K{\\"o}nig', "Ph.D."),
    *("<i>", "</i>", "<sub>", "</sub>", "<br/>", "<p", "<jats:title>Abstract</jats:title>"),
    *("King, ", "Jr.", "J.", " -P.", "me@x.org", "1", "*", "†", "^1", "Team", "(MIT)", "van "),
]

Clean = Callable[[str], str | None]

CLEANERS: Final[dict[str, Clean]] = {
    "text": lambda raw: clean_text(raw).text,
    "title": lambda raw: clean_title(raw).text,
    "abstract": lambda raw: clean_abstract(raw).text,
    "comment": lambda raw: clean_comment(raw).text,
    "name": clean_name,
}

texts = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
    st.text(st.characters(codec=None), max_size=40),
)


def assert_clean(clean: Clean, raw: str) -> None:
    once = clean(raw)
    if once is not None:
        assert once == " ".join(once.split())
        assert once != ""
        assert clean(once) == once


@pytest.mark.parametrize("clean", CLEANERS.values(), ids=CLEANERS)
@given(raw=texts)
@settings(deadline=None, derandomize=True, max_examples=300)
def test_cleaning_twice_changes_nothing(clean: Clean, raw: str) -> None:
    assert_clean(clean, raw)


@given(raw=texts)
@example(raw=r"$\{X\}$ of \$x\$ and $\H$x \foo{}y")
@settings(deadline=None, derandomize=True, max_examples=500)
def test_latex_that_was_read_reads_as_it_stands(raw: str) -> None:
    once = read_latex(raw).text
    assert once is None or read_latex(once).text == once


@pytest.fixture(scope="module")
def sample() -> pl.DataFrame:
    if not PAPERS.exists():
        pytest.skip(f"the real papers are not beside this checkout ({PAPERS.name})")
    return pl.read_parquet(PAPERS).sample(SAMPLE_SIZE, seed=SEED)


@pytest.mark.parametrize(
    ("column", "clean"),
    [("title", CLEANERS["title"]), ("abstract", CLEANERS["abstract"]), ("authors", CLEANERS["name"])],
)
def test_real_papers_are_clean_after_one_go(sample: pl.DataFrame, column: str, clean: Clean) -> None:
    values: Iterable[str | None] = sample[column].explode() if column == "authors" else sample[column]
    for raw in values:
        if raw is not None:
            assert_clean(clean, raw)


def test_few_real_papers_have_markup_that_cannot_be_read(sample: pl.DataFrame) -> None:
    flags = [flag for raw in sample["abstract"] if raw is not None for flag in clean_abstract(raw).flags]
    assert flags.count("latex_unreadable") < 0.01 * SAMPLE_SIZE
    assert flags.count("undefined_macro") < 0.05 * SAMPLE_SIZE
