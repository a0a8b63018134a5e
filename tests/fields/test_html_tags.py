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

KEPT = ["p<0.05 and a>b", "the sum <A> o <B>", "H=<u> is cyclic", "if <x> then </y>", "a <b> c", "<john@example.org>"]


@pytest.mark.parametrize(("raw", "title"), TAGGED)
def test_tags_go(raw: str, title: str) -> None:
    assert clean_title(raw).text == title


@pytest.mark.parametrize("raw", KEPT)
def test_what_is_closed_nowhere_or_no_tag_stays(raw: str) -> None:
    assert without_tags(raw) == raw


def test_an_abstract_of_crossref_is_its_text() -> None:
    raw = "<jats:title>Abstract</jats:title><jats:p>Sand moves.</jats:p><jats:p>It sings.</jats:p>"
    assert clean_abstract(raw).text == "Sand moves. It sings."
