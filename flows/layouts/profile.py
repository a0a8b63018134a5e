"""An author's page with date, authors, figures, abstract and comment of each paper, as DESCRIPTION and EXAMPLE show.

Any part may be missing, and the page may begin or end inside a record. So a record is closed by its icon or a header,
else by the title of the next date; its parts are told by their place, and only where that is damaged by how they read.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from flows.layouts.base import Entry, Page, Span, collapse, settle
from flows.layouts.labels import count_labels, move_label
from flows.layouts.name_lists import read_names
from flows.layouts.profile_lines import KindLine, find_kinds, read_lines, visible
from flows.layouts.profile_names import count_listed, reads_as_names, reads_as_prose
from flows.layouts.surroundings import without_surroundings

DESCRIPTION: Final = "An author's page with title, date, authors, figure captions, abstract and comment."
EXAMPLE: Final = """\
Alert button
Picture for Ada Lovelace

Ada Lovelace

Alert button

Notes on a Sieve for Papers

Feb 02, 2023
Ada Lovelace, Charles Babbage

Figure 1 for Notes on a Sieve for Papers

We describe a sieve that keeps one copy of every paper and can say where each word of it came from.

* 12 pages
Viaarxiv icon
"""

_SHORT_CHARS: Final = 300  # a longer line is no title (the longest of 90,000 on arXiv has 239), name or heading
_READ_CHARS: Final = 600  # how much of a line is looked at to tell what it is
_OPENINGS: Final = ("bullet", "comment", "dot")  # kinds of lines whose first characters are no part of a comment
_SET_ASIDE: Final = ("button", "notice")  # kinds of lines that stand anywhere in a record


def matches(text: str) -> float:
    """1 with an icon's caption or a header; 0.8 with dates and captions, where the page ends in its first record."""
    kinds: set[str] = set()
    for line in find_kinds(visible(text)):
        kinds.add(line.kind)
        if line.kind == "icon" or {"alert", "picture"} <= kinds:
            return 1.0
    return 0.8 if {"date", "caption"} <= kinds or {"date", "via"} <= kinds else 0.0


def parse(text: str) -> Page:
    """Every record of the page; see `flows.layouts.base`. One that the page may have cut off has a low confidence."""
    seen = visible(text)
    page = Page()
    for run, whole in _runs(seen, page):
        icon = run.pop() if run and run[-1].kind == "icon" else None
        if icon is not None:
            page.furniture.append(Span("icon", icon.start, icon.end))
        pieces = _pieces(run)
        for at, lines in enumerate(pieces):
            last = icon if at + 1 == len(pieces) else None
            if last is not None or {"date", "caption"} & {line.kind for line in lines}:
                page.entries.append(_entry(text, seen, lines, page, icon=last, whole=whole or at > 0))
            elif not page.entries:
                short = (line for line in lines if line.end - line.start <= _SHORT_CHARS)
                page.furniture.extend(Span("heading", line.start, line.end) for line in short)
    if 2 * count_labels(seen) > len(page.entries):
        page.entries = [move_label(seen, entry, page) for entry in page.entries]
    without_surroundings(seen, page)
    return settle(seen, page)


def _runs(seen: str, page: Page) -> Iterator[tuple[list[KindLine], bool]]:
    """The lines up to each icon or header, and whether an icon or header stands before them; headers go to `page`."""
    run: list[KindLine] = []
    whole = False
    lines = read_lines(seen)
    near = {at + by for at, line in enumerate(lines) if line.kind in ("alert", "picture") for by in (-1, 0, 1)}
    for at, line in enumerate(lines):
        part = line.kind if line.kind in _SET_ASIDE else _header_part(seen, lines, at) if at in near else None
        if part is not None:
            page.furniture.append(Span(part, line.start, line.end))
        else:
            run.append(line)
        if part not in (None, *_SET_ASIDE) or line.kind == "icon":
            yield run, whole
            run, whole = [], True
    yield run, whole


def _header_part(seen: str, lines: list[KindLine], at: int) -> str | None:
    """The kind of furniture if this line belongs to a header: the button, the picture's caption or the owner's name."""
    line = lines[at]
    if line.kind == "alert":
        return "heading"
    if line.kind not in ("text", "picture") or line.end - line.start > _SHORT_CHARS:
        return None
    words = seen[line.start : line.end]
    before, after, later = (lines[i].kind if 0 <= i < len(lines) else "" for i in (at - 1, at + 1, at + 2))
    if line.kind == "picture":
        return "caption" if "alert" in (before, after, later) and after != "date" else None
    pictured = before == "picture" and seen.endswith(words, lines[at - 1].start, lines[at - 1].end)
    below = before in ("alert", "picture") or (before in ("", "icon") and later != "picture")
    return "owner" if pictured or (after == "alert" and below) else None


def _pieces(run: list[KindLine]) -> list[list[KindLine]]:
    """The run cut above the title of each date; above the first there may be what belongs to no record."""
    starts = [0]
    floor = 0
    for at, line in enumerate(run):
        # Right below a date stand authors; a title may itself be a date.
        if line.kind == "date" and at > floor:
            above = run[at - 1]
            titled = above.kind not in ("caption", "bullet") and above.end - above.start <= _SHORT_CHARS
            starts.append(at - 1 if titled else at)
            floor = at + 1
    ends = [*starts[1:], len(run)]
    return [run[start:end] for start, end in zip(starts, ends, strict=True) if start < end]


