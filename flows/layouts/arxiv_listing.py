r"""arXiv's own listings: copied from a browser (`/list/…/new`, `/list/…/recent`), or as arXiv sends them by e-mail.

    Mon, 1 Jan 2024 (showing 1 of 9 entries )           \\
    [1] arXiv:2401.00001 (replaced) [pdf, other]        arXiv:2401.00001
    Title: …                                            Date: Mon, 1 Jan 2024 00:00:00 GMT   (9kb)
    Ada Example, Bo Sample                              Title: …
    Comments: …                                         Authors: …
    Subjects: Machine Learning (cs.LG)                  \\
    The abstract; recent papers show none.              The abstract, and again a rule.

A label may stand on a line by itself, and counts once a record and above its abstract only: below, it is the abstract's
own word. The names may lack theirs. `Journal-ref` is the venue; what no field is for (`Report-no`, `MSC-class`,
`ACM-class`, `License`, `Proxy`, `From`, later dates) is furniture. A date above several records is the date of each.
"""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter, or_
from typing import Final, NamedTuple

from flows.fields.left_out import without_others
from flows.layouts.arxiv_breaks import DATED, find_breaks, may_hold_records
from flows.layouts.base import FIELDS, LINE, Entry, Line, Page, Span, settle, trimmed, with_visible_blanks
from flows.layouts.name_lists import read_names
from flows.layouts.navigation import part_notices
from flows.layouts.surroundings import without_surroundings

DESCRIPTION: Final = "arXiv's own listings of new or recent papers, from the browser or by e-mail."
EXAMPLE: Final = """\
[1] arXiv:2401.00001 [pdf, html, other]
Title: Notes on a Sieve for Papers
Ada Example, Bo Sample
Subjects: Digital Libraries (cs.DL); Information Retrieval (cs.IR)
We describe a sieve that keeps one copy of every paper and can say where each word of it came from.
"""

_LABEL: Final = re.compile(  # its groups are fields, or kinds of furniture
    r"(?:(?P<title>Title)|(?P<authors>Authors?)|(?P<comment>Comments)|(?P<subjects>Subjects|Subj-class|Categories)"
    r"|(?P<venue>Journal-ref)|(?P<identifier>DOI)|(?P<date>Date)|(?P<abstract>Abstract)"
    r"|(?P<revision>Date \([^()\n]{1,40}\))|(?P<report>Report-no)|(?P<msc>MSC-class)|(?P<acm>ACM-class)"
    r"|(?P<licence>License)|(?P<sender>From|Proxy))\s?:"
)
_RULE: Final = re.compile(r"\\\\(?:\s*\(.*)?\Z|[-=%]{10,}\Z")
_FILED: Final = re.compile(r"(?:\b[a-z-]{2,12}\.[A-Za-z-]{2,12}|\([a-z]{2,8}(?:-[a-z]{2,4})?)\)?\Z")  # how subjects end
_FINISHED: Final = re.compile(rf"""[.!?…$][)\]}}"'”’»]*\Z|://\S{{1,300}}\Z|{_FILED.pattern}""")
_BETWEEN: Final = re.compile(r"[,;|·•]")
_ASIDE: Final = re.compile(r"\([^()]*\)")

_HEADING_CHARS: Final = 200  # a longer line above the records is text
_TITLE_CHARS: Final = 300  # a longer line is no title: the longest of 90,000 on arXiv has 239 characters
_WAITING_LINES: Final = 8  # a title or comment has fewer lines
_NAME_WORDS: Final = 8  # more words between two commas are no name
_READ_CHARS: Final = 2000  # how much of a line is looked at to tell what it is


class _Line(NamedTuple):
    """A line `text[start:end]`, what it says (or its end), its label's field and end, and whether it is set in."""

    start: int
    end: int
    says: str
    field: str
    value: int
    inset: bool


def matches(text: str) -> float:
    """1 with the first line of a record and its list of files; 0.9 where only titles or dates follow such lines."""
    seen = with_visible_blanks(text)
    if not may_hold_records(seen):
        return 0.0
    records = (found for found in find_breaks(seen) if found["id"] is not None and found.end() < len(seen))
    return max((0.9 if found["links"] is None else 1.0 for found in records), default=0.0)


