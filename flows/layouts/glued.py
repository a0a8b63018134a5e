"""The layout of listings without breaks: `TITLE AUTHORS TIMESTAMP`, `Summary:`, the abstract, at once the next title.

Timestamps and labels are found as they stand; where an abstract ends, a title begins and its authors begin is decided
by `flows.layouts.cut`, and an entry's confidence is the probability that all its boundaries are right.
"""

import re
from itertools import zip_longest
from typing import Final, NamedTuple

from flows.layouts.base import Entry, Page, Span, settle, split_names, trimmed
from flows.layouts.cut.headers import Header, find_headers, find_headings
from flows.layouts.cut.model import ABSTRACT_CHARS, Cut, Model, Segment, load
from flows.layouts.cut.opening import Opening
from flows.layouts.cut.pagenames import PageNames

DESCRIPTION: Final = "Listing without breaks: title, authors and timestamp in one line, `Summary:`, then the abstract."
EXAMPLE: Final = """Sort by updated
A Map of Small Worlds Ada Example, Bo Sample 2024-03-01 12:00:00
Summary:
We draw a map of small worlds.How Large Is a Small World? Bo Sample 2024-02-01 09:30:00
Summary:
We measure one."""

_MARK: Final = re.compile(
    r"\d{4}-\d\d-\d\d(?:[^\S\r\n]+\d\d:\d\d(?::\d\d)?)?"  # a timestamp
    r"[^\S\r\n]*(?:\r\n|\r|\n)[^\S\r\n]*Summary:[^\S\r\n]*[\r\n]"  # that ends its line, and the label below
)
_SCORES: Final = (0.0, 0.8, 0.95)
_HEADING_CHARS: Final = 100
_NEXT_HEADER_CHARS: Final = 300
_SENTENCE_ENDS: Final = tuple(".!?,;")
_AUTHORS_CHARS: Final = 600


class _Block(NamedTuple):
    """A stretch of the page with its headers; `headed`: a heading stands above, so it begins with a title."""

    low: int
    high: int
    headers: list[Header]
    headed: bool


class _Record(NamedTuple):
    """A header with its cut; without one (None) the header holds no title. `begin`: where the record begins."""

    header: Header
    cut: Cut | None
    begin: int


def matches(text: str) -> float:
    """How surely the page that begins with `text` is of this layout, 0 to 1."""
    return _SCORES[min(len(_MARK.findall(text)), 2)]


def parse(text: str) -> Page:
    """The page's entries in page order, with every character accounted for."""
    page = Page()
    blocks = _find_blocks(text, page)
    if not any(block.headers for block in blocks):
        page.furniture.clear()
        return settle(text, page)
    names = _page_names(text, blocks)
    model = load()
    for block in blocks:
        records = _records(text, block, names, model)
        _before_first(text, block.low, records[0].begin if records else block.high, page)
        for record, after in zip_longest(records, records[1:]):
            _add_entry(text, record, after, block.high, page)
    return settle(text, page)


def _find_blocks(text: str, page: Page) -> list[_Block]:
    """The stretches between the headings, which become furniture."""
    headings = find_headings(text)
    page.furniture.extend(Span("heading", start, end) for start, end in headings)
    lows = [0, *(end for _, end in headings)]
    highs = [*(start for start, _ in headings), len(text)]
    return [
        _Block(low, high, find_headers(text, low, high), place > 0)
        for place, (low, high) in enumerate(zip(lows, highs, strict=True))
    ]


def _records(text: str, block: _Block, names: PageNames, model: Model) -> list[_Record]:
    """The block's records in page order; headers that turn out to be part of an abstract are left out.

    Cut from the last to the first, so that each paper's own abstract is known when its title is looked for.
    """
    headers = _true_headers(text, block, names, model)
    records: list[_Record] = []
    until = block.high
    for place in range(len(headers) - 1, -1, -1):
        header = headers[place]
        low = _skip_space(text, headers[place - 1].end if place else block.low, header.high)
        segment = Segment(low, header.high, _opening(text, header, until), block.headed and place == 0)
        cut = model.cut(text, segment, names)
        until = cut.title if cut is not None else header.high
        records.append(_Record(header, cut, until))
    return records[::-1]


