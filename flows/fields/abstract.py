"""Abstracts."""

from flows.fields.folding import letters_and_digits
from flows.fields.prose import clean_prose
from flows.fields.text import CleanText


def clean_abstract(raw: str) -> CleanText:
    """An abstract in readable Unicode on one line, or None. Cleaning twice changes nothing."""
    return clean_prose(raw)


def compare_abstract(abstract: str) -> str:
    """What two listings of one abstract have in common: its letters and digits, lower case, without accents.

    Blanks go as well, since pages break words in different places. Takes a cleaned abstract.
    """
    return letters_and_digits(abstract)
