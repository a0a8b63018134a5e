"""An author's page that names its owner once and gives each paper's title, archive and abstract, as EXAMPLE shows.

One empty line stands inside a record, two between records. Any short line without a full stop that stands alone in the
archive's place is taken for one. Where the empty lines are damaged, an archive is known by its name, or because it
stands in its proper place elsewhere on the page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from flows.layouts.asides import ARXIV, RECORD_BREAKS, group_records, set_aside, with_fields
from flows.layouts.base import Entry, Line, Page, Span, collapse, find_lines, settle, with_visible_blanks
from flows.layouts.navigation import part_notices
from flows.layouts.surroundings import without_surroundings
from flows.layouts.wrapping import unwrapped

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

_PASTED: Final = re.compile(r"Goto(?<=\SGoto)(?=\s+Collaborating Authors)")  # right behind another page's end

_SMALL: Final = frozenset(("and", "for", "in", "of", "on", "the"))
_DIGIT: Final = re.compile(r"\d")

_VENUE_CHARS: Final = 150  # a longer line is no archive's or journal's name
_TITLE_CHARS: Final = 300  # a longer line is no title: the longest of 90,000 on arXiv has 239 characters
_PROSE_CHARS: Final = 200  # a longer line that its place does not explain is text, a shorter one if it ends so
_ENDING_CHARS: Final = 400  # how much of a line is looked at for its end; more than addresses have
_FEWEST_BREAKS: Final = 2  # so many line ends stand between the lines of a record at least

_Draft = tuple[list[Span], float]  # a record that may still be continued: its spans, and how sure they are

_ENDED: Final = re.compile(r"""[.!?…。！？$][)\]}"'”’»]*\Z|://\S+\Z""")  # a full stop or its like, or an address


def matches(text: str) -> float:
    """1 with the heading; 0.9 with an archive of arXiv in its place; 0.6 if most records share some other archives."""
    seen = unwrapped(with_visible_blanks(text))
    lines, _ = part_notices(seen, list(_lines(seen)))
    if any(_says(seen, line, _HEADING) for line in lines):
        return 1.0
    groups = list(group_records(set_aside(seen, lines).lines))
    # Where most groups begin with an abstract's end, what stands below it is no archive.
    venues = _placed_venues(seen, (group for group in groups if not _is_prose(seen, group[0])))
    if any(ARXIV.match(venue) for venue in venues):
        return 0.9
    records = sum(len(group) > 1 for group in groups)
    # A line with a number, as `NeurIPS 2023` or `1 code implementation`, is a fact of one paper and names no archive.
    shared = sum(count for venue, count in venues.items() if count > 1 and not _DIGIT.search(venue))
    return 0.6 if 2 * shared > records else 0.0


def parse(text: str) -> Page:
    """Every record of the page; see `flows.layouts.base`. Records without title or archive are found as well."""
    seen = unwrapped(with_visible_blanks(text))
    page = Page()
    shown, notices = part_notices(seen, list(_lines(seen)))
    lines, fields, tags = set_aside(seen, shown)
    page.furniture += tags + notices
    venues = _placed_venues(seen, group_records(lines))
    for owner, section in _sections(seen, lines, page):
        drafts: list[_Draft] = []
        for group in group_records(section):
            for piece, venue in _pieces(seen, group, venues):
                if venue is not None:
                    drafts.append(_with_venue(piece, venue, cut_off=piece[0] is lines[0]))
                else:
                    _read_loose(seen, piece, drafts, page, top=owner is None and not drafts)
        if drafts and not _is_finished(seen, section[-1]):
            # The page may be cut off here.
            drafts[-1] = (drafts[-1][0], min(drafts[-1][1], 0.8))
        owners = [] if owner is None else [Span("authors", owner.start, owner.end)]
        names = tuple(collapse(text[span.start : span.end]) for span in owners)
        for spans, sure in drafts:
            # A title alone is the page's cut-off end, or no title.
            if [span.name for span in spans[:2]] != ["title"]:
                bounds = spans[0].start, spans[-1].end
                page.entries.append(Entry(*bounds, (*owners, *spans), names, authors_complete=False, confidence=sure))
    page.entries = [with_fields(text, entry, fields) for entry in page.entries]
    without_surroundings(seen, page)
    return settle(seen, page)


