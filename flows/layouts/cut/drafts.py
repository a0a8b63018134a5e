"""A quick look at the places where authors may begin, by what the words there say by themselves."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.chunks import MAX_NAME_WORDS
from flows.layouts.cut.evidence import Scale
from flows.layouts.cut.groups import Bools, Floats, Ints
from flows.layouts.cut.kinds import code
from flows.layouts.cut.lexicon import FAMILY, GIVEN
from flows.layouts.cut.listed import first_open
from flows.layouts.cut.model import Segment
from flows.layouts.cut.tokens import SHAPES
from flows.layouts.cut.words import (
    AS_END,
    AS_FIRST,
    AS_LAST,
    AS_MIDDLE,
    AS_ONLY,
    FAMILY_ODDS,
    GIVEN_ODDS,
    GROUP,
    SHAPE,
    Words,
)

_WIDTH: Final = MAX_NAME_WORDS + 1
_USUAL: Final = 4
"""Few names have more words; more are looked at only where a name may have them."""

_NEVER: Final = -72
_MAX_COMMAS: Final = 2


class Open(NamedTuple):
    """The chunks in which the first author may begin: of which segment, and which of its chunks, in that order.

    `first`: of each segment, the first of its chunks that is among them, counted from the list's end.
    """

    segment: Ints
    chunk: Ints
    first: Ints


class Drafts(NamedTuple):
    """Places where authors may begin: of which segment, in which open chunk, how long the first name is, its glance.

    A place without authors has the chunk -1 and no words.
    """

    segment: Ints
    chunk: Ints
    words: Ints
    glance: Floats

    def at(self, rows: Ints | Bools) -> "Drafts":
        """Some of them."""
        return Drafts(self.segment[rows], self.chunk[rows], self.words[rows], self.glance[rows])


def open_chunks(segments: Sequence[Segment], words: Words) -> Open:
    """The chunks of these segments in which the first author may begin."""
    first = np.array(first_open([segment.chunks for segment in segments], words), np.int64)
    sizes = np.array([len(segment.chunks.names) for segment in segments], np.int64) - first
    number = np.repeat(np.arange(len(segments)), sizes)
    ends = np.cumsum(sizes)
    chunk = np.arange(len(number)) - np.repeat(ends - sizes, sizes) + first[number]
    return Open(number, chunk, first)


def drafts(segments: Sequence[Segment], chunks: Open, tails: Floats, words: Words, scale: Scale) -> Drafts:
    """The places in these open chunks; `tails` is what the segment's open chunks after each of them weigh."""
    where = list(zip(chunks.segment.tolist(), chunks.chunk.tolist(), strict=True))
    texts = [segments[segment].chunks.names[chunk][-_WIDTH:] for segment, chunk in where]
    whole = np.array([segment.chunks.whole for segment in segments], bool)
    last = np.array([len(segment.chunks.names) - 1 for segment in segments], np.int64)
    alone = whole[chunks.segment] & (chunks.chunk == last[chunks.segment])
    size = np.array(list(map(len, texts)), np.int64)
    limit = np.minimum(MAX_NAME_WORDS, size - ~alone)
    chosen, glances = _names(words.rows([text[-_USUAL - 1 :] for text in texts], _USUAL + 1), limit, tails, words)
    long = np.flatnonzero(chosen[:, _USUAL - 1])
    again = _names(words.rows([texts[at] for at in long.tolist()], _WIDTH), limit[long], tails[long], words)
    chosen[long], glances[long] = again
    row, count = np.nonzero(chosen)
    found = Drafts(chunks.segment[row], row, count + 1, glances[row, count])
    none = np.flatnonzero((chunks.first == 0) | (np.bincount(found.segment, minlength=len(segments)) == 0))
    missing = scale.glance(missing_codes([segments[at] for at in none.tolist()], words))
    both = Drafts(
        np.concatenate([found.segment, none]),
        np.concatenate([found.chunk, np.full(len(none), -1)]),
        np.concatenate([found.words, np.zeros(len(none), np.int64)]),
        np.concatenate([found.glance, missing]),
    )
    return both.at(np.argsort(both.segment, kind="stable"))


def _names(numbers: Ints, limit: Ints, tails: Floats, words: Words) -> tuple[Bools, Floats]:
    """Which of the last one, two … words of each row may be the first author, and what that weighs."""
    shape, given, family, group = words.facts(numbers, SHAPE, GIVEN_ODDS, FAMILY_ODDS, GROUP)
    glances = words.glances(numbers)
    strange, lower = shape == SHAPES["?"], shape == SHAPES["l"]
    never = (given < _NEVER) & (family < _NEVER)
    after = tails
    grouped = np.zeros(len(numbers), bool)
    alive = np.ones(len(numbers), bool)
    chosen = np.zeros((len(numbers), MAX_NAME_WORDS), bool)
    found = np.zeros((len(numbers), MAX_NAME_WORDS))
    width = numbers.shape[1]
    for count in range(1, width):
        at = width - count
        alive = alive & (count <= limit) & ~strange[:, at]
        chosen[:, count - 1] = alive
        found[:, count - 1] = after + glances[AS_FIRST if count > 1 else AS_ONLY][:, at] + glances[AS_END][:, at - 1]
        grouped = grouped | (group[:, at] > 0)
        alive = alive & ~(never[:, at] & ~grouped & (lower[:, at] if count == 1 else True))
        after = after + glances[AS_MIDDLE if count > 1 else AS_LAST][:, at]
    return chosen, found


def missing_codes(segments: Sequence[Segment], words: Words) -> list[Ints]:
    """What speaks for or against there being no authors at all in these segments."""
    numbers = ending_words(segments, words)
    shape, given, family = words.facts(numbers, SHAPE, GIVEN, FAMILY)
    commas = np.array([len(segment.chunks.names) - 1 for segment in segments], np.int64)
    return [
        code(60, np.minimum(commas, _MAX_COMMAS)),
        np.where(numbers[:, 1] > 0, code(61, family[:, 1] >> 4, shape[:, 1]), 0),
        np.where(numbers[:, 0] > 0, code(62, given[:, 0] >> 4, shape[:, 0]), 0),
    ]


def ending_words(segments: Sequence[Segment], words: Words) -> Ints:
    """The numbers of the two last words of each segment."""
    return words.rows([segment.chunks.names[0][-2:] for segment in segments], 2)
