"""What a page sets before its titles and behind its abstracts, on their own lines: told by most of its records."""

import re
from collections.abc import Callable
from typing import Final

from flows.layouts.base import Page, Span, trimmed
from flows.layouts.navigation import MORE

_LEAD: Final = re.compile(r"(?:[*•▪◦‣·+–—-]|#{1,6}|[(\[]?\d{1,4}[.)\]])\s{1,8}(?=\S)")
_LED_SHARE: Final = 0.75
"""Of so many titles at least a page that sets bullets or numbers before titles sets them; one title may begin so."""

_BUTTON: Final = re.compile(rf"(?<=[\s.…])(?:{MORE})\Z")
_BUTTON_CHARS: Final = 24
_BUTTON_SHARE: Final = 0.5
"""An abstract that fits into its place has no button, but no words of their own end half the abstracts of a page."""


def without_surroundings(seen: str, page: Page) -> None:
    """Make furniture of bullets, numbers and marks of headings before titles, and of `Read more` behind abstracts."""
    _set_aside(seen, page, ("title", 0), lambda span: _LEAD.match(seen, *span[1:]), share=_LED_SHARE)
    _set_aside(seen, page, ("abstract", -1), lambda span: _button(seen, span), share=_BUTTON_SHARE)


def _button(seen: str, span: Span) -> re.Match[str] | None:
    return _BUTTON.search(seen, max(span.start, span.end - _BUTTON_CHARS), span.end)


def _set_aside(
    seen: str, page: Page, where: tuple[str, int], find: Callable[[Span], re.Match[str] | None], *, share: float
) -> None:
    """Take what is found off the first (0) or last (-1) span of a name of each entry, if so many have it."""
    name, at = where
    places = [[place for place, span in enumerate(entry.spans) if span.name == name] for entry in page.entries]
    asked = [(number, of[at]) for number, of in enumerate(places) if of]
    told = [(number, place, find(page.entries[number].spans[place])) for number, place in asked]
    found = [(number, place, match) for number, place, match in told if match is not None]
    if len(found) < max(2, share * len(asked)):
        return
    for number, place, match in found:
        entry = page.entries[number]
        _, start, end = entry.spans[place]
        bounds = (match.end(), end) if at == 0 else (start, match.start())
        rest, mark = trimmed(seen, name, *bounds), trimmed(seen, "button" if at else "bullet", *match.span())
        if rest is not None and mark is not None:
            page.furniture.append(mark)
            page.entries[number] = entry._replace(spans=(*entry.spans[:place], rest, *entry.spans[place + 1 :]))
