"""What the two halves of a word say, if an abstract ends and a title begins inside it."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Final

import numpy as np

from flows.layouts.cut.evidence import Scale
from flows.layouts.cut.groups import Floats, Ints, Numbers, Table
from flows.layouts.cut.kinds import code
from flows.layouts.cut.lexicon import ABSTRACT_LAST, TITLE_FIRST, UNKNOWN, VOCABULARY, Lexicon
from flows.layouts.cut.tokens import CLASSES, class_number, lexicon_key

_MEMO_SIZE: Final = 100_000
_HEAD: Final = re.compile(r"[\w\-‐+]+")
_STEM_END: Final = ".?!)]}\"'”’:;,"
_STEM_CHARS: Final = 4
_PATH_PARTS: Final = 3
_LINK: Final = re.compile(r"://|www\.|\.(?:com|org|io)/")
_UPPER, _LOWER, _CAPITALISED, _MIXED = range(4)

LEAD, FIRST, LINK, FORM = range(4)
"""What is known of a split: the classes of the characters left and right of it, whether it is in a web address, and how
the title's first word is written."""

_FACTS: Final = FORM + 1
_PIECES: Final = 12
_LEFT_SIDE: Final = 7


def head_of(right: str) -> str:
    """The first word of the title's half."""
    if right.isalnum():
        return right
    match = _HEAD.match(right)
    return match.group() if match is not None else right


def _form(word: str) -> int:
    if word.isupper():
        return _UPPER
    if word.islower():
        return _LOWER
    return _CAPITALISED if word[:1].isupper() and word[1:].islower() else _MIXED


class Halves(Numbers[tuple[str, int]]):
    """The number of each word taken apart, by the word and where: read in batches, and remembered."""

    def __init__(self, lexicon: Lexicon, scale: Scale) -> None:
        """Halves judged by the words of `lexicon`, weighed by `scale`."""
        super().__init__()
        self._lexicon = lexicon
        self._scale = scale
        self.forget()

    def make_room(self) -> None:
        """Forget all splits if there are too many; no number from before holds any longer."""
        if len(self) >= _MEMO_SIZE:
            self.forget()

    def forget(self) -> None:
        """Forget all splits; no number from before holds any longer."""
        super().forget()
        self._facts = Table(_FACTS, np.int64)
        self._codes = Table(_PIECES, np.int64)
        self._glances = Table(1, np.float64)

    def facts(self, numbers: Ints) -> Ints:
        """What is known of the splits with these numbers, by column."""
        self._read()
        return np.asarray(self._facts.columns[:, numbers])

    def codes(self, numbers: Ints) -> Ints:
        """What their halves say by themselves and together, a row of the array for each piece of evidence."""
        self._read()
        return np.asarray(self._codes.columns[:, numbers])

    def glances(self, numbers: Ints) -> Floats:
        """What they weigh at the quick look."""
        self._read()
        return np.asarray(self._glances.columns[0, numbers])

    def _read(self) -> None:
        """Read the splits that were met since the last time."""
        known = self._facts.columns.shape[1]
        if known == len(self):
            return
        new = self.since(known)
        sides = _sides(new, self._lexicon.places.get)
        left, right = sides[:_LEFT_SIDE], sides[_LEFT_SIDE:-3]
        left_rows, right_rows, whole = sides[-3:]
        rows = self._lexicon.rows
        codes = np.array(
            [
                *_left_codes(left, rows[left_rows].T, left_rows != UNKNOWN),
                *_both_codes(left, left_rows != UNKNOWN, right, _vocabulary(rows[right_rows].T, right_rows), whole),
                code(106, rows[right_rows, TITLE_FIRST] >> 3, right_rows != UNKNOWN, right[1]),
            ]
        )
        self._facts.add(np.array([left[0], right[0], left[1], right[1]]))
        self._codes.add(codes)
        self._glances.add(self._scale.glance(codes)[None, :])


def _sides(new: Sequence[tuple[str, int]], find: Callable[[str, int], int]) -> Ints:
    """Words taken apart, in numbers: a row of the array for each of these.

    The abstract's half: its last character, whether it is a web address, the character before the last, how long it
    is without marks, whether that is letters only, whether it holds a full stop, how deep an address. The title's
    half: its first character, how its first word is written, whether it holds a slash, a full stop before its end, a
    colon after its first word. The places in the lexicon of the abstract's half and the title's first word; whether it
    holds the whole.
    """
    lefts, rights = [word[:at] for word, at in new], [word[at:] for word, at in new]
    heads = list(map(head_of, rights))
    stems = [left.rstrip(_STEM_END) for left in lefts]
    columns: list[Iterable[int]] = [
        [class_number(left[-1]) for left in lefts],
        ["/" in left and _LINK.search(left) is not None for left in lefts],
        [class_number(left[-2]) if len(left) > 1 else 0 for left in lefts],
        map(len, stems),
        map(str.isalpha, stems),
        ["." in stem for stem in stems],
        [left.rpartition("://")[2].count("/") if "/" in left else 0 for left in lefts],
        [class_number(right[0]) for right in rights],
        map(_form, heads),
        ["/" in right for right in rights],
        ["." in right[:-1] for right in rights],
        [right[len(head) : len(head) + 1] == ":" for head, right in zip(heads, rights, strict=True)],
        *(map(find, map(lexicon_key, words), repeat(UNKNOWN)) for words in (lefts, heads, [word for word, _ in new])),
    ]
    sides = np.array([np.fromiter(column, np.int64, len(new)) for column in columns])
    np.minimum(sides[3], _STEM_CHARS, out=sides[3])
    np.minimum(sides[6], _PATH_PARTS, out=sides[6])
    sides[-1] = sides[-1] != UNKNOWN
    return sides


def _vocabulary(rows: Ints, places: Ints) -> Ints:
    """How often abstracts hold words, as evidence has it: 0 for unknown words."""
    return np.where(places == UNKNOWN, 0, (rows[VOCABULARY] >> 4).astype(np.int64) + 1)


def _left_codes(left: Ints, rows: Ints, known: Ints) -> list[Ints]:
    """What the abstract's half says by itself."""
    lead, link, _, size, alpha, dot, _ = left
    stop = lead == CLASSES["."]
    return [
        code(103, lead, size, alpha, dot, link),
        code(104, np.where(known, (rows[VOCABULARY] >> 4).astype(np.int64) + 1, 0), lead, link),
        code(105, rows[ABSTRACT_LAST] >> 3, stop),
    ]


def _both_codes(left: Ints, known: Ints, right: Ints, vocabulary: Ints, whole: Ints) -> list[Ints]:
    """What both halves say together; `vocabulary` of the title's first word; `whole`: the lexicon holds all."""
    lead, link, before, _, _, _, path = left
    first, form, slash, stop, colon = right
    return [
        code(101, lead, first),
        code(102, lead, before, first),
        code(107, vocabulary, form, lead),
        code(112, known, vocabulary > 0, lead, first),
        code(114, whole, lead, first),
        code(117, link, path, slash),
        code(118, link, colon, form, lead),
        code(120, first, stop, link),
    ]
