"""The kinds of evidence, and the one number that stands for a thing seen of one.

A kind has a number and fields; each field is a small whole number below its size here. `code` packs them, for one
candidate or for arrays of them alike. Code 0 stands for no evidence.
"""

from itertools import accumulate
from math import prod
from typing import Final

import numpy as np

from flows.layouts.cut.groups import Bools, Ints

_BIN: Final = 32
"""A byte of a lexicon row in steps of eight; `_HALF` in steps of sixteen, `_FEW` in steps of 32."""
_HALF: Final = 16
_FEW: Final = 8
_SHAPE: Final = 16
_SHAPES: Final = _SHAPE**4
_LEVEL: Final = 4
_COUNT: Final = 9
_SUM: Final = 25
_MARK: Final = 128
_CHAR: Final = 32
_FORM: Final = 4
_KNOWN: Final = 17

SIZES: Final[dict[int, tuple[int, ...]]] = {
    # A stretch between commas as one name.
    1: (_SHAPES, 17),
    2: (_BIN, _SHAPE),
    3: (_BIN, _SHAPE),
    4: (_SUM, 17),
    5: (17,),
    # The first author's name: its words, then what page and abstract say of it.
    6: (_BIN, _SHAPE),
    7: (_HALF, _HALF),
    10: (_SHAPES, _COUNT),
    11: (_BIN, _SHAPE),
    12: (_BIN, _SHAPE),
    13: (_SUM, _COUNT),
    14: (2, 2, _LEVEL),
    15: (2, _LEVEL, 2),
    16: (_LEVEL, _HALF),
    17: (_LEVEL,),
    18: (_HALF, _HALF),
    20: (_BIN, _SHAPE),
    21: (_BIN, _SHAPE),
    22: (2, _SHAPE, _LEVEL, _LEVEL),
    23: (2, _FEW, 2),
    53: (_FEW, 2, _FEW, _SHAPE, 4),
    54: (2, 2, _FEW, _SHAPE),
    # The name beside those of the other authors.
    30: (_COUNT, 5, 2, 2),
    31: (2, 2, 2),
    32: (_COUNT, 2, 2),
    33: (_COUNT,),
    # The end of the title before the name.
    40: (),
    41: (_BIN, _SHAPE, 2),
    42: (_BIN, _SHAPE),
    43: (_MARK, _COUNT),
    44: (2, _SHAPE, _LEVEL),
    45: (_HALF, _HALF, 5),
    46: (_HALF, _HALF),
    47: (_SHAPE, 4, 4),
    48: (_FEW, _SHAPE, 2),
    49: (_HALF, _HALF),
    50: (_SHAPE, _SHAPE, _FEW),
    51: (2, 2),
    52: (_FEW, 2, _FEW, _SHAPE, 4),
    55: (2, 2, _FEW, _SHAPE),
    # No authors at all.
    60: (3,),
    61: (_HALF, _SHAPE),
    62: (_HALF, _SHAPE),
    63: (2,),
    64: (2,),
    65: (_SUM,),
    # The place where a title begins: a line, the segment, a break in a word.
    99: (),
    100: (),
    119: (32,),
    101: (_CHAR, _CHAR),
    102: (_CHAR, _CHAR, _CHAR),
    103: (_CHAR, 5, 2, 2, 2),
    104: (_KNOWN, _CHAR, 2),
    105: (_BIN, 2),
    106: (_BIN, 2, _FORM),
    107: (_KNOWN, _FORM, _CHAR),
    112: (2, 2, _CHAR, _CHAR),
    114: (2, _CHAR, _CHAR),
    117: (2, 4, 2),
    118: (2, 2, _FORM, _CHAR),
    120: (_CHAR, 2, 2),
    # The break beside the texts around.
    108: (3, _FORM, 6),
    109: (3, _FORM, _CHAR, 2),
    110: (2, _CHAR),
    111: (2, 2, 2),
    113: (2, 3, _CHAR, _CHAR),
    115: (2, 6, 2, _CHAR),
    116: (2, 3, 2, _CHAR, _CHAR),
    121: (2, 2, 2),
    # The title as a whole.
    200: (41,),
    201: (17,),
    202: (21, 6),
    203: (25,),
    204: (4,),
    205: (2,),
    206: (2,),
    207: (5, 6),
    208: (6, 6),
    209: (31,),
    210: (2,),
    211: (4,),
    212: (4,),
    213: (2, _COUNT),
    214: (2, 2),
}

_ENDS: Final = list(accumulate(map(prod, SIZES.values()), initial=1))
_START: Final = {kind: np.array(start) for kind, start in zip(SIZES, _ENDS, strict=False)}
_STEPS: Final = {kind: [prod(sizes[at + 1 :]) for at in range(len(sizes))] for kind, sizes in SIZES.items()}
CODES: Final = _ENDS[-1]
"""How many codes there are."""


def code(kind: int, *fields: Ints | Bools | int) -> Ints:
    """The code of evidence of this kind; of fields that are arrays, an array of codes."""
    total: Ints = _START[kind]
    for step, field in zip(_STEPS[kind], fields, strict=True):
        total = total + field * step
    return total


def kinds_of(codes: Ints) -> Ints:
    """The kind of evidence of each code."""
    return np.array(list(SIZES))[np.searchsorted(np.array(_ENDS), codes, side="right") - 1]


def starts_of(kinds: Ints) -> Ints:
    """The first code of each of these kinds."""
    return np.array([_START[kind] for kind in kinds.tolist()], np.int64)
