"""Where pages of several layouts stand one behind the other in a text, with or without a break between them.

A page of one layout is never cut here: other layouts' marks in its abstracts are told from pages by how many there are,
what follows them, and whether the other layout claims what they open.
"""

import re
from itertools import groupby, pairwise, takewhile
from typing import Final, NamedTuple

from flows.layouts.found_marks import Mark, find_marks, joined_marks, shows_others
from flows.layouts.marks import MARKS
from flows.layouts.registry import (
    CLAIM_SCORE,
    SAMPLE_CHARS,
    AmbiguousLayoutError,
    Layout,
    UnknownLayoutError,
    find_layout,
    identify,
)

SEAM_SCORE: Final = 0.6
"""A layout must be this sure of a page behind another one; half-sure ones are more often quotations."""

_ENDED: Final = re.compile(r"""[.!?…。！？$][)\]}"'”’»]*\Z|://\S+\Z""")  # a full stop or its like, or an address
_INVISIBLE: Final = "\ufeff\u200b\u2060"
_TITLE_CHARS: Final = 300  # a longer line is no title: the longest of 90,000 on arXiv has 239 characters
_OPENING_CHARS: Final = 400  # more than opens a page
_RECORD_CHARS: Final = 4000  # enough of a record to see where it begins
_UNSURE_MARKS: Final = 3  # of a page, this many marks at most may be words of the record above
_LONE_CHARS: Final = 100  # a record that is a page's only one, and unsure, has at least so many


class Stretch(NamedTuple):
    """`text[start:end]` is a page, or several pages, of one layout."""

    layout: Layout
    start: int
    end: int


def find_stretches(text: str, known: str | None, *, last: bool) -> tuple[list[Stretch], int]:
    r"""The text's pages in order, without gaps, neighbours of different layouts; and where the part of it ends.

    Line ends are `\n`. `known` is the layout at the text's beginning, None where the dump begins. Unless this is the
    `last` piece of a dump, what follows may decide whether a page begins: then the part ends before it. Raises
    UnknownLayoutError or AmbiguousLayoutError where the text is one page whose layout cannot be told.
    """
    own: Layout | None = None
    problem: UnknownLayoutError | AmbiguousLayoutError | None = None
    try:
        own = identify(text) if known is None else find_layout(known)
    except (UnknownLayoutError, AmbiguousLayoutError) as error:
        problem = error
    end = len(text)
    if own is None or shows_others(text, own.name):
        starts, end = _find_starts(text, known, last=last)
        stretches, end = _claimed(text, starts, end, known=known is not None, last=last)
        if len(stretches) > 1:
            return stretches, end
    if own is None:
        raise problem or UnknownLayoutError(known)
    return [Stretch(own, 0, end)], end


def _find_starts(text: str, known: str | None, *, last: bool) -> tuple[list[tuple[str, int]], int]:
    """Where pages of another layout seem to begin, with its name; and where the part of the text that is sure ends."""
    starts = [] if known is None else [(known, 0)]
    before: list[Mark] = []
    runs = [list(run) for _, run in groupby(find_marks(text), lambda mark: mark.layout)]
    for run, after in pairwise([*runs, []]):
        name, own = run[0].layout, starts[-1][0] if starts else None
        if name != own and _is_page(text, run, after, own):
            stop = after[0].line if after else len(text)
            start = _start(text, run, before, own, stop)
            if start is not None and not last and not after and len(run) == 1:
                return starts, start
            if start is not None:
                starts.append((name, start if starts else 0))
        before.extend(run)
    return starts, len(text)


def _is_page(text: str, run: list[Mark], after: list[Mark], own: str | None) -> bool:
    """Whether these marks of one layout open a page, and are not words of a record of the layout `own` around them."""
    first = run[0]
    if len(run) > 1 or first.kind == "page" or not after:
        return True
    if own is None:
        # The text may begin inside a record; but before this mark there is nothing that it could belong to.
        return text[: _entry_start(text, first, 0)].strip().strip(_INVISIBLE) == ""
    return after[0].layout != own or after[0].kind == "page"


