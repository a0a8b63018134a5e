"""What speaks for stretches between commas being whole names, and where in a list the first author may stand."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from flows.layouts.cut.chunks import LAST_WORDS, Chunks
from flows.layouts.cut.groups import Bools, Ints
from flows.layouts.cut.kinds import code
from flows.layouts.cut.lexicon import EVEN, FAMILY, GIVEN, Lexicon
from flows.layouts.cut.tokens import SHAPES
from flows.layouts.cut.words import FAMILY_ODDS, GIVEN_ODDS, SHAPE, Words, has_shape

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
    wide = np.pad(shape, ((0, 0), (0, 4)))
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


def _surely_names(numbers: Ints, words: Words) -> Bools:
    """Whether the words of each row are one name beyond doubt."""
    shape, given, family = words.facts(numbers, SHAPE, GIVEN_ODDS, FAMILY_ODDS)
    count = np.count_nonzero(numbers, axis=1)
    nameable = has_shape(shape, *"CHIJPM") & ((given > 0) | (family > 0))
    first = shape[np.arange(len(shape)), shape.shape[1] - np.maximum(count, 1)]
    fits = (count >= _SEVERAL) & (count <= _MAX_SURE_WORDS) & (first != SHAPES["J"]) & (shape[:, -1] != SHAPES["P"])
    sure = fits & (nameable | (numbers == 0)).all(axis=1) & (name_sums(given, family, count) > _SURE)
    return np.asarray(sure, bool)


def _plainly_name(name: list[str], lexicon: Lexicon) -> bool:
    """Whether this is a known given and a known family name: the usual case, decided without reading the words."""
    if len(name) != _SEVERAL:
        return False
    first, last = name
    if not (first.isalpha() and last.isalpha() and first.istitle() and last.istitle()):
        return False
    given, family = lexicon.value(first.casefold(), GIVEN), lexicon.value(last.casefold(), FAMILY)
    return given > EVEN and family > EVEN and given + family > 2 * EVEN + _SURE


def first_open(lists: Sequence[Chunks], words: Words) -> list[int]:
    """For each list the place of the last chunk, counted from its end, in which the first author may begin."""
    places = [len(chunks.names) - 1 for chunks in lists]
    asked = list(range(len(lists)))
    for _ in range(_MAX_CHUNKS):
        asked = [
            number
            for number in asked
            if places[number] and not _plainly_name(lists[number].names[places[number] - 1], words.lexicon)
        ]
        if not asked:
            break
        rows = words.rows([lists[at].names[places[at] - 1] for at in asked], LAST_WORDS)
        asked = [number for number, sure in zip(asked, _surely_names(rows, words).tolist(), strict=True) if not sure]
        for number in asked:
            places[number] -= 1
    return places
