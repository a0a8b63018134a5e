"""The label that a meeting gives to an abstract: `PO-045: …`, `Abstract TP23: …`, `[P2.045] …`."""

import re
from typing import Final

from flows.fields.title import compare_title

MIN_TITLE_CHARS: Final = 20
"""Letters of a title behind a label; with fewer the label may be what the title is about."""

SESSIONS: Final = frozenset({"LBA", "OC", "OP", "PO", "PP"})
KINDS: Final = frozenset({"MO", "O", "P", "PD", "TiP"})
"""What meetings set before and behind the number of a talk or poster: `OP12`, `LBA4`, `1234P`."""

MIN_NUMBER: Final = 3
"""Digits and points of a number behind a letter that hardly any name has."""

_LABEL: Final = re.compile(
    r"""
    (?:(?P<word>abstract|poster|oral|talk|presentation)\b[\s:#]*(?:no\.?\s*)?)?  # what it is,
    (?P<open>[\[(#])?\s*
    (?P<letters>(?:[A-Z]\s?){0,4}?)[-‐.\s]?(?P<number>\d+(?:[-.]\d+)*)(?:-?(?P<kind>[A-Z]{1,3})\b)?  # session, number,
    (?:\s*(?P<end>[\])]?\s*[:.\-–—|]|[\])]))?                       # and where it ends
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_labelled(a: str, b: str) -> bool:
    """Whether one title is the other behind the label of a meeting's abstract."""
    short, long = sorted((a, b), key=len)
    label = _LABEL.match(long)
    if label is None or not long[label.end() :][:1].isspace():
        return False
    if label["word"] is None and label["open"] is None and not _is_sessions(label):
        return False
    key = compare_title(short)
    return len(key) >= MIN_TITLE_CHARS and compare_title(long[label.end() :]) == key


def _is_sessions(label: re.Match[str]) -> bool:
    """Whether letters and number alone are a label, as in no "2012 update", "H1 receptors" and "P53 in cancer"."""
    letters, number, kind = "".join(label["letters"].split()), label["number"], label["kind"]
    if letters == "":
        return kind in KINDS and len(number) >= MIN_NUMBER
    lettered = letters.isupper() and (len(number) > 1 or letters == "LBA")
    told = label["end"] is not None or number.startswith("0") or len(number) >= MIN_NUMBER
    return lettered and (told or letters in SESSIONS)