def _lines(seen: str) -> Iterator[Line]:
    """The lines in order; a heading that was pasted behind an abstract is a line of its own.

    Where every line end of the page was doubled or multiplied, so many count as one.
    """
    lines = list(find_lines(seen, page=_PASTED))
    times = max(1, min((line.breaks for line in lines[1:]), default=0) // _FEWEST_BREAKS)
    for line in lines:
        yield line._replace(breaks=line.breaks // times or RECORD_BREAKS)


def _says(seen: str, line: Line, words: str) -> bool:
    return line.end - line.start == len(words) and seen.startswith(words, line.start)


def _short(seen: str, line: Line) -> str:
    """The line's text if it may be the name of an archive, else nothing."""
    return seen[line.start : line.end] if line.end - line.start <= _VENUE_CHARS else ""


def _is_prose(seen: str, line: Line) -> bool:
    return line.end - line.start > _PROSE_CHARS or seen[line.end - 1] in ".。"


def _is_finished(seen: str, line: Line) -> bool:
    return _ENDED.search(seen, max(line.start, line.end - _ENDING_CHARS), line.end) is not None


def _reads_as_name(words: str) -> bool:
    """Whether the words begin as those of a name do: `Proc. Natl. Acad. Sci. U.S.A.` is no sentence."""
    return all(word[0].isupper() or not word[0].isalpha() or word in _SMALL for word in words.split())


def _venue_place(seen: str, group: list[Line]) -> int | None:
    """Where a well-spaced record names its archive: the first line after an empty one, text after the next one."""
    place = next((at for at, line in enumerate(group[:4]) if at > 0 and line.breaks > 1), None)
    if place is None or ARXIV.match(_short(seen, group[place])):
        return place
    after = [line for line in group[place + 1 : place + 2] if line.breaks > 1]
    followed = any(_is_prose(seen, line) or _is_finished(seen, line) for line in after)
    words = _short(seen, group[place])
    named = words and (not _is_finished(seen, group[place]) or _reads_as_name(words))
    return place if followed and named and not ARXIV.match(_short(seen, group[0])) else None


def _placed_venues(seen: str, groups: Iterable[list[Line]]) -> Counter[str]:
    """The archives that stand in their proper place, and in how many records."""
    places = ((group, _venue_place(seen, group)) for group in groups)
    return Counter(_short(seen, group[place]) for group, place in places if place is not None)


def _sections(seen: str, lines: list[Line], page: Page) -> Iterator[tuple[Span | None, list[Line]]]:
    """The lines under each heading, with the owner that it names; the heading's lines become furniture."""
    owner = None
    section: list[Line] = []
    for at, line in enumerate(lines):
        if _says(seen, line, _HEADING):
            yield owner, section
            owner, section = None, []
            page.furniture.append(Span("heading", line.start, line.end))
        elif _says(seen, line, _GOTO) and all(_says(seen, after, _HEADING) for after in lines[at + 1 : at + 2]):
            page.furniture.append(Span("heading", line.start, line.end))
        elif at > 0 and _says(seen, lines[at - 1], _HEADING) and _is_owner(seen, lines[at : at + 3]):
            owner = Span("owner", line.start, line.end)
            page.furniture.append(owner)
        else:
            section.append(line)
    yield owner, section


def _is_owner(seen: str, lines: list[Line]) -> bool:
    """Whether the first of these lines, which follows a heading, is the owner's name and no title."""
    line = lines[0]
    follows = [ARXIV.match(_short(seen, after)) is not None for after in lines[1:]]
    if line.end - line.start > _VENUE_CHARS or follows[:1] == [True]:
        return False
    set_in = line.start > 0 and seen[line.start - 1] != "\n"
    return set_in or len(lines) == 1 or lines[1].breaks >= RECORD_BREAKS or follows[1:] == [True]


def _pieces(seen: str, group: list[Line], venues: Counter[str]) -> Iterator[tuple[list[Line], int | None]]:
    """The group's records, cut above their titles, with the place of the archive; None above the first title."""
    place = _venue_place(seen, group)
    start, venue = 0, None
    for at, line in enumerate(group):
        words = _short(seen, line)
        if at != place and (at < (place or 0) or not (words in venues or ARXIV.match(words))):
            continue
        if venue is not None and at < venue + 2:
            continue
        title = 0 if at == place else max(at - 1, 0)
        if group[title].end - group[title].start > _TITLE_CHARS:
            title = at
        if title > start:
            yield group[start:title], None if venue is None else venue - start
            start = title
        venue = at
    yield group[start:], None if venue is None else venue - start


def _with_venue(lines: list[Line], venue: int, *, cut_off: bool) -> _Draft:
    """The record whose archive is known; `cut_off` if the page begins here, perhaps inside its title."""
    fields = ["title"] * venue + ["subjects"] + ["abstract"] * (len(lines) - venue - 1)
    spans = [Span(name, line.start, line.end) for name, line in zip(fields, lines, strict=True)]
    if venue != 1 or len(lines) == venue + 1:
        # A part is missing or was cut off, or a title stands in several lines.
        return spans, 0.8
    # Damaged empty lines leave only the archive's name to tell where the record is.
    damaged = any(line.breaks != RECORD_BREAKS - 1 for line in lines[1:3])
    return spans, 0.9 if damaged or cut_off else 1.0


def _read_loose(seen: str, lines: list[Line], drafts: list[_Draft], page: Page, *, top: bool) -> None:
    """Lines without an archive: more of the record before, a record of their own, or headings; else nobody's.

    `top` if nothing but headings stands above, so that the page may begin inside a record.
    """
    first, *others = lines
    spans = [Span("abstract", line.start, line.end) for line in lines]
    if _is_prose(seen, first):
        if drafts:
            # Paragraphs of an abstract with two empty lines between them, or else text that belongs to nobody.
            drafts[-1][0].extend(spans)
            drafts[-1] = (drafts[-1][0], min(drafts[-1][1], 0.7))
        elif top:
            drafts.append((spans, 0.5))
    elif others[0].end - others[0].start > _PROSE_CHARS if others else not top:
        # A title without an archive, or a heading. More empty lines than usual may follow.
        drafts.append(([Span("title", first.start, first.end), *spans[1:]], 0.6))
    elif top:
        page.furniture.extend(Span("heading", line.start, line.end) for line in lines)
