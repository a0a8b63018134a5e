r"""arXiv's own listings: copied from a browser (`/list/…/new`, `/list/…/recent`), or as arXiv sends them by e-mail.

    Mon, 1 Jan 2024 (showing 1 of 9 entries )           \\
    [1] arXiv:2401.00001 (replaced) [pdf, other]        arXiv:2401.00001
    Title: …                                            Date: Mon, 1 Jan 2024 00:00:00 GMT   (9kb)
    Ada Example, Bo Sample
    Comments: …                                         Title: …
    Subjects: Machine Learning (cs.LG)                  Authors: …
    The abstract, which listings of recent papers       Categories: cs.LG
    do not print.                                       \\
                                                          The abstract.
                                                        \\ ( https://arxiv.org/abs/2401.00001 ,  9kb)

A label may stand on a line by itself, and counts once a record and above its abstract only: below, it is the abstract's
own word. The names may lack theirs. `Journal-ref` is the venue; what no field is for (`Report-no`, `MSC-class`,
`ACM-class`, `License`, `Proxy`, `From`, later dates) is furniture. A date above several records is the date of each.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from flows.layouts.base import FIELDS, Entry, Page, Span, collapse, settle, trimmed

DESCRIPTION: Final = "arXiv's own listings of new or recent papers, from the browser or by e-mail."
EXAMPLE: Final = """\
Showing new listings for Monday, 1 January 2024
New submissions (showing 1 of 1 entries )
[1] arXiv:2401.00001 [pdf, html, other]
Title: Notes on a Sieve for Papers
Ada Example, Bo Sample
Comments: 12 pages
Subjects: Digital Libraries (cs.DL); Information Retrieval (cs.IR)
We describe a sieve that keeps one copy of every paper and can say where each word of it came from.
"""

_DAY: Final = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?[^\S\r\n]{1,4}"
_DATE: Final = r"\d{1,2}[^\S\r\n]{1,4}[A-Z][a-z]{2,8}\.?[^\S\r\n]{1,4}\d{2,4}"
_LINE_END: Final = r"(?=[^\S\r\n]{0,80}(?:[\r\n]|\Z|Showing new listings for|Total of \d|\[1\]))"

_BREAK: Final = re.compile(
    rf"""
    (?P<alone>(?:\A|(?<=[\r\n]))[^\S\r\n]{{0,80}})?
    (?:
        (?P<record>
            (?P<number>\[\d{{1,6}}\]\s{{0,8}})?                          # not in e-mails
            (?:Paper:[^\S\r\n])?
            (?P<id>arXiv:(?:\d{{4}}\.\d{{4,5}}|[a-z-]{{2,12}}(?:\.[A-Z]{{2}})?/\d{{7}}))(?:v\d{{1,3}})?
            (?:\s{{0,8}}(?:\((?:cross-list|replaced|withdrawn)[^()\r\n]{{0,60}}\)|\[v\d{{1,3}}\])){{0,3}}
            (?P<links>\s{{0,8}}\[\s{{0,4}}(?:pdf|ps|html|other|src|tex|dvi|txt)\b[\s\w,|]{{0,80}}\])?
            (?P<opens>(?=\s{{0,8}}(?:Title:|Date[ :(]|replaced\ with\ |\Z)))?
        )
      | (?P<heading>
            Showing\ new\ listings\ for\ {_DAY}{_DATE}
          | (?:New|Cross|Replacement)\ submissions\ \([^()\r\n]{{1,60}}\)
          | (?:New\ submissions|Cross-lists|Replacements)\ for\ {_DAY}{_DATE}
          | Submissions\ received\ from\ [^\r\n]{{1,120}}
          | Total\ of\ [\d,]{{1,9}}\ entries(?:\s?:[^\S\r\n]?[\s\d.…|-]{{0,200}})?
          | Showing\ up\ to\ [\d,]{{1,9}}\ entries\ per\ page[^\r\n]{{0,60}}
          | \[\ ?(?:total\ of|showing)\ [\d,]{{1,9}}\ entries[^\r\n]{{0,200}}
          | {_DAY}{_DATE}(?:\ \((?:showing|continued)[^()\r\n]{{1,60}}\))?
        ){_LINE_END}
    )
    """,
    re.VERBOSE,
)
"""Where a record or a heading begins. Behind other text only what stands nowhere else counts; see `_breaks`."""

_GLUED: Final = ("Showing new listings for", "Total of")  # headings that another page's end may stand right before

_DATED: Final = re.compile(rf"{_DAY}({_DATE})")
_DAY_NAME: Final = re.compile(rf"(?:{_DAY})?")
_SIZE: Final = re.compile(r"\s{0,8}(\(\S{1,12}\))\Z")  # behind the date in an e-mail
_ASIDE: Final = re.compile(r"\([^()]*\)")
_RULE: Final = re.compile(r"\\\\(?:\s*\(.*)?\Z|[-=%]{10,}\Z")

_FIELDS: Final = {
    "Title": "title",
    "Author": "authors",
    "Authors": "authors",
    "Comment": "comment",
    "Comments": "comment",
    "Subjects": "subjects",
    "Subj-class": "subjects",
    "Categories": "subjects",
    "Journal-ref": "venue",
    "DOI": "identifier",
    "Date": "date",
    "Abstract": "abstract",
}
_LABEL: Final = re.compile(
    rf"({'|'.join(_FIELDS)}|Related DOI|Report-no|MSC-class|ACM-class|License|Proxy|From|Date \([^()\n]{{1,40}}\))"
    r"[^\S\r\n]?:(?:\s+|\Z|(?=\S))"
)

_FILED: Final = re.compile(r"(?:[a-z-]+\.[A-Za-z-]{2,12}|[a-z]{2,8}(?:-[a-z]{2,4})?)\)?\Z")  # how subjects end
_ENDED: Final = re.compile(r"""[.!?…$][)\]}"'”’»]*\Z""")
_FINISHED: Final = re.compile(rf"{_ENDED.pattern}|{_FILED.pattern}|://\S+\Z")
_LINE: Final = re.compile(r"\S(?:[^\r\n]*\S)?")
_HEADING_CHARS: Final = 200  # a longer line outside the records is no heading
_TITLE_CHARS: Final = 300  # a longer line is no title: the longest of 90,000 on arXiv has 239 characters
_WAITING_LINES: Final = 8  # more lines of a title or comment are none
_READ_CHARS: Final = 2000  # how much of a line is looked at to tell what it is
_NAME_WORDS: Final = 8  # more words than this between two commas are no name


