"""Tags in running text."""

import pytest

from flows.fields.abstract import clean_abstract
from flows.fields.html_tags import without_tags
from flows.fields.title import clean_title

TAGGED = [
    ("A <i>Bayesian</i> view of <b class='x'>sand</b>", "A Bayesian view of sand"),
    ("&lt;i&gt;In vivo&lt;/i&gt; study", "In vivo study"),
    ("H<sub>2</sub>O at 10<sup>-3</sup> m<sup></sup>", "H_2O at 10^-3 m"),
    ("Sand<br/>and <SCP>SEA</SCP>", "Sand and SEA"),
    ("A <jats:italic>E. coli</jats:italic> story", "A E. coli story"),
]

FORMULAS = [
    (
        '<mml:math xmlns:mml="x"><mml:msub><mml:mi>H</mml:mi><mml:mn>2</mml:mn></mml:msub></mml:math> in sand',
        "H_2 in sand",
    ),
    ("The <math><msup>\n<mi>x</mi> <mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msup></math> law", "The x^(n+1) law"),
    (
        "<math><mfrac><mi>a</mi><mi>b</mi></mfrac><mo>=</mo><msqrt><mi>x</mi><mo>+</mo><mi>y</mi></msqrt></math>",
        "a/b=√(x+y)",
    ),
    ("<math><msub><mi>Na</mi><mrow/></msub><mspace width='1em'/><mi>c</mi></math>", "Na c"),
    ("<math><mover><mi>p</mi><mo>¯</mo></mover><mfenced><mi>x</mi><mi>y</mi></mfenced></math>", "p̄(x, y)"),
    ("<math><mi>T</mi><annotation encoding='tex'>T_x</annotation></math>", "T"),
    (
        "<jats:alternatives><jats:tex-math>$$\\alpha$$</jats:tex-math><math><mi>α</mi></math></jats:alternatives> rays",
        "α rays",
    ),
    ("Sand of <mml:math><mml:mi>x</mml:mi> and more", "Sand of x and more"),
    ("<math></mi>x</math>", "x"),
]

KEPT = [
    "do the <math> in it",
    "p<0.05 and a>b",
    "the sum <A> o <B>",
    "H=<u> is cyclic",
    "if <x> then </y>",
    "a <b> c",
    "<john@example.org>",
]


@pytest.mark.parametrize(("raw", "title"), TAGGED)
def test_tags_go(raw: str, title: str) -> None:
    assert clean_title(raw).text == title


@pytest.mark.parametrize("raw", KEPT)
def test_what_is_closed_nowhere_or_no_tag_stays(raw: str) -> None:
    assert without_tags(raw) == raw


def test_an_abstract_of_crossref_is_its_text() -> None:
    raw = "<jats:title>Abstract</jats:title><jats:p>Sand moves.</jats:p><jats:p>It sings.</jats:p>"
    assert clean_abstract(raw).text == "Sand moves. It sings."


@pytest.mark.parametrize(("raw", "title"), FORMULAS)
def test_formulas_in_mathml_show(raw: str, title: str) -> None:
    assert clean_title(raw).text == title