def _roles(seen: str, lines: list[KindLine], icon: KindLine | None, *, whole: bool) -> tuple[list[str], float]:
    """Each line's field, or `caption`, and how sure that is; `whole` if the page shows where the record begins."""
    kinds = [line.kind for line in lines]
    opening = _read(seen, lines[0].start, lines[0].end)
    captions = (line for line in lines[1:5] if line.kind == "caption" and not whole)
    captioned = any(_folded(opening).endswith(_folded(_read(seen, line.said, line.end))) for line in captions)
    if "date" in kinds:
        roles = ["date"] if "date" not in kinds[1:2] else ["title", "date"]
        # Where the page begins, part of the title may be cut off.
        sure = (1.0 if whole or captioned else 0.9) if "title" in roles else (0.8 if whole else 0.5)
    else:
        begins = whole and (len(lines) > 1 or len(opening) <= _SHORT_CHARS)
        roles = ["title"] if kinds[0] not in ("caption", "bullet") and (captioned or begins) else []
        sure = 0.8 if whole else 0.5
    at = len(roles)
    if kinds[at : at + 1] not in ([], ["caption"], ["bullet"]):
        below_date = "date" in roles and lines[at].breaks == 1
        if (below_date and not reads_as_prose(seen, lines[at])) or reads_as_names(seen, lines[at]):
            roles += ["authors"] * count_listed(seen, lines[at:])
        sure = min(sure, 1.0 if below_date and "authors" in roles else 0.9)
    comment = _comment_start(lines, len(roles), icon)
    roles += ["caption"] * _count_captions(seen, lines[len(roles) : comment], opening if "title" in roles else "")
    if kinds[len(roles) : comment][:1] == ["caption"] or (
        comment < len(lines) and icon is not None and icon.breaks > 1
    ):
        # An abstract that begins as captions do, or a comment that does not touch its icon and may be a list.
        sure = min(sure, 0.8)
    roles += ["abstract"] * (comment - len(roles)) + ["comment"] * (len(lines) - comment)
    return roles, sure if icon is not None else min(sure, 0.5)


def _comment_start(lines: list[KindLine], floor: int, icon: KindLine | None) -> int:
    """Where the comment begins: with its label in the last paragraph, or a bullet right above the icon or a gap."""
    touching = icon is not None and icon.breaks == 1
    bullets = [at for at in range(floor, len(lines)) if lines[at].kind == "bullet"]
    block = next((at for at in range(len(lines) - 1, floor, -1) if lines[at].breaks > 1), floor)
    labelled = next((at for at in range(max(block, floor), len(lines)) if lines[at].kind == "comment"), None)
    if labelled is not None:
        return labelled
    if touching and lines[-1].kind == "dot":
        return len(lines) - sum(1 for _ in takewhile(lambda line: line.kind == "dot", reversed(lines[floor:])))
    last = [at for at in bullets if at >= block]
    if last and (touching or (last[0] == block and lines[block].end - lines[block].start <= _SHORT_CHARS)):
        return last[0]
    return max((at for at in bullets if lines[at].breaks > 1 and touching), default=len(lines))


def _count_captions(seen: str, lines: list[KindLine], title: str) -> int:
    """How many lines are figures' captions: they repeat the title, or each other where that is missing or cut off."""
    count = next((at for at, line in enumerate(lines) if line.kind != "caption"), len(lines))
    raw = [_read(seen, line.said, line.end) for line in lines[:count]]
    if raw.count(title) == count:
        return count  # as on most pages
    title, names = _folded(title), list(map(_folded, raw))
    times = Counter(names)
    for at, name in enumerate(names):
        cut_off = title.startswith(name) if at + 1 == len(lines) else not title
        # A bullet or a number may stand before the title.
        if not title.endswith(name) and times[name] == 1 and not cut_off:
            return at
    return count


def _read(seen: str, start: int, end: int) -> str:
    """The beginning of this stretch."""
    return seen[start : min(end, start + _READ_CHARS)]


def _folded(words: str) -> str:
    """The words in a form for comparison."""
    # Words may have been parted where lines were wrapped, and text browsers set images in brackets.
    return collapse(words).replace("- ", "-").rstrip("]").casefold()


def _entry(text: str, seen: str, lines: list[KindLine], page: Page, *, icon: KindLine | None, whole: bool) -> Entry:
    """The record of these lines; its captions and bullets go to the page's furniture."""
    roles, sure = _roles(seen, lines, icon, whole=whole)
    titled = "title" in roles
    spans: list[Span] = []
    for line, role in zip(lines, roles, strict=True):
        field, start = role, line.start
        if role == "caption" and not titled:
            # The page begins below the record's title, which its captions repeat.
            field, titled = "title", True
        labelled = role == "date" and line.said < line.end
        if field != role or labelled or (role == "comment" and line.kind in _OPENINGS):
            start = line.said
            page.furniture.append(Span("label" if role in ("comment", "date") else role, line.start, start))
        if start < line.end:
            (page.furniture if field == "caption" else spans).append(Span(field, start, line.end))
    names = " , ".join(text[span.start : span.end] for span in spans if span.name == "authors")
    authors, complete = read_names(names)
    bounds = lines[0].start, lines[-1].end
    return Entry(*bounds, tuple(spans), authors, authors_complete=complete, confidence=sure)
