"""The label that a meeting gives to an abstract: `PO-045: …`, `Abstract TP23: …`, `[P2.045] …`."""

import re
from typing import Final

from flows.fields.title import compare_title

MIN_TITLE_CHARS: Final = 20
"""Letters of a title behind a label; with fewer the label may be what the title is about."""

MIN_NUMBER: Final = 3
"""Digits and points of a number behind a letter that hardly any name has."""

_LABEL: Final = re.compile(
    r"""
    (?:(?P<word>abstract|poster|oral|talk|presentation)\b[\s:#]*(?:no\.?\s*)?)?  # what it is,
    (?P<open>[\[(#])?\s*
    (?P<letters>(?:[A-Z]\s?){0,4}?)[-‐.\s]?(?P<number>\d+(?:[-.]\d+)*)(?:-?[A-Z]{1,3}\b)?  # session and number,
    (?:\s*(?P<end>[\])]?\s*[:.\-–—|]|[\])]))?                                                # and where it ends
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_labelled(a: str, b: str) -> bool:
    """Whether one title is the other behind the label of a meeting's abstract."""
    short, long = sorted((a, b), key=len)
    label = _LABEL.match(long)
    if label is None or not long[label.end() :][:1].isspace():
        return False
    # "2012 update", "H1 receptors" and "P53 in cancer" are no labels.
    lettered = label["letters"].strip().isupper() and len(label["number"]) > 1
    told = label["end"] is not None or label["number"].startswith("0") or len(label["number"]) >= MIN_NUMBER
    if label["word"] is None and label["open"] is None and not (lettered and told):
        return False
    key = compare_title(short)
    return len(key) >= MIN_TITLE_CHARS and compare_title(long[label.end() :]) == key
