"""Forms of names that tell by themselves where the first author begins, whatever the title before them says.

The model weighs words as most names have them: a given name, then a family name. Of these forms it has seen too few:
`李明, 王伟`; `LOVELACE Ada, BABBAGE Charles`; a group that signs alone.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np

from flows.layouts.cut.groups import Ints
from flows.layouts.cut.looks import SHAPE_LOOK
from flows.layouts.cut.segments import MAX_NAME_WORDS, Segments
from flows.layouts.cut.tokens import SHAPES
from flows.layouts.cut.words import Words

_FEWEST: Final = 3
_SHARE: Final = 0.5
"""At least so many names of a page, and this share of them, begin with capitals before that is taken for their form."""

_HAN: Final = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,4}\Z")
_PARTICLES: Final = frozenset(("AL", "BIN", "DA", "DE", "DEL", "DEN", "DER", "DI", "DOS", "EL", "LA", "VAN", "VON"))
_GROUPS: Final = (
    "Anthropic",
    "BigScience Workshop",
    "ByteDance Seed",
    "CERN",
    "DeepSeek-AI",
    "Essential AI",
    "Google DeepMind",
    "Inclusion AI",
    "LIGO Scientific Collaboration",
    "Meta AI",
    "Microsoft Research",
    "Mistral AI",
    "Mistral-AI",
    "NVIDIA",
    "OpenAI",
    "Stability AI",
)
"""Groups that sign alone and whose names do not say that they are one, or hold words that titles end in."""

_SIGNED: Final = re.compile(rf"(?<!\S)(?:[Tt]he )?(?:{'|'.join(map(re.escape, _GROUPS))})\Z")
_TAILS: Final = tuple(sorted({name.rpartition(" ")[2] for name in _GROUPS}))

Form = Callable[[list[str]], int]
"""How many of the last of some words are a name of a form; 0 where they end in none."""


def told_names(segments: Segments, words: Words) -> tuple[Ints, Ints]:
    """Of each segment the chunk that ends in its first author, and of how many words: 0 where no form tells it."""
    chunks, counts = np.zeros((2, len(segments.low)), np.int64)
    final = segments.words[segments.stop[segments.final] - 1]
    shape = words.look(segments.words, SHAPE_LOOK)[0]
    asked: list[tuple[Form, Iterable[int]]] = [
        (group_words, np.flatnonzero(np.isin(final, [words[tail] for tail in _TAILS])).tolist()),
        (family_first_words, range(len(counts)) if _has_family_first(segments, shape) else ()),
    ]
    for form, rows in asked:
        for row in rows:
            chunks[row], counts[row] = _told(segments, row, form)
    caseless = np.flatnonzero(shape[segments.stop - 1] == SHAPES["X"])
    for row in np.unique(np.searchsorted(segments.final, caseless)).tolist():
        chunks[row], counts[row] = _told_by_script(segments, row)
    return chunks, counts


def group_words(words: list[str]) -> int:
    """How many words are a known group's name."""
    found = _SIGNED.search(" ".join(words))
    return 0 if found is None else len(found[0].split())


def ends_in_han(words: list[str]) -> bool:
    """Whether the last word is a name in Han, Kana or Hangul, and the word before is not, which may be a part of it."""
    return _HAN.match(words[-1]) is not None and (len(words) == 1 or _HAN.match(words[-2]) is None)


def family_first_words(words: list[str]) -> int:
    """How many words are a family name in capitals and the given names behind it."""
    given = 0
    while given < len(words) and _is_given(words[-1 - given]):
        given += 1
    before = words[: len(words) - given]
    if given == 0 or not before or not _is_capitals(before[-1]):
        return 0
    if all(map(_is_capitals, before)):
        return len(words)
    family = 1
    while family < len(before) and before[-1 - family] in _PARTICLES:
        family += 1
    return given + family


def _is_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper() and "." not in word


def _is_given(word: str) -> bool:
    return word.lstrip("-‐'’")[:1].isupper() and not _is_capitals(word)


def _has_family_first(segments: Segments, shape: Ints) -> bool:
    """Whether most names between commas begin, and do not end, with a word in capitals."""
    number = np.arange(len(segments.stop))
    first = (segments.final - segments.size + 1)[np.searchsorted(segments.final, number)]
    names = number[(number > first) & (segments.counts > 1)]
    capitals = shape == SHAPES["U"]
    stop, count = segments.stop[names], segments.counts[names]
    found = int(np.count_nonzero(capitals[stop - count] & ~capitals[stop - 1]))
    return found >= max(_FEWEST, _SHARE * len(names))


def _told(segments: Segments, row: int, form: Form) -> tuple[int, int]:
    """The last chunk of a list that is more than a name of the form, but ends in one, and how many words that has.

    All chunks behind it must be such names. A group signs alone: no chunk is behind it.
    """
    final = int(segments.final[row])
    for chunk in range(final, final - int(segments.size[row]), -1):
        words = _words_of(segments, chunk)
        count = form(words) if words else 0
        if count == 0 or (count < len(words) and count > MAX_NAME_WORDS):
            break
        if count < len(words):
            return chunk, count
    return 0, 0


def _told_by_script(segments: Segments, row: int) -> tuple[int, int]:
    """The one chunk of a list in which a name of one word in Han ends what is written otherwise, and that word.

    Other chunks may be names written twice, as `Li Ming 李明`: so if there are several, or if only this one is in Han
    and another stands before it.
    """
    final = int(segments.final[row])
    chunks = range(final - int(segments.size[row]) + 1, final + 1)
    ending = [at for at in chunks if segments.counts[at] > 0 and ends_in_han(_words_of(segments, at))]
    mixed = [at for at in ending if segments.counts[at] > 1]
    told = len(mixed) == 1 and (mixed[0] == chunks[0] or len(ending) > 1)
    return (mixed[0], 1) if told else (0, 0)


def _words_of(segments: Segments, chunk: int) -> list[str]:
    stop = segments.stop[chunk]
    begin = segments.begins[stop - segments.counts[chunk]]
    return segments.text[begin : segments.ends[chunk]].split()