class _Line(NamedTuple):
    """A line `text[start:end]`, how many line ends stand before it, and whether it is set in."""

    start: int
    end: int
    breaks: int
    inset: bool


class _Group(NamedTuple):
    """A label and the lines of its value, the label's own line first; without a label, lines above the first one."""

    label: re.Match[str] | None
    lines: list[_Line]

    @property
    def name(self) -> str:
        """The field, or the kind of furniture."""
        return "" if self.label is None else _FIELDS.get(self.label[1], self.label[1].lower())

    @property
    def bare(self) -> bool:
        """Whether the label's line holds nothing but the label."""
        return self.label is not None and self.label.end() == self.lines[0].end


def matches(text: str) -> float:
    """1 with the first line of a record and its list of files; 0.9 where only titles or dates follow such lines."""
    records = [found for found in _breaks(_seen(text)) if found["id"] is not None]
    if any(found["links"] is not None for found in records):
        return 1.0
    return 0.9 if any(not text[found.end() :].isspace() for found in records[:1]) else 0.0


def parse(text: str) -> Page:
    """Every record of the page; see `flows.layouts.base`. One that the page may have cut off has a low confidence."""
    seen = _seen(text)
    page = Page()
    breaks = list(_breaks(seen))
    starts = [found.start() + len(found["alone"] or "") for found in breaks]
    _read_loose(seen, list(_lines(seen, 0, starts[0] if starts else len(seen))), page, None, top=bool(starts))
    date: Span | None = None
    for found, start, end in zip(breaks, starts, [*starts[1:], len(seen)], strict=True):
        lines = list(_lines(seen, found.end(), end))
        if found["id"] is not None:
            _add_entry(seen, lines, page, date, found)
            continue
        page.furniture.append(Span("heading", start, found.end()))
        dated = _DATED.search(seen, start, found.end())
        date = Span("date", *dated.span(1)) if dated is not None else date
        _read_loose(seen, lines, page, date, top=False)
    return settle(seen, page)


