r"""Formulas read in one pass, with short groups as one token, show what the reader finds sign by sign."""

import re
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.fields.latex import read_once
from flows.fields.latex_grammar import Formula, Grammar
from flows.fields.latex_letters import letters, over_all, symbol, undefined
from flows.fields.latex_macros import SYMBOLS
from flows.fields.latex_reader import Handler, Reader, UnreadableError
from flows.fields.latex_tokens import cut

MACROS: Final[dict[str, Handler]] = {
    **dict.fromkeys(("alpha", "leq", "log", "ell", "partial", "o", ","), symbol),
    "mathbb": letters,
    "hat": over_all,
}
GRAMMAR: Final = Grammar(
    MACROS, undefined, {f"\\{name}": SYMBOLS[name] for name, handler in MACROS.items() if handler is symbol}
)
SIGN_BY_SIGN: Final = re.compile(r"([\\${}_^~&](?:(?<!\\)|[A-Za-z]+|.))", re.DOTALL)
PARTS: Final = st.sampled_from(
    [
        *("x", "1", " ", "-", "(", ")", "_", "^", "~", "&", "{", "}", "_a", "^ 2", "a b", "é"),
        *(r"\alpha", r"\alpha ", r"\leq ", r"\log", r"\log ", r"\ell ", r"\partial ", r"\o ", r"\,", r"\foo", r"\foo "),
        *("_{a}", "^{-1}", "_{ b }", "_{}", r"_{\alpha}", r"^{\alpha b}", r"_{\foo}", "_{x_1}", "^{x^{2}}", r"_\alpha"),
        *(
            r"\mathbb{R}",
            r"\mathbb R",
            r"\mathbb{a_b}",
            r"\hat{ab}",
            r"\hat\alpha",
            r"\hat{}",
            r"^\mathbb{R}",
            r"\foo{a}",
        ),
    ]
)


def sign_by_sign(formula: str) -> Formula | None:
    reader = Reader(SIGN_BY_SIGN.split(f"{formula}$"), GRAMMAR, math=True)
    try:
        shown = reader.read("$").strip(" ")
    except UnreadableError:
        return None
    return Formula(shown, reader.met_undefined) if reader.at == len(reader.pieces) - 1 else None


@settings(deadline=None, derandomize=True, max_examples=1500)
@given(formula=st.lists(PARTS, max_size=6).map("".join))
def test_a_formula_shows_the_same_however_it_is_cut_up(formula: str) -> None:
    assert GRAMMAR.formula(formula) == sign_by_sign(formula)


def test_short_groups_are_one_token() -> None:
    assert cut(r"x_{ij} \in \mathbb{R}^{\alpha n}") == [
        "x",
        "_{ij}",
        " ",
        r"\in",
        " ",
        r"\mathbb{R}",
        "",
        r"^{\alpha n}",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "shown"), [(r"\cite{a_{b}}", "[a_{b}]"), (r"\url{http://a.b/c_{d}}", "http://a.b/c_{d}")]
)
def test_groups_stay_within_what_is_shown_as_it_stands_there(text: str, shown: str) -> None:
    assert read_once(text).text == shown
