"""An author's page with date, authors, figures, abstract and comment of each paper, as DESCRIPTION and EXAMPLE show.

Any part may be missing, and the page may begin or end inside a record. So a record is closed by its icon or a header,
else by the title of the next date; its parts are told by their place, and only where that is damaged by how they read.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from flows.layouts.base import Entry, Page, Span, collapse, settle, split_names

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

_LINE: Final = re.compile(r"Via[\w.-]{1,40} icon(?=[^\Wa-z_])|\S(?:[^\r\n]*\S)?")
"""A line without the white space around it, or an icon's caption with another page pasted right behind it."""

_KIND: Final = re.compile(
    r"(?P<icon>Via[\w.-]{1,40} icon\Z)"
    r"|(?P<alert>Alert button\Z)"
    r"|(?P<picture>Picture for (?=\S))"
    r"|(?P<date>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s+\d{1,2},\s*\d{4}\Z)"
    r"|(?P<caption>Figure\s+\d{1,4}[a-z]?\s+for\s+(?=\S))"
    r"|(?P<bullet>\*(?:\s+|\Z))"
)
"""What a line is, or by its beginning may be."""

_TITLE_CHARS: Final = 300  # a longer line is no title: the longest of 90,000 on arXiv has 239 characters
_TITLE_LINES: Final = 3  # more lines than this above a date are not all its title
_SHORT_CHARS: Final = 200  # a longer line is no owner's name and no heading
_READ_CHARS: Final = 2000  # how much of a line is looked at to tell names from sentences
_NAME_WORDS: Final = 8  # more words than this between two commas are no name, not even a collaboration's


class _Line(NamedTuple):
    """A line `text[start:end]`, how many line ends stand before it, and its kind by _KIND, or `text`."""

    start: int
    end: int
    breaks: int
    kind: str


def matches(text: str) -> float:
    """1 with an icon's caption or a header; 0.8 with dates and captions, where the page ends in its first record."""
    kinds = {line.kind for line in _lines(_seen(text))}
    if "icon" in kinds or {"alert", "picture"} <= kinds:
        return 1.0
    return 0.8 if {"date", "caption"} <= kinds else 0.0


def parse(text: str) -> Page:
    """Every record of the page; see `flows.layouts.base`. One that the page may have cut off has a low confidence."""
    seen = _seen(text)
    page = Page()
    for run, whole in _runs(seen, page):
        icon = run.pop() if run and run[-1].kind == "icon" else None
        if icon is not None:
            page.furniture.append(Span("icon", icon.start, icon.end))
        pieces = _pieces(run)
        for at, lines in enumerate(pieces):
            last = icon if at + 1 == len(pieces) else None
            if last is not None or {"date", "caption"} & {line.kind for line in lines}:
                roles, sure = _roles(seen, lines, last, whole=whole or at > 0)
                page.entries.append(_entry(text, lines, roles, sure, page))
            elif not page.entries:
                short = (line for line in lines if line.end - line.start <= _SHORT_CHARS)
                page.furniture.extend(Span("heading", line.start, line.end) for line in short)
    return settle(seen, page)


def _seen(text: str) -> str:
    """The text with blanks for zero-width spaces, character for character, so that white space is all that is empty."""
    return text.replace("\u200b", " ").replace("\u2060", " ").replace("\ufeff", " ")


def _lines(seen: str) -> Iterator[_Line]:
    at = 0
    for found in _LINE.finditer(seen):
        gap = seen[at : found.start()]
        kind = _KIND.match(seen, *found.span())
        breaks = gap.count("\n") or gap.count("\r")
        yield _Line(*found.span(), breaks, "text" if kind is None else kind.lastgroup or "text")
        at = found.end()


def _runs(seen: str, page: Page) -> Iterator[tuple[list[_Line], bool]]:
    """The lines up to each icon or header, and whether an icon or header stands before them; headers go to `page`."""
    run: list[_Line] = []
    whole = False
    lines = list(_lines(seen))
    for at, line in enumerate(lines):
        part = _header_part(seen, lines, at)
        if part is not None:
            page.furniture.append(Span(part, line.start, line.end))
        else:
            run.append(line)
        if part is not None or line.kind == "icon":
            yield run, whole
            run, whole = [], True
    yield run, whole


def _header_part(seen: str, lines: list[_Line], at: int) -> str | None:
    """The kind of furniture if this line belongs to a header: the button, the picture's caption or the owner's name."""
    line = lines[at]
    if line.kind == "alert":
        return "heading"
    if line.kind not in ("text", "picture") or line.end - line.start > _SHORT_CHARS:
        return None
    before, after, later = (lines[i].kind if 0 <= i < len(lines) else "" for i in (at - 1, at + 1, at + 2))
    if line.kind == "picture":
        return "caption" if "alert" in (before, after, later) else None
    pictured = before == "picture" and seen.endswith(seen[line.start : line.end], lines[at - 1].start, lines[at - 1].end)
    below = before in ("alert", "picture") or (before in ("", "icon") and later != "picture")
    return "owner" if pictured or (after == "alert" and below) else None


def _pieces(run: list[_Line]) -> list[list[_Line]]:
    """The run cut above the title of each date; above the first there may be what belongs to no record."""
    starts = [0]
    floor = 0
    for at, line in enumerate(run):
        # The first line may be a title that is a date itself, and right below a date stands no other.
        twice = at == 0 and [after.kind for after in run[1:2]] == ["date"]
        if line.kind != "date" or twice or (floor > 0 and at <= floor):
            continue
        title = at
        while title > max(floor, at - _TITLE_LINES) and run[title - 1].kind not in ("caption", "bullet"):
            apart = title < at and run[title].breaks > 1
            if apart or run[title - 1].end - run[title - 1].start > _TITLE_CHARS:
                break
            title -= 1
        starts.append(title)
        floor = at + 1
    ends = [*starts[1:], len(run)]
    return [run[start:end] for start, end in zip(starts, ends, strict=True) if start < end]


