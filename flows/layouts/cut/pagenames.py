"""The names that stand between commas on a page: the page's own lexicon of names."""

from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.groups import Bools, Ints, within
from flows.layouts.cut.looks import UPPER_FIRST
from flows.layouts.cut.segments import Segments
from flows.layouts.cut.words import Words

_FEWEST: Final = 2
_MOST: Final = 4
_AUTHORS_CHARS: Final = 600
"""Names further before a timestamp are not looked at: they may be anything."""

_LEVELS: Final = np.array([0, 1, 2, 2, 2, 3])
_HALF_BITS: Final = 32


class PageNames(NamedTuple):
    """How often a page has names, as evidence has it, in four levels: 0 for never.

    `given` and `family`: of each word by its number, as such a name. `levels`: of whole names; these are pairs of
    `pairs` of words, both sorted.
    """

    given: Ints
    family: Ints
    pairs: Ints
    names: Ints
    levels: Ints

    def as_given(self, numbers: Ints) -> Ints:
        """How often the page has these words as given names."""
        return _looked_up(self.given, numbers)

    def as_family(self, numbers: Ints) -> Ints:
        """How often the page has these words as family names."""
        return _looked_up(self.family, numbers)

    def as_whole(self, numbers: Ints, count: Ints) -> Ints:
        """How often the page has the last `count` words of these rows as a whole name."""
        near = numbers[:, -_MOST:] * (np.arange(_MOST, 0, -1) <= count[:, None])
        halves = _paired(near[:, ::2], near[:, 1::2])
        pairs, known = _places(self.pairs, halves)
        at, whole = _places(self.names, _paired(pairs[:, 0], pairs[:, 1]))
        return np.where(known.all(axis=1) & whole & (count <= _MOST), self.levels[at], 0)


def page_names(segments: Segments, sure: Bools, words: Words) -> PageNames:
    """The names in the lists of the segments that are `sure` to end in authors, as far as they look like names.

    Each list is read from its last name on, up to one that does not, or that is far before its end. A name has a
    comma before it and a few words, the first and the last of them capitalised.
    """
    size = segments.size
    owner, place = np.repeat(np.arange(len(size)), size), within(size)
    chunk = (segments.final - size + 1)[owner] + place
    count, last = segments.counts[chunk], segments.stop[chunk] - 1
    upper = words.look(segments.words, UPPER_FIRST)[0] > 0
    looks = (count >= _FEWEST) & (count <= _MOST) & upper[last] & upper[last - np.maximum(count, 1) + 1]
    near = segments.ends[chunk - 1] >= segments.high[owner] - _AUTHORS_CHARS
    number = np.arange(len(chunk))
    ends = np.maximum.accumulate(np.where(looks & near & sure[owner] & (place > 0), 0, number))[np.cumsum(size) - 1]
    named = np.flatnonzero(number > ends[owner])
    rows = segments.rows(chunk[named], _MOST)
    halves = _paired(rows[:, ::2], rows[:, 1::2])
    pairs = np.unique(np.append(halves, 0))
    at = np.searchsorted(pairs, halves)
    names, counts = np.unique(np.append(_paired(at[:, 0], at[:, 1]), 0), return_counts=True)
    given = segments.words[(last - count + 1)[named]]
    return PageNames(_levels(given), _levels(rows[:, -1]), pairs, names, _LEVELS[np.minimum(counts, len(_LEVELS) - 1)])


def _paired(left: Ints, right: Ints) -> Ints:
    """One number for two."""
    return left << _HALF_BITS | right


def _levels(numbers: Ints) -> Ints:
    """How often each number occurs, as evidence has it."""
    return np.asarray(_LEVELS[np.minimum(np.bincount(numbers, minlength=1), len(_LEVELS) - 1)])


def _looked_up(levels: Ints, numbers: Ints) -> Ints:
    """The level of each of these numbers, 0 for those that came later."""
    return np.where(numbers < len(levels), levels[np.minimum(numbers, len(levels) - 1)], 0)


def _places(known: Ints, asked: Ints) -> tuple[Ints, Bools]:
    """Where in sorted numbers each of these is, and whether it is there."""
    at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return at, known[at] == asked
