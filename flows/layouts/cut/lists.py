"""Reads the author lists at the ends of segments: all at once, each from its end back to what can be no name."""

from collections.abc import Sequence
from itertools import chain
from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.chars import BLANK, Chars
from flows.layouts.cut.forms import told_names
from flows.layouts.cut.groups import Bools, Ints, steps, within
from flows.layouts.cut.listed import first_open
from flows.layouts.cut.looks import FITS, OPENS, SHAPE_LOOK
from flows.layouts.cut.model import Bounds
from flows.layouts.cut.segments import LAST_WORDS, MAX_NAME_WORDS, READ_WORDS, Segments
from flows.layouts.cut.words import Words, has_shape

_MAX_CHARS: Final = 240
_FEW: Final = 3
_NEAR_CHARS: Final = 320
_FURTHER: Final = 4
"""So many characters before a segment's end are looked at first, few lists are longer; then so many times more."""

_LONE_MARKS: Final = (":", ";", ".", "-", "--")
"""Marks that stand in a list as names do: arXiv has `A Team, :, Ann Example` for a group and the people in it."""

_BATCH: Final = 500
"""So many segments are looked at together: their characters fit into the processor's cache."""


class _Chunks(NamedTuple):
    """What stands between commas: of which segment, whether it begins that, where it ends, how many words it has.

    `begins`: where each word begins, chunk by chunk.
    """

    segment: Ints
    leads: Bools
    ends: Ints
    counts: Ints
    begins: Ints

    def in_order(self) -> "_Chunks":
        """The same in the order of the segments."""
        order = np.argsort(self.segment, kind="stable")
        first = (np.cumsum(self.counts) - self.counts)[order]
        count = self.counts[order]
        words = np.repeat(first, count) + within(count)
        return _Chunks(self.segment[order], self.leads[order], self.ends[order], count, self.begins[words])


def read_segments(text: str, bounds: Sequence[Bounds], words: Words, chars: Chars) -> Segments:
    """The segments of `text` with these bounds, and their author lists."""
    low, high, fixed = np.fromiter(chain.from_iterable(bounds), np.int64).reshape(-1, 3).T
    chunks = _find_chunks(text, low, high, chars)
    numbers = _numbers(text, high, chunks, words)
    stop = np.cumsum(chunks.counts) + 1
    shape, fits, opens = words.look(numbers, SHAPE_LOOK, FITS, OPENS)
    alone = (chunks.counts == 1) & np.isin(numbers[stop - 1], [words[mark] for mark in _LONE_MARKS])
    nameable = alone | _nameable(fits, opens, stop, chunks.counts)
    final = np.searchsorted(chunks.segment, np.arange(len(low)), side="right") - 1
    number = np.arange(len(stop))
    barred = ~nameable | (steps(chunks.segment + 1) > 0)
    first = np.maximum.accumulate(np.where(barred, number, 0))[final]
    none = np.zeros(len(low), np.int64)
    found = Segments(
        text,
        low,
        high,
        fixed > 0,
        final,
        final - first + 1,
        chunks.leads[first],
        none,
        none,
        none,
        chunks.ends,
        stop,
        chunks.counts,
        *_initials(shape, stop, chunks.counts),
        numbers,
        np.append(0, chunks.begins),
    )
    near = (found.rows(first, READ_WORDS), found.rows(np.minimum(first + 1, final), READ_WORDS))
    words.learn(np.concatenate(near))  # to learn few words takes nearly as long as to learn many
    told, told_words = told_names(found, words)
    return found._replace(back=first_open(found, words), told=told, told_words=told_words)


def _find_chunks(text: str, low: Ints, high: Ints, chars: Chars) -> _Chunks:
    """The chunks at the ends of the segments, back to the first that is too long for a name, or empty."""
    parts = [_Chunks(low[:0], np.zeros(0, bool), low[:0], low[:0], low[:0])]
    asked = np.arange(len(low))
    reach = _NEAR_CHARS
    while len(asked):
        unread = [asked[:0]]
        for at in range(0, len(asked), _BATCH):
            rows = asked[at : at + _BATCH]
            found, done = _look_back(text, low[rows], np.maximum(low, high - reach)[rows], high[rows], chars)
            parts.append(found._replace(segment=rows[found.segment]))
            unread.append(rows[~done])
        asked = np.concatenate(unread)
        reach *= _FURTHER
    return _Chunks(*map(np.concatenate, zip(*parts, strict=True))).in_order()


