"""Short stretches of a text that recur: each different one gets a number."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

WORD_BYTES: Final = 8
SAMPLE: Final = 4096
"""Most stretches of a file are among its first ones."""

_MASKS: Final = np.array([(1 << (8 * size)) - 1 for size in range(WORD_BYTES + 1)], np.uint64)
_FACTORS: Final = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)


class Words:
    """A text's bytes, also as the 64-bit number that begins at each of them."""

    def __init__(self, content: bytes) -> None:
        """Keep the content and a padded copy."""
        self.content = content
        padded = content + bytes(WORD_BYTES)
        self._at = np.ndarray((len(content) + 1,), "<u8", padded, strides=(1,))

    def at(self, places: NDArray[np.int64]) -> NDArray[np.uint64]:
        """The eight bytes from each place on; past the end they are zero."""
        return self._at[places]


def label(words: Words, start: NDArray[np.int64], end: NDArray[np.int64]) -> tuple[NDArray[np.int64], list[str]]:
    """A number for each stretch of UTF-8, the same for equal ones, and the texts in the order of their numbers."""
    size = end - start
    head = words.at(start) & _MASKS[np.minimum(size, WORD_BYTES)]
    tail = words.at(np.maximum(end - WORD_BYTES, start)) & _MASKS[np.minimum(size, WORD_BYTES)]
    mixed = head * _FACTORS[0] + tail * _FACTORS[1] + size.astype(np.uint64) * _FACTORS[2]
    known = np.unique(mixed[:SAMPLE])
    number, is_known = _look_up(known, mixed)
    if not is_known.all():
        known = np.unique(np.concatenate((known, mixed[~is_known])))
        number, _ = _look_up(known, mixed)
    example = np.zeros(len(known), np.int64)
    example[number[::-1]] = np.arange(len(number))[::-1]
    texts = [_text(words, start[place], end[place]) for place in example]
    # Stretches that the numbers do not tell apart: longer ones with the same ends, or a chance of one in 2**64.
    odd = (size > 2 * WORD_BYTES) | (head != head[example][number]) | (tail != tail[example][number])
    odd |= size != size[example][number]
    more = dict(zip(texts, range(len(texts)), strict=True))
    for place in np.flatnonzero(odd):
        number[place] = more.setdefault(_text(words, start[place], end[place]), len(more))
    return number, list(more)


def _look_up(known: NDArray[np.uint64], mixed: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    if not len(known):
        return np.zeros(len(mixed), np.int64), np.ones(len(mixed), np.bool_)
    number = np.minimum(np.searchsorted(known, mixed), len(known) - 1)
    return number, known[number] == mixed


def _text(words: Words, start: int, end: int) -> str:
    return words.content[start:end].decode("utf-8", "surrogateescape")
