"""Which dollar signs are money and which begin or end mathematics."""

import re
from typing import Final

from flows.fields.latex_marks import DOLLAR

_SIGN: Final = re.compile(r"\\.|\$", re.DOTALL)
_AMOUNT: Final = re.compile(r"\s?\d")
_MACRO: Final = re.compile(r"\\(?:[A-Za-z]+(?:\{[^{}]*\})*|[^%&#_$])")
_SCRIPT: Final = re.compile(r"[\^_{}]")
_MARKUP: Final = re.compile(r"[\^_{}]|\\[^%&#_$]")
_WORD: Final = re.compile(r"[A-Za-z]{2}")
_TWO_WORDS: Final = re.compile(r"(?<![A-Za-z])[A-Za-z]{2,}[,;.]?\s+[A-Za-z]{2,}(?![A-Za-z])")
_JOINING_WORD: Final = re.compile(r"\s(?:and|or|of|the|to|with|for|in|is|are)\s")
_END_OF_FORMULA: Final = re.compile(r"[\w)\]%'\"’+°]\Z")


def mark_money(text: str) -> str:
    r"""`text` with every dollar sign that is money as the mark `latex_marks.DOLLAR`; `\$` stays.

    From left to right, a dollar sign opens mathematics that the next one closes, unless what lies between reads as
    prose: "$5 and $10 million" does, "$5$ and $10$ million" does not.
    """
    places = [match.start() for match in _SIGN.finditer(text) if match[0] == "$"]
    money = set()
    at = 0
    while at < len(places):
        start = places[at]
        end = places[at + 1] if at + 1 < len(places) else len(text)
        if end == start + 1 and end != len(text):
            at += 2  # a display's double sign
        elif _is_money(text, start, end):
            money.add(start)
            at += 1
        else:
            at += 2
    if not money:
        return text
    return "".join(DOLLAR if place in money else char for place, char in enumerate(text))


def _is_money(text: str, start: int, end: int) -> bool:
    """Whether the dollar sign at `start`, with the next one (or the end of the text) at `end`, is money."""
    between, after = text[start + 1 : end], text[end + 1 : end + 2]
    amount = _AMOUNT.match(between) is not None
    if end == len(text):
        return amount
    if not amount:
        # Anything but a formula only if an earlier sign had no partner.
        return _JOINING_WORD.search(between) is not None and _MARKUP.search(between) is None
    bare = _MACRO.sub(" ", between)
    if _JOINING_WORD.search(bare) is not None or _TWO_WORDS.search(bare) is not None:
        return True
    if bare != between or _SCRIPT.search(between) is not None:
        return False
    if _WORD.search(between) is not None:
        return _END_OF_FORMULA.search(between) is None or after.isdigit()
    return after.isdigit() or between.count("(") > between.count(")")
