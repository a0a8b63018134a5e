"""Where the characters of words alone would let an abstract end and a title begin inside them."""

from typing import NamedTuple

import numpy as np

from flows.layouts.cut.chars import (
    BLANK,
    CAPITAL,
    CLOSING,
    DIGIT,
    ENDING,
    FORMULA,
    HIDDEN,
    LETTER,
    LOWER,
    OPENING,
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

    def both(here: int, there: int) -> Bools:
        return ((left & here) > 0) & ((right & there) > 0)

    return (
        both(CLOSING, OPENING) | both(SIGN, CAPITAL) | both(ENDING, DIGIT) | both(SIGN, FORMULA) | ((left & HIDDEN) > 0)
    )


def _plausible(left: Sorts, right: Sorts, after: Sorts) -> Bools:
    """Whether a title may begin here, as far as capitals go."""
    letters = ((left & LETTER) > 0) & ((right & LETTER) > 0)
    capital = ((right & UPPER) > 0) & (((left & UPPER) == 0) | ((after & LOWER) > 0))
    return np.asarray(~letters | capital)
