"""The layout of listings without breaks: `TITLE AUTHORS TIMESTAMP`, `Summary:`, the abstract, at once the next title.

Timestamps and labels are found as they stand; where an abstract ends, a title begins and its authors begin is decided
by `flows.layouts.cut`, and an entry's confidence is the probability that all its boundaries are right.
"""

import re
from itertools import islice
from typing import Final

from flows.layouts.base import HIDDEN, Entry, Page, Span, settle, trimmed
from flows.layouts.cut.affiliations import without_affiliations
from flows.layouts.cut.between import find_between
from flows.layouts.cut.blanks import cut_surely
from flows.layouts.cut.entries import entries_of
from flows.layouts.cut.headers import find_headers, find_headings, is_stamped
from flows.layouts.cut.label_forms import LABEL, with_usual_label
from flows.layouts.cut.list_ends import find_ends, with_commas, with_one_comma
from flows.layouts.cut.model import load
from flows.layouts.cut.openings import with_openings
from flows.layouts.cut.records import Block, gaps_of
from flows.layouts.navigation import NOTICE, count_footing
from flows.layouts.set_out import masked, without_marks
from flows.layouts.surroundings import without_by
from flows.layouts.wrapping import unwrapped

DESCRIPTION: Final = "Listing without breaks: title, authors and timestamp in one line, `Summary:`, then the abstract."
EXAMPLE: Final = """Sort by updated
A Map of Small Worlds Ada Example, Bo Sample 2024-03-01 12:00:00
Summary:
We draw a map of small worlds.How Large Is a Small World? Bo Sample 2024-02-01 09:30:00
Summary:
We measure one."""

_OWN_LINE: Final = re.compile(rf"{LABEL}|Sort by ")
_BESIDE_BREAKS: Final = re.compile(rf"(?<=\n)[{HIDDEN}]+|(?<![{HIDDEN}])[{HIDDEN}]+(?=\n)")  # a run is tried once
_TELLING_CHARS: Final = 2**14  # a page that has hidden characters beside line ends has them so near its beginning
_BESIDE: Final = re.compile(rf"\d\d:\d\d:\d\d {LABEL}\s")  # the label is not below the timestamp
_CLOCK_CHARS: Final = len("12:00:00 ")
_SCORES: Final = (0.0, 0.8, 0.95)
_HEADING_CHARS: Final = 100
_SENTENCE_ENDS: Final = tuple(".!?,;")
_FULL_STOPS: Final = ".!?"
_ROW: Final = re.compile(r"[^\n]+")
_TELLING_ENTRIES: Final = 3  # of fewer, none tells whether abstracts have lines on their page
_FOOTED: Final = 0.9  # how sure an abstract is below which lines were taken for the page's


def matches(text: str) -> float:
    """How surely the page that begins with `text` is of this layout, 0 to 1."""
    text = with_usual_label(text)
    seen = _seen(text) if LABEL in text else ""
    labels = (found.start() for found in re.finditer(LABEL, seen))
    marks = (at for at in labels if is_stamped(seen, at) or _BESIDE.match(seen, max(0, at - _CLOCK_CHARS)))
    return _SCORES[sum(1 for _ in islice(marks, len(_SCORES) - 1))]


def parse(text: str) -> Page:
    """The page's entries in page order, with every character accounted for."""
    text = _seen(text)
    page = Page()
    blocks = _find_blocks(text, page)
    between = [span for block in blocks for span in find_between(text, gaps_of(block))]
    if between:
        text = masked(text, between, "\n")
    if not any(block.headers for block in blocks):
        page.furniture.clear()
        return settle(text, page)
    highs = [header.high for block in blocks for header in block.headers]
    listed = find_ends(text, highs)
    named = with_commas(with_one_comma(masked(text, listed.values()), highs), highs)
    cut = with_openings(named, cut_surely(without_affiliations(named, highs), blocks, load()))
    for block, records in zip(blocks, cut, strict=True):
        _before_first(text, block.low, records[0].begin if records else block.high, page)
        entries = _without_footing(text, entries_of(named, records, block.high), page)
        page.entries += _with_others(entries, listed) if listed else entries
        page.furniture += [listed[record.header.high] for record in records if record.header.high in listed]
        page.furniture += [record.header.label for record in records if record.header.label is not None]
    without_by(text, page)
    settle(text, page)
    return without_marks(text, page, between) if between else page


