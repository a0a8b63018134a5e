"""What every page layout gives back: entries, furniture and refusals over one text.

All positions here are characters of the text that the layout was given; `stages.extract` turns them into bytes.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import compress, repeat
from operator import gt, itemgetter, lt
from typing import Any, Final, NamedTuple

FIELDS: Final = ("title", "authors", "date", "abstract", "subjects", "comment", "venue", "identifier")
"""The fields that an entry's spans may name."""


new_tuple: Final[Callable[[Any, Any], Any]] = tuple.__new__
"""Makes a named tuple of its kind and its values, with no call in Python: for pages that hold very many of them."""


class Span(NamedTuple):
    """A half-open stretch `text[start:end]` and what it is: a field of FIELDS, or a kind of furniture."""

    name: str
    start: int
    end: int


class Entry(NamedTuple):
    """One record as its page shows it.

    `spans` are in page order and do not overlap; a field in several pieces has several spans of that name. A span
    may lie outside `start:end` where a value stands once for the whole page (the owner of an author's page).
    `authors` are the names as the page writes them, split; `authors_complete` is False where the page is known to
    name only some. `confidence` is the probability (0 to 1) that the record was cut up right.
    """

    start: int
    end: int
    spans: tuple[Span, ...]
    authors: tuple[str, ...] = ()
    authors_complete: bool = True
    confidence: float = 1.0

    def holds(self, span: Span) -> bool:
        """Whether the span lies within the entry, and is not one that the page prints once for all."""
        return self.start <= span.start and span.end <= self.end


@dataclass(frozen=True, slots=True)
class Refusal:
    """A stretch `text[start:end]` that belongs to no record, with a code of `schemas.vocabulary.REJECT_CODES`."""

    start: int
    end: int
    code: str
    message: str


@dataclass(slots=True)
class Page:
    """All that a layout found in one text. `furniture` is what a page prints around its records, by kind."""

    entries: list[Entry] = field(default_factory=list)
    furniture: list[Span] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


class Line(NamedTuple):
    """A line `text[start:end]` without the white space around it, and how many line ends stand before it.

    None stands before a line that begins right behind the end of another page.
    """

    start: int
    end: int
    breaks: int


LINE: Final = re.compile(r"\S(?:[^\n]*\S)?")
"""A line without the white space around it; white space alone is no line."""


def find_lines(seen: str, *, line: re.Pattern[str] = LINE, page: re.Pattern[str] | None = None) -> Iterator[Line]:
    """The lines that `line` matches, in order, cut in front of every `page` in their middle."""
    at = 0
    if page is None:
        for found in line.finditer(seen):
            start, end = found.span()
            yield new_tuple(Line, (start, end, seen.count("\n", at, start)))
            at = end
        return
    pages = (joined.start() for joined in page.finditer(seen))
    cut = next(pages, len(seen))
    for found in line.finditer(seen):
        start, end = found.span()
        breaks = seen.count("\n", at, start)
        while cut < end:
            if cut > start:
                yield Line(start, cut, breaks)
                start, breaks = cut, 0
            cut = next(pages, len(seen))
        yield Line(start, end, breaks)
        at = end


HIDDEN: Final = "\u200b\u2060\ufeff\u200e\u200f"
"""Zero-width spaces and marks of direction."""

_WIDE: Final = "\u00a0\u2002\u2003\u2009\u202f\u3000"
"""No-break, wide and narrow spaces, which browsers copy where a page has them for looks."""


def collapse(text: str) -> str:
    """`text` with every run of white space as one blank and none at its ends."""
    return " ".join(text.split())


def with_visible_blanks(text: str) -> str:
    """The text with plain blanks for zero-width spaces, marks of direction and other blanks within lines.

    White space is then all that is empty, and the words of a mark have the blanks that it is looked for with. The text
    has as many characters as before.
    """
    if text.isascii():
        return text
    for blank in HIDDEN + _WIDE:
        text = text.replace(blank, " ")
    return text


def trimmed(text: str, name: str, start: int, end: int) -> Span | None:
    """The span of `text[start:end]` without white space at its ends, or None if nothing else is in it."""
    # An abstract is long and white space short: only the ends are looked at.
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(name, start, end) if start < end else None


def spans_between(name: str, starts: Iterable[int], ends: Iterable[int]) -> list[Span]:
    """The spans of this name between these places."""
    return list(map(new_tuple, repeat(Span), zip(repeat(name), starts, ends, strict=False)))