def _look_back(text: str, low: Ints, begin: Ints, high: Ints, chars: Chars) -> tuple[_Chunks, Bools]:
    """The chunks in `text[begin:high]` of segments that begin at `low`, of those for which that is enough; and which.

    Of a long chunk only the last words count, as far as they are near.
    """
    joined = "\n".join(["", *[text[at:end] for at, end in zip(begin.tolist(), high.tolist(), strict=True)], ""])
    points, sorts = chars.read(joined)
    closes = points == ord(",")
    apart = closes | ((sorts & BLANK) > 0)
    words = np.flatnonzero(apart[:-1] & ~apart[1:]) + 1
    edges = np.cumsum(high - begin + 1)
    closes[edges] = True
    ends = np.flatnonzero(closes)
    final = np.searchsorted(ends, edges)
    heads = np.append(0, final[:-1] + 1)
    segment = np.repeat(np.arange(len(low)), final - heads + 1)
    long = steps(ends) > _MAX_CHARS + 1
    stop = np.searchsorted(words, ends)
    count = steps(stop)
    barred = long | (count > MAX_NAME_WORDS) | (count == 0)
    barred[heads] = True
    number = np.arange(len(ends))
    first = np.maximum.accumulate(np.where(barred, number, 0))[final]
    done = (first > heads) | (begin == low) | long[first] | (count[first] > LAST_WORDS)
    kept = np.flatnonzero((number >= first[segment]) & done[segment])
    segment, ends, stop = segment[kept], ends[kept], stop[kept]
    near = np.maximum(np.searchsorted(words, ends - _MAX_CHARS), stop - LAST_WORDS)
    count = np.minimum(count[kept], stop - near)
    shift = (high - edges)[segment]
    begins = words[np.repeat(stop - count, count) + within(count)] + np.repeat(shift, count)
    leads = (kept == heads[segment]) & (begin == low)[segment]
    return _Chunks(segment, leads, ends + shift, count, begins), done


def _numbers(text: str, high: Ints, chunks: _Chunks, words: Words) -> Ints:
    """The number of each word of the chunks, after a first one that is none; 0 where Segments says so."""
    leading = steps(chunks.segment + 1) > 0
    unread = np.where(leading, np.maximum(chunks.counts - READ_WORDS, 0), 0)
    read = np.flatnonzero(within(chunks.counts) >= np.repeat(unread, chunks.counts))
    owner = np.repeat(chunks.segment, chunks.counts - unread)
    first = np.flatnonzero(steps(owner + 1))
    spans = zip(chunks.begins[read[first]].tolist(), high[owner[first]].tolist(), strict=True)
    texts = "\n".join([text[at:end] for at, end in spans]).replace(",", " ").split()
    numbers = np.zeros(len(chunks.begins) + 1, np.int64)
    numbers[read + 1] = np.fromiter(map(words.__getitem__, texts), np.int64, len(texts))
    return numbers


def _nameable(fits: Ints, opens: Ints, stop: Ints, count: Ints) -> Bools:
    """Which chunks may be one name: all their words may stand in one, or they are few and the first has a capital."""
    opened = opens[_first(opens, stop, count)] > 0
    return np.asarray((count > 0) & (~_any(fits == 0, stop, count) | ((count <= _FEW) & opened)))


def _initials(shape: Ints, stop: Ints, count: Ints) -> tuple[Bools, Bools]:
    """Which chunks begin with an initial, and which have one."""
    initial = has_shape(shape, *"IJ")
    return initial[_first(initial, stop, count)], _any(initial, stop, count)


def _first(words: Ints | Bools, stop: Ints, count: Ints) -> Ints:
    """The place, among these words, of the first of each chunk of `count` words before `stop`."""
    return np.asarray(np.minimum(stop - count, len(words) - 1))


def _any(which: Bools, stop: Ints, count: Ints) -> Bools:
    """In which chunks of `count` words before `stop` is one of `which`."""
    total = np.cumsum(which)
    return np.asarray(total[stop - 1] > total[stop - count - 1])