def parse(text: str) -> Page:
    """Every record of the page; see `flows.layouts.base`. One that the page may have cut off has a low confidence."""
    seen = with_visible_blanks(text)
    page = Page()
    breaks = list(find_breaks(seen))
    starts = [*(found.start() + len(found["alone"] or "") for found in breaks), len(seen)]
    _read_loose(seen, _lines(seen, 0, starts[0], page), page, None, top=bool(breaks))
    date: Span | None = None
    for found, (start, end) in zip(breaks, pairwise(starts), strict=True):
        lines = _lines(seen, found.end(), end, page)
        if found["id"] is not None:
            _add_entry(seen, lines, page, date, found)
            continue
        page.furniture.append(Span("heading", start, found.end()))
        dated = DATED.search(seen, start, found.end())
        date = Span("date", *dated.span(1)) if dated is not None else date
        _read_loose(seen, lines, page, date, top=False)
    without_surroundings(seen, page)
    return settle(seen, page)


def _lines(seen: str, low: int, high: int, page: Page) -> list[_Line]:
    """The lines between these places; those that pages have around their records go to the page's furniture."""
    lines = []
    shown, notices = part_notices(seen, [Line(*found.span(), 1) for found in LINE.finditer(seen, low, high)])
    page.furniture += notices
    for start, end, _ in shown:
        label = _LABEL.match(seen, start, end)
        field, value = ("", start) if label is None else (label.lastgroup or "", label.end())
        inset = start > 0 and seen[start - 1] != "\n"
        lines.append(_Line(start, end, seen[max(start, end - _READ_CHARS) : end], field, value, inset))
    return lines


def _read_loose(seen: str, lines: list[_Line], page: Page, date: Span | None, *, top: bool) -> None:
    """Headings above the first record (`top`) or below another heading, and what is left of a record cut off there."""
    labelled = (line.field not in ("", "date", "sender") for line in lines)
    prose = (top and (len(line.says) > _HEADING_CHARS or line.says.endswith(".")) for line in lines)
    first = next((at for at, begins in enumerate(map(or_, labelled, prose)) if begins), len(lines))
    page.furniture.extend(Span("heading", line.start, line.end) for line in lines[:first])
    if first < len(lines):
        _add_entry(seen, lines[first:], page, date, None)


def _add_entry(seen: str, lines: list[_Line], page: Page, date: Span | None, found: re.Match[str] | None) -> None:
    """Add the record of these lines, whose first line is `found` (or missing), to the page."""
    pieces: list[Span | None] = []
    if found is not None:
        pieces.append(trimmed(seen, "header", found.start("record"), found.start("id")))
        pieces.append(Span("identifier", *found.span("id")))
        pieces.append(trimmed(seen, "header", found.end("id"), found.end("record")))
    roles, sure = _roles(lines)
    for role, rows in groupby(zip(roles, lines, strict=True), itemgetter(0)):
        group = [line for _, line in rows]
        pieces.extend(_pieces(seen, role, group[0], group[-1].end))
    page.furniture.extend(piece for piece in pieces if piece is not None and piece.name not in FIELDS)
    spans = [piece for piece in pieces if piece is not None and piece.name in FIELDS]
    if not spans:
        return
    written = " , ".join(seen[start:end] for name, start, end in spans if name == "authors")
    # Affiliations stand in brackets, in which there may be others.
    authors, complete = read_names(_ASIDE.sub(" ", _ASIDE.sub(" ", written)))
    owned = () if date is None or any(span.name == "date" for span in spans) else (date,)
    unfinished = lines[-1:] and not seen[lines[-1].end :].strip() and _FINISHED.search(lines[-1].says) is None
    sure = 0.5 if found is None else min(sure, 0.8) if unfinished else sure  # the page may be cut off at its end
    bounds = spans[0].start, spans[-1].end
    page.entries.append(Entry(*bounds, (*owned, *spans), authors, authors_complete=complete, confidence=sure))


def _pieces(seen: str, role: str, first: _Line, end: int) -> Iterator[Span | None]:
    """The label and the value of the lines from `first` to `end`; kinds of furniture are one piece."""
    if role not in FIELDS or first.field != role:
        yield Span(role, first.start, end)
        return
    yield Span("label", first.start, first.value)
    dated = DATED.search(seen, first.value, end) if role == "date" else None
    start, stop = (first.value, end) if dated is None else dated.span(1)
    yield trimmed(seen, "header", first.value, start)
    yield trimmed(seen, role, start, stop)
    yield trimmed(seen, "header", stop, end)


