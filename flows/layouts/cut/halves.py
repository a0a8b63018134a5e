"""What the two halves of a word say, if an abstract ends and a title begins inside it."""

from itertools import repeat
from typing import Final

import numpy as np
import numpy.typing as npt

from flows.layouts.cut.chars import Chars
from flows.layouts.cut.evidence import Scale
from flows.layouts.cut.groups import Bools, Floats, Ints, Numbers, Table
from flows.layouts.cut.halflooks import look_at_halves
from flows.layouts.cut.kinds import code
from flows.layouts.cut.lexicon import ABSTRACT_LAST, TITLE_FIRST, UNKNOWN, VOCABULARY, Lexicon
from flows.layouts.cut.tokens import CLASSES, lexicon_keys

Bytes = npt.NDArray[np.uint8]

_MEMO_SIZE: Final = 200_000

LEAD, FIRST, LINK, FORM = range(4)
"""What is known of a split: the classes of the characters left and right of it, whether it is in a web address, and how
the title's first word is written."""

_FACTS: Final = FORM + 1
_PIECES: Final = 12


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
        return np.asarray(self._facts.rows(numbers))

    def codes(self, numbers: Ints) -> Ints:
        """What their halves say by themselves and together, a row of the array for each piece of evidence."""
        self._read()
        return np.asarray(self._codes.rows(numbers))

    def glances(self, numbers: Ints) -> Floats:
        """What they weigh at the quick look."""
        self._read()
        return np.asarray(self._glances.at(0, numbers))

    def _read(self) -> None:
        """Read the splits that were met since the last time."""
        known = self._facts.columns.shape[1]
        if known == len(self):
            return
        new = self.since(known)
        find = self._lexicon.places.get
        looks = look_at_halves(new, self._chars)
        left, right = looks.left, looks.right
        left_rows, right_rows, whole = (
            np.fromiter(map(find, lexicon_keys(words), repeat(UNKNOWN)), np.int64, len(new))
            for words in (looks.lefts, looks.heads, [word.replace(" ", "") for word in new])
        )
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
