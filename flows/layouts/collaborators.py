"""An author's page that names its owner once and gives each paper's title, archive and abstract.

    Goto

    Collaborating Authors

     Family, Given


    A title

    arXiv.org Artificial Intelligence

    The abstract.


    The next title …

One empty line stands inside a record, two between records. Any line in the archive's place is taken for one: short,
alone, without a full stop. Where the empty lines are damaged, an archive is known by its name, or because it stands in
its proper place elsewhere on the page.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from flows.layouts.base import Entry, Page, Span, collapse, settle

DESCRIPTION: Final = "An author's page with title, archive and abstract; only the page's owner is named."
EXAMPLE: Final = """\
Goto

Collaborating Authors

\u00a0Lovelace, Ada


Notes on a Sieve for Papers

arXiv.org Artificial Intelligence

We describe a sieve that keeps one copy of every paper and can say where each word of it came from.


Counting Twice, Slowly

Journal of Small Libraries

We count the papers of a library by hand and by machine, and explain where the two counts differ.
"""

_HEADING: Final = "Collaborating Authors"
_GOTO: Final = "Goto"

_LINE: Final = re.compile(r"\S(?:[^\r\n]*\S)?")
"""A line without the white space around it. A line of white space alone is none."""

_GOTO_JOINED: Final = re.compile(r"(?<=\S)Goto(?=\s+Collaborating Authors)")
"""Another page's heading, pasted right behind an abstract without a line break."""

_ARXIV: Final = re.compile(r"arXiv\.org( [\w&,()/-]+){1,10}\Z")

_VENUE_CHARS: Final = 150
"""A longer line is no archive's or journal's name."""

_TITLE_CHARS: Final = 300
"""A longer line is no title: the longest of 90,000 on arXiv has 239 characters."""

_PROSE_CHARS: Final = 200
"""A longer line that no structure explains is text; so is a shorter one that ends in a full stop."""

_ENDED: Final = re.compile(r"""[.!?…。！？$][)\]}"'”’»]*\Z|://\S+\Z""")
"""How text ends: with a full stop or its like, perhaps in brackets or quotes, a formula, or an address."""

_ENDING_CHARS: Final = 400
"""How much of a line is looked at for its end; more than addresses have."""

_NEW_RECORD: Final = 3
"""Line ends between two records: two empty lines."""


class _Line(NamedTuple):
    """A line `text[start:end]` and how many line ends stand between it and the line before."""

    start: int
    end: int
    breaks: int


class _Piece(NamedTuple):
    """Lines that belong together, and which of them names the archive; without one, what they are is a guess."""

    lines: list[_Line]
    venue: int | None


@dataclass
class _Draft:
    """A record that may still be continued."""

    spans: list[Span]
    confidence: float


def matches(text: str) -> float:
    """How surely this is such a page.

    1 with its heading, less where only archives tell: 0.9 if arXiv is one, 0.6 if most records share one.
    """
    seen = _seen(text)
    lines = list(_lines(seen))
    if any(_says(seen, line, _HEADING) for line in lines):
        return 1.0
    groups = [group for group in _groups(lines) if len(group) > 1]
    places = [(group, _venue_place(seen, group)) for group in groups]
    venues = Counter(_short(seen, group[place]) for group, place in places if place is not None)
    if any(_ARXIV.match(venue) for venue in venues):
        return 0.9
    repeated = sum(count for count in venues.values() if count > 1)
    return 0.6 if 2 * repeated > len(groups) else 0.0


def parse(text: str) -> Page:
    """Every record of the page; see `flows.layouts.base`. Records without title or archive are found as well."""
    seen = _seen(text)
    page = Page()
    lines = list(_lines(seen))
    known = _known_venues(seen, lines)
    for owner, section in _sections(seen, lines, page):
        drafts: list[_Draft] = []
        for group in _groups(section):
            for piece in _pieces(seen, group, known):
                if piece.venue is not None:
                    drafts.append(_with_venue(seen, piece, piece.venue))
                else:
                    cut_off = bool(known) and group[0] is lines[0]
                    _read_loose(seen, piece.lines, drafts, page, cut_off=cut_off)
        authors = () if owner is None else (collapse(text[owner.start : owner.end]),)
        page.entries.extend(_entry(draft, owner, authors) for draft in drafts)
    return settle(seen, page)


def _seen(text: str) -> str:
    """The text with blanks for zero-width spaces, character for character, so that white space is all that is empty."""
    return text.replace("\u200b", " ").replace("\u2060", " ").replace("\ufeff", " ")


def _lines(seen: str) -> Iterator[_Line]:
    """The lines in order; a heading that was pasted behind an abstract is a line of its own."""
    at = 0
    for found in _LINE.finditer(seen):
        start, end = found.span()
        gap = seen[at:start]
        breaks = gap.count("\n") or gap.count("\r")
        goto = end - len(_GOTO)
        if goto > start and seen.startswith(_GOTO, goto) and _GOTO_JOINED.match(seen, goto):
            yield _Line(start, goto, breaks)
            start, breaks = goto, _NEW_RECORD
        yield _Line(start, end, breaks)
        at = end


def _groups(lines: list[_Line]) -> Iterator[list[_Line]]:
    """The lines between two empty lines and the next two."""
    group: list[_Line] = []
    for line in lines:
        if group and line.breaks >= _NEW_RECORD:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _says(seen: str, line: _Line, words: str) -> bool:
    return line.end - line.start == len(words) and seen.startswith(words, line.start)


def _short(seen: str, line: _Line) -> str:
    """The line's text if it may be the name of an archive, else nothing."""
    return seen[line.start : line.end] if line.end - line.start <= _VENUE_CHARS else ""


def _is_prose(seen: str, line: _Line) -> bool:
    return line.end - line.start > _PROSE_CHARS or _is_finished(seen, line)


