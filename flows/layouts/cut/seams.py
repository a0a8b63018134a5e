"""Where the characters of words alone would let an abstract end and a title begin inside them."""

import re
from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.groups import Bools, Ints

_SORTS: Final = tuple(
    re.compile(sort)
    for sort in (
        r"[^\s\w(\[{<=^&|~@#\\+_-]",  # may close an abstract
        r"[\w$\"“'‘`(\[{\\*#!<@+~¿¡¡|]",  # may open a title
        r"[^\W_]",
        r"[^\W\d_a-z]",
        r"[a-z)\].$}]",
        r"\d",
        r"[$\\]",
        r"[\u200b\u200c\ufeff]",
        r"\s",
    )
)
_CLOSING, _OPENING, _SIGN, _CAPITAL, _ENDING, _DIGIT, _FORMULA, _HIDDEN, _BLANK = (1 << at for at in range(len(_SORTS)))
_LETTER, _UPPER, _LOWER, _MET = (1 << at for at in range(len(_SORTS), len(_SORTS) + 4))
_CHARS: Final = 0x110000


class Marks(NamedTuple):
    """Where in a text words may come apart (a title would begin there), where it is blank, and where slashes stand."""

    seams: Ints
    blanks: Ints
    slashes: Ints


class Seams:
    """Finds the seams in words; what sorts a character is of it remembers."""

    def __init__(self) -> None:
        """Nothing remembered yet."""
        self._sorts = np.zeros(_CHARS, np.int16)

    def find(self, text: str) -> Marks:
        """The seams of all words of a text that ends in a blank. `GitHub` has one, `LLM` none."""
        chars = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        sorts = self._sorts[chars]
        if not sorts.all():
            for char in np.unique(chars[sorts == 0]).tolist():
                self._sorts[char] = _sorts_of(chr(char))
            sorts = self._sorts[chars]
        left, right = sorts[:-1], sorts[1:]
        found = np.flatnonzero(_comes_apart(left, right) & ((right & _BLANK) == 0)) + 1
        after = sorts[found + 1]
        alone = (chars[found] == ord("A")) & ((after & _BLANK) > 0)  # `A` may be a title's first word
        found = found[_plausible(sorts[found - 1], sorts[found], after) | alone]
        return Marks(found, np.flatnonzero(sorts & _BLANK), np.flatnonzero(chars == ord("/")))


def _sorts_of(char: str) -> int:
    """All sorts of characters that this is one of."""
    found = sum(1 << at for at, sort in enumerate(_SORTS) if sort.match(char))
    known = _LETTER * char.isalpha() | _UPPER * char.isupper() | _LOWER * char.islower()
    return found | known | _MET


def _comes_apart(left: Ints, right: Ints) -> Bools:
    """Whether a word may come apart between these characters."""

    def both(here: int, there: int) -> Bools:
        return ((left & here) > 0) & ((right & there) > 0)

    return (
        both(_CLOSING, _OPENING)
        | both(_SIGN, _CAPITAL)
        | both(_ENDING, _DIGIT)
        | both(_SIGN, _FORMULA)
        | ((left & _HIDDEN) > 0)
    )


def _plausible(left: Ints, right: Ints, after: Ints) -> Bools:
    """Whether a title may begin here, as far as capitals go."""
    letters = ((left & _LETTER) > 0) & ((right & _LETTER) > 0)
    capital = ((right & _UPPER) > 0) & (((left & _UPPER) == 0) | ((after & _LOWER) > 0))
    return np.asarray(~letters | capital)
