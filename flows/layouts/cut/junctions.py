"""Where a title may begin in the text that follows `Summary:`, and what speaks for each place."""

from typing import Final, NamedTuple

from flows.layouts.cut.names import Key
from flows.layouts.cut.splits import Split, Splits, level

WINDOW: Final = 440
"""How far before the authors a title may begin, in characters."""

_BREAKS: Final = "\n\r\u2028\u2029"
_MET_CHARS: Final = 3
_HEADER_CHARS: Final = 300


class TitleStart(NamedTuple):
    """A place where a title may begin."""

    at: int
    keys: list[Key]


def _seen(head: str, abstract: str) -> int:
    """Whether the abstract holds this: 0 no, 1 only within a word, 2 as the beginning of a word."""
    at = abstract.find(head)
    if at < 0:
        return 0
    while at > 0 and abstract[at - 1].isalnum():
        at = abstract.find(head, at + 1)
        if at < 0:
            return 1
    return 2


def _context_keys(split: Split, text: str, low: int, at: int, own: str, abstract: str) -> list[Key]:
    """What the texts around say of `split` standing at `at`.

    `own` is the case-folded text from _HEADER_CHARS before `low` on, `abstract` the one of the title's paper.
    """
    size = len(split.head)
    seen = _seen(split.head, abstract) if size > 1 else 0
    if seen < 2 and 1 < len(split.core) < size:  # noqa: PLR2004 - the beginning of a word
        seen = max(seen, _seen(split.core, abstract))
    before = at - split.at - low + _HEADER_CHARS - 2
    met = len(split.ending) >= _MET_CHARS and -1 < own.find(split.ending) < before
    again = len(split.again) >= _MET_CHARS and -1 < own.find(split.again) < before
    dollars = text.count("$", low, at) & 1
    lead, first, link, shape = split.lead, split.first, split.link, split.shape
    return [
        (108, seen, shape, level(size, 2, 3, 4, 6, 9)),
        (109, seen, shape, lead, link),
        (110, again, lead),
        (111, dollars, lead == "$", first == "$"),
        (113, link, seen, lead, first),
        (115, met, level(len(split.ending), 1, 2, 4, 6, 9), link, lead),
        (116, met, seen, link, lead, first),
    ]


def title_starts(
    text: str, low: int, authors: list[int], abstract: str, splits: Splits, *, fixed: bool
) -> list[TitleStart]:
    """The places in `text[low:]` where the title of authors that begin at one of `authors` may begin."""
    if fixed:
        return [TitleStart(low, [])]
    begin = max(low, min(authors) - WINDOW)
    if begin > low:
        begin = max(low, text.find(" ", begin))
    high = max(authors)
    header = text[max(0, low - _HEADER_CHARS) : low].rjust(_HEADER_CHARS)
    own = (header + text[low:high]).casefold()
    starts = [TitleStart(low, [(100,)])] if begin == low else []
    at = begin
    for token in text[begin:high].split():
        at = text.index(token, at)
        if at > low and text[at - 1] in _BREAKS:
            starts.append(TitleStart(at, [(99,)]))
        starts += [
            TitleStart(at + split.at, split.keys + _context_keys(split, text, low, at + split.at, own, abstract))
            for split in splits(token, abstract)
        ]
        at += len(token)
    return starts
