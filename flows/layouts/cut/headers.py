"""Where the headers of a glued page stand: the fixed marks around which everything else is cut."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_LABEL: Final = "Summary:"
_HEADING: Final = "Sort by "
_BREAKS: Final = "\r\n"
_STAMP: Final = r"\d{4}-\d\d-\d\d(?:[^\S\r\n]+\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?"
_STAMP_AT_END: Final = re.compile(rf"(?<!\S){_STAMP}(?=\s*\Z)")
_STAMP_BEFORE_BREAK: Final = re.compile(r"(?<!\S)\d{4}-\d\d-\d\d[^\S\r\n]+\d\d:\d\d:\d\d(?=[^\S\r\n]*[\r\n])")
_HEADING_LINE: Final = re.compile(r"Sort by [\w ]{1,24}(?=[^\S\r\n]*(?:[\r\n]|\Z))")
_STAMP_HERE: Final = re.compile(r"(?<=\s)\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[\r\n]\Z")
_STAMP_SIZE: Final = 19
_STAMP_CHARS: Final = 48


class Header(NamedTuple):
    """The end of a header: title and authors end at `high`, the next abstract begins at `end`.

    `date` and `label` are the stretches of timestamp and `Summary:`, None where the page has none. `sure`: both are
    there; else it may be a line of an abstract that looks like a header.
    """

    high: int
    date: tuple[int, int] | None
    label: tuple[int, int] | None
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
        if match is not None and (at == 0 or not text[at - 1].isspace() or text[at - 1] in _BREAKS):
            found.append(match.span())
            at = match.end() - 1
        at = text.find(_HEADING, at + 1)
    return found


def _labels(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Every `Summary:` that has a line of its own, from the end of the line before to its own end."""
    at = text.find(_LABEL, low, high)
    while at >= 0:
        before = at
        while before > low and text[before - 1] in " \t":
            before -= 1
        after = at + len(_LABEL)
        while after < high and text[after] in " \t":
            after += 1
        if (before == low or text[before - 1] in _BREAKS) and (after == high or text[after] in _BREAKS):
            yield at, at + len(_LABEL)
        at = text.find(_LABEL, at + 1, high)


def _cut_label(text: str, low: int, high: int) -> tuple[int, int] | None:
    """The beginning of `Summary:` that a page cut off there ends with, on a line of its own."""
    line = max(text.rfind("\n", low, high), text.rfind("\r", low, high)) + 1
    piece = text[line:high].strip()
    if line <= low or not piece or piece == _LABEL or not _LABEL.startswith(piece):
        return None
    at = text.index(piece, line)
    return at, at + len(piece)


def _header(text: str, low: int, label: tuple[int, int]) -> Header:
    """The header above a label; its timestamp stands before it, usually one line break away."""
    start = label[0] - _STAMP_SIZE - 1
    if start > low and _STAMP_HERE.match(text, start, label[0]) is not None:
        return Header(start, (start, start + _STAMP_SIZE), label, label[1])
    floor = max(low, label[0] - _STAMP_CHARS)
    match = _STAMP_AT_END.search(text[floor : label[0]])
    if match is None:
        return Header(label[0], None, label, label[1])
    return Header(floor + match.start(), (floor + match.start(), floor + match.end()), label, label[1])


def _unlabelled(text: str, low: int, high: int) -> Iterator[Header]:
    """Headers without `Summary:`: a line that ends in a full timestamp."""
    while low < high and text[low].isspace():
        low += 1
    if text.find("\n", low, high) < 0 and text.find("\r", low, high) < 0:
        return
    for match in _STAMP_BEFORE_BREAK.finditer(text, low, high):
        yield Header(match.start(), match.span(), None, match.end())


def find_headers(text: str, low: int, high: int) -> list[Header]:
    """The headers in `text[low:high]`, in page order; those that are not sure have to be judged by what they hold."""
    found: list[Header] = []
    at = low
    for label in _labels(text, low, high):
        header = _header(text, at, label)
        found.extend(_unlabelled(text, at, header.high if header.date is None else header.date[0]))
        found.append(header)
        at = header.end
    rest = _cut_label(text, at, high)
    if rest is not None:
        header = _header(text, at, rest)
        if header.date is not None:
            found.extend(_unlabelled(text, at, header.date[0]))
            return [*found, header]
    found.extend(_unlabelled(text, at, high))
    at = found[-1].end if found else low
    floor = max(at, high - _STAMP_CHARS)
    match = _STAMP_AT_END.search(text[floor:high])
    if match is not None:
        span = (floor + match.start(), floor + match.end())
        found.append(Header(span[0], span, None, high))
    return found