def _is_finished(seen: str, line: _Line) -> bool:
    return _ENDED.search(seen, max(line.start, line.end - _ENDING_CHARS), line.end) is not None


def _venue_place(seen: str, group: list[_Line]) -> int | None:
    """Where a well-spaced record names its archive: the first line after an empty one, text after the next one."""
    place = next((at for at, line in enumerate(group[:4]) if at > 0 and line.breaks > 1), None)
    if place is None or not _short(seen, group[place]):
        return None
    if _ARXIV.match(_short(seen, group[place])):
        return place
    if _is_finished(seen, group[place]) or _ARXIV.match(_short(seen, group[0])) or place + 1 == len(group):
        return None
    return place if group[place + 1].breaks > 1 and _is_prose(seen, group[place + 1]) else None


def _known_venues(seen: str, lines: list[_Line]) -> set[str]:
    """The archives that stand in their proper place somewhere on the page, and all of arXiv."""
    known = {words for line in lines if _ARXIV.match(words := _short(seen, line))}
    for group in _groups(lines):
        place = _venue_place(seen, group)
        if place is not None:
            known.add(_short(seen, group[place]))
    return known


def _sections(seen: str, lines: list[_Line], page: Page) -> Iterator[tuple[Span | None, list[_Line]]]:
    """The lines under each heading, with the owner that it names; the heading's lines become furniture."""
    owner = None
    section: list[_Line] = []
    for at, line in enumerate(lines):
        after = lines[at + 1] if at + 1 < len(lines) else None
        if _says(seen, line, _HEADING):
            yield owner, section
            owner, section = None, []
            page.furniture.append(Span("heading", line.start, line.end))
        elif _says(seen, line, _GOTO) and (after is None or _says(seen, after, _HEADING)):
            page.furniture.append(Span("heading", line.start, line.end))
        elif at > 0 and _says(seen, lines[at - 1], _HEADING) and _is_owner(seen, lines[at : at + 3]):
            owner = Span("owner", line.start, line.end)
            page.furniture.append(owner)
        else:
            section.append(line)
    yield owner, section


def _is_owner(seen: str, lines: list[_Line]) -> bool:
    """Whether the first of these lines, which follows a heading, is the owner's name and no title."""
    line = lines[0]
    follows = [_ARXIV.match(_short(seen, after)) is not None for after in lines[1:]]
    if line.end - line.start > _VENUE_CHARS or follows[:1] == [True]:
        return False
    set_in = line.start > 0 and seen[line.start - 1] not in "\r\n"
    return set_in or len(lines) == 1 or lines[1].breaks >= _NEW_RECORD or follows[1:] == [True]


def _pieces(seen: str, group: list[_Line], known: set[str]) -> Iterator[_Piece]:
    """The group's records, cut before their titles; what stands above the first title is a piece without archive."""
    place = _venue_place(seen, group)
    start, venue = 0, None
    for at, line in enumerate(group):
        if at != place and (_short(seen, line) not in known or (place is not None and at < place)):
            continue
        if venue is not None and at < venue + 2:
            continue
        title = at - 1 if at > 0 and group[at - 1].end - group[at - 1].start <= _TITLE_CHARS else at
        title = 0 if at == place else title
        if title > start or venue is not None:
            yield _Piece(group[start:title], None if venue is None else venue - start)
            start = title
        venue = at
    yield _Piece(group[start:], None if venue is None else venue - start)


def _with_venue(seen: str, piece: _Piece, venue: int) -> _Draft:
    """The record whose archive is known."""
    title, abstract = piece.lines[:venue], piece.lines[venue + 1 :]
    spans = [
        *(Span("title", line.start, line.end) for line in title),
        Span("subjects", piece.lines[venue].start, piece.lines[venue].end),
        *(Span("abstract", line.start, line.end) for line in abstract),
    ]
    if len(title) != 1 or not abstract:
        # A part is missing or was cut off, or a title stands in several lines.
        return _Draft(spans, 0.8)
    if piece.lines[venue].breaks != _NEW_RECORD - 1 or abstract[0].breaks != _NEW_RECORD - 1:
        # The empty lines are damaged, so that only the archive's name told where the record is.
        return _Draft(spans, 0.9)
    return _Draft(spans, 1.0)


def _read_loose(seen: str, lines: list[_Line], drafts: list[_Draft], page: Page, *, cut_off: bool) -> None:
    """Lines without an archive: more of the record before, a record of its own, or a heading; else they stay unclaimed.

    `cut_off` if the page begins here, so that it may be the rest of a record.
    """
    first, *others = lines
    if _is_prose(seen, first):
        spans = [Span("abstract", line.start, line.end) for line in lines]
        if drafts:
            # Paragraphs of an abstract with two empty lines between them, or else text that belongs to nobody.
            drafts[-1].spans.extend(spans)
            drafts[-1].confidence = min(drafts[-1].confidence, 0.7)
        elif cut_off:
            drafts.append(_Draft(spans, 0.5))
    elif others and others[0].end - others[0].start > _PROSE_CHARS:
        # Title and abstract without an archive; the title may as well be a heading.
        spans = [Span("abstract", line.start, line.end) for line in others]
        drafts.append(_Draft([Span("title", first.start, first.end), *spans], 0.6))
    elif not drafts:
        page.furniture.extend(Span("heading", line.start, line.end) for line in lines)


def _entry(draft: _Draft, owner: Span | None, authors: tuple[str, ...]) -> Entry:
    start, end = draft.spans[0].start, draft.spans[-1].end
    spans = draft.spans if owner is None else [Span("authors", owner.start, owner.end), *draft.spans]
    return Entry(start, end, tuple(spans), authors, authors_complete=False, confidence=draft.confidence)
