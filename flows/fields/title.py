"""Titles."""

import re
from typing import Final

from flows.fields.folding import letters_and_digits
from flows.fields.prose import clean_prose
from flows.fields.text import CleanText, settle

# Not the last point of an ellipsis, and not one that stands apart.
_FULL_STOP: Final = re.compile(r"(?<![.\s])\.\Z")

# Points that belong to the word: "et al.", "Apple Inc.", "U.S.".
_ABBREVIATED: Final = re.compile(
    r"(?:\b(?:al|etc|vs|cf|ca|inc|ltd|co|corp|jr|sr|st|dr|no|vol|pt|dept)|\.\w+)\.\Z", re.IGNORECASE
)


def clean_title(raw: str) -> CleanText:
    """A title in readable Unicode, or None; capitals stay as the page has them.

    A full stop at the end goes: it is the catalogue's, and of 160,000 titles of preprints, as their authors wrote
    them, only eleven have one. Cleaning twice changes nothing.
    """
    return settle(_clean_once, raw)


def compare_title(title: str) -> str:
    """What two listings of one title have in common: its letters and digits, lower case, without accents.

    Greek letters are spelt out and blanks go too, so that "u-μP", "u-muP" and "Pre-training", "Pre training",
    "Pretraining" compare equal. Empty where the title has no letter or digit. Takes a cleaned title.
    """
    return letters_and_digits(title)


def _clean_once(raw: str) -> CleanText:
    clean = clean_prose(raw)
    if clean.text is None or not clean.text.endswith(".") or _ABBREVIATED.search(clean.text):
        return clean
    return CleanText(_FULL_STOP.sub("", clean.text) or None, clean.flags)
