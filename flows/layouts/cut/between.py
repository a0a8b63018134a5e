"""What pages print between an abstract and the next title: numbers, marks of headings, rules, `Read more`.

It is told by what most records of a page have there, and read as the end of a line, behind which a title begins.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import Final, NamedTuple

from flows.layouts.base import Span
from flows.layouts.navigation import MORE
from flows.layouts.set_out import apart

# What these begin with is one class, so that the search runs from one such character to the next.
_NUMBER: Final = re.compile(r"\d{1,4}[.)\]]\s(?=\S)")
_SIGN: Final = re.compile(r"[#•▪◦‣►■]#{0,5}\s(?=\S)")
_BUTTON: Final = re.compile(rf"(?<=[\s.…!?])(?:{MORE})(?=[\sA-Z0-9\"“(]|\Z)")
_BUTTON_WORDS: Final = ("Read", "Show", "Load", "See", "View", "Expand", "Collapse", "△", "▽")
_RULE: Final = re.compile(r"(?<=\n)[^\S\n]*([-–—=_*~]{3,80}|[*·•](?:[^\S\n][*·•]){2,4})(?=[^\S\n]*\n)")
_LINK: Final = r"(?:PDF|HTML|Paper|Code|BibTeX|Cite|Save|Share|Bookmark|Video|Slides)"
_LINKS: Final = re.compile(rf"(?<=\n)[^\S\n]*({_LINK}(?:[^\S\n]*[|·•,/]?[^\S\n]*{_LINK}){{0,5}})(?=[^\S\n]*\n)")

_PAIRS: Final = ("()", "[]")
_LABEL_ENDS: Final = 2  # so many line ends stand behind a label at most, mostly

_SAMPLE: Final = 12
_FEWEST: Final = 3
_SHARES: Final = {"bullet": 0.75, "button": 0.5, "rule": 0.5}
"""Of the first gaps at least so many and this share have what the page prints. A record may have it by chance; an
abstract that fits into its place has no button, but no words of their own end half the abstracts of a page."""


class Gap(NamedTuple):
    """What stands between two headers, `text[start:end]`: an abstract, a title and its authors."""

    start: int
    end: int


class _Mark(NamedTuple):
    """A stretch that may be the page's; `sign` is what those of one page have in common."""

    sign: Hashable
    span: Span


def find_between(text: str, gaps: Sequence[Gap]) -> list[Span]:
    """What the page prints in these gaps, which follow each other, in its order; mostly nothing."""
    sample = [{mark.sign: mark.span.name for mark in _marks(text, gap, at)} for at, gap in enumerate(gaps[:_SAMPLE])]
    told = Counter(sign for found in sample for sign in found.items())
    known = {sign for (sign, kind), count in told.items() if count >= max(_FEWEST, _SHARES[kind] * len(sample))}
    if not known:
        return []
    found = {}
    for at, gap in enumerate(gaps):
        # The last one of its kind stands nearest to the title.
        found.update({(at, mark.sign): mark.span for mark in _marks(text, gap, at) if mark.sign in known})
    return apart(found.values())


def _marks(text: str, gap: Gap, place: int) -> Iterator[_Mark]:
    """What may be the page's in the gap that is the `place`th."""
    for found in _NUMBER.finditer(text, *gap):
        start, end = found.span()
        before = text[max(gap.start, start - 1) : start]
        number, closing = int(text[start : end - 2]), text[end - 2]
        opening = before if before + closing in _PAIRS else ""
        if not before.isalnum():
            yield _Mark((opening, number - place, closing), Span("bullet", start - len(opening), end - 1))
    for found in _SIGN.finditer(text, *gap):
        if not text[found.start() - 1 : found.start()].isalnum():
            yield _Mark(found[0][0], _span("bullet", found))
    lined = text.find("\n", gap.start + _LABEL_ENDS, gap.end) >= 0
    for found in _RULE.finditer(text, *gap) if lined else ():
        yield _Mark(found[1], Span("rule", *found.span(1)))
    for found in _LINKS.finditer(text, *gap) if lined else ():
        yield _Mark(found[1], Span("button", *found.span(1)))
    if any(text.find(word, gap.start, gap.end) >= 0 for word in _BUTTON_WORDS):
        for found in _BUTTON.finditer(text, *gap):
            yield _Mark("button", _span("button", found))


def _span(kind: str, found: re.Match[str]) -> Span:
    return Span(kind, found.start(), found.start() + len(found[0].rstrip()))
