"""Marks that programs set into the text of pages: `> ` of mails, links and type of Markdown, numbers of links.

Layouts read the text with blanks in place of these marks; each becomes furniture `markup`.
"""

import re
from collections import Counter
from itertools import pairwise
from operator import itemgetter
from typing import Final

from flows.layouts.base import Span
from flows.layouts.set_out import apart, masked

_KIND: Final = "markup"
_TELLING_CHARS: Final = 2**15  # a text that has marks has some so near its beginning
_START: Final = itemgetter(1)

_BEFORE: Final = r"[^\S\n]*(?:(?:#{1,6}|[*+-]|\d{1,4}\.)[^\S\n]{1,4})?"  # of a heading, of an element of a list
# A line end that stands first lets the search run from one to the next.
_SIGN: Final = re.compile(rf"\n(?:[^\S\n]*(?=>)|{_BEFORE}(?=[*_]{{0,3}}!?\[\S|[*_]{{1,3}}[^\s*_]))")
_QUOTED: Final = re.compile(r"^[^\S\n]{0,8}(?:>[^\S\n]?){1,8}", re.MULTILINE)
_SAID: Final = re.compile(r"\n[^\S\n]*(?=\S)")
_FEWEST_QUOTED: Final = 3

_LINK: Final = re.compile(
    r"(?P<open>!?\[)(?:[^\[\]\n]|\[[^\[\]\n]{0,80}\]){1,400}"
    r"(?P<close>\]\((?:#|(?:https?:/|\.{0,2})/)[^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:\s\"[^\"\n]{0,200}\")?\))"
)
_TYPED: Final = re.compile(
    r"^[^\S\n]*(?:#{1,6}[^\S\n]{1,4})?(?P<open>(?P<type>\*{1,3}|_{1,3})(?=[^\s*_]))[^*_\n]{1,400}"
    r"(?<=[^\s*_])(?P<close>(?P=type))[^\S\n]*$",
    re.MULTILINE,
)
_LED: Final = re.compile(rf"\n{_BEFORE}[*_]{{0,3}}\[?{_LINK.pattern}")
_FEWEST: Final = 2
_SHARE: Final = 0.05
"""Of its lines at least so many, and this share, begin with a link or are in one type on a page of Markdown."""

_NUMBER: Final = re.compile(r"\[(\d{1,4})\](?=[^\s\]().,;])")
_FEWEST_NUMBERS: Final = 4
_COUNTED: Final = 0.8
"""Of the numbers before links so many at least are the next one; some links show none."""


def find_markup(text: str) -> list[Span]:
    """The marks of a text, in its order."""
    if not _count_signs(text[:_TELLING_CHARS]):
        return []
    signs = _count_signs(text)
    marks = _find_quotation(text) if signs[">"] >= _FEWEST_QUOTED else []
    if marks:
        text = masked(text, marks)
        signs = _count_signs(text)
    if signs["["] >= _FEWEST:
        marks += _find_numbers(text)
    if "](" in text and signs.total() >= _FEWEST:
        links = _find_links(text)
        marks += links
        # Type in front of a link touches what it is the type of.
        text = masked(text, links, "-")
    if signs["*"] + signs["_"] >= _FEWEST:
        marks += _find_type(text)
    return apart(marks)


def _count_signs(text: str) -> Counter[str]:
    """How many lines but the first begin with a mark, by its first character."""
    return Counter(text[found.end()] for found in _SIGN.finditer(text))


def _find_quotation(text: str) -> list[Span]:
    """The marks before lines, where all have one; the text may begin inside a line."""
    marks = [Span(_KIND, *found.span()) for found in _QUOTED.finditer(text)]
    return marks if sum(mark.start > 0 for mark in marks) == _count_lines(text) else []


def _find_links(text: str) -> list[Span]:
    """The marks of links, where lines of the page begin with links."""
    if len(_LED.findall(text)) < max(_FEWEST, _SHARE * _count_lines(text)):
        return []
    inner = _marks_of(_LINK, text)
    # An image may be what a link shows.
    return sorted([*inner, *_marks_of(_LINK, masked(text, inner))], key=_START)


def _find_type(text: str) -> list[Span]:
    """The marks of lines in bold or slanted type, where the page has several."""
    marks = _marks_of(_TYPED, text)
    return marks if len(marks) >= 2 * max(_FEWEST, _SHARE * _count_lines(text)) else []


def _count_lines(text: str) -> int:
    """How many lines but the first say anything."""
    return len(_SAID.findall(text))


def _marks_of(pattern: re.Pattern[str], text: str) -> list[Span]:
    groups = ("open", "close")
    return [Span(_KIND, *found.span(group)) for found in pattern.finditer(text) for group in groups]


def _find_numbers(text: str) -> list[Span]:
    """The numbers in brackets right before links, which count all links of the page."""
    found = list(_NUMBER.finditer(text))
    nexts = sum(int(after[1]) == int(number[1]) + 1 for number, after in pairwise(found))
    told = len(found) >= _FEWEST_NUMBERS and nexts >= _COUNTED * (len(found) - 1)
    return [Span(_KIND, *number.span()) for number in found] if told else []
