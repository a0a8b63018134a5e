"""What speaks for stretches between commas being whole names, and where in a list the first author may stand."""

from typing import Final

import numpy as np

from flows.layouts.cut.groups import Bools, Ints
from flows.layouts.cut.kinds import code
from flows.layouts.cut.lexicon import EVEN, FAMILY, GIVEN
from flows.layouts.cut.segments import Segments
from flows.layouts.cut.tokens import SHAPES
from flows.layouts.cut.words import FAMILY_ODDS, GIVEN_ODDS, PLAIN, SHAPE, Words, has_shape

_MAX_SURE_WORDS: Final = 4
_MAX_CHUNKS: Final = 6
_SURE: Final = 56
_SEVERAL: Final = 2
_SHAPE_STEP: Final = 16
_SUM_LOW: Final = -8
_SUM_HIGH: Final = 16


def name_sums(given: Ints, family: Ints, count: Ints) -> Ints:
    """The log-odds, in sixteenths, that the last `count` words of each row are a name rather than words of a title.

    `given` and `family`: what each word of a row weighs as that part of a name.
    """
    before = np.cumsum(given[:, ::-1], axis=1)
    total = before[np.arange(len(given)), np.maximum(count, 1) - 1]
    return np.asarray(total + np.where(count > 1, family[:, -1] - given[:, -1], 0))


def sum_level(total: Ints) -> Ints:
    """A name's log-odds as evidence has them."""
    return np.asarray(np.clip(total >> 4, _SUM_LOW, _SUM_HIGH) - _SUM_LOW)


def shapes_of(shape: Ints, count: Ints) -> Ints:
    """One number for the shapes of the first four of the last `count` words of each row."""
    wide = np.concatenate([shape, np.zeros((len(shape), 4), np.int64)], axis=1)
    first = shape.shape[1] - count
    rows = np.arange(len(shape))
    total = np.zeros(len(shape), np.int64)
    for at in range(4):
        total = total * _SHAPE_STEP + wide[rows, first + at]
    return total


def chunk_codes(numbers: Ints, held: Ints, words: Words) -> list[Ints]:
    """What speaks for or against rows of words being one name each; the paper's abstract has `held` of the words."""
    facts = words.all_facts(numbers)
    count = np.count_nonzero(numbers, axis=1)
    first = facts[:, np.arange(len(numbers)), numbers.shape[1] - np.maximum(count, 1)]
    last = facts[:, :, -1]
    codes = [
        code(1, shapes_of(facts[SHAPE], count), count),
        code(2, first[GIVEN] >> 3, first[SHAPE]),
        code(3, last[FAMILY] >> 3, last[SHAPE]),
        code(4, sum_level(name_sums(facts[GIVEN_ODDS], facts[FAMILY_ODDS], count)), count),
        code(5, held),
    ]
    return [np.where(count > 0, each, 0) for each in codes]


def _surely_names(numbers: Ints, count: Ints, words: Words) -> Bools:
    """Whether chunks of `count` words, the last of which have these numbers, are one name beyond doubt."""
    shape, given, family = words.facts(numbers, SHAPE, GIVEN_ODDS, FAMILY_ODDS)
    known = np.minimum(count, _MAX_SURE_WORDS)
    nameable = has_shape(shape, *"CHIJPM") & ((given > 0) | (family > 0))
    first = shape[np.arange(len(shape)), shape.shape[1] - np.maximum(known, 1)]
    fits = (count >= _SEVERAL) & (count <= _MAX_SURE_WORDS) & (first != SHAPES["J"]) & (shape[:, -1] != SHAPES["P"])
    sure = fits & (nameable | (numbers == 0)).all(axis=1) & (name_sums(given, family, known) > _SURE)
    return np.asarray(sure, bool)


def _plainly_names(numbers: Ints, count: Ints, words: Words) -> Bools:
    """Whether chunks are a known given and a known family name, be it a single letter."""
    shape, plain, given, family = words.facts(numbers[:, -_SEVERAL:], SHAPE, PLAIN, GIVEN, FAMILY)
    looks = has_shape(shape, *"CJ").all(axis=1) & (plain > 0).all(axis=1)
    first, last = given[:, 0] - EVEN, family[:, 1] - EVEN
    return np.asarray((count == _SEVERAL) & looks & (first > 0) & (last > 0) & (first + last > _SURE))


def first_open(segments: Segments, words: Words) -> Ints:
    """How many chunks of each list follow the last in which the first author may begin."""
    back = segments.size - 1
    asked = np.arange(len(back))
    for _ in range(_MAX_CHUNKS):
        asked = asked[back[asked] > 0]
        if not len(asked):
            break
        chunks = segments.final[asked] - back[asked] + 1
        numbers, count = segments.rows(chunks, _MAX_SURE_WORDS), segments.counts[chunks]
        asked = asked[~(_plainly_names(numbers, count, words) | _surely_names(numbers, count, words))]
        back[asked] -= 1
    return back
