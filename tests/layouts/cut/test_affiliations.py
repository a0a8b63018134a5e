"""Marks of affiliations behind names."""

import pytest

from flows.layouts.cut.affiliations import without_affiliations


@pytest.mark.parametrize("mark", ["1", "12", "*", "†", "1*", "²", "^2"])
def test_marks_behind_names_become_blanks(mark: str) -> None:
    text = f"On Ducks2 Ada Byron{mark}, B. Li Jr.{mark}, Bo Wu{mark} and more"
    end = text.index(" and more")
    blanks = " " * len(mark)
    assert (
        without_affiliations(text, [end]) == f"On Ducks2 Ada Byron{blanks}, B. Li Jr.{blanks}, Bo Wu{blanks} and more"
    )


def test_a_page_without_affiliations_at_the_ends_of_its_lists_stays() -> None:
    text = "We try GPT2, BERT3, and more. On Ducks2, and Geese Ada Byron"
    assert without_affiliations(text, [len(text)]) == text
    assert without_affiliations(text, []) == text


def test_one_list_of_many_that_ends_in_a_mark_is_a_title() -> None:
    text = "On Ducks Ada Byron " * 9 + "On BERT3 "
    ends = [19 * number for number in range(1, 10)] + [len(text)]
    assert without_affiliations(text, ends) == text
