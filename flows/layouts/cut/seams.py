"""Where the characters of words alone would let an abstract end and a title begin inside them."""

from typing import NamedTuple

import numpy as np

from flows.layouts.cut.chars import (
    BLANK,
    CLOSING,
    ENDING,
    HIDDEN,
    LETTER,
    LOWER,
    SIGN,
    UPPER,
    Chars,
    Sorts,
)
from flows.layouts.cut.groups import Bools, Ints


class Marks(NamedTuple):
    """Where in a text words may come apart (a title would begin there), where it is blank, and where slashes stand."""

    seams: Ints
    blanks: Ints
    slashes: Ints


def find_seams(text: str, chars: Chars) -> Marks:
    """The seams of all words of a text that ends in a blank. `GitHub` has one, `LLM` none."""
    points, sorts = chars.read(text)
    left, right = sorts[:-1], sorts[1:]
    found = np.flatnonzero(_comes_apart(left, right) & ((right & BLANK) == 0)) + 1
    after = sorts[found + 1]
    alone = (points[found] == ord("A")) & ((after & BLANK) > 0)  # `A` may be a title's first word
    found = found[_plausible(sorts[found - 1], sorts[found], after) | alone]
    return Marks(found, np.flatnonzero(sorts & BLANK), np.flatnonzero(points == ord("/")))


def _comes_apart(left: Sorts, right: Sorts) -> Bools:
    """Whether a word may come apart between these characters."""
    # What may stand right of each of these sorts is the sort one bit up, or four for FORMULA: one shift serves three.
    follows = ((right >> 1) & (CLOSING | SIGN | ENDING)) | ((right >> 4) & SIGN) | HIDDEN
    return np.asarray((left & follows) > 0)


def _plausible(left: Sorts, right: Sorts, after: Sorts) -> Bools:
    """Whether a title may begin here, as far as capitals go."""
    letters = ((left & LETTER) > 0) & ((right & LETTER) > 0)
    capital = ((right & UPPER) > 0) & (((left & UPPER) == 0) | ((after & LOWER) > 0))
    return np.asarray(~letters | capital)
