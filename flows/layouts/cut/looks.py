"""How words look, many at a time: their shapes as parts of names, the case of their letters, what they end in."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.chars import (
    CAPITAL,
    DIGIT,
    HYPHEN,
    LETTER,
    LOWER,
    NAMELY,
    ODD_CASE,
    SIGN,
    UPPER,
    Chars,
    Codepoints,
    Sorts,
)
from flows.layouts.cut.groups import Ints
from flows.layouts.cut.tokens import MARKS, PARTICLES, SHAPES, name_shape

LETTER_MARK: Final = MARKS["w"]
"""The mark of every word that ends in a letter."""

_MAX_PARTICLE: Final = max(map(len, PARTICLES))
_QUOTES: Final = np.array(list(map(ord, "'’`")))
_QUOTED: Final = re.compile(r"['’`][^\W\d_][\w.'’`´\-‐‑\u200b\u200d]*\Z")


class Looks(NamedTuple):
    """Of each word: the number of its shape, and of its last character.

    `fits`: it may stand in a name; `opens`: it begins with a letter that is none of a to z. Whether it is in lower
    case, begins with an upper-case letter, and is letters only.
    """

    shape: Ints
    mark: Ints
    fits: Ints
    opens: Ints
    lower: Ints
    upper: Ints
    letters: Ints


FITS, OPENS, UPPER_FIRST, SHAPE_LOOK = (Looks._fields.index(name) for name in ("fits", "opens", "upper", "shape"))
"""The columns of some fields of Looks."""


def looks_of(texts: Sequence[str], chars: Chars) -> Ints:
    """How these words look, by field of Looks; none is empty.

    Their shapes are those of `name_shape`, which is asked for the odd ones.
    """
    sizes = np.fromiter(map(len, texts), np.int64, len(texts))
    ends = np.cumsum(sizes)
    begins = ends - sizes
    points, sorts = chars.read("".join(texts))
    first, last = sorts[begins], sorts[ends - 1]
    some, every = np.bitwise_or.reduceat(sorts, begins), np.bitwise_and.reduceat(sorts, begins)
    letters, namely, short = (every & LETTER) > 0, (every & NAMELY) > 0, sizes <= _MAX_PARTICLE
    lower = (some & (LOWER | UPPER | ODD_CASE)) == LOWER
    hyphened = np.bitwise_and.reduceat(sorts | ((sorts & HYPHEN) > 0) * LETTER, begins) & first & LETTER & ~every
    strange = ~namely | ((first & (SIGN | DIGIT)) != SIGN)
    strange[_stopped(points, sorts, begins, ends)] = True
    inner = sorts.copy()
    inner[begins] = 0
    shape = _shapes(first, np.bitwise_or.reduceat(inner, begins), sizes)
    shape[hyphened > 0] = np.where((first & LOWER) > 0, SHAPES["-"], SHAPES["H"])[hyphened > 0]
    shape[strange] = SHAPES["?"]
    plain = letters & ((some & ODD_CASE) == 0) & ~(lower & short)
    quoted = namely & np.isin(points[begins], _QUOTES)
    dashed = namely & ((first & HYPHEN) > 0)
    at = np.flatnonzero(~(plain | (hyphened > 0) | (strange & ~(quoted & short) & ~dashed)))
    shape[at] = [SHAPES[name_shape(texts[number])] for number in at.tolist()]
    mark = np.full(len(texts), LETTER_MARK)
    at = np.flatnonzero((last & LETTER) == 0)
    found, places = np.unique(points[ends - 1][at], return_inverse=True)
    mark[at] = np.array([_mark(chr(point)) for point in found.tolist()], np.int64)[places]
    fits = shape != SHAPES["?"]
    at = np.flatnonzero(~fits & quoted)
    fits[at] = [_is_quoted(texts[number]) for number in at.tolist()]
    opens, upper = (first & CAPITAL) > 0, (first & UPPER) > 0
    return np.array([shape, mark, fits, opens, lower, upper, letters])


def _shapes(first: Sorts, inner: Sorts, sizes: Ints) -> Ints:
    """The shapes of words of letters, by the sorts of their first and of all their other characters."""
    lower, upper = (inner & LOWER) > 0, (inner & UPPER) > 0
    kinds = [SHAPES["J"], SHAPES["C"], SHAPES["U"]]
    capital = np.select([sizes == 1, lower & ~upper, upper & ~lower], kinds, SHAPES["M"])
    return np.where((first & UPPER) > 0, capital, np.where((first & LOWER) > 0, SHAPES["l"], SHAPES["X"]))


def _stopped(points: Codepoints, sorts: Sorts, begins: Ints, ends: Ints) -> Ints:
    """The words that hold a full stop with three letters before it, none of A to Z, and a letter behind."""
    at = np.flatnonzero(points == ord("."))
    word = np.searchsorted(ends, at, side="right")
    inside = (at - 3 >= begins[word]) & (at + 1 < ends[word])
    at, word = at[inside], word[inside]
    around = at + np.array([[-3], [-2], [-1], [1]])
    letter = (sorts[around] & (SIGN | DIGIT)) == SIGN
    capital = (points[around] >= ord("A")) & (points[around] <= ord("Z"))
    capital[-1] = False
    return np.asarray(word[(letter & ~capital).all(axis=0)])


def _mark(char: str) -> int:
    """The number of a word's last character that is no letter: one for any digit."""
    return MARKS.get("0" if char.isdigit() else char, 0)


def _is_quoted(word: str) -> bool:
    """Whether a word of a strange shape may be in a name all the same: it has a quotation mark before it."""
    return _QUOTED.match(word) is not None and name_shape(word[1:]) != "?"
