"""Text whose lines a program wrapped at a width, as terminals, mailers and `fold` do."""

import re
from itertools import pairwise
from typing import Final

_WIDEST: Final = 160  # abstracts are longer, so that a page with no longer line holds none on one line
_NARROWEST: Final = 40
_LONG: Final = re.compile(rf"(?:\A|\n)[^\n]{{{_WIDEST + 1}}}")
_ROW: Final = re.compile(r"\S(?:[^\n]*\S)?")
# Behind a hyphen a line may end within a word; in front of these it is that of `pre- and postwar`.
_PARTED: Final = re.compile(r"(?<=\w)(-{1,3}|\u2010)[^\S\n]*\n\s*(?!(?:and|or|to|und|oder|et|ou|y|o)\b)(?=[^\W_])")
_TELLING: Final = 4
"""Lines that end where the next word had no room left; fewer may be chance."""


def unwrapped(seen: str, opening: re.Pattern[str] | None = None) -> str:
    """The text with blanks for the line ends at which it was wrapped; it has as many characters as before.

    A line goes on below if the first word there had no room left behind it. One that `opening` matches never is the
    rest of the line above.
    """
    if _LONG.search(seen) is not None:
        return seen
    rows = [found.span() for found in _ROW.finditer(seen)]
    joints = [
        (end, start, end - first, _first_word(seen, start, stop))
        for (first, end), (start, stop) in pairwise(rows)
        if seen.count("\n", end, start) == 1 and (opening is None or opening.match(seen, start, stop) is None)
    ]
    # A word that is longer than a line has one for itself, whatever the width.
    width = max((end - start for start, end in rows if " " in seen[start:end]), default=0)
    full = [(end, start) for end, start, size, word in joints if size + 1 + word > width]
    if width < _NARROWEST or len(full) < _TELLING or 2 * len(full) < len(joints):
        return seen
    pieces, at = [], 0
    for end, start in full:
        pieces += [seen[at:end], " " * (start - end)]
        at = start
    return "".join([*pieces, seen[at:]])


def rejoined(text: str) -> str:
    """The text without line ends behind hyphens within words: `well-known` where that stood on two lines."""
    return _PARTED.sub(r"\1", text) if "\n" in text else text


def _first_word(seen: str, start: int, end: int) -> int:
    """How many characters the first word of this line has."""
    blank = seen.find(" ", start, end)
    return (end if blank < 0 else blank) - start
