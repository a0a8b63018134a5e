"""Where the members of JSON Lines stand, for all lines at once.

Quotes are found among the bytes; between two quotes lies a string, or a gap (`json_gaps`). Lines whose gaps follow one
another as those of an object do are read here. The others, broken or unusual, are left to `json_records`.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from flows.formats.json_gaps import GapTable, Kind, Shape, read_gaps
from flows.formats.labels import Words, label

Places = NDArray[np.int64]
Truths = NDArray[np.bool_]

QUOTE: Final = ord('"')
BACKSLASH: Final = ord("\\")
LINE_FEED: Final = ord("\n")
MAX_DEPTH: Final = 16
"""Lists and objects that stand within each other more deeply are left to the careful reader."""
_BETWEEN: Final = {
    Shape.TEXTS: [Kind.COMMA],
    Shape.LISTS: [Kind.COMMA, Kind.NEXT_LIST],
    Shape.OBJECTS: [Kind.COMMA, Kind.COLON, Kind.NEXT_OBJECT],
}
"""What may stand between the strings of values of these shapes."""


class Lines(NamedTuple):
    """The lines, without their ends. Of the sound ones, where the object begins and ends; else -1."""

    start: Places
    end: Places
    is_sound: Truths
    object_start: Places
    object_end: Places


class Strings(NamedTuple):
    """All strings of the lines with an even number of quotes: their quotes, and the gap before each."""

    opened: Places
    closed: Places
    gap_kind: Places


class Members(NamedTuple):
    """The members of sound objects, in text order.

    `start` and `end` are those of a string without its quotes. `first` and `last` are the numbers of the strings within
    a list or an object, -1 where there are none; `shape`, a Shape, tells how they stand there.
    """

    line: Places
    key_start: Places
    key_end: Places
    start: Places
    end: Places
    is_string: Truths
    says_nothing: Truths
    shape: Places
    first: Places
    last: Places


class Scan(NamedTuple):
    """What was found in a text of lines."""

    lines: Lines
    strings: Strings
    members: Members
    words: Words


def scan_lines(content: bytes) -> Scan:
    """The lines of `content`, UTF-8 whose lines all end in a line feed (the last one may lack it)."""
    data = np.frombuffer(content, np.uint8)
    words = Words(content)
    breaks = np.flatnonzero(data == LINE_FEED)
    start = np.concatenate(([0], breaks + 1))
    end = np.append(breaks, len(data))
    quotes = np.flatnonzero(data == QUOTE)
    quotes = quotes[~_are_escaped(data, quotes)]
    counts = np.diff(np.searchsorted(quotes, np.append(start, len(data))))
    has_strings = (counts > 0) & (counts % 2 == 0)
    quotes = quotes[np.repeat(has_strings, counts)]
    where = np.flatnonzero(has_strings)
    ordinal = np.repeat(np.arange(len(where)), counts[where] // 2)
    return _Reading(words, (start, end), where, quotes, ordinal).read()


def _are_escaped(data: NDArray[np.uint8], quotes: Places) -> Truths:
    """Whether an odd number of backslashes stands before each quote."""
    escaped = np.zeros(len(quotes), np.bool_)
    some = np.flatnonzero((quotes > 0) & (data[quotes - 1] == BACKSLASH))
    back = 1
    while len(some):
        escaped[some] ^= True
        back += 1
        some = some[quotes[some] >= back]
        some = some[data[quotes[some] - back] == BACKSLASH]
    return escaped


class _Reading:
    """The lines with strings on their way to members; `ordinal` tells in which of the lines `where` a string stands."""

    def __init__(
        self, words: Words, bounds: tuple[Places, Places], where: Places, quotes: Places, ordinal: Places
    ) -> None:
        self.words = words
        self.start, self.end = bounds
        self.where = where
        self.opened, self.closed, self.ordinal = quotes[::2], quotes[1::2], ordinal
        self.is_first = np.append(True, ordinal[1:] != ordinal[:-1])[: len(ordinal)]
        self.is_last = np.append(self.is_first[1:], True)[: len(ordinal)]
        self.gap_start = np.append(0, self.closed[:-1] + 1)[: len(ordinal)]
        self.gap_start[self.is_first] = self.start[where]
        self.last_start = self.closed[self.is_last] + 1
        self.number, texts = label(words, self.gap_start, self.opened)
        self.gaps = read_gaps(texts, are_last=False)
        self.last_number, texts = label(words, self.last_start, self.end[where])
        self.last_gaps = read_gaps(texts, are_last=True)

    def read(self) -> Scan:
        kind, grown = self.gaps.kind[self.number], self.gaps.depth[self.number]
        total = np.cumsum(grown)
        before = (total - grown)[self.is_first]
        depth = total - before[self.ordinal]
        is_sound = self._are_sound(kind, depth)
        lines = self._lines(is_sound)
        members = self._members(kind, depth == 1, is_sound)
        return Scan(lines, Strings(self.opened, self.closed, kind), members, self.words)

    def _are_sound(self, kind: Places, depth: Places) -> Truths:
        """Which lines hold one object whose members follow one another as they should."""
        is_top = depth == 1
        is_value = is_top & (kind == Kind.COLON)
        is_key = is_top & ~is_value
        after_value, after_key, after_top = (_shifted(found) for found in (is_value, is_key, is_top))
        at_top = (
            (after_key & ((kind == Kind.COLON) | (kind == Kind.VALUE)))
            | (after_value & (kind == Kind.COMMA))
            | (~after_top & (kind == Kind.CLOSE))
        )
        within = (depth > 1) & (depth <= MAX_DEPTH) & (~after_top | (after_key & (kind == Kind.OPEN)))
        follows = np.where(self.is_first, is_top & (kind == Kind.START), np.where(is_top, at_top, within))
        if not len(follows):
            return np.empty(0, np.bool_)
        sound = np.logical_and.reduceat(follows, np.flatnonzero(self.is_first))
        last_kind = self.last_gaps.kind[self.last_number]
        wanted = np.where(
            is_value[self.is_last],
            Kind.END_STRING,
            np.where(is_key[self.is_last], Kind.END_VALUE, Kind.END_CLOSE),
        )
        closed = depth[self.is_last] + self.last_gaps.depth[self.last_number] == 0
        found: Truths = sound & (last_kind == wanted) & closed
        return found

    def _lines(self, is_sound: Truths) -> Lines:
        found = np.full((2, len(self.start)), -1, np.int64)
        first_gap = self.gaps.start[self.number[self.is_first]]
        found[0, self.where[is_sound]] = (self.start[self.where] + first_gap)[is_sound]
        found[1, self.where[is_sound]] = (self.last_start + self.last_gaps.object_end[self.last_number])[is_sound]
        return Lines(self.start, self.end, found[0] >= 0, *found)

    def _members(self, kind: Places, is_top: Truths, is_sound: Truths) -> Members:
        keys = np.flatnonzero(is_top & (kind != Kind.COLON) & is_sound[self.ordinal])
        line = self.ordinal[keys]
        ends_line = self.is_last[keys]
        follows = np.minimum(keys + 1, max(len(kind) - 1, 0))
        is_string = ~ends_line & is_top[follows] & (kind[follows] == Kind.COLON)
        is_nested = ~ends_line & ~is_top[follows]
        behind = _Side(self.gaps, self.number[follows], self.gap_start[follows])
        last = _Side(self.last_gaps, self.last_number[line], self.last_start[line])
        start = np.where(ends_line, last.value_start(), behind.value_start())
        end = np.where(ends_line, last.value_end(), behind.value_end())
        start = np.where(is_string, self.opened[follows] + 1, start)
        end = np.where(is_string, self.closed[follows], end)
        nothing = np.where(ends_line, last.says_nothing(), behind.says_nothing()) & ~is_string
        # Where a list or an object ends: at the next string that stands in none, or with the line.
        tops = np.append(np.flatnonzero(is_top), len(kind))
        next_top = tops[np.searchsorted(tops, follows, side="left")]
        closing = np.minimum(next_top, max(len(kind) - 1, 0))
        stays = (next_top < len(kind)) & (self.ordinal[closing] == line)
        close = _Side(self.gaps, self.number[closing], self.gap_start[closing])
        end = np.where(is_nested, np.where(stays, close.value_end(), last.value_end()), end)
        closing_shape = np.where(stays, close.shape(), last.shape())
        shape = np.where(is_nested & (behind.shape() == closing_shape), closing_shape, Shape.OTHER)
        for known, between in _BETWEEN.items():
            odd = np.cumsum(~np.isin(kind, between))
            shape[(shape == known) & (odd[np.maximum(next_top - 1, 0)] != odd[follows])] = Shape.OTHER
        return Members(
            self.where[line],
            self.opened[keys] + 1,
            self.closed[keys],
            start,
            end,
            is_string,
            nothing,
            shape,
            np.where(is_nested, follows, -1),
            np.where(is_nested, next_top - 1, -1),
        )


class _Side(NamedTuple):
    """Gaps, by their numbers in a table, and where they begin."""

    table: GapTable
    number: Places
    at: Places

    def value_start(self) -> Places:
        return self.at + self.table.start[self.number]

    def value_end(self) -> Places:
        return self.at + self.table.end[self.number]

    def says_nothing(self) -> Truths:
        return self.table.says_nothing[self.number]

    def shape(self) -> Places:
        return self.table.shape[self.number]


def _shifted(found: Truths) -> Truths:
    """For each string what was found of the one before it."""
    return np.append(False, found[:-1])[: len(found)]
