"""How the halves of words taken apart look, many at a time."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.chars import HYPHEN, LETTER, LOWER, ODD_CASE, SIGN, UPPER, Chars, Codepoints, Sorts
from flows.layouts.cut.groups import Bools, Ints

_HEAD: Final = re.compile(r"[\w\-‐+]+")
_STEM_END: Final = ".?!)]}\"'”’:;,"
_STEM_ENDS: Final = np.array(list(map(ord, _STEM_END)))
_STEM_CHARS: Final = 4
_PATH_PARTS: Final = 3
_LINK: Final = re.compile(r"://|www\.|\.(?:com|org|io)/")
_UPPER, _LOWER, _CAPITALISED, _MIXED = range(4)


class HalfLooks(NamedTuple):
    """How words taken apart look.

    `lefts` and `heads`: the abstract's halves, and the first words of the title's. `left`, of the abstract's half, by
    row: the class of its last character; whether it is a web address; the class of the character before, 0 for none;
    how long it is without marks at its end, whether that is letters only, or holds a full stop; how deep an address it
    is. `right`, of the title's: the class of its first character; how its first word is written; whether it holds a
    slash, a full stop before its end, a colon after its first word.
    """

    lefts: list[str]
    heads: list[str]
    left: Ints
    right: Ints


class _Read(NamedTuple):
    """Words, their halves with a blank between them and one behind, as characters; where all halves begin and end."""

    points: Codepoints
    sorts: Sorts
    begins: Ints
    ends: Ints

    def found(self, mark: str) -> Ints:
        """Where this character stands."""
        return np.flatnonzero(self.points == ord(mark))

    def holds(self, mark: str, begins: Ints, ends: Ints) -> Bools:
        """Between which of these places the character stands."""
        found = self.found(mark)
        return np.searchsorted(found, ends) > np.searchsorted(found, begins)


def head_of(right: str) -> str:
    """The first word of the title's half."""
    if right.isalnum():
        return right
    match = _HEAD.match(right)
    return match.group() if match is not None else right


def look_at_halves(words: Sequence[str], chars: Chars) -> HalfLooks:
    """How these words look, each given as its two halves with a blank between, and no other."""
    joined = " ".join([*words, ""])
    points, sorts = chars.read(joined)
    ends = np.flatnonzero(points == ord(" "))
    read = _Read(points, sorts, np.append(0, ends[:-1] + 1), ends)
    lefts = joined.split(" ")[:-1:2]
    stop, start = ends[::2], read.begins[1::2]
    lead, first = chars.classes(points[stop - 1]), chars.classes(points[start])
    before = np.where(stop - read.begins[::2] > 1, chars.classes(points[stop - 2]), 0)
    link, path = _links(lefts, read)
    heads, written = _heads(joined, read)
    left = np.array([lead, link, before, *_stems(lefts, read), path])
    return HalfLooks(lefts, heads, left, np.array([first, *written]))


def _links(lefts: Sequence[str], read: _Read) -> Ints:
    """Of the abstract's halves: whether they are web addresses, and how deep ones."""
    begins, ends = read.begins[::2], read.ends[::2]
    slashes = read.found("/")
    schemes = slashes[1:][(np.diff(slashes) == 1) & (read.points[slashes[:-1] - 1] == ord(":"))] + 1
    last = np.append(0, schemes)[np.searchsorted(schemes, ends, side="right")]
    link = last > begins
    path = np.searchsorted(slashes, ends) - np.searchsorted(slashes, np.maximum(begins, last))
    for at in np.flatnonzero(~link & (path > 0)).tolist():
        link[at] = _LINK.search(lefts[at]) is not None
    return np.array([link, np.minimum(path, _PATH_PARTS)])


def _stems(lefts: Sequence[str], read: _Read) -> Ints:
    """Of the abstract's halves: how long they are without marks, whether that is letters only, or holds a full stop."""
    begins, ends = read.begins[::2], read.ends[::2]
    marked = np.isin(read.points[ends - 1], _STEM_ENDS)
    size = ends - begins - marked
    letters = (read.sorts & LETTER) > 0
    letters[ends - marked] = True
    letters[ends] = True
    alpha = np.logical_and.reduceat(letters, read.begins)[::2] & (size > 0)
    found = np.array([np.minimum(size, _STEM_CHARS), alpha, read.holds(".", begins, ends - marked)])
    for at in np.flatnonzero(marked & np.isin(read.points[ends - 2], _STEM_ENDS)).tolist():  # several marks
        stem = lefts[at].rstrip(_STEM_END)
        found[:, at] = min(len(stem), _STEM_CHARS), stem.isalpha(), "." in stem
    return found


def _heads(joined: str, read: _Read) -> tuple[list[str], Ints]:
    """The first words of the title's halves; how they are written, and what marks there are."""
    begins, ends = read.begins[1::2], read.ends[1::2]
    wordlike = (read.sorts & (SIGN | HYPHEN)) > 0
    for mark in "_+":
        wordlike[read.found(mark)] = True
    others = np.flatnonzero(~wordlike)
    stops = others[np.searchsorted(others, begins)]
    stops = np.where(stops == begins, ends, stops)
    inner = read.sorts.copy()
    inner[begins] = 0
    after = np.bitwise_or.reduceat(inner, np.ravel([begins, stops], "F"))[::2]
    slash, dot = (read.holds(mark, begins, until) for mark, until in (("/", ends), (".", ends - 1)))
    colon = read.points[stops] == ord(":")
    heads = [joined[begin:stop] for begin, stop in zip(begins.tolist(), stops.tolist(), strict=True)]
    return heads, np.array([_forms(read.sorts[begins], after), slash, dot, colon])


def _forms(first: Sorts, after: Sorts) -> Ints:
    """How words are written, by the sorts of their first and of all their other characters."""

    def only(sorts: Sorts, case: int) -> Bools:
        return np.asarray((sorts & (UPPER | LOWER | ODD_CASE)) == case)

    capital = ((first & UPPER) > 0) & only(after, LOWER)
    forms = np.where(capital, _CAPITALISED, _MIXED)
    forms[only(first | after, UPPER)] = _UPPER
    forms[only(first | after, LOWER)] = _LOWER
    return forms
