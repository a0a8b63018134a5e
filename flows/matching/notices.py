"""Whether a title is that of a notice about the paper with another title."""

import re
from typing import Final

from rapidfuzz import fuzz

from flows.fields.title import compare_title
from flows.matching.headings import NOTICE

_NOTICE: Final = re.compile(NOTICE)
NEARLY: Final = 90.0
"""Likeness of two titles, 0 to 100, that differ by a typo or a word."""


def is_about_the_other(a: str, b: str) -> bool:
    """Whether one title is that of a notice (a correction, a reply …) on the paper with the other title."""
    notices = [_NOTICE.search(title) for title in (a, b)]
    kinds = {None if found is None else found[1].lower()[:5] for found in notices}
    if len(kinds) == 1:
        return False
    rests = [compare_title(_NOTICE.sub(" ", title)) for title in (a, b)]
    return rests[0] in rests[1] or rests[1] in rests[0] or fuzz.ratio(*rests) >= NEARLY
