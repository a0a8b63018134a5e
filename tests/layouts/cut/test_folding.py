"""Case folding of long texts: what `str.casefold` gives, sooner."""

import sys

from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.layouts.cut.folding import folded

TEXTS = st.text(st.characters(exclude_categories=()) | st.sampled_from("aZ’Éßİ\u0345\ud800"))


@given(some=TEXTS, many=st.sampled_from(["", "A long TEXT of few odd characters. " * 8]))
@example("Éß", "")
@settings(deadline=None, derandomize=True)
def test_a_text_is_folded_as_python_folds_it(some: str, many: str) -> None:
    assert folded(many + some + many) == (many + some + many).casefold()


def test_every_character_is_folded_by_itself_and_but_once() -> None:
    every = [chr(point) for point in range(sys.maxunicode + 1)]
    once = [char.casefold() for char in every]
    assert [char.casefold() for char in once] == once
    assert "".join(every).casefold() == "".join(once)