def _seen(text: str) -> str:
    """The text with blanks for line ends that wrap it and for hidden characters beside the others."""
    if any(mark in text[:_TELLING_CHARS] for mark in HIDDEN):
        text = _BESIDE_BREAKS.sub(lambda found: " " * len(found[0]), text)
    return unwrapped(with_usual_label(text), _OWN_LINE)


def _find_blocks(text: str, page: Page) -> list[Block]:
    """The stretches between the headings, which become furniture."""
    headings = find_headings(text)
    page.furniture.extend(Span("heading", start, end) for start, end in headings)
    lows = [0, *(end for _, end in headings)]
    highs = [*(start for start, _ in headings), len(text)]
    return [
        Block(low, high, find_headers(text, low, high), place > 0)
        for place, (low, high) in enumerate(zip(lows, highs, strict=True))
    ]


def _before_first(text: str, low: int, high: int, page: Page) -> None:
    """Account for what stands in a block before its first record: lines above the page, or a cut-off abstract."""
    rest = trimmed(text, "abstract", low, high)
    if rest is None:
        return
    rows = text[rest.start : rest.end].splitlines()
    said = [row for row in map(str.strip, rows) if NOTICE.match(row) is None]
    if any(len(row) > _HEADING_CHARS or row.endswith(_SENTENCE_ENDS) for row in said):
        page.entries.append(Entry(rest.start, rest.end, (rest,)))
        return
    at = rest.start
    for row in rows:
        at = text.index(row, at)
        heading = trimmed(text, "heading", at, at + len(row))
        page.furniture.extend([heading] if heading is not None else [])
        at += len(row)


def _with_others(entries: list[Entry], listed: dict[int, Span]) -> list[Entry]:
    """The entries, those incomplete above whose timestamp the list of authors leaves names out."""
    cut_short = {end for end, span in listed.items() if span.name == "others"}
    return [
        entry._replace(authors_complete=False) if any(span.start in cut_short for span in entry.spans) else entry
        for entry in entries
    ]


def _without_footing(text: str, entries: list[Entry], page: Page) -> list[Entry]:
    """A block's entries without the lines below its last abstract, as `Load more`, which become furniture.

    Such lines are known by what they say; or they are short and no sentences, stand below the end of one, and no other
    abstract of the block has lines.
    """
    last = entries[-1].spans[-1] if entries else None
    if last is None or last.name != "abstract" or (end := text.find("\n", last.start, last.end)) < 0:
        return entries
    found = (trimmed(text, "footing", *row.span()) for row in _ROW.finditer(text, end, last.end))
    rows = [row for row in found if row is not None]
    known = len(rows) - count_footing(text[row.start : row.end] for row in reversed(rows))
    above = trimmed(text, "abstract", last.start, end)
    if above is not None and _are_below(text, entries, above.end, rows[:known]):
        known = 0
    if known == len(rows):
        return entries
    above = trimmed(text, "abstract", last.start, rows[known].start)
    if above is None:
        return entries
    page.furniture += rows[known:]
    entry = entries[-1]
    sure = min(entry.confidence, _FOOTED)
    return [*entries[:-1], entry._replace(end=above.end, spans=(*entry.spans[:-1], above), confidence=sure)]


def _are_below(text: str, entries: list[Entry], end: int, rows: list[Span]) -> bool:
    """Whether these lines stand below the last abstract, which ends at `end`: they are short and no sentences."""
    short = all(row.end - row.start <= _HEADING_CHARS and text[row.end - 1] not in _SENTENCE_ENDS for row in rows)
    lined = any(text.find("\n", *entry.spans[-1][1:]) >= 0 for entry in entries[:-1])
    return short and not lined and text[end - 1] in _FULL_STOPS and len(entries) >= _TELLING_ENTRIES
