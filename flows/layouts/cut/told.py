"""What the page and the paper's own abstract say of the words around the first author's name."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.groups import Ints
from flows.layouts.cut.pagenames import PageNames
from flows.layouts.cut.words import Words

_SEEN_CHARS: Final = 3
_BEGINNING_CHARS: Final = 5


class Told(NamedTuple):
    """What is told of each word of some rows.

    `held`: whether the abstract holds it; `begun`: or a word that begins like it, if it is long; `given` and `family`:
    how often the page has it as such a name, in four levels.
    """

    held: Ints
    begun: Ints
    given: Ints
    family: Ints

    def at(self, rows: Ints) -> "Told":
        """The same of these rows."""
        return Told(*(column[rows] for column in self))


def seen(numbers: Iterable[int], words: Words, abstracts: Iterable[str]) -> list[bool]:
    """Whether the paper's own abstract, case folded, holds the word of a number, for each number and its abstract."""
    keys, stems = words.keys_of, words.stems_of
    return [
        len(keys[number]) >= _SEEN_CHARS and stems[number] in abstract
        for number, abstract in zip(numbers, abstracts, strict=True)
    ]


def held_counts(numbers: Ints, words: Words, abstracts: Sequence[str]) -> Ints:
    """How many of the words of each row its abstract holds."""
    rows, places = np.nonzero(numbers * np.array(list(map(bool, abstracts)), np.int64)[:, None])
    found = seen(numbers[rows, places].tolist(), words, [abstracts[row] for row in rows.tolist()])
    return np.bincount(rows, found, len(numbers)).astype(np.int64)


def told_of(numbers: Ints, depth: Ints, words: Words, abstracts: Sequence[str], page: PageNames) -> Told:
    """What is told of the last `depth` words of these rows; each row has an abstract of its own."""
    near = (np.arange(-numbers.shape[1], 0) >= -depth[:, None]) & (numbers > 0)
    keys, stems = words.keys_of, words.stems_of
    values: list[int] = []
    for number, row in zip(numbers[near].tolist(), np.nonzero(near)[0].tolist(), strict=True):
        abstract, size = abstracts[row], len(keys[number])
        held = size >= _SEEN_CHARS and stems[number] in abstract
        values.append(held | (size > _BEGINNING_CHARS and (held or keys[number][:_BEGINNING_CHARS] in abstract)) << 1)
    rows = np.zeros(numbers.shape, np.int64)
    rows[near] = values
    return Told(rows & 1, rows >> 1, page.as_given(numbers) * near, page.as_family(numbers) * near)
