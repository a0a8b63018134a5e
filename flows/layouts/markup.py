"""Marks that programs set into the text of pages: `> ` of mails, links and type of Markdown, numbers of links.

Layouts read the text with blanks in place of these marks; each becomes furniture `markup`.
"""

import re
from itertools import pairwise
from operator import itemgetter
from typing import Final

from flows.layouts.base import Span
from flows.layouts.set_out import masked

_KIND: Final = "markup"
_START: Final = itemgetter(1)

_QUOTED: Final = re.compile(r"^[^\S\n]{0,8}(?:>[^\S\n]?){1,8}", re.MULTILINE)
_SAID: Final = re.compile(r"\n[^\S\n]*(?=\S)")
_FEWEST_QUOTED: Final = 3

_LINK: Final = re.compile(
    r"(?P<open>!?\[)(?:[^\[\]\n]|\[[^\[\]\n]{0,80}\]){1,400}"
    r"(?P<close>\]\((?:https?:/|\.{0,2})/[^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?(?:\s\"[^\"\n]{0,200}\")?\))"
)
_TYPED: Final = re.compile(
    r"^[^\S\n]*(?:#{1,6}[^\S\n]{1,4})?(?P<open>(?P<type>\*{1,3}|_{1,3})(?=[^\s*_]))[^*_\n]{1,400}"
    r"(?<=[^\s*_])(?P<close>(?P=type))[^\S\n]*$",
    re.MULTILINE,
)
_LED: Final = re.compile(
    r"^[^\S\n]*(?:#{1,6}[^\S\n]|[*+-][^\S\n]|\d{1,4}\.[^\S\n]){0,2}[*_]{0,3}!?\[[^\n]", re.MULTILINE
)
_FILL: Final = "-"  # for a link's marks: type in front of them touches what it is the type of
_SHARE: Final = 0.05
"""Of its lines at least this share, and two, begin with a link or are in one type on a page of Markdown."""

_NUMBER: Final = re.compile(r"\[(\d{1,4})\](?=[^\s\]().,;])")
_FEWEST_NUMBERS: Final = 4
_COUNTED: Final = 0.8
"""Of the numbers before links so many at least are the next one; some links show none."""


def find_markup(text: str) -> list[Span]:
    """The marks of a text, in its order."""
    marks = _find_quotation(text) if "\n>" in text else []
    if "](" in text or "**" in text or "*\n" in text or "_\n" in text:
        marks += _find_markdown(masked(text, marks))
    if "[2]" in text:
        marks += _find_numbers(text)
    return sorted(marks, key=_START)


def _find_quotation(text: str) -> list[Span]:
    """The marks before lines, where all have one; the text may begin inside a line."""
    marks = [Span(_KIND, *found.span()) for found in _QUOTED.finditer(text)]
    below = sum(mark.start > 0 for mark in marks)
    return marks if below >= _FEWEST_QUOTED and below == len(_SAID.findall(text)) else []


def _find_markdown(text: str) -> list[Span]:
    """The marks of links and of lines in bold or slanted type, where the page has several of one or the other."""
    fewest = max(2, _SHARE * len(_SAID.findall(text)))
    marks = []
    if len(_LED.findall(text)) >= fewest:
        inner = _marks_of(_LINK, text)
        # An image may be what a link shows.
        marks = sorted([*inner, *_marks_of(_LINK, masked(text, inner))], key=_START)
        text = masked(text, marks, _FILL)
    typed = _marks_of(_TYPED, text)
    return [*marks, *typed] if len(typed) >= 2 * fewest else marks


def _marks_of(pattern: re.Pattern[str], text: str) -> list[Span]:
    groups = ("open", "close")
    return [Span(_KIND, *found.span(group)) for found in pattern.finditer(text) for group in groups]


def _find_numbers(text: str) -> list[Span]:
    """The numbers in brackets right before links, which count all links of the page."""
    found = list(_NUMBER.finditer(text))
    nexts = sum(int(after[1]) == int(number[1]) + 1 for number, after in pairwise(found))
    told = len(found) >= _FEWEST_NUMBERS and nexts >= _COUNTED * (len(found) - 1)
    return [Span(_KIND, *number.span()) for number in found] if told else []
