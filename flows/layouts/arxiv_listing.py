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

from flows.layouts.base import Entry, Page, Span, collapse, settle, trimmed

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
_SENT: Final = re.compile(rf"{_DAY}|[^\S\r\n]*\(\S{{1,12}}\)\Z")  # around the date in an e-mail: weekday and size
_RULE: Final = re.compile(r"\\\\(?:\s*\(.*)?\Z|[-=%]{10,}\Z|(?:%-){5,}")
_CUT_NUMBER: Final = re.compile(r"\[\d{1,6}(?:\]\s{0,4}[a-zA-Z]{0,5}:?[\w.-]{0,10})?\Z")

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
_LINE: Final = re.compile(r"\S(?:[^\r\n]*\S)?")
_HEADING_CHARS: Final = 200  # a longer line outside the records is no heading
_READ_CHARS: Final = 2000  # how much of a line is looked at to tell what it is
_NAME_WORDS: Final = 8  # more words than this between two commas are no name


class _Line(NamedTuple):
    """A line `text[start:end]`, how many line ends stand before it, and whether it is set in."""

    start: int
    end: int
    breaks: int
    inset: bool


class _Piece(NamedTuple):
    """A part of a record: a field or a kind of furniture, where its label begins and where its value does, and ends."""

    name: str
    start: int
    value: int
    end: int


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
