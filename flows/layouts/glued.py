"""The layout of listings without breaks: `TITLE AUTHORS TIMESTAMP`, `Summary:`, the abstract, at once the next title.

Timestamps and labels are found as they stand; where an abstract ends, a title begins and its authors begin is decided
by `flows.layouts.cut`, and an entry's confidence is the probability that all its boundaries are right.
"""

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from flows.layouts.base import Entry, Page, Span, settle, split_names, trimmed
from flows.layouts.cut.headers import Header, find_headers, find_headings
from flows.layouts.cut.model import ABSTRACT_CHARS, Cut, Model, Segment, load
from flows.layouts.cut.pagenames import PageNames

DESCRIPTION: Final = "Listing without breaks: title, authors and timestamp in one line, `Summary:`, then the abstract."
EXAMPLE: Final = """Sort by updated
A Map of Small Worlds Ada Example, Bo Sample 2024-03-01 12:00:00
Summary:
We draw a map of small worlds.How Large Is a Small World? Bo Sample 2024-02-01 09:30:00
Summary:
We measure one."""

_MARK: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?:[^\S\r\n]+\d\d:\d\d(?::\d\d)?)?[^\S\r\n]*(?:\r\n|\r|\n)[^\S\r\n]*Summary:[^\S\r\n]*[\r\n]"
)
_SCORES: Final = (0.0, 0.8, 0.95)
_HEADING_CHARS: Final = 100
_NEXT_HEADER_CHARS: Final = 300
_SENTENCE_ENDS: Final = tuple(".!?,;")
_AUTHORS_CHARS: Final = 600
_PLAIN_NAME: Final = re.compile(r"\s*[^\W\d_a-z][^\s.]*(?:\s+[^\s]+){0,2}\s+[^\W\d_a-z][^\s.]*\s*")


@dataclass(frozen=True, slots=True)
class _Record:
    """A header with its cut; without one (None) the header holds no title. `low`: where the segment before it begins."""

    header: Header
    cut: Cut | None
    low: int


def matches(text: str) -> float:
    """How surely the page that begins with `text` is of this layout, 0 to 1."""
    return _SCORES[min(len(_MARK.findall(text)), 2)]


def parse(text: str) -> Page:
    """The page's entries in page order, with every character accounted for."""
    page = Page()
    headings = find_headings(text)
    starts = [0, *(end for _, end in headings)]
    ends = [*(start for start, _ in headings), len(text)]
    blocks = [find_headers(text, low, high) for low, high in zip(starts, ends, strict=True)]
    if not any(blocks):
        return settle(text, page)
    names = _page_names(text, blocks)
    page.furniture.extend(Span("heading", start, end) for start, end in headings)
    for number, (low, high, headers) in enumerate(zip(starts, ends, blocks, strict=True)):
        records = _records(text, low, high, headers, names, fixed=number > 0)
        _before_first(text, low, _first_title(records, high), page)
        for record, after in zip_longest(records, records[1:]):
            _add_entry(text, record, after, high, page)
    page.entries.sort(key=lambda entry: entry.start)
    return settle(text, page)


def _records(text: str, low: int, high: int, headers: list[Header], names: PageNames, *, fixed: bool) -> list[_Record]:
    """The cuts of a block's headers, in page order; headers that turn out to be part of an abstract are left out.

    Cut from the last to the first, so that each paper's own abstract is known when its title is looked for.
    """
    model = load()
    kept = _true_headers(text, low, high, headers, names, model)
    records: list[_Record] = []
    until = high
    for place in range(len(kept) - 1, -1, -1):
        begin = _skip_space(text, kept[place - 1].end if place else low, kept[place].high)
        segment = Segment(begin, kept[place].high, _opening(text, kept[place], until), fixed and place == 0)
        cut = model.cut(text, segment, names)
        records.append(_Record(kept[place], cut, begin))
        until = cut.title if cut is not None else begin
    return records[::-1]


def _true_headers(
    text: str, low: int, high: int, headers: list[Header], names: PageNames, model: Model
) -> list[Header]:
    """The headers that are sure, and of the others those that end in what looks like authors."""
    kept: list[Header] = []
    for place, header in enumerate(headers):
        if not header.sure:
            until = headers[place + 1].high - _NEXT_HEADER_CHARS if place + 1 < len(headers) else high
            begin = _skip_space(text, kept[-1].end if kept else low, header.high)
            segment = Segment(begin, header.high, _opening(text, header, until))
            cut = model.cut(text, segment, names)
            if cut is None or cut.words == 0:
                continue
        kept.append(header)
    return kept


def _opening(text: str, header: Header, until: int) -> str:
    """The case-folded beginning of the abstract after `header`, which ends at `until`."""
    return text[header.end : min(max(until, header.end), header.end + ABSTRACT_CHARS)].casefold()


def _skip_space(text: str, at: int, high: int) -> int:
    """The first place from `at` on, at most `high`, that is no white space."""
    while at < high and text[at].isspace():
        at += 1
    return at


def _first_title(records: list[_Record], high: int) -> int:
    """Where a block's first record begins, or where the block ends."""
    if not records:
        return high
    first = records[0]
    return first.cut.title if first.cut is not None else first.low


def _before_first(text: str, low: int, high: int, page: Page) -> None:
    """Account for what stands in a block before its first title: lines above the page, or a cut-off abstract."""
    rest = trimmed(text, "abstract", low, high)
    if rest is None:
        return
    rows = text[rest.start : rest.end].splitlines()
    if all(len(row) <= _HEADING_CHARS and row.rstrip()[-1:] not in _SENTENCE_ENDS for row in rows):
        at = rest.start
        for row in rows:
            at = text.index(row, at)
            heading = trimmed(text, "heading", at, at + len(row))
            page.furniture.extend([heading] if heading is not None else [])
            at += len(row)
        return
    page.entries.append(Entry(rest.start, rest.end, (rest,)))


def _add_entry(text: str, record: _Record, after: _Record | None, high: int, page: Page) -> None:
    """Add the entry of `record`, whose abstract ends where the title of `after`, or else the block, does."""
    header, cut = record.header, record.cut
    until = high if after is None else after.cut.title if after.cut is not None else after.low
    confidence = after.cut.start_probability if after is not None and after.cut is not None else 1.0
    spans: list[Span | None] = []
    authors: tuple[str, ...] = ()
    if cut is not None:
        confidence *= cut.probability
        spans += [
            trimmed(text, "title", cut.title, cut.authors),
            trimmed(text, "authors", cut.authors, header.high),
        ]
        authors = split_names(text[cut.authors : header.high])
    if header.date is not None:
        spans.append(Span("date", *header.date))
    spans.append(trimmed(text, "abstract", header.end, until))
    if header.label is not None:
        page.furniture.append(Span("label", *header.label))
    found = tuple(span for span in spans if span is not None)
    if found:
        page.entries.append(Entry(found[0].start, found[-1].end, found, authors, confidence=confidence))


def _page_names(text: str, blocks: list[list[Header]]) -> PageNames:
    """The names that stand between commas before the page's timestamps."""
    names = PageNames()
    for headers in blocks:
        for header in headers:
            if header.sure:
                chunks = text[max(0, header.high - _AUTHORS_CHARS) : header.high].split(",")
                for chunk in chunks[:0:-1]:
                    if _PLAIN_NAME.fullmatch(chunk) is None:
                        break
                    names.add(chunk)
    return names
