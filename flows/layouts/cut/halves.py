"""What the two halves of a word say, if an abstract ends and a title begins inside it."""

import re
from collections.abc import Sequence
from itertools import repeat
from operator import add
from typing import Final

import numpy as np
import numpy.typing as npt

from flows.layouts.cut.chars import Chars
from flows.layouts.cut.evidence import Scale
from flows.layouts.cut.groups import Bools, Floats, Ints, Numbers, Table
from flows.layouts.cut.kinds import code
from flows.layouts.cut.lexicon import ABSTRACT_LAST, TITLE_FIRST, UNKNOWN, VOCABULARY, Lexicon
from flows.layouts.cut.tokens import CLASSES, lexicon_keys

Bytes = npt.NDArray[np.uint8]

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


class Halves(Numbers[str]):
    """The number of each word taken apart, by its halves with a blank between: read in batches, and remembered."""

    def __init__(self, lexicon: Lexicon, scale: Scale, chars: Chars) -> None:
        """Halves of these characters judged by the words of `lexicon`, weighed by `scale`."""
        super().__init__()
        self._chars = chars
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
        find = self._lexicon.places.get
        halves = " ".join(new).split(" ")
        lefts, rights = halves[::2], halves[1::2]
        heads = list(map(head_of, rights))
        left_rows, right_rows, whole = (
            np.fromiter(map(find, lexicon_keys(words), repeat(UNKNOWN)), np.int64, len(new))
            for words in (lefts, heads, list(map(add, lefts, rights)))
        )
        before, lead, first = self._classes(lefts, rights)
        link, path = _links(lefts)
        left = np.array([lead, link, before, *_stems(lefts), path])
        right = np.array([first, *_heads(heads, rights)])
        rows = self._lexicon.rows
        known = left_rows != UNKNOWN
        kept, common = (_vocabulary(rows[places, VOCABULARY], places) for places in (left_rows, right_rows))
        codes = np.array(
            [
                *_left_codes(left, kept, rows[left_rows, ABSTRACT_LAST]),
                *_both_codes(left, known, right, common, whole != UNKNOWN),
                code(106, rows[right_rows, TITLE_FIRST] >> 3, right_rows != UNKNOWN, right[1]),
            ]
        )
        self._facts.add(np.array([left[0], right[0], left[1], right[1]]))
        self._codes.add(codes)
        self._glances.add(self._scale.glance(codes)[None, :])

    def _classes(self, lefts: Sequence[str], rights: Sequence[str]) -> Ints:
        """The classes of the two characters before, 0 where there is none, and of the one behind each split."""
        edges = [f"{left[-2:]:>2}{right[0]}" for left, right in zip(lefts, rights, strict=True)]
        points, _ = self._chars.read("".join(edges))
        before, lead, first = self._chars.classes(points.reshape(-1, 3).T)
        return np.array([np.where(points[::3] == ord(" "), 0, before), lead, first])


def _stems(lefts: Sequence[str]) -> list[list[int]]:
    """Of the abstract's halves: how long they are without marks, whether that is letters only, or holds a full stop."""
    stems = [left.rstrip(_STEM_END) for left in lefts]
    return [
        [min(len(stem), _STEM_CHARS) for stem in stems],
        list(map(str.isalpha, stems)),
        ["." in stem for stem in stems],
    ]


def _links(lefts: Sequence[str]) -> Ints:
    """Of the abstract's halves: whether they are web addresses, and how deep ones."""
    found = np.zeros((2, len(lefts)), np.int64)
    for at, left in enumerate(lefts):
        if "/" in left:
            depth = left.rpartition("://")[2].count("/")
            found[:, at] = _LINK.search(left) is not None, min(depth, _PATH_PARTS)
    return found


def _heads(heads: Sequence[str], rights: Sequence[str]) -> list[list[int] | Ints]:
    """Of the title's halves: how the first word is written, what marks there are.

    These are: a slash, a full stop before the end, a colon after the first word.
    """
    marks = np.zeros((3, len(rights)), np.int64)
    for at, (head, right) in enumerate(zip(heads, rights, strict=True)):
        if not right.isalnum():
            marks[:, at] = "/" in right, "." in right[:-1], right[len(head) : len(head) + 1] == ":"
    return [list(map(_form, heads)), *marks]


def _vocabulary(values: Bytes, places: Ints) -> Ints:
    """How often abstracts hold words, as evidence has it: 0 for unknown words."""
    return np.where(places == UNKNOWN, 0, (values >> 4).astype(np.int64) + 1)


def _left_codes(left: Ints, vocabulary: Ints, last: Bytes) -> list[Ints]:
    """What the abstract's half says by itself; `last`: how common it is as the last word of an abstract."""
    lead, link, _, size, alpha, dot, _ = left
    return [
        code(103, lead, size, alpha, dot, link),
        code(104, vocabulary, lead, link),
        code(105, (last >> 3).astype(np.int64), lead == CLASSES["."]),
    ]


def _both_codes(left: Ints, known: Bools, right: Ints, vocabulary: Ints, whole: Bools) -> list[Ints]:
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
