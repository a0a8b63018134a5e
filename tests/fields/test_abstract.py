"""Abstracts and comments: how they are shown, and how abstracts compare."""

import pytest

from flows.fields.abstract import clean_abstract
from flows.fields.comment import clean_comment
from flows.fields.folding import letters_and_digits
from flows.fields.text import CleanText


def test_an_abstract_is_one_line_of_readable_text() -> None:
    raw = "We train   \\nummodels models\n on $2\\times 10^{12}$ tokens (R&amp;D); up to 7\\% better.\n"
    clean = "We train \\nummodels models on 2×10^12 tokens (R&D); up to 7% better."
    assert clean_abstract(raw) == CleanText(clean, frozenset({"undefined_macro"}))
    assert clean_abstract(clean).text == clean


def test_latex_behind_entities_and_entities_behind_latex_are_read() -> None:
    assert clean_abstract(r"&#36;\alpha&#36; in R\&amp;D").text == "α in R&D"


def test_plain_prose_stays() -> None:
    prose = "It costs ~$5 at https://x.org/~a_b, i.e. less than 90% of what {0,1} -- or 'nothing' -- would."
    assert clean_abstract(prose) == CleanText(prose)


def test_broken_markup_still_loses_its_damage() -> None:
    assert clean_abstract("a  {brace &amp; more") == CleanText("a {brace & more", frozenset({"latex_unreadable"}))


def test_no_text_is_none() -> None:
    assert clean_abstract(" \n") == clean_comment("") == CleanText(None)


def test_what_says_that_there_is_none_is_none() -> None:
    for raw in ("[No abstract available]", "No abstract available.", "Abstract is not available", "N/A"):
        assert clean_abstract(raw).text is None
    assert clean_abstract("No abstract algebra is available.").text == "No abstract algebra is available."


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Abstract: Sand sings.", "Sand sings."),
        ("ABSTRACT Sand sings.", "Sand sings."),
        ("Abstract\nBackground: Sand sings.", "Background: Sand sings."),
        ("Abstract—Sand sings.", "Sand sings."),
        ("Abstract--- Sand sings.", "Sand sings."),
        ("Sand sings. [ABSTRACT FROM AUTHOR]", "Sand sings."),
        ("Abstract:", None),
        ("Sand sings. (PsycInfo Database Record (c) 2019 APA, all rights reserved)", "Sand sings."),
        ("Sand sings. © 2019 Sand Press", "Sand sings."),
        ("Sand sings. Copyright © 2019 The Authors. Published by Elsevier Ltd. All rights reserved.", "Sand sings."),
        ("Sand sings (loudly). (C) 2019 Elsevier B.V. All rights reserved.", "Sand sings (loudly)."),
    ],
)
def test_what_catalogues_set_around_an_abstract_is_none_of_it(raw: str, shown: str | None) -> None:
    assert clean_abstract(raw).text == shown


@pytest.mark.parametrize(
    "raw",
    [
        "Abstract interpretation is old.",
        "Abstract-Email attacks.",
        "ABSTRACT MACHINES RUN.",
        "It is of (a) 2017, (b) 2018. (c) 2019 was dry.",
        "We read signs such as © 2019 and more.",
    ],
)
def test_a_sentence_may_hold_the_same_words(raw: str) -> None:
    assert clean_abstract(raw).text == raw


def test_comments_are_read_too() -> None:
    assert (
        clean_comment("15  pages, $3$ figures; to appear in {NeurIPS}").text
        == "15 pages, 3 figures; to appear in NeurIPS"
    )


def test_abstracts_compare_by_letters_and_digits() -> None:
    page = "State-of-the-art results (up to 2–4× faster) with α = 0.5."
    export = "State of the art results, up to 2-4x faster, with alpha=0.5"
    assert letters_and_digits(page) == letters_and_digits(export)
    assert letters_and_digits(page) != letters_and_digits(page.replace("0.5", "0.6"))
