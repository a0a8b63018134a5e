"""Other forms of the label between timestamps and abstracts: `Abstract:`, `SUMMARY:`, `Summary` without its colon."""

import re
from typing import Final

from flows.layouts.dates import STAMP_AT_END, STAMP_CHARS

LABEL: Final = "Summary:"
"""The label as most pages have it."""

_WORDS: Final = ("Summary", "SUMMARY", "summary", "Abstract", "ABSTRACT", "abstract")
_FORM: Final = re.compile(
    rf"\n[^\S\n]{{0,8}}(?P<label>(?:{'|'.join(_WORDS)})(?:\s?:[^\S\n]?|[^\S\n]{{0,2}}(?=\n|\Z))\n?)"
)


def with_usual_label(text: str) -> str:
    """The text with `Summary:` for such labels below authors and a day, if it has no other.

    Most of such words that begin a line stand so on these pages. The text has as many characters as before.
    """
    if LABEL in text or not any(word in text for word in _WORDS):
        return text
    found = list(_FORM.finditer(text))
    headed = [label for label in found if _is_headed(text, label.start())]
    if 2 * len(headed) <= len(found):
        return text
    pieces, at = [], 0
    for label in headed:
        start, end = label.span("label")
        pieces += [text[at:start], LABEL.ljust(end - start)[: end - start]]
        at = end
    return "".join([*pieces, text[at:]])


def _is_headed(text: str, end: int) -> bool:
    """Whether a line ends here that has a day at its end, and something before it."""
    above = text[max(0, end - STAMP_CHARS) : end]
    stamp = STAMP_AT_END.search(above)
    return stamp is not None and above[: stamp.start()].rpartition("\n")[2].strip() != ""
