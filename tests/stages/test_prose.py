"""Columns of prose with LaTeX are cleaned as the text functions clean one text."""

from pathlib import Path
from typing import Final

import polars as pl
import pytest
from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.fields.abstract import clean_abstract
from flows.fields.text import is_innocent
from flows.fields.title import clean_title
from flows.fields.venue import clean_venue
from flows.stages.markup import read_markup
from flows.stages.suspects import ABSTRACT, TITLE, VENUE
from flows.stages.texts import clean_texts

QUICK: Final = settings(deadline=None, derandomize=True, max_examples=150)
KINDS: Final = ((ABSTRACT, clean_abstract), (TITLE, clean_title), (VENUE, clean_venue))
BITS: Final = st.sampled_from(
    [
        *(
            " ",
            " ",
            " ",
            " a ",
            " in ",
            " and ",
            ". ",
            ", ",
            "(",
            ")",
            "-",
            "a",
            "x",
            "7",
            "[",
            "]",
            "$5",
            "$",
            "$$",
            "~",
        ),
        *("$x$", "$x_1$", "$x^ 2$", r"$\alpha$", r"$\log n$", r"$\frac{a}{b}$", r"$x_{ij}$", r"$\{a, b\}$", "$a b$"),
        *(r"$\hat{x}$", r"$\bar \alpha$", r"$\leq$", r"$\mathbb{R}^n$", r"$\foo$", r"$\,$", r"$\text{a b}$", r"${}^2$"),
        *(
            r"Schr\"odinger",
            r"H\'{e}lder",
            r"\' e",
            r"{\it in vitro}",
            r"\emph{in vivo}",
            r"\cite{a}",
            r"\cite[p. 3]{a}",
        ),
        *(
            r"\alpha ",
            r"\foo ",
            r"\foo{a b}",
            r"\ ",
            r"\%",
            r"\$",
            r"\&",
            r"\{a,",
            r"b\}",
            "{",
            "}",
            "\\",
            r"\\",
            "{a b}",
        ),
        *(r"\frac {a} {b}", r"\begin{center} a \end{center}", r"\verb|a b|", r"\url{http://a.b/c_d}", "https://a.b/~c"),
        *(
            "é",
            "e\u0301",
            "αβ",
            "x\u0302",
            "≤∞",
            "Ã©",
            "œ",
            "ﬁ",
            "\u00a0",
            "\u200b",
            "가",
            "\u1100\u1161",
            "&amp;",
            "&",
        ),
    ]
)
TEXT: Final = st.lists(BITS, max_size=8).map("".join)


def assert_cleaned_alike(raw: list[str]) -> None:
    for beside, clean in KINDS:
        found = clean_texts(pl.Series(raw, dtype=pl.String), beside, clean)
        one_by_one = [clean(text) for text in raw]
        assert found.values.to_list() == [one.text for one in one_by_one]
        flags = [frozenset(name for name, rows in found.flags.items() if rows[row]) for row in range(len(raw))]
        assert flags == [one.flags for one in one_by_one]


@QUICK
@given(raw=st.lists(TEXT, min_size=1, max_size=12))
def test_a_column_is_cleaned_as_its_texts_are_one_by_one(raw: list[str]) -> None:
    assert_cleaned_alike(raw)


def test_a_stretch_between_blanks_is_read_by_itself() -> None:
    texts = pl.Series(
        [r"Let $x_{n}$ be in {\it some $\mathbb{R}$ space}, by Schr\"odinger.", "no markup", r"$10 of $x$"]
    )
    assert read_markup(texts).values.to_list() == ["Let x_n be in some ℝ space, by Schrödinger.", "no markup", None]


@pytest.mark.parametrize(
    "text",
    [
        r"a \{b, c\} d",  # the partner of a brace stands in another stretch
        r"\frac {a} {b} is half",  # an argument follows behind a blank
        r"\begin{center} a & b \end{center}",
        r"it costs $5 and $x$ more",  # the first dollar sign is money
        r"a {b} {c",
        r"by \' etienne and \alpha beta",
        "x~y but no markup.",
        r"x~y with $z$",
        r"\cite[p. 3]{key} and [$a$]",
        r"from $\&$lt; to a\&b; and $\&$amp;",  # what shows makes an entity with what stands behind it
        r"$\Delta\cdot x$ and $\|x\|\leq\alpha$",  # signs that may be half of a wrongly decoded letter
        r"$\R$-valued, $\foo$ a \c $x$ and $\'$ e",  # macros that stay, before a blank
        r"n$\frac{a}{b}$-b, -$\frac{a}{b}$n, =$\not$ c, x$_{a}$y, -$x$~-z",
    ],
)
def test_what_hangs_on_the_whole_text_is_read_as_a_whole(text: str) -> None:
    assert_cleaned_alike([text, "plain", text])


@QUICK
@given(
    text=st.lists(st.sampled_from("".join(MOJIBAKE_CATEGORIES.values()) + "aA z1ВГРС€×°µŸŽ"), max_size=5).map("".join)
)
def test_signs_of_wrong_decoding_are_all_that_ftfy_looks_for(text: str) -> None:
    if is_bad(text):
        assert not is_innocent(text)


def test_real_titles_and_abstracts_are_cleaned_alike(shared: Path) -> None:
    path = shared / "data" / "papers.parquet"
    if not path.exists():
        pytest.skip("the real papers are not here")
    papers = pl.read_parquet(path).sample(6_000, seed=5)
    for name, (beside, clean) in (("title", KINDS[1]), ("abstract", KINDS[0])):
        found = clean_texts(papers[name], beside, clean)
        assert found.values.to_list() == [clean(text).text for text in papers[name]]
