"""Abstracts."""

import re
from typing import Final

from flows.fields.prose import clean_prose_once
from flows.fields.text import CleanText, settle

# What indexes write where they have none; Scopus does so in brackets.
_NOTHING: Final = re.compile(
    r"[\[(]?(?:(?:no abstract(?: is)?|abstract(?: is)? not) available|no abstract|n/?a|nan|none|null|-)[\])]?\.?",
    re.IGNORECASE,
)
# "Abstract interpretation is" begins a sentence. A heading has a sign or another heading behind it, or is in capitals.
_HEADING: Final = re.compile(
    r"\A(?:(?:Abstract|ABSTRACT)(?:\s*[:.—–]|\s*-{2,3}|\s+-(?=\s)|\s+(?=[A-Z][A-Za-z /]{2,30}:))"
    r"|ABSTRACT(?=\s+[A-Z][a-z ]))\s*"
)
_FROM_CATALOGUE: Final = re.compile(
    r"\s*(?:[\[(]ABSTRACT FROM (?:AUTHOR|PUBLISHER)S?[\])]|\(Psyc(?:INFO|Info) Database Record \(c\) [^()]*\))\.?\Z"
)
# A line of the publisher's behind the last sentence. Without the sign itself it must say whose the rights are.
_YEAR: Final = r"(?:19|20)\d\d\b"
_COPYRIGHT: Final = re.compile(
    rf"(?<=[.!?)\]])\s*(?:(?:Copyright\s*)?©\s*(?:Copyright\s*)?{_YEAR}|(?:Copyright\s*)?\([cC]\)\s*(?:Copyright\s*)?{_YEAR}"
    r"(?=.*(?:rights reserved|Elsevier|Wiley|Springer|Taylor & Francis)))[^©]{0,200}\Z"
)

_SIGNS: Final = ("©", "(c)", "(C)")


def clean_abstract(raw: str) -> CleanText:
    """An abstract in readable Unicode on one line, or None, also where it says that there is none.

    The heading `Abstract` before it goes, and behind it the publisher's copyright line and what EBSCO and PsycInfo
    set on where it is from. Cleaning twice changes nothing.
    """
    return settle(_clean_once, raw)


def _clean_once(raw: str) -> CleanText:
    clean = clean_prose_once(raw)
    if clean.text is None or _NOTHING.fullmatch(clean.text) is not None:
        return CleanText(None, clean.flags)
    text = _HEADING.sub("", clean.text)
    # To look for these words first costs a tenth of trying the patterns at every place.
    if "ABSTRACT FROM" in text or "Database Record" in text:
        text = _FROM_CATALOGUE.sub("", text)
    if any(sign in text for sign in _SIGNS):
        text = _COPYRIGHT.sub("", text)
    return CleanText(text or None, clean.flags)
