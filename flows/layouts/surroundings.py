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
# Most abstracts end otherwise, which is seen without trying the pattern.
_BUTTON_ENDS: Final = ("ore", "ess", "ll", "papers", "results", "Expand", "Collapse", "op", "...", *"…▼▾▲▴»›→")
_BUTTON_CHARS: Final = 24
_BUTTON_SHARE: Final = 0.5
"""An abstract that fits into its place has no button, but no words of their own end half the abstracts of a page."""


_BY: Final = re.compile(r"(?<=\s)(?:[Bb]y:?|BY:?|Authors?:|Author\(s\):)\Z")
_BY_CHARS: Final = 16
_BY_SAMPLE: Final = 20


_Place = tuple[int, int]
"""The number of an entry, and that of one of its spans."""


def without_surroundings(seen: str, page: Page) -> None:
    """Make furniture of bullets, numbers and marks of headings before titles, and of `Read more` behind abstracts."""
    titles: list[_Place] = []
    abstracts: list[_Place] = []
    for number, entry in enumerate(page.entries):
        title = abstract = -1
        for place, span in enumerate(entry.spans):
            if span.name == "title" and title < 0:
                title = place
            elif span.name == "abstract":
                abstract = place
        if title >= 0:
            titles.append((number, title))
        if abstract >= 0:
            abstracts.append((number, abstract))
    _set_aside(seen, page, titles, "bullet", lambda span: _LEAD.match(seen, *span[1:]), share=_LED_SHARE)
    _set_aside(seen, page, abstracts, "button", lambda span: _button(seen, span), share=_BUTTON_SHARE)


def without_by(seen: str, page: Page) -> None:
    """Make furniture of `by` or `Authors:` behind the titles of a page that has it in front of names."""
    titles = [(number, 0) for number, entry in enumerate(page.entries) if entry.spans[0].name == "title"]
    spans = (page.entries[number].spans[0] for number, _ in titles[:_BY_SAMPLE])
    if any(_by(seen, span) is not None for span in spans):
        _set_aside(seen, page, titles, "label", lambda span: _by(seen, span), share=_LED_SHARE)


def _by(seen: str, span: Span) -> re.Match[str] | None:
    return _BY.search(seen, max(span.start, span.end - _BY_CHARS), span.end)


def _button(seen: str, span: Span) -> re.Match[str] | None:
    if not seen.endswith(_BUTTON_ENDS, span.start, span.end):
        return None
    return _BUTTON.search(seen, max(span.start, span.end - _BUTTON_CHARS), span.end)


def _set_aside(
    seen: str,
    page: Page,
    places: list[_Place],
    mark: str,
    find: Callable[[Span], re.Match[str] | None],
    *,
    share: float,
) -> None:
    """Take what is found at an end of these spans off them, if it is at so many; it becomes furniture, a `mark`."""
    told = [(number, place, find(page.entries[number].spans[place])) for number, place in places]
    found = [(number, place, match) for number, place, match in told if match is not None]
    if len(found) < max(2, share * len(places)):
        return
    for number, place, match in found:
        entry = page.entries[number]
        name, start, end = entry.spans[place]
        bounds = (match.end(), end) if match.start() == start else (start, match.start())
        rest, taken = trimmed(seen, name, *bounds), trimmed(seen, mark, *match.span())
        if rest is not None and taken is not None:
            page.furniture.append(taken)
            page.entries[number] = entry._replace(spans=(*entry.spans[:place], rest, *entry.spans[place + 1 :]))
