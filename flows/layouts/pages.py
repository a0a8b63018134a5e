"""Reading a dump's text: its pages, each by its own layout."""

import re
from dataclasses import dataclass
from typing import Final

from flows.layouts.base import Page, page_before, shifted, sure_end
from flows.layouts.marks import MARKS
from flows.layouts.markup import find_markup
from flows.layouts.seams import find_stretches
from flows.layouts.set_out import masked, without_marks

_OPENINGS: Final = "|".join(marks for known in MARKS.values() for marks in (known.page, known.entry) if marks)
_PAGE_BREAK: Final = re.compile(rf"\f(?![a-z])|\ufeff(?={_OPENINGS})")
"""What stands between pages and is no line end: a form feed (in front of a small letter it is what is left of a LaTeX
macro, as `\\frac`), or the byte order mark of a file that was put behind another."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the layout of this name found in its stretch of a text, in positions of the whole text."""

    layout: str
    page: Page


def read_pages(text: str, known: str | None, *, last: bool) -> tuple[list[Part], int]:
    r"""The text's pages, each read by its layout, and where the part of the text ends that they cover.

    Line ends are `\n`. `known` is the layout at the text's beginning, None where the dump begins. Unless this is the
    `last` piece of a dump, the part ends where the reading hangs on what follows; 0 where a longer text is needed to
    tell. The last part's layout is the one to go on with, though it may have found nothing yet. Raises
    UnknownLayoutError or AmbiguousLayoutError as `find_stretches` does.
    """
    if "\f" in text or "\ufeff" in text:
        text = _PAGE_BREAK.sub("\n", text)
    marks = find_markup(text)
    whole, text = text, masked(text, marks) if marks else text
    stretches, sure = find_stretches(text, known, last=last)
    parts: list[Part] = []
    for layout, start, end in stretches:
        page = layout.parse(text[start:end])
        if end == sure and not last:
            sure = sure_end(page)
            page = page_before(page, sure)
            sure += start
        page = shifted(page, start)
        parts.append(Part(layout.name, without_marks(whole, page, marks) if marks else page))
    return parts, sure