def _true_headers(text: str, block: _Block, names: PageNames, model: Model) -> list[Header]:
    """The headers that are sure, and of the others those that end in authors or stand at the block's beginning."""
    kept: list[Header] = []
    for place, header in enumerate(block.headers):
        if not header.sure:
            low = _skip_space(text, kept[-1].end if kept else block.low, header.high)
            after = block.headers[place + 1 : place + 2]
            until = after[0].high - _NEXT_HEADER_CHARS if after else block.high
            segment = Segment(low, header.high, _opening(text, header, until), block.headed and not kept)
            if (kept or low < header.high) and not _ends_in_authors(text, segment, names, model):
                continue
        kept.append(header)
    return kept


def _ends_in_authors(text: str, segment: Segment, names: PageNames, model: Model) -> bool:
    """Whether the segment ends in a capitalised word that the model takes for part of an author's name."""
    last = text[segment.low : segment.high].split()[-1:]
    if not last or last[0][0] != last[0][0].upper():
        return False
    cut = model.cut(text, segment, names)
    return cut is not None and cut.words > 0


def _opening(text: str, header: Header, until: int) -> Opening:
    """The beginning of the abstract after `header`, which ends at `until`."""
    return Opening(text, header.end, min(max(until, header.end), header.end + ABSTRACT_CHARS))


def _skip_space(text: str, at: int, high: int) -> int:
    """The first place from `at` on, at most `high`, that is no white space."""
    while at < high and text[at].isspace():
        at += 1
    return at


def _before_first(text: str, low: int, high: int, page: Page) -> None:
    """Account for what stands in a block before its first record: lines above the page, or a cut-off abstract."""
    rest = trimmed(text, "abstract", low, high)
    if rest is None:
        return
    rows = text[rest.start : rest.end].splitlines()
    if any(len(row) > _HEADING_CHARS or row.rstrip().endswith(_SENTENCE_ENDS) for row in rows):
        page.entries.append(Entry(rest.start, rest.end, (rest,)))
        return
    at = rest.start
    for row in rows:
        at = text.index(row, at)
        heading = trimmed(text, "heading", at, at + len(row))
        page.furniture.extend([heading] if heading is not None else [])
        at += len(row)


def _add_entry(text: str, record: _Record, after: _Record | None, high: int, page: Page) -> None:
    """Add the entry of `record`, whose abstract ends where `after`, or else the block, does."""
    header, cut = record.header, record.cut
    until = high
    confidence = 1.0
    if after is not None:
        until = after.begin
        confidence = after.cut.start_probability if after.cut is not None else 1.0
    spans: list[Span | None] = []
    authors: tuple[str, ...] = ()
    if cut is not None:
        confidence *= cut.probability
        spans = [trimmed(text, "title", cut.title, cut.authors), trimmed(text, "authors", cut.authors, header.high)]
        authors = split_names(text[cut.authors : header.high])
    if header.date is not None:
        spans.append(Span("date", *header.date))
    if header.label is not None:
        page.furniture.append(Span("label", *header.label))
    spans.append(trimmed(text, "abstract", header.end, until))
    found = tuple(span for span in spans if span is not None)
    if found:
        page.entries.append(Entry(found[0].start, found[-1].end, found, authors, confidence=confidence))


def _page_names(text: str, blocks: list[_Block]) -> PageNames:
    """The names that stand between commas before the page's timestamps."""
    names = PageNames()
    for block in blocks:
        for header in block.headers:
            if header.sure:
                chunks = text[max(block.low, header.high - _AUTHORS_CHARS) : header.high].split(",")
                for chunk in chunks[:0:-1]:
                    if not names.add(chunk):
                        break
    return names
