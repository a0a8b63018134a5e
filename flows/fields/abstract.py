"""Abstracts."""

from flows.fields.prose import clean_prose
from flows.fields.text import CleanText


def clean_abstract(raw: str) -> CleanText:
    """An abstract in readable Unicode on one line, or None. Cleaning twice changes nothing."""
    return clean_prose(raw)
