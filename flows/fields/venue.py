"""Venues: the archive, journal or conference that a paper appeared in."""

import re
from typing import Final

from flows.fields.prose import clean_prose
from flows.fields.subjects import ARXIV
from flows.fields.text import CleanText, settle

_ARXIV: Final = re.compile(
    r"(?:arxiv(?:\.org)?(?:\s*(?:e-?prints?|preprints?|\(cornell university\)))?|corr|computing research repository)"
    r"(?:[\s,;:]*(?:arxiv:|abs/)?[\w.-]*/?\d[\w./]*(?:\s*\[[\w.-]+\])?)?|arxiv:\s.+",
    re.IGNORECASE,
)
_ENDS: Final = re.compile(r"[\s,;:]+\Z")
_NOTHING: Final = frozenset({"na", "n/a", "nan", "none", "null", "-", "–", "?", "unknown"})


def clean_venue(raw: str) -> CleanText:
    """A venue in readable Unicode, or None. All names of arXiv and its repository of computing are `arXiv.org`.

    A full stop at the end goes where it ends no abbreviation. Cleaning twice changes nothing.
    """
    return settle(_clean_once, raw)


def _clean_once(raw: str) -> CleanText:
    clean = clean_prose(raw)
    if clean.text is None:
        return clean
    text = _ENDS.sub("", clean.text)
    if text.lower() in _NOTHING:
        return CleanText(None, clean.flags)
    if _ARXIV.fullmatch(text):
        return CleanText(ARXIV, clean.flags)
    # The last word of a title set in full has no point; that of an abbreviated one does ("Phys. Rev. Lett.").
    if text.endswith(".") and "." not in text[:-1] and " " in text:
        text = text[:-1].rstrip()
    return CleanText(text or None, clean.flags)