def _seen(text: str) -> str:
    """The text with blanks for zero-width spaces, character for character, so that white space is all that is empty."""
    return text.replace("\u200b", " ").replace("\u2060", " ").replace("\ufeff", " ")


def _breaks(seen: str) -> Iterator[re.Match[str]]:
    """Where records and headings begin, in order."""
    for found in _BREAK.finditer(seen):
        alone = found["alone"] is not None
        behind = not alone and not seen[found.start() - 1].isspace()
        if found["id"] is not None:
            listed = found["links"] is not None
            if (alone and (listed or found["opens"] is not None)) or (behind and listed and found["number"]):
                yield found
        elif alone or (behind and found["heading"].startswith(_GLUED)):
            yield found


def _lines(seen: str, low: int, high: int) -> Iterator[_Line]:
    at = low
    for found in _LINE.finditer(seen, low, high):
        start, end = found.span()
        breaks = seen.count("\n", at, start) or seen.count("\r", at, start)
        yield _Line(start, end, breaks, start > 0 and seen[start - 1] not in "\r\n")
        at = end


def _read_loose(seen: str, lines: list[_Line], page: Page, date: Span | None, *, top: bool) -> None:
    """Lines above the first record (`top`) or below a heading: a record that lacks its first line, or headings."""
    labels = (_LABEL.match(seen, line.start, line.end) for line in lines)
    if any(label is not None and label[1] not in ("From", "Date") for label in labels):
        _add_entry(seen, lines, page, date, None)
        return
    prose = (
        at
        for at, line in enumerate(lines)
        if line.end - line.start > _HEADING_CHARS or _ENDED.search(_tail(seen, line))
    )
    first = next(prose, len(lines)) if top else len(lines)
    if first < len(lines):
        # The page begins inside an abstract.
        rest = Span("abstract", lines[first].start, lines[-1].end)
        page.entries.append(Entry(rest.start, rest.end, (rest,), confidence=0.5))
    short = (line for line in lines[:first] if line.end - line.start <= _HEADING_CHARS)
    page.furniture.extend(Span("heading", line.start, line.end) for line in short)


def _add_entry(seen: str, lines: list[_Line], page: Page, date: Span | None, found: re.Match[str] | None) -> None:
    """Add the record of these lines, whose first line is `found` (or missing), to the page."""
    spans: list[Span] = []
    if found is not None:
        spans.append(Span("identifier", *found.span("id")))
        around = ((found.start("record"), found.start("id")), (found.end("id"), found.end("record")))
        header = (trimmed(seen, "header", *stretch) for stretch in around)
        page.furniture.extend(span for span in header if span is not None)
    groups, abstract, sure = _mailed(seen, lines, page) or _browsed(seen, lines)
    for group in groups:
        _read_group(seen, group, groups, spans, page)
    if abstract:
        spans.append(Span("abstract", abstract[0].start, abstract[-1].end))
    if not spans:
        return
    authors, complete = _names(" , ".join(seen[span.start : span.end] for span in spans if span.name == "authors"))
    owned = () if date is None or any(span.name == "date" for span in spans) else (date,)
    ends_page = not lines or not seen[lines[-1].end :].strip()
    if ends_page and not (lines and _FINISHED.search(_tail(seen, lines[-1]))):
        sure = min(sure, 0.8)  # the page may be cut off here
    if found is None:
        sure = 0.5
    bounds = spans[0].start, spans[-1].end
    page.entries.append(Entry(*bounds, (*owned, *spans), authors, authors_complete=complete, confidence=sure))


