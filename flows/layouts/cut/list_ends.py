"""How lists of authors end: with `and` before the last name; behind it `et al.`, `+12 authors`, a comma, a dash."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

from flows.fields.left_out import without_others
from flows.layouts.base import Span

_LONGEST: Final = 64
_MARK: Final = re.compile(r"(?:\s+[–—|·•-]|[,;])\Z")
_SEPARATORS: Final = tuple("–—|·•-,;")

_LAST: Final = re.compile(r"(?P<comma>,)?\s(?:and|&)\s+(?P<name>[^\W\d_a-z]\S*(?:\s[^\s,]+){1,3})\s*\Z")
_LISTED: Final = re.compile(r",\s[^\s,]+(?:\s[^\s,]+){1,3}\Z")
_MIDDLE: Final = re.compile(r"\s(?:[^\W\d_a-z]\.(?:-?[^\W\d_a-z]\.)*|[a-z]{1,3})(?=\s)")  # `J.`, `de`
_BETWEEN: Final = ("; ", " | ", " · ", " • ")
_WORD: Final = r"[^\s,;|·•]+"
_LISTED_BY: Final = {
    # A name has five words at most.
    mark: re.compile(rf"(?:\s*{re.escape(mark.strip())}\s+{_WORD}(?:\s+{_WORD}){{0,4}}+)++\s*\Z")
    for mark in _BETWEEN
}
_LIST_CHARS: Final = 4000  # the names of a few hundred authors
_MARKED_SHARE: Final = 0.4  # of the lists; those of one author have no mark
_SAMPLE: Final = 200
_FEWEST: Final = 2
_SHARE: Final = 0.2
"""Of the lists looked at, at least so many and this share end in `and` and a name of two words where the page lists so.
A title that has the word before its last word ends, with its author, in three words."""


def find_ends(text: str, ends: Iterable[int]) -> dict[int, Span]:
    """What follows the last name of the list of authors that ends there: of kind `others`, or `separator`."""
    found = {}
    for end in ends:
        start = max(0, end - _LONGEST)
        tail = text[start:end].rstrip()
        rest, complete = without_others(tail)
        if complete and tail.endswith(_SEPARATORS):
            rest = _MARK.sub("", tail)
        if rest != tail:
            stop = start + len(tail)
            mark = tail[len(rest) :].lstrip()
            found[end] = Span("separator" if complete else "others", stop - len(mark), stop)
    return found


def with_commas(text: str, ends: Sequence[int]) -> str:
    """The text with a comma for the `and` before the last name of each list, if the lists that end there have it."""
    if " and " not in text and " & " not in text:
        return text
    asked = list(islice(ends, _SAMPLE))
    told = (_LAST.search(text, max(0, end - _LONGEST), end) for end in asked)
    joined = sum(found is not None and len(found["name"].split()) == 2 for found in told)  # noqa: PLR2004 - see _SHARE
    if joined < max(_FEWEST, _SHARE * len(asked)):
        return text
    pieces, at = [], 0
    for end in ends:
        found = _LAST.search(text, max(at, end - _LONGEST), end)
        if found is not None and _is_last(text, found):
            pieces += [text[at : found.start()], ",".ljust(found.start("name") - found.start())]
            at = found.start("name")
    return "".join([*pieces, text[at:]])


def with_one_comma(text: str, ends: Sequence[int]) -> str:
    """The text with commas for the semicolons, points or bars that stand between the names of most lists."""
    asked = list(islice(ends, _SAMPLE))
    for mark in _BETWEEN:
        told = sum(text.find(mark, max(0, end - _LONGEST), end) >= 0 for end in asked)
        if told < max(_FEWEST, _MARKED_SHARE * len(asked)):
            continue
        pieces, at = [], 0
        for end in ends:
            found = _LISTED_BY[mark].search(text, max(at, end - _LIST_CHARS), end)
            start = end if found is None else found.start()
            pieces += [text[at:start], text[start:end].replace(mark.strip(), ",")]
            at = end
        return "".join([*pieces, text[at:]])
    return text


def _is_last(text: str, found: re.Match[str]) -> bool:
    """Whether a name stands behind this `and`, and not the end of a title and then a name."""
    rest = _MIDDLE.sub("", found["name"])
    if found["comma"] is not None or len(rest.split()) == 2:  # noqa: PLR2004 - given and family name
        return True
    return _LISTED.search(text, max(0, found.start() - _LONGEST), found.start()) is not None
