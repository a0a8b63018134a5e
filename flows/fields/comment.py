"""The authors' comments on their papers ("15 pages, 3 figures")."""

from flows.fields.prose import clean_prose
from flows.fields.text import CleanText


def clean_comment(raw: str) -> CleanText:
    """A comment in readable Unicode on one line, or None. Cleaning twice changes nothing."""
    return clean_prose(raw)