def _mailed(seen: str, lines: list[_Line], page: Page) -> tuple[list[_Group], list[_Line], float] | None:
    r"""The labels with their lines and the abstract's lines, if `\\` stands between them; what follows is furniture."""
    rules = [at for at, line in enumerate(lines) if _RULE.match(_tail(seen, line))]
    if not any(seen.startswith("\\\\", lines[at].start) for at in rules):
        return None
    first = rules[0]
    opens = lines[first].end - lines[first].start == len("\\\\") and first + 1 not in rules
    stop = first + 1 if not opens else rules[1] if len(rules) > 1 else len(lines)
    for at in (first, *range(stop, len(lines))):
        if at in rules or lines[at].end - lines[at].start <= _HEADING_CHARS:
            page.furniture.append(Span("rule" if at in rules else "heading", lines[at].start, lines[at].end))
    groups = [_Group(None, [])]
    for line in lines[:first]:
        label = _LABEL.match(seen, line.start, line.end)
        if label is not None:
            groups.append(_Group(label, []))
        groups[-1].lines.append(line)
    return groups, lines[first + 1 : stop], 1.0


def _browsed(seen: str, lines: list[_Line]) -> tuple[list[_Group], list[_Line], float]:
    """The labels with their lines, the abstract's lines, and how sure that is.

    A line without a label belongs to the label above if it must, or if it may and another label follows; else it
    begins the abstract.
    """
    groups = [_Group(None, [])]
    waiting: list[_Line] = []
    used: set[str] = set()
    at = 0
    for at, line in enumerate([*lines, None]):
        label = None if line is None else _LABEL.match(seen, line.start, line.end)
        if line is None:
            break
        if label is not None and label[1] not in used:
            used.add(label[1])
            groups[-1].lines.extend(waiting)
            waiting = []
            groups.append(_Group(label, [line]))
            if label[1] == "Abstract":
                groups[-1].lines.extend(lines[at + 1 :])
                return groups, [], 1.0
        elif not waiting and _must_continue(seen, groups[-1], line):
            groups[-1].lines.append(line)
        elif _may_continue(seen, groups[-1], waiting, line):
            waiting.append(line)
        else:
            break
    last = groups[-1]
    taken = _count_taken(seen, last, waiting)
    last.lines.extend(waiting[:taken])
    abstract = [*waiting[taken:], *lines[at:]]
    guessed = (abstract and last.name not in ("subjects", "identifier")) or groups[0].lines
    long_title = "authors" not in {group.name for group in groups} and any(
        group.name == "title" and len(group.lines) - group.bare > 2 for group in groups
    )
    return groups, abstract, 0.8 if guessed or long_title else 1.0


def _must_continue(seen: str, group: _Group, line: _Line) -> bool:
    """Whether the line surely goes on with the value above it."""
    if group.bare and len(group.lines) == 1:
        return True
    says = _tail(seen, line)
    above = _tail(seen, group.lines[-1]) if group.lines else ""
    if group.name == "subjects":
        return says.startswith(";") or (
            _FILED.search(above) is None and (says[-1] == ";" or _FILED.search(says) is not None)
        )
    return group.name == "authors" and (above.endswith((",", " and")) or says.startswith((",", "and ", "(")))


