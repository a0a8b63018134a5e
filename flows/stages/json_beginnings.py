"""What members of JSON Lines begin with: their first bytes tell which are none of the plain texts and numbers."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from flows.formats.json_scan import Places, Scan, Truths

_OBJECT, _LIST = ord("{"), ord("[")
_BACKSLASH: Final = ord("\\")
_ESCAPED: Final = (ord("u"), ord("0"), ord("0"))
_FIRST_BEYOND_ASCII: Final = ord("8")
"""Behind `\\u00` the next digit is less than this in the escape of a sign of ASCII."""


def begin_as_objects(scan: Scan, members: Places, *, and_lists: bool) -> Truths:
    """Which of these members are objects, or also lists."""
    found: Truths = ~scan.members.is_string[members]
    if found.any():
        first = _bytes(scan, members[found])
        found[found] = (first == _OBJECT) | (and_lists & (first == _LIST))
    return found


def begin_as_written(scan: Scan, members: Places) -> Truths:
    """Which of these members are texts that may begin as `formats.written` has it, a blank or an escape before it."""
    first = _bytes(scan, members)
    found = (first == _OBJECT) | (first == _LIST) | (first <= ord(" ")) | (first == _BACKSLASH)
    return _are_texts(scan, members, found)


def begin_as_arxiv_ids(scan: Scan, members: Places) -> Truths:
    """Which of these members are texts that may begin with `arXiv:`, whatever its case, a blank or an escape before."""
    first = _bytes(scan, members)
    found = ((first | 0x20) == ord("a")) & ((_bytes(scan, members, 1) | 0x20) == ord("r"))
    return _are_texts(scan, members, found | (first <= ord(" ")) | (first == _BACKSLASH))


def _are_texts(scan: Scan, members: Places, found: Truths) -> Truths:
    """Which of those found are texts that begin with no escape of a letter beyond ASCII."""
    some = np.flatnonzero(found)
    at = members[some]
    letters = _bytes(scan, at) == _BACKSLASH
    digits = [_bytes(scan, at, place) for place in range(1, 5)]
    is_ascii = digits[3] < _FIRST_BEYOND_ASCII
    for digit, sign in zip(digits, _ESCAPED, strict=False):
        is_ascii &= digit == sign
    beyond = letters & (digits[0] == _ESCAPED[0]) & ~is_ascii
    found[some] = scan.members.is_string[at] & ~beyond
    return found


def _bytes(scan: Scan, members: Places, place: int = 0) -> NDArray[np.uint8]:
    """The bytes at a place of each member; past the end of the text its last one."""
    content = np.frombuffer(scan.words.content, np.uint8)
    return content[np.minimum(scan.members.start[members] + place, len(content) - 1)]
