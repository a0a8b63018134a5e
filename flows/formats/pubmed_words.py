"""What PubMed's words mean, in whichever of its formats they stand."""

import re
from collections.abc import Sequence
from typing import Final

from flows.fields.entry_type import clean_entry_type

_NO_TITLE: Final = re.compile(r"\s*\[?Not Available\]?\.?\s*", re.IGNORECASE)
_MEDLINE: Final = frozenset({"nlm", "cmedm", "mdc", "mnh"})
"""The library that makes Medline, and what EBSCO calls its three forms of it."""
_KINDS: Final = ("unpublished", "incollection", "book", "article")
"""Of several types of a record the first of these counts: a preprint is called an article as well."""


def is_title(text: str) -> bool:
    """Whether a title is more than PubMed's words for one that was not translated."""
    return bool(text.strip()) and _NO_TITLE.fullmatch(text) is None


def choose_type(types: Sequence[str]) -> str | None:
    """The one of a record's publication types that tells its kind, else its first; None where there is none."""
    for kind in _KINDS:
        for one in types:
            if clean_entry_type(one) == kind:
                return one
    return next(iter(types), None)


def names_pubmed(databases: str) -> bool:
    """Whether the names of the databases that a reference is from tell of PubMed, whose numbers are its accessions."""
    named = databases.lower()
    return "pubmed" in named or "medline" in named or not _MEDLINE.isdisjoint(named.split())
