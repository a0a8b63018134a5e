"""Labels that a page sets before its abstracts, told from words of the abstracts themselves."""

import re
from typing import Final

from flows.layouts.base import Entry, Page, Span

_WORD: Final = "Abstract:"
_LABEL: Final = re.compile(r"^Abstract(?::|[^\S\n]*(?:\n|\Z))\s*", re.MULTILINE)


def count_labels(seen: str) -> int:
    """How many lines begin with the label, or are the word alone."""
    return seen.count(f"\n{_WORD}") + seen.startswith(_WORD) + seen.count("\nAbstract\n")


def move_label(seen: str, entry: Entry, page: Page) -> Entry:
    """The entry without the label that its abstract begins with, which becomes furniture of the page."""
    at = next((at for at, span in enumerate(entry.spans) if span.name == "abstract"), None)
    found = None if at is None else _LABEL.match(seen, *entry.spans[at][1:])
    if at is None or found is None:
        return entry
    page.furniture.append(Span("label", *found.span()))
    rest = entry.spans[at]._replace(start=found.end())
    kept = (rest,) if rest.start < rest.end else ()
    return entry._replace(spans=(*entry.spans[:at], *kept, *entry.spans[at + 1 :]))