def _may_continue(seen: str, group: _Group, waiting: list[_Line], line: _Line) -> bool:
    """Whether the line goes on with the value above if another label follows."""
    if group.name in ("subjects", "identifier", "date"):
        return False
    if len(waiting) > _WAITING_LINES and not _tail(seen, waiting[-1]).endswith(","):
        return False
    return line.end - line.start <= _TITLE_CHARS or _reads_as_names(seen, line)


def _count_taken(seen: str, group: _Group, waiting: list[_Line]) -> int:
    """How many lines that no label follows belong to the last label; the others are the abstract."""
    if group.name == "title" and waiting and _reads_as_names(seen, waiting[0]):
        return next((at for at, line in enumerate(waiting, 1) if not _tail(seen, line).endswith(",")), len(waiting))
    if group.label is None or group.lines[0].inset:
        return 0
    return next((at for at, line in enumerate(waiting) if not line.inset or line.breaks > 1), len(waiting))


def _read_group(seen: str, group: _Group, groups: list[_Group], spans: list[Span], page: Page) -> None:
    """Add a label and its value to the record's spans or the page's furniture."""
    lines, label, name = group.lines, group.label, group.name
    if label is None:
        titled = any(other.name == "title" for other in groups)
        for line in lines:
            above = titled or seen.startswith("replaced with ", line.start)
            (page.furniture if above else spans).append(Span("heading" if above else "title", line.start, line.end))
        return
    end = lines[-1].end
    if name not in FIELDS:
        page.furniture.append(Span(name, lines[0].start, end))
        return
    value = label.end() if not group.bare else lines[1].start if len(lines) > 1 else end
    if name == "date":
        value = _DAY_NAME.match(seen, value, end).end()
        size = _SIZE.search(seen, value, end)
        if size is not None:
            page.furniture.append(Span("header", *size.span(1)))
            end = size.start()
    page.furniture.append(Span("label", lines[0].start, value))
    names = len(lines)
    if name == "title" and all(other.name != "authors" for other in groups):
        names = _names_start(seen, lines, 1 + group.bare)
        end = lines[names - 1].end
    if value < end:
        spans.append(Span(name, value, end))
    if names < len(lines):
        spans.append(Span("authors", lines[names].start, lines[-1].end))


def _names_start(seen: str, lines: list[_Line], floor: int) -> int:
    """Where, among a title's lines, the authors begin that have no label; behind the last line if there are none."""
    at = len(lines) - 1
    if at < floor or not _reads_as_names(seen, lines[at]):
        return len(lines)
    while at > floor and (_tail(seen, lines[at - 1]).endswith(",") or seen.startswith(",", lines[at].start)):
        at -= 1
    return at


def _tail(seen: str, line: _Line) -> str:
    """The line, or the end of a long one."""
    return seen[max(line.start, line.end - _READ_CHARS) : line.end]


def _reads_as_names(seen: str, line: _Line) -> bool:
    """Whether the line is a list with commas, or a few words, and no sentence."""
    says = seen[line.start : min(line.end, line.start + _READ_CHARS)]
    parts = re.sub(r"\([^()]*\)", "", says).split(",")
    few = len(parts) > 1 or (len(parts[0].split()) in range(1, 6) and not parts[0].endswith("."))
    words = says.split()
    small = sum(word[0].islower() for word in words)
    return few and all(len(part.split()) <= _NAME_WORDS for part in parts) and 2 * small <= len(words)


def _names(written: str) -> tuple[tuple[str, ...], bool]:
    """The names without their affiliations, and whether all authors are named."""
    plain = _ASIDE.sub(" ", _ASIDE.sub(" ", written))
    names: list[str] = []
    complete = "authors not shown" not in written
    for part in plain.split(","):
        pieces = [part] if "ollaboration" in part else re.split(r"(?:^|\s)and\s", part)
        for piece in pieces:
            name = collapse(piece.partition("(")[0]).strip(" ;")
            if name in ("...", "…", "et al.", "et al"):
                complete = False
            elif name:
                names.append(name)
    return tuple(names), complete