def _roles(seen: str, lines: list[_Line], icon: _Line | None, *, whole: bool) -> tuple[list[str], float]:
    """Each line's field, or `caption`, or nothing; and how sure that is. `whole` if the page shows the beginning."""
    kinds = [line.kind for line in lines]
    if "date" in kinds:
        titles = 1 if kinds[:2] == ["date", "date"] else kinds.index("date")
        names, sure = _dated_names(seen, lines, titles + 1)
        sure = sure if titles == 1 else 0.8
        roles = ["title"] * titles + ["date"]
    else:
        titled = any(_captioned(seen, line) == _words(seen, lines[0]) for line in lines[1:4] if line.kind == "caption")
        begins = whole and (len(lines) > 1 or lines[0].end - lines[0].start <= _SHORT_CHARS)
        roles = ["title"] if kinds[0] not in ("caption", "bullet") and (titled or begins) else []
        names, sure = slice(len(roles), len(roles)), 0.8 if whole else 0.5
        # Where the page begins inside a record, the rest of a date may stand above the authors.
        for at in range(len(roles), min(len(roles) + (1 if whole else 2), len(lines))):
            if _reads_as_names(seen, lines[at]):
                names = slice(at, at + 1)
                break
    roles += [""] * (names.start - len(roles)) + ["authors"] * (names.stop - names.start)
    comment = _comment_start(lines, len(roles), icon)
    title = "" if "title" not in roles else _words(seen, *lines[: roles.count("title")])
    captions = _count_captions(seen, lines[len(roles) : comment], title)
    roles += ["caption"] * captions
    if kinds[len(roles) : len(roles) + 1] == ["caption"]:
        # An abstract that begins as captions do.
        sure = min(sure, 0.8)
    roles += ["abstract"] * (comment - len(roles)) + ["comment"] * (len(lines) - comment)
    return roles, sure if icon is not None else min(sure, 0.5)


def _dated_names(seen: str, lines: list[_Line], at: int) -> tuple[slice, float]:
    """Which lines from `at` on, below the date, are authors, and how sure that is."""
    if at == len(lines) or lines[at].kind in ("caption", "bullet"):
        return slice(at, at), 0.9
    touching = lines[at].breaks == 1
    if not (_reads_as_names(seen, lines[at]) or (touching and not _reads_as_prose(seen, lines[at]))):
        return slice(at, at), 0.9
    end = at + 1
    while end < len(lines) and lines[end].breaks == 1 and seen[lines[end - 1].end - 1] == ",":
        end += 1
    return slice(at, end), 1.0 if touching else 0.9


def _reads_as_prose(seen: str, line: _Line) -> bool:
    """Whether most words, of more than a name has, begin with small letters."""
    words = seen[line.start : min(line.end, line.start + _READ_CHARS)].split()
    return len(words) >= _NAME_WORDS and 2 * sum(word[0].islower() for word in words) > len(words)


def _reads_as_names(seen: str, line: _Line) -> bool:
    """Whether the line is a list with commas, or a few words, and no sentence."""
    parts = seen[line.start : min(line.end, line.start + _READ_CHARS)].split(",")
    few = all(len(part.split()) <= _NAME_WORDS for part in parts)
    words = len(parts[0].split())
    return few and (len(parts) > 1 or 2 <= words <= 5) and not _reads_as_prose(seen, line) and not ended


def _comment_start(lines: list[_Line], floor: int, icon: _Line | None) -> int:
    """Where the comment begins, `len(lines)` if there is none.

    It is what stands right above the icon from a bullet on, else the last paragraph if a bullet opens it.
    """
    block = len(lines)
    while block > floor:
        block -= 1
        if lines[block].breaks > 1:
            break
    touching = icon is not None and icon.breaks == 1
    bullets = [at for at in range(block, len(lines)) if lines[at].kind == "bullet"]
    if bullets and (touching or bullets[0] == block > floor):
        return bullets[0]
    earlier = (at for at in range(block - 1, floor - 1, -1) if lines[at].kind == "bullet" and lines[at].breaks > 1)
    return next(earlier, len(lines)) if touching else len(lines)


def _count_captions(seen: str, lines: list[_Line], title: str) -> int:
    """How many lines are figures' captions: they repeat the title, or each other where that is missing or cut off."""
    count = next((at for at, line in enumerate(lines) if line.kind != "caption"), len(lines))
    named = [_captioned(seen, line) for line in lines[:count]]
    repeated = Counter(named)
    for at, name in enumerate(named):
        last = at + 1 == len(lines)
        if not (name == title or repeated[name] > 1 or (title.startswith(name) if last else not title)):
            return at
    return count


def _captioned(seen: str, line: _Line) -> str:
    """The title that a figure's caption repeats, in a form for comparison."""
    return collapse(seen[_opening_end(seen, line) : line.end]).casefold()


def _words(seen: str, *lines: _Line) -> str:
    """The lines' text in a form for comparison."""
    return collapse(" ".join(seen[line.start : line.end] for line in lines)).casefold()


def _entry(text: str, lines: list[_Line], roles: list[str], sure: float, page: Page) -> Entry:
    """The record of these lines; their captions and bullets go to the page's furniture."""
    spans = []
    titled = "title" in roles
    for line, role in zip(lines, roles, strict=True):
        start = line.start
        if role == "comment" and line.kind == "bullet" or role == "caption" and not titled:
