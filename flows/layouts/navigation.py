"""Lines that pages of all kinds have around their records: what leads to other pages, and notices."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from flows.layouts.base import Line, Span

MORE: Final = (
    r"(?:(?:Load|Show|See|View|Read) (?:[Mm]ore|[Ll]ess|[Aa]ll)(?: papers| results)?|Expand|Collapse)"
    r"(?:\s?(?:\.{3}|[…▼▾▲▴»›→]))?"
    r"|[▽△] ?(?:More|Less)|Back to [Tt]op"
)
_TURN: Final = r"(?:Next|Previous|Prev)(?: [Pp]age)?"
_PAGES: Final = (
    rf"(?:[«‹←<] ?)?{_TURN}(?: ?[»›→>])?|Page \d{{1,4}}(?: of \d{{1,4}})?"
    # `« Previous 1 2 3 … 9 Next »`
    rf"|(?=[\dNPFL«‹←|][^\n]{{0,80}}(?:Next|Prev|[«»‹›←→]))(?:(?:{_TURN}|First|Last|\d{{1,4}}|…|\.{{3}}|[«»‹›←→|])(?:\s{{1,4}}|\Z)){{2,20}}"
)
_LINK: Final = (
    r"(?:About|Contact)(?: [Uu]s)?|Privacy(?: Policy)?|Terms(?: (?:of|and|&) (?:Service|Use|Conditions))?|Careers|Blog"
    r"|FAQ|Help|Cookie (?:Policy|[Ss]ettings)|(?:Web )?Accessibility|Copyright|Imprint"
    r"|Log ?in|Sign (?:in|up)|Register|Home"
)
_COPYRIGHT: Final = r"(?:Copyright\s{0,4})?(?:©|\([cC]\))\s{0,4}(?:19|20)\d\d\b[^\n]{0,200}"
_CONSENT: Final = r"(?:Accept|Reject|Allow)(?: all)?(?: cookies)?|Got it!?|Manage (?:cookies|preferences)"
_NOTICES: Final = (
    rf"{_COPYRIGHT}|(?:We|(?:This|Our) (?:web ?)?site) uses? cookies\b[^\n]{{0,400}}"
    r"|(?:Stay (?:informed|up to date)|Subscribe to|Sign up for)\b[^\n]{0,200}"
    r"\b(?:[Ss]ubscribe|newsletter|updates)\b[^\n]{0,60}"
)
# As browsers print them above and below each sheet: `2/3/24, 10:15 AM Ada Example - Papers`, `https://… 3/9`.
_SHEET: Final = (
    r"\d{1,4}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d\d(?: ?[AP]M)? \S[^\n]{0,120}|https?://\S{1,140}\s{1,4}\d{1,4}/\d{1,4}"
)
_CITED: Final = r"Cited by:? \d{1,6}|\d{1,6} [Cc]itations?"
_SHORT: Final = (
    rf"{MORE}|{_PAGES}|{_SHEET}|{_CITED}|{_CONSENT}"
    r"|Privacy Policy|Terms of (?:Service|Use)|Cookie (?:Policy|[Ss]ettings)"
    rf"|(?:{_LINK})(?:\s{{0,4}}[|·•]\s{{0,4}}(?:{_LINK}|{_COPYRIGHT})){{1,12}}"
)
NAVIGATION: Final = rf"(?:(?=[^\n]{{1,160}}+\Z)(?:{_SHORT})|{_NOTICES})\Z"
"""A regular expression for such a line, white space at its ends aside; no abstract has one.

The lookahead passes over most lines quickly.
"""

_TELLING: Final = re.compile(rf"{NAVIGATION}|(?:{_LINK}|[-=_*—–]{{3,80}}|(?:Visible|Hidden) links:?)\Z|References\Z")
NOTICE: Final = re.compile(NAVIGATION)
"""The same, compiled."""

_ADDRESS: Final = re.compile(r"(?:URL: ?|Source: ?)?https?://\S{1,2000}\Z")
_FULL_STOPS: Final = (".", "!", "?", "…", "。")
_BELOW: Final = re.compile(r"\d{1,4}(?:\. [a-z]{3,8}:\S{1,2000})?\Z|(?:…|\.{3}|[-=_*—–|]{1,2})\Z")


def count_footing(says: Iterable[str]) -> int:
    """How many lines stand below a page's records; `says` are all its lines, from the last one upwards.

    They name other pages (`About`, `Privacy Policy`, `Next`) or are rules, or numbers beside such lines, or the page's
    address below the end of a sentence.
    """
    rows: list[str] = []
    for row in says:
        if not (_TELLING.match(row) or _BELOW.match(row) or _ADDRESS.match(row)):
            while rows and _ADDRESS.match(rows[-1]) and not row.endswith(_FULL_STOPS):
                rows.pop()
            break
        rows.append(row)
    return len(rows) if any(_TELLING.match(row) or _ADDRESS.match(row) for row in rows) else 0


def part_notices(seen: str, lines: Sequence[Line]) -> tuple[list[Line], list[Span]]:
    """The lines that are left without those that pages have around their records, and these as furniture."""
    footing = len(lines) - count_footing(seen[line.start : line.end] for line in reversed(lines))
    kept: list[Line] = []
    furniture: list[Span] = []
    breaks = 0
    for at, line in enumerate(lines):
        if at >= footing or NOTICE.match(seen, line.start, line.end):
            furniture.append(Span("footing", line.start, line.end))
            breaks = max(breaks, line.breaks)
        else:
            # What stood around the line that is gone parts the lines that are left.
            kept.append(line._replace(breaks=max(breaks, line.breaks)) if breaks else line)
            breaks = 0
    return kept, furniture
