"""Which texts of a column hold characters that may have to be repaired, removed or composed."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from flows.fields.text import clean_once, is_innocent
from flows.matching.pages import page_of

Rows = NDArray[np.int64]

FIRST_PRINTED: Final = 0x20
"""Bytes below are control characters, and so is the one above the tilde."""

_LEADS: Final = ((0xC0, 0x1F), (0xE0, 0x0F), (0xF0, 0x07))
"""The first bytes of characters of two, three and four bytes, and the bits of them that count."""
_FOLLOWS: Final = 0x3F
_FOREIGN: Final = 0x80
"""From here on bytes are not ASCII."""
_FOREIGN_STRETCH: Final = re.compile("[\x00-\x7f]?[^\x00-\x7f]+")
_PAIR_BITS: Final = 21
"""A code point has no more."""


def rows_with_odd_characters(raw: pl.Series) -> Rows:
    """The rows whose text holds more than printable ASCII and characters that `clean_once` leaves as they are.

    Some of them more than once.
    """
    page, offsets = page_of(raw)
    data = np.frombuffer(page, np.uint8)
    # One comparison finds control characters, DEL and all that is not ASCII: only they are below when moved by one.
    odd = np.flatnonzero((data + np.uint8(1)).view(np.int8) < FIRST_PRINTED + 1)
    if not len(odd):
        return odd
    lead = data[odd]
    at = odd[lead >= _LEADS[0][0]]
    code, size = _code_points(data, at, lead[lead >= _LEADS[0][0]])
    before = _before(data, at, code, size)
    before[np.isin(at, offsets)] = 0
    pairs, place = np.unique(before << _PAIR_BITS | code, return_inverse=True)
    plain = [is_plain(pair >> _PAIR_BITS, pair & ((1 << _PAIR_BITS) - 1)) for pair in pairs.tolist()]
    found = at[~np.array(plain, np.bool_)[place]]
    return _rows_of(np.concatenate((found, odd[lead < _FOREIGN])), offsets)


@lru_cache(maxsize=2**16)
def is_plain(before: int, code: int) -> bool:
    """Whether `clean_once` leaves a character behind another as both are, whatever stands around them.

    `before` is 0 where none stands there, or one with which the character does not compose.
    """
    if _is_mark(code) and (before == 0 or _is_mark(before)):
        return False
    pair = f"{chr(before)}{chr(code)}" if before else chr(code)
    return is_innocent(pair) and clean_once(f"a{pair}a").text == f"a{pair}a"


def are_plain(text: str) -> bool:
    """Whether `clean_once` leaves every character of a text without control characters as it is, amid ASCII."""
    return text.isascii() or all(map(_are_plain, _FOREIGN_STRETCH.findall(text)))


@lru_cache(maxsize=2**14)
def _are_plain(stretch: str) -> bool:
    """Whether all characters but the first, which may be ASCII, are plain behind the one before them."""
    before = 0
    for place, code in enumerate(map(ord, stretch)):
        foreign = before >= _FOREIGN or _is_mark(code)
        if (place > 0 or code >= _FOREIGN) and not is_plain(before if foreign else 0, code):
            return False
        before = code
    return True


def _before(data: NDArray[np.uint8], at: Rows, code: Rows, size: Rows) -> Rows:
    """The character right before each of these, which are not ASCII; 0 for ASCII unless an accent stands on it."""
    numbers, place = np.unique(code, return_inverse=True)
    marks = np.array([_is_mark(number) for number in numbers.tolist()], np.bool_)[place]
    before = np.where(marks & (data[at - 1] < _FOREIGN), data[at - 1], 0).astype(np.int64)
    touches = np.flatnonzero(at[1:] == (at + size)[:-1]) + 1
    before[touches] = code[touches - 1]
    return before


def _is_mark(code: int) -> bool:
    return unicodedata.category(chr(code))[0] == "M"


def _code_points(data: NDArray[np.uint8], at: Rows, lead: NDArray[np.uint8]) -> tuple[Rows, Rows]:
    """The characters that begin at these places of UTF-8, and how many bytes each takes."""
    size = np.full(len(at), 2)
    for first, _ in _LEADS[1:]:
        size += lead >= first
    code = lead & np.array([0, 0, *(bits for _, bits in _LEADS)])[size]
    for place in range(1, len(_LEADS) + 1):
        longer = size > place
        code[longer] = code[longer] << 6 | (data[at[longer] + place] & _FOLLOWS)
    return code, size


def _rows_of(places: Rows, offsets: Rows) -> Rows:
    rows: Rows = np.searchsorted(offsets, places, side="right") - 1
    return rows
