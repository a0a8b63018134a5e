"""A quick look at the places where authors may begin, by what the words there say by themselves."""

from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.evidence import Scale
from flows.layouts.cut.groups import Bools, Floats, Ints, within
from flows.layouts.cut.kinds import code
from flows.layouts.cut.lexicon import FAMILY, GIVEN
from flows.layouts.cut.segments import MAX_NAME_WORDS, Segments
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
_ENDING: Final = 2


class Open(NamedTuple):
    """The chunks in which the first author may begin: of which segment, and their numbers, each list from its end."""

    segment: Ints
    chunk: Ints


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


def open_chunks(segments: Segments) -> Open:
    """The chunks of these segments in which the first author may begin."""
    sizes = segments.size - segments.back
    number = np.repeat(np.arange(len(sizes)), sizes)
    return Open(number, (segments.final - segments.back)[number] - within(sizes))


def drafts(segments: Segments, chunks: Open, tails: Floats, words: Words, scale: Scale) -> Drafts:
    """The places in these open chunks; `tails` is what the segment's open chunks after each of them weigh."""
    last = segments.final - segments.size + 1
    alone = segments.whole[chunks.segment] & (chunks.chunk == last[chunks.segment])
    limit = np.minimum(MAX_NAME_WORDS, segments.counts[chunks.chunk] - ~alone)
    chosen, glances = _names(segments.rows(chunks.chunk, _USUAL + 1), limit, tails, words)
    long = np.flatnonzero(chosen[:, _USUAL - 1])
    again = _names(segments.far_rows(chunks.chunk[long], _WIDTH, words), limit[long], tails[long], words)
    chosen[long], glances[long] = again
    row, count = np.nonzero(chosen)
    found = Drafts(chunks.segment[row], row, count + 1, glances[row, count])
    none = np.flatnonzero((segments.back == 0) | (np.bincount(found.segment, minlength=len(segments.low)) == 0))
    missing = scale.glance(missing_codes(segments.some(none), words))
    both = Drafts(
        np.concatenate([found.segment, none]),
        np.concatenate([found.chunk, np.full(len(none), -1)]),
        np.concatenate([found.words, np.zeros(len(none), np.int64)]),
        np.concatenate([found.glance, missing]),
    )
    return _told(segments, chunks, both.at(np.argsort(both.segment, kind="stable")))


def _told(segments: Segments, chunks: Open, found: Drafts) -> Drafts:
    """Those of the places that the form of the names tells, and all of the segments where it tells none of them."""
    if not segments.told_words.any():
        return found
    fits = (chunks.chunk[found.chunk] == segments.told[found.segment]) & (found.words > 0)
    fits &= found.words == segments.told_words[found.segment]
    known = np.bincount(found.segment[fits], minlength=len(segments.low)) > 0
    return found.at(fits | ~known[found.segment])


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


def missing_codes(segments: Segments, words: Words) -> list[Ints]:
    """What speaks for or against there being no authors at all in these segments."""
    numbers = segments.rows(segments.final, _ENDING)
    shape, given, family = words.facts(numbers, SHAPE, GIVEN, FAMILY)
    return [
        code(60, np.minimum(segments.size - 1, _MAX_COMMAS)),
        np.where(numbers[:, 1] > 0, code(61, family[:, 1] >> 4, shape[:, 1]), 0),
        np.where(numbers[:, 0] > 0, code(62, given[:, 0] >> 4, shape[:, 0]), 0),
    ]