def _start(text: str, run: list[Mark], before: list[Mark], own: str | None, stop: int) -> int | None:
    """Where the page of these marks begins; `before` are the marks above. None if it is no page after all."""
    first = run[0]
    floor = before[-1].end if before else 0
    if MARKS[first.layout].unsure and own is not None:
        for at, mark in enumerate(run[:_UNSURE_MARKS]):
            if _is_complete(text, before, own, mark.start):
                sure = at + 1 < len(run) or _is_lone_page(text, mark, floor, stop)
                return mark.line if sure else None
        return None
    joined = joined_marks(first.layout).search(text, floor, min(len(text), first.end + _OPENING_CHARS))
    if joined is not None and joined.start() < first.start:
        return floor + len(text[floor : joined.start()].rstrip(_INVISIBLE))
    start = _entry_start(text, first, floor)
    lone = len(run) == 1 and first.kind == "titled"
    return start if not lone or own is None or _is_complete(text, before, own, start) else None


def _is_lone_page(text: str, mark: Mark, floor: int, stop: int) -> bool:
    """Whether the entry of this mark may be a page of its own: a long line below the end of a sentence or of a page."""
    above = text[max(floor, mark.line - _OPENING_CHARS) : mark.line].rstrip()
    line = text[mark.end : stop].strip()
    return (above == "" or _ENDED.search(above) is not None) and len(line) >= _LONE_CHARS and "\n" not in line


def _is_complete(text: str, before: list[Mark], own: str, end: int) -> bool:
    """Whether the last record of the layout `own` above `end` has its abstract, if its records have any."""
    marks = list(takewhile(lambda mark: mark.line > end - SAMPLE_CHARS, reversed(before))) or before[-1:]
    first = next((mark for mark in reversed(marks) if mark.layout == own), None)
    if first is None:
        return True
    start = _entry_start(text, first, max(0, first.line - _RECORD_CHARS))
    page = find_layout(own).parse(text[start:end])
    if page.entries and page.refusals and page.refusals[-1].start > page.entries[-1].start:
        return False
    told = [any(span.name == "abstract" for span in entry.spans) for entry in page.entries]
    return told[-1:] == [True] or (len(told) > 1 and not told[-2])


def _entry_start(text: str, mark: Mark, floor: int) -> int:
    """Where the entry or page of this mark begins, not above `floor`."""
    if mark.kind != "titled":
        return mark.line
    running = MARKS[mark.layout].running
    end = mark.line - 1 if running else floor + len(text[floor : mark.line].rstrip())
    start = max(floor, text.rfind("\n", floor, max(floor, end)) + 1)
    if running:
        # What the layout takes for the rest of a record above the first title ends the page before.
        entries = find_layout(mark.layout).parse(text[start : mark.end + _RECORD_CHARS]).entries
        rest = len(entries) > 1 and all(span.name == "abstract" for span in entries[0].spans)
        return start + entries[1].start if rest else start
    return start if end - start <= _TITLE_CHARS else mark.line


def _holds_records(layout: Layout, text: str) -> bool:
    """Whether the layout finds a whole record: its abstract, and what else records of the layout have."""
    told = ({span.name for span in entry.spans} for entry in layout.parse(text).entries)
    if MARKS[layout.name].unsure:
        return any(told)
    also = {"authors"} if MARKS[layout.name].running else {"authors", "subjects", "abstract"}
    return any("title" in fields and fields & also for fields in told)


def _claimed(
    text: str, starts: list[tuple[str, int]], end: int, *, known: bool, last: bool
) -> tuple[list[Stretch], int]:
    """The stretches that begin at `starts` and that their layouts claim, and where the part that is sure ends.

    What is not claimed belongs to the page before; empty if that is `known` for none.
    """
    kept: list[tuple[Layout, int]] = []
    for (name, start), (_, stop) in pairwise([*starts, ("", end)]):
        layout = find_layout(name)
        score = layout.matches(text[start : min(stop, start + SAMPLE_CHARS)])
        needed = SEAM_SCORE if kept else 0 if known else CLAIM_SCORE
        if score < needed or (kept and not _holds_records(layout, text[start : min(stop, start + SAMPLE_CHARS)])):
            if not kept:
                return [], end
            if stop == end and not last:
                # The rest of the page may follow.
                end = start
        elif not kept or kept[-1][0] is not layout:
            kept.append((layout, start))
    stops = [start for _, start in kept[1:]] + [end]
    return [Stretch(layout, start, stop) for (layout, start), stop in zip(kept, stops, strict=False)], end