def claimed_spans(page: Page) -> list[tuple[int, int]]:
    """Every stretch that the page's entries, furniture and refusals claim, in text order."""
    return sorted(zip(*_claims(page), strict=True))


def _claims(page: Page) -> tuple[list[int], list[int]]:
    """Where every stretch that the page's entries, furniture and refusals claim starts and ends."""
    # As `Entry.holds`: there are many spans, and a call for each would take most of the time.
    inside = [span for begin, stop, spans, *_ in page.entries for span in spans if begin <= span[1] and span[2] <= stop]
    inside += page.furniture
    starts, ends = [start for _, start, _ in inside], [end for *_, end in inside]
    starts += [refusal.start for refusal in page.refusals]
    ends += [refusal.end for refusal in page.refusals]
    return starts, ends


def settle(text: str, page: Page) -> Page:
    """The same page with every character accounted for.

    Gaps of white space become furniture of kind `space`, any other gap a refusal `unclaimed_text`. Raises ValueError
    where two claims overlap or one leaves the text: that is a bug in the layout.
    """
    starts, ends = _gaps(*_claims(page), len(text))
    blank = [text[start:end].isspace() for start, end in zip(starts, ends, strict=True)]
    if not all(blank):
        starts, ends = _refused(text, starts, ends, page)
    page.furniture += spans_between("space", starts, ends)
    page.furniture.sort(key=itemgetter(1))
    page.refusals.sort(key=lambda refusal: refusal.start)
    return page


def _refused(text: str, starts: list[int], ends: list[int], page: Page) -> tuple[list[int], list[int]]:
    """Where the white space in these gaps starts and ends; what else is in them becomes refusals of the page."""
    edges: list[tuple[int, int]] = []
    for start, end in zip(starts, ends, strict=True):
        rest = trimmed(text, "unclaimed", start, end)
        if rest is None:
            edges.append((start, end))
            continue
        edges += ((start, rest.start), (rest.end, end))
        page.refusals.append(
            Refusal(rest.start, rest.end, "unclaimed_text", "No record of this page's layout holds this text.")
        )
    return [start for start, end in edges if start < end], [end for start, end in edges if start < end]


MARGIN_ENTRIES: Final = 2
"""Of a piece of a page, this many entries at its end are left to the next piece: the last one is cut off, and where the
one before it ends may hang on the last."""


def sure_end(page: Page) -> int:
    """Where the part of a piece ends that reads the same whatever follows; 0 where a longer piece is needed to tell.

    A page whose records hang on what it says once for all of them, as its owner, cannot be read in pieces.
    """
    hanging = any(not entry.holds(span) for entry in page.entries for span in entry.spans)
    if hanging or len(page.entries) <= MARGIN_ENTRIES:
        return 0
    return page.entries[-MARGIN_ENTRIES].start


def page_before(page: Page, end: int) -> Page:
    """What of the page stands before `end`, the start of one of its entries."""
    return Page(
        [entry for entry in page.entries if entry.start < end],
        [Span(name, start, min(stop, end)) for name, start, stop in page.furniture if start < end],
        [replace(refusal, end=min(refusal.end, end)) for refusal in page.refusals if refusal.start < end],
    )


def shifted(page: Page, by: int) -> Page:
    """The same page with every position `by` characters further on."""
    if by == 0:
        return page
    return Page(
        [
            entry._replace(start=entry.start + by, end=entry.end + by, spans=tuple(_shifted(entry.spans, by)))
            for entry in page.entries
        ],
        list(_shifted(page.furniture, by)),
        [replace(refusal, start=refusal.start + by, end=refusal.end + by) for refusal in page.refusals],
    )


def _shifted(spans: Iterable[Span], by: int) -> Iterable[Span]:
    return (Span(name, start + by, end + by) for name, start, end in spans)


def _gaps(starts: list[int], ends: list[int], length: int) -> tuple[list[int], list[int]]:
    """Where gaps between claims start and end. Raises ValueError on an overlap or a claim past `length`."""
    astray = any(map(gt, starts, ends))
    # Claims that do not overlap start and end by turns, so that both may be sorted by themselves.
    lefts, rights = [0, *sorted(ends)], [*sorted(starts), length]
    if astray or any(map(gt, lefts, rights)):
        place = next((at for at, (end, start) in enumerate(zip(lefts, rights, strict=True)) if end > start), 0)
        message = f"characters {rights[place]} to {lefts[place]} are claimed twice or lie outside the page"
        raise ValueError(message)
    apart = list(map(lt, lefts, rights))
    return list(compress(lefts, apart)), list(compress(rights, apart))
