"""What the page and the paper's own abstract say of the words around the first author's name."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.chunks import LAST_WORDS
from flows.layouts.cut.groups import Ints
from flows.layouts.cut.pagenames import PageNames
from flows.layouts.cut.words import Words, stem_of

_SEEN_CHARS: Final = 3
_BEGINNING_CHARS: Final = 5
_MOST: Final = 5
_LEVELS: Final = (0, 1, 2, 2, 2, 3)
_GIVEN: Final = 2
_FAMILY: Final = 4


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


def seen(key: str, abstract: str) -> bool:
    """Whether the paper's own abstract, case folded, holds the word."""
    return len(key) >= _SEEN_CHARS and stem_of(key) in abstract


def page_level(count: int) -> int:
    """How often the page has a name, as evidence has it."""
    return _LEVELS[min(count, _MOST)]


def told_of(texts: Sequence[Sequence[str]], words: Words, abstracts: Sequence[str], page: PageNames) -> Told:
    """What is told of the words of these rows, right-aligned; each row has an abstract of its own."""
    given, family, keys = page.given, page.family, words.keys_of
    values: list[int] = []
    for row, abstract in zip(texts, abstracts, strict=True):
        for text in row:
            key = keys[words[text]]
            size = len(key)
            held = size >= _SEEN_CHARS and stem_of(key) in abstract
            begun = size > _BEGINNING_CHARS and (held or key[:_BEGINNING_CHARS] in abstract)
            packed = held | begun << 1
            if text in given:
                packed |= page_level(given[text]) << _GIVEN
            if text in family:
                packed |= page_level(family[text]) << _FAMILY
            values.append(packed)
    rows = np.zeros((len(texts), LAST_WORDS), np.int64)
    sizes = np.array(list(map(len, texts)), np.int64)
    rows[np.arange(LAST_WORDS) >= LAST_WORDS - sizes[:, None]] = values
    return Told(rows & 1, rows >> 1 & 1, rows >> _GIVEN & 3, rows >> _FAMILY & 3)
