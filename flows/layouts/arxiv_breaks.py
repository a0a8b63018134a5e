"""Where records and headings begin on arXiv's listings."""

import re
from collections.abc import Iterator
from typing import Final

from flows.layouts.dates import BLANK, MONTH, WEEKDAY

_DAY: Final = rf"{WEEKDAY},?{BLANK}"
_DATE: Final = rf"\d{{1,2}}{BLANK}{MONTH}\.?{BLANK}\d{{2,4}}"  # old e-mails have two digits of the year
# Marks of links, for which blanks stand, may be long.
_GAP: Final = r"(?:\s{0,8}|[^\S\n]{0,300})"
_RECORD: Final = (
    r"(?P<id>arXiv:(?:\d{4}\.\d{4,5}|[a-z-]{2,12}(?:\.[A-Z]{2})?/\d{7}))(?:v\d{1,3})?"
    r"(?:\s{0,8}(?:\(\*?(?:cross-list|replaced|withdrawn)[^()\n]{0,60}\)|\[v\d{1,3}\])){0,3}"
)
_LINKS: Final = rf"(?P<links>{_GAP}\[\s{{0,4}}(?:pdf|ps|html|other|src|tex|dvi|txt)\b[\s\w,|]{{0,400}}\])"
_OPENS: Final = r"(?P<opens>(?=\s{0,8}(?:Title:|Date[ :(]|replaced with |\Z)))"
_BREAK: Final = re.compile(
    r"(?P<alone>(?:\A|(?<=\n))[^\S\n]{0,80})?(?:"
    r"(?P<cut>\[\d{1,6}(?:\]\s{0,4}(?:a[^\n\[]{0,100}(?:\[[^\n\]]{0,80})?)?)?\Z)"  # by the page's end
    r"|(?P<record>(?P<number>\[\d{1,6}\]"
    rf"{_GAP})?(?:Paper:[^\S\n])?"  # e-mails have no number
    rf"{_RECORD}{_LINKS}?{_OPENS}?)"
    rf"|(?P<heading>(?:Showing new listings|New submissions|Cross-lists|Replacements) for {_DAY}{_DATE}"
    r"|(?:New|Cross|Replacement) submissions \([^()\n]{1,60}\)"
    r"|Total of [\d,]{1,9} entries(?: ?:[\d .…|-]{0,200})?"
    r"|(?:Showing up to|\[ ?total of|\[ ?showing) [\d,]{1,9} entries[^\n]{0,200}"
    rf"|{_DAY}{_DATE}(?: \((?:showing|continued)[^()\n]{{1,60}}\))?"
    r")(?=[^\S\n]{0,80}(?:\n|\Z|Showing new listings for|Total of \d|\[1\])))"
)
"""Where a record or a heading begins; `find_breaks` leaves out what stands inside other text."""

_SHOWN: Final = re.compile(f"{_RECORD}(?:{_LINKS}|{_OPENS})")

DATED: Final = re.compile(rf"{_DAY}({_DATE}(?: \d\d:\d\d:\d\d(?: [A-Z]{{3}})?)?)")
"""A day of the week and a date, which is its group."""


def may_hold_records(seen: str) -> bool:
    """Whether `find_breaks` may find a record: told in a twentieth of its time, for pages of other layouts."""
    return _SHOWN.search(seen) is not None


def find_breaks(seen: str) -> Iterator[re.Match[str]]:
    """Where records and headings begin: on a line of their own, or right behind the end of another page."""
    for found in _BREAK.finditer(seen):
        alone = found["alone"] is not None
        glued = not alone and not seen[found.start() - 1].isspace()
        if found["id"] is None:
            begins = alone or (glued and found[0].startswith(("Showing new listings for", "Total of")))
        elif found["links"] is not None:
            begins = alone or (glued and found["number"] is not None)
        else:
            begins = alone and found["opens"] is not None
        if begins:
            yield found
