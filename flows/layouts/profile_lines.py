"""The lines of an author's page with figures, and what each of them is by its own words."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from flows.layouts.base import find_lines, with_visible_blanks
from flows.layouts.dates import DATE, LABEL
from flows.layouts.navigation import NAVIGATION
from flows.layouts.wrapping import unwrapped

_LINE: Final = re.compile(
    r"Via[\w.-]{1,40}[^\S\n]{1,4}icon(?=[^\Wa-z_])|Via[^\S\n]*\n\s{0,4}[\w.-]{1,40}[^\S\n]{1,4}icon(?=\s|\Z)|\S(?:[^\n]*\S)?"
)
"""A line without the white space around it; an icon's caption with a page pasted right behind it, or on two lines."""

_DATE: Final = rf"(?:[a-z]{{0,8}}\.?\s+)?\d{{1,2}},\s*\d{{4}}|{DATE}"  # the page may begin inside a date
_BUTTON: Final = (
    r"(?:Add|Request) [Cc]ode|Code|Code:\s*https?://\S+|Access Paper or Ask Questions"
    r"|Share this with someone who'll enjoy it:?|View paper on\s?[\w.-]{1,40} icon"
)
_KIND: Final = re.compile(
    r"(?P<icon>Via\s{0,8}[\w.-]{1,40}\s{1,4}icon\Z)"
    r"|(?P<via>Via(?: ar[Xx]iv)?\Z)"
    r"|(?P<alert>Alert button\Z)"
    rf"|(?P<button>(?:{_BUTTON})\Z)"
    r"|(?P<picture>Picture for (?=\S))"
    rf"|(?P<date>(?:{_DATE})\Z)"
    rf"|(?P<labelled>{LABEL}(?=(?:{DATE})\Z))"
    r"|(?P<caption>\[?(?:Image:?\s{0,4})?[Ff]igure\s+\d{1,4}[a-z]?\s+for\s+(?=\S))"
    r"|(?P<bullet>\*(?:\s+|\Z))"
    r"|(?P<dot>[•▪◦·]\s+)"
    r"|(?P<comment>Comments?:\s*)"
    rf"|(?P<notice>{NAVIGATION})"
)
"""What a line is, or by its beginning may be."""


class KindLine(NamedTuple):
    """A line `text[start:end]`, how many line ends stand before it, and its kind by _KIND, or `text`.

    `said`: where its text begins behind a bullet, a label or a figure's number.
    """

    start: int
    end: int
    breaks: int
    kind: str
    said: int


def visible(text: str) -> str:
    """The text as lines are looked for in it, with as many characters as before."""
    return unwrapped(with_visible_blanks(text), _KIND)


def find_kinds(seen: str) -> Iterator[KindLine]:
    """The lines in order."""
    for start, end, breaks in find_lines(seen, line=_LINE):
        kind = _KIND.match(seen, start, end)
        if kind is None:
            yield KindLine(start, end, breaks, "text", start)
        elif kind.lastgroup == "labelled":
            yield KindLine(start, end, breaks, "date", kind.end())
        else:
            yield KindLine(start, end, breaks, kind.lastgroup or "text", kind.end())


def read_lines(seen: str) -> list[KindLine]:
    """The lines in order; where no icon has its caption, what is left of it is taken for the icon."""
    lines = list(find_kinds(seen))
    if any(line.kind == "icon" for line in lines):
        return lines
    return [line._replace(kind="icon") if line.kind == "via" else line for line in lines]