def _roles(lines: list[_Line]) -> tuple[list[str], float]:
    """Each line's field or kind of furniture, and how sure that is."""
    rules = [at for at, line in enumerate(lines) if _RULE.match(line.says)]
    mailed = any(lines[at].says.startswith("\\\\") for at in rules)
    head = rules[0] if mailed else _count_head(lines)
    roles: list[str] = []
    for line in lines[:head]:
        named = line.field != "" and line.field not in roles
        roles.append(line.field if named or not roles else roles[-1])
    above = roles.count("")
    known = "title" in roles or (above > 0 and lines[0].says.startswith("replaced with "))
    roles[:above] = ["heading" if known else "title"] * above
    if "title" in roles and "authors" not in roles:
        first, count = roles.index("title"), roles.count("title")
        names = _count_names(lines[first : first + count], max(line.end - line.start for line in lines))
        roles[first + count - names : first + count] = ["authors"] * names
    if not mailed:
        guessed = above > 0 or (head < len(lines) and "subjects" not in roles)
        return [*roles, *["abstract"] * (len(lines) - head)], 0.8 if guessed else 1.0
    # The abstract stands between the first two rules, unless the first ends the record: it then gives an address.
    closed = lines[head].says != "\\\\" or rules[1:2] == [head + 1]
    stop = head + 1 if closed else rules[1] if len(rules) > 1 else len(lines)
    below = ("rule" if _RULE.match(line.says) else "heading" for line in lines[stop:])
    return [*roles, "rule", *["abstract"] * (stop - head - 1), *below], 1.0


def _count_head(lines: list[_Line]) -> int:
    """How many lines stand above the abstract: labels, what must belong to them, and what another label follows."""
    head = 0
    field, used = "", {""}
    for at, line in enumerate(lines):
        above = lines[at - 1]
        listed = above.says.endswith(",") or line.says.startswith(",") or at - head < _WAITING_LINES
        if line.field == "abstract":
            break
        if line.field not in used:
            used.add(line.field)
            field, head = line.field, at + 1
        elif at == head > 0 and _goes_on(field, above, line):
            head = at + 1
        elif (
            field in ("subjects", "identifier", "date")
            or not listed
            or not (line.end - line.start <= _TITLE_CHARS or _reads_as_names(line))
        ):
            break
    return head


def _goes_on(field: str, above: _Line, line: _Line) -> bool:
    """Whether the line must belong to the label above it, or most likely does."""
    if above.field != "" and above.value == above.end:
        return True
    if field == "subjects":
        filed = line.says[-1] == ";" or _FILED.search(line.says) is not None
        return line.says[0] == ";" or (filed and _FILED.search(above.says) is None)
    if field == "authors" or above.field == "":
        return above.says.endswith((",", " and")) or line.says.startswith((",", "and ", "("))
    return (field == "title" and _reads_as_names(line)) or (line.inset and not above.inset)


def _count_names(title: list[_Line], width: int) -> int:
    """How many of the last lines of a title are authors without a label, on a page with lines of this width."""
    free = title[2 if title[0].value == title[0].end else 1 :]
    if not free or not _reads_as_names(free[-1]):
        return 0
    joined = [
        above.says.endswith(",") or line.says.startswith(",") or _is_wrapped(above, line, width)
        for above, line in pairwise(free)
    ]
    return next((count for count, more in enumerate(reversed(joined), 1) if not more), len(free))


def _is_wrapped(above: _Line, line: _Line, width: int) -> bool:
    """Whether a list of names was wrapped between these lines: the first word below had no room left above."""
    full = len(above.says) + 1 + len(line.says.split(maxsplit=1)[0]) > width
    return full and "," in above.says and _reads_as_names(above)


def _reads_as_names(line: _Line) -> bool:
    """Whether the line is a list, or a few words, and no sentence."""
    says, _ = without_others(_ASIDE.sub("", line.says))
    parts = [part.split() for part in _BETWEEN.split(says)]
    small = [word[0].islower() for part in parts for word in part]
    few = len(parts) > 1 or (len(small) < _NAME_WORDS and not says.endswith("."))
    return few and all(len(part) <= _NAME_WORDS for part in parts) and 2 * sum(small) <= len(small)
