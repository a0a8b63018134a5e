"""Abstracts."""

import re
from typing import Final

from flows.fields.prose import clean_prose
from flows.fields.text import CleanText

# What indexes write where they have none; Scopus does so in brackets.
_NOTHING: Final = re.compile(
    r"[\[(]?(?:(?:no abstract(?: is)?|abstract(?: is)? not) available|no abstract|n/?a|nan|none|null|-)[\])]?\.?",
    re.IGNORECASE,
)


def clean_abstract(raw: str) -> CleanText:
    """An abstract in readable Unicode on one line, or None, also where it says that there is none.

    Cleaning twice changes nothing.
    """
    clean = clean_prose(raw)
    if clean.text is not None and _NOTHING.fullmatch(clean.text) is not None:
        return CleanText(None, clean.flags)
    return clean
