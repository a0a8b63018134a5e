"""Which dollar signs are money and which begin or end mathematics."""

import re
from itertools import accumulate
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
    places = _signs(text)
    money = set()
    at = 0
    while at < len(places):
        start = places[at]
        end = places[at + 1] if at + 1 < len(places) else len(text)
        if end == start + 1 and end != len(text):
            at += 2  # a display's double sign
        elif is_money(text[start + 1 : end], text[end + 1 : end + 2], is_last=end == len(text)):
            money.add(start)
            at += 1
        else:
            at += 2
    if not money:
        return text
    return "".join(DOLLAR if place in money else char for place, char in enumerate(text))


def _signs(text: str) -> list[int]:
    """Where the dollar signs stand that are not escaped."""
    if "\\$" in text:
        return [match.start() for match in _SIGN.finditer(text) if match[0] == "$"]
    lengths = [len(part) + 1 for part in text.split("$")]
    return [place - 1 for place in accumulate(lengths[:-1])]


def is_money(between: str, after: str, *, is_last: bool) -> bool:
    """Whether a dollar sign is money: what stands between it and the next one (or the text's end), and behind that."""
    amount = _AMOUNT.match(between) is not None
    if is_last:
        return amount
    if not amount:
        # Anything but a formula only if an earlier sign had no partner.
        return _MARKUP.search(between) is None and _JOINING_WORD.search(between) is not None
    bare = _MACRO.sub(" ", between)
    if _JOINING_WORD.search(bare) is not None or _TWO_WORDS.search(bare) is not None:
        return True
    if bare != between or _SCRIPT.search(between) is not None:
        return False
    if _WORD.search(between) is not None:
        return _END_OF_FORMULA.search(between) is None or after.isdigit()
    return after.isdigit() or between.count("(") > between.count(")")
