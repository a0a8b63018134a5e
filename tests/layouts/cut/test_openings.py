"""Titles that begin with a quote, right behind the end of an abstract."""

import pytest

from flows.layouts import glued
from flows.layouts.base import claimed_spans
from tests.layouts.contract import assert_tiled, fields_of
from tests.layouts.cut.test_between import ABSTRACT, TITLES, page


@pytest.mark.parametrize("title", ["“Rock” and Roll", "„Rock“ and Roll", "‘Rock’ and Roll"])
def test_what_opens_a_title_belongs_to_it(title: str) -> None:
    text = page().replace("Rock and Roll", title)
    found = glued.parse(text)
    assert_tiled(claimed_spans(found), len(text))
    told = [fields_of(text, entry) for entry in found.entries]
    assert [row["title"] for row in told] == [title if one == "Rock and Roll" else one for one in TITLES]
    assert [row["abstract"] for row in told] == [ABSTRACT] * len(TITLES)
