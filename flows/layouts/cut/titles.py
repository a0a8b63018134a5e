"""What speaks for a stretch of text being one title."""

from collections.abc import Sequence
from itertools import chain
from typing import Final

import numpy as np

from flows.layouts.cut.groups import Ints, level
from flows.layouts.cut.kinds import code
from flows.layouts.cut.words import CONTENT, LOWER, TITLE_ODDS, Words

_WORDS: Final = 40
_SHARES: Final = 5
_MOST: Final = 3
_ODDS: Final = 10
_SUM: Final = 12
_BRACKETS: Final = 15


def title_codes(titles: Sequence[str], abstracts: Sequence[str], authors: Ints, words: Words) -> list[Ints]:
    """What speaks for or against each of `titles` being one, of a paper whose case-folded abstract is given.

    `authors` words of the first author follow. A title without words has no evidence.
    """
    texts = [title.split() for title in titles]
    sizes = np.array(list(map(len, texts)), np.int64)
    numbers = np.array([words[text] for text in chain.from_iterable(texts)], np.int64)
    odds, lower, content = words.facts(numbers, TITLE_ODDS, LOWER, CONTENT)
    owner = np.repeat(np.arange(len(titles)), sizes)
    held = _held(numbers, content, owner, abstracts, words)
    score, lowers, contents, helds = (
        np.bincount(owner, each, len(titles)).astype(np.int64) for each in (odds, lower, content, held)
    )
    count = np.maximum(sizes, 1)
    length = np.array(list(map(len, titles)), np.int64)
    size = level(sizes, 3, 6, 12, 20)
    codes = [
        code(200, np.minimum(sizes, _WORDS)),
        code(201, level(length, 4, 8, 12, 16, 24, 32, 48, 64, 80, 100, 120, 140, 160, 200, 240, 300)),
        code(202, np.clip(score // count >> 2, -_ODDS, _ODDS) + _ODDS, size),
        code(203, np.clip(score >> 6, -_SUM, _SUM) + _SUM),
        code(207, level(contents, 1, 3, 6, 10), helds * _SHARES // np.maximum(contents, 1)),
        code(208, lowers * _SHARES // count, size),
        code(213, sizes == 1, authors),
        *_mark_codes(titles),
    ]
    return [np.where(sizes > 0, each, 0) for each in codes]


def _mark_codes(titles: Sequence[str]) -> list[Ints]:
    """What the marks in titles say."""

    def counts(mark: str) -> Ints:
        return np.array([title.count(mark) for title in titles], np.int64)

    brackets = np.clip(counts("(") - counts(")"), -_BRACKETS, _BRACKETS)
    return [
        code(204, np.minimum(counts(". "), _MOST)),
        code(205, counts("? ") > 0),
        code(206, counts("://") > 0),
        code(209, brackets + _BRACKETS),
        code(210, counts("$") & 1),
        code(211, np.minimum(counts(", "), _MOST)),
        code(212, np.minimum(counts(": "), _MOST)),
        code(214, counts('"') & 1, counts("\n") > 0),
    ]


def _held(numbers: Ints, content: Ints, owner: Ints, abstracts: Sequence[str], words: Words) -> Ints:
    """Which of these words that may say what a paper is about its abstract holds."""
    held = np.zeros(len(numbers), np.int64)
    places = np.flatnonzero(content)
    stems = words.stems_of
    last, seen = "", dict[int, bool]()
    found = []
    for number, title in zip(numbers[places].tolist(), owner[places].tolist(), strict=True):
        abstract = abstracts[title]
        if abstract is not last:  # the titles that one paper may have follow each other and share their words
            last, seen = abstract, {}
        here = seen.get(number)
        if here is None:
            here = seen[number] = stems[number] in abstract
        found.append(here)
    held[places] = found
    return held
