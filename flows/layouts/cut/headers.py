"""Where the headers of a glued page stand: the fixed marks around which everything else is cut."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from flows.layouts.base import Span, new_tuple
from flows.layouts.cut.label_forms import LABEL
from flows.layouts.dates import STAMP_AT_END, STAMP_CHARS

_HEADING: Final = "Sort by "
_BREAKS: Final = "\r\n"
_STAMP_BEFORE_BREAK: Final = re.compile(r"(?<!\S)\d{4}-\d\d-\d\d[^\S\r\n]+\d\d:\d\d:\d\d(?=[^\S\r\n]*[\r\n])")
_HEADING_LINE: Final = re.compile(r"Sort by [\w ]{1,24}(?=[^\S\r\n]*(?:[\r\n]|\Z))")
_USUAL: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\sSummary:\s")
_STAMP_SIZE: Final = 19


class Header(NamedTuple):
    """The end of a header: title and authors end at `high`, the next abstract begins at `end`.

    `date` and `label` are the spans of timestamp and `Summary:`, None where the page has none. `sure`: both are
    there; else it may be a line of an abstract that looks like a header.
    """

    high: int
    date: Span | None
    label: Span | None
    end: int

    @property
    def sure(self) -> bool:
        """Whether timestamp and label are both there."""
        return self.date is not None and self.label is not None


def find_headings(text: str) -> list[tuple[int, int]]:
    """The lines `Sort by …`, also one that is glued to an abstract's end."""
    found = []
    at = text.find(_HEADING)
    while at >= 0:
        match = _HEADING_LINE.match(text, at)
        before = _blank_before(text, at)
        if match is not None and (before in (0, at) or text[before - 1] in _BREAKS):
            found.append(match.span())
            at = match.end() - 1
        at = text.find(_HEADING, at + 1)
    return found


def _labels(text: str, low: int, high: int) -> Iterator[tuple[Span, bool]]:
    """Every `Summary:` that has a line of its own or stands behind a timestamp, and whether one character behind it."""
    at = text.find(LABEL, low, high)
    while at >= 0:
        usual = _USUAL.match(text, max(low, at - _STAMP_SIZE - 1), high) is not None
        if usual or _is_alone(text, at, low, high) or is_stamped(text, at, low):
            yield new_tuple(Span, ("label", at, at + len(LABEL))), usual
        at = text.find(LABEL, at + 1, high)


def _is_alone(text: str, at: int, low: int, high: int) -> bool:
    """Whether the label at this place has a line of its own."""
    before = _blank_before(text, at, low)
    after = at + len(LABEL)
    while after < high and _is_blank(text[after]):
        after += 1
    return (before == low or text[before - 1] in _BREAKS) and (after == high or text[after] in _BREAKS)


def _blank_before(text: str, at: int, low: int = 0) -> int:
    """Where the white space on the same line begins that stands before this place."""
    while at > low and _is_blank(text[at - 1]):
        at -= 1
    return at


def is_stamped(text: str, at: int, low: int = 0) -> bool:
    """Whether a timestamp stands right above a label at this place, or touches it, whatever follows on its line."""
    above = text[max(low, at - STAMP_CHARS) : at]
    gap = above[len(above.rstrip()) :]
    below = gap == "" or any(mark in gap for mark in _BREAKS)
    return below and STAMP_AT_END.search(above) is not None


def _is_blank(char: str) -> bool:
    """Whether this is white space within a line."""
    return char.isspace() and char not in _BREAKS


def _cut_label(text: str, low: int, high: int) -> Span | None:
    """The beginning of `Summary:` that a page cut off there ends with, on a line of its own."""
    line = max(text.rfind("\n", low, high), text.rfind("\r", low, high)) + 1
    piece = text[line:high].strip()
    if line <= low or not piece or piece == LABEL or not LABEL.startswith(piece):
        return None
    at = text.index(piece, line)
    return Span("label", at, at + len(piece))


def _header(text: str, low: int, label: Span, *, usual: bool) -> Header:
    """The header above a label; its timestamp stands before it, `usual`ly one character away."""
    start = label.start - _STAMP_SIZE - 1
    if usual and start > low and text[start - 1].isspace():
        date = new_tuple(Span, ("date", start, start + _STAMP_SIZE))
        return Header(start, date, label, label.end)
    date = _stamp_at_end(text, max(low, label.start - STAMP_CHARS), label.start)
    return Header(label.start if date is None else date.start, date, label, label.end)


def _stamp_at_end(text: str, low: int, high: int) -> Span | None:
    """The timestamp at the end of `text[low:high]`."""
    match = STAMP_AT_END.search(text[low:high])
    return None if match is None else Span("date", low + match.start(), low + match.end())


def _unlabelled(text: str, low: int, high: int) -> list[Header]:
    """Headers without `Summary:`: a line that ends in a full timestamp."""
    while low < high and text[low].isspace():
        low += 1
    if text.find("\n", low, high) < 0 and text.find("\r", low, high) < 0:
        return []
    stamps = _STAMP_BEFORE_BREAK.finditer(text, low, high)
    return [Header(match.start(), Span("date", *match.span()), None, match.end()) for match in stamps]


def find_headers(text: str, low: int, high: int) -> list[Header]:
    """The headers in `text[low:high]`, in page order; those that are not sure have to be judged by what they hold."""
    found: list[Header] = []
    at = low
    for label, usual in _labels(text, low, high):
        header = _header(text, at, label, usual=usual)
        found += _unlabelled(text, at, header.high)
        found.append(header)
        at = header.end
    rest = _cut_label(text, at, high)
    if rest is not None:
        header = _header(text, at, rest, usual=False)
        if header.date is not None:
            return [*found, *_unlabelled(text, at, header.high), header]
    found += _unlabelled(text, at, high)
    at = found[-1].end if found else low
    date = _stamp_at_end(text, max(at, high - STAMP_CHARS), high)
    if date is not None:
        found.append(Header(date.start, date, None, high))
    return found
