"""All the evidence of a place where the authors may begin: what name and end of title there say."""

from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.groups import Bools, Ints
from flows.layouts.cut.kinds import code
from flows.layouts.cut.lexicon import GIVEN, TITLE_LAST, VOCABULARY
from flows.layouts.cut.listed import name_sums, shapes_of, sum_level
from flows.layouts.cut.segments import LAST_WORDS
from flows.layouts.cut.styles import Style
from flows.layouts.cut.told import Told
from flows.layouts.cut.words import (
    CONTENT,
    FAMILY_ODDS,
    GIVEN_ODDS,
    GROUP,
    LOWER,
    MARK,
    SHAPE,
    end_codes,
    first_codes,
    has_shape,
    last_codes,
    middle_codes,
    only_codes,
)

_TITLE_WORDS: Final = 6
_MIDDLES: Final = 6
_THREE: Final = 3
_FOUR: Final = 4


class Places(NamedTuple):
    """Places where authors may begin, in arrays.

    `facts` of the words of the chunk, by fact, place and word, the last word last; what is `told` of them; `words`: how
    many of the last words are the name. `named`: how often the page has the whole name; `phrase`: whether the abstract
    holds the title's last and the name's first word side by side; `style`: that of the other names.
    """

    facts: Ints
    told: Told
    words: Ints
    named: Ints
    phrase: Bools
    style: Style


def place_codes(places: Places) -> list[Ints]:
    """All the evidence of these places but that of the chunks after them."""
    every = np.arange(len(places.words))
    first, end = LAST_WORDS - places.words, LAST_WORDS - places.words - 1
    titled = places.facts[SHAPE][every, end] > 0
    ending = [np.where(titled, each, 0) for each in _end_codes(places, first, end)]
    return [
        *_name_codes(places, first),
        *_middle_codes(places),
        *_style_codes(places, first),
        *ending,
        np.where(titled, 0, code(40)),
    ]


def _name_codes(places: Places, at: Ints) -> list[Ints]:
    """What the page and the paper's abstract say of the first author's name, which begins with the words `at`."""
    facts, told, count = places.facts, places.told, places.words
    every = np.arange(len(count))
    first, last = facts[:, every, at], facts[:, :, -1]
    held, given = told.held[every, at], told.given[every, at]
    inside = np.arange(LAST_WORDS) >= at[:, None]
    letter = has_shape(first[SHAPE], *"IJP")
    vocabulary, common = first[VOCABULARY] >> 5, first[GIVEN] >> 5
    only = count == 1
    codes = [
        code(10, shapes_of(facts[SHAPE], count), count),
        code(13, sum_level(name_sums(facts[GIVEN_ODDS], facts[FAMILY_ODDS], count)), count),
        code(14, held, letter, given),
        code(15, told.held[:, -1], told.family[:, -1], only),
        code(16, given, first[GIVEN] >> 4),
        code(17, places.named),
        code(23, first[LOWER], common, (facts[GROUP] * inside).any(axis=1)),
        code(54, told.begun[every, at], held, common, first[SHAPE]),
        code(53, vocabulary, held, common, first[SHAPE], np.minimum(count, _THREE)),
    ]
    codes += [np.where(only, each, 0) for each in only_codes(first)]
    return codes + [np.where(only, 0, each) for each in (*first_codes(first), *last_codes(last))]


def _middle_codes(places: Places) -> list[Ints]:
    """What the words between the first and the last of the name say."""
    codes = []
    for place in range(2, 2 + _MIDDLES):
        word = places.facts[:, :, LAST_WORDS - place]
        told = [column[:, LAST_WORDS - place] for column in places.told]
        known = code(22, told[0], word[SHAPE], told[2], told[3])
        codes += [np.where(place < places.words, each, 0) for each in (known, *middle_codes(word))]
    return codes


def _style_codes(places: Places, at: Ints) -> list[Ints]:
    """How the name compares with those of the paper's other authors."""
    count, shape = places.words, places.facts[SHAPE]
    style = places.style
    styled = style.others > 0
    initial = has_shape(shape, *"IJ")
    first = initial[np.arange(len(count)), at]
    some = np.asarray((initial & (np.arange(LAST_WORDS) >= at[:, None])).any(axis=1))
    known = [
        code(30, count, style.mode, style.same, style.several),
        code(31, first, style.initials == 0, style.initials == style.others),
        code(32, count, some, style.inner),
    ]
    return [np.where(styled, each, 0) for each in known] + [np.where(styled, 0, code(33, count))]


def _end_codes(places: Places, at: Ints, before: Ints) -> list[Ints]:
    """What the end of the title, the words `before`, says beside the beginning of the name."""
    facts, told, count = places.facts, places.told, places.words
    every = np.arange(len(count))
    first, end = facts[:, every, at], facts[:, every, before]
    title = (np.arange(LAST_WORDS) <= before[:, None]) & (np.arange(LAST_WORDS) > before[:, None] - _TITLE_WORDS)
    capital = has_shape(facts[SHAPE], *"CHM") & (facts[LOWER] == 0)
    lower = (facts[LOWER] * facts[CONTENT] * title).sum(axis=1)
    upper = (capital & title).sum(axis=1)
    held, given = told.held[every, before], told.given[every, before]
    letter = has_shape(first[SHAPE], *"IJP")
    vocabulary, common = end[VOCABULARY] >> 5, end[GIVEN] >> 5
    other = facts[:, every, np.maximum(before - 1, 0)]
    several = code(50, other[SHAPE], end[SHAPE], other[TITLE_LAST] >> 5)
    return [
        code(43, end[MARK], count),
        code(44, held, end[SHAPE], given),
        code(45, end[GIVEN] >> 4, first[GIVEN] >> 4, np.minimum(count, _FOUR)),
        code(46, end[TITLE_LAST] >> 4, first[GIVEN] >> 4),
        code(47, end[SHAPE], np.minimum(lower, _THREE), np.minimum(upper, _THREE)),
        code(51, places.phrase, letter),
        code(48, vocabulary, end[SHAPE], held),
        code(55, told.begun[every, before], held, common, end[SHAPE]),
        code(52, vocabulary, held, common, end[SHAPE], np.minimum(count, _THREE)),
        np.where(other[SHAPE] > 0, several, 0),
        *end_codes(end),
    ]
