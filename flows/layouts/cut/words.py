"""All that is known of words by themselves: read in batches, and remembered."""

from collections.abc import Sequence
from itertools import chain
from typing import Final

import numpy as np

from flows.layouts.cut.evidence import Scale
from flows.layouts.cut.groups import Bools, Floats, Ints, Numbers, Table, right_aligned
from flows.layouts.cut.kinds import code
from flows.layouts.cut.lexicon import EVEN, FAMILY, GIVEN, ROLES, TITLE, TITLE_LAST, Lexicon
from flows.layouts.cut.tokens import GROUP_WORDS, MARKS, SHAPES, lexicon_key, name_shape

_MEMO_SIZE: Final = 100_000
_INITIAL_VALUE: Final = 32
_PARTICLE_VALUE: Final = 8
_CONTENT_CHARS: Final = 4

SHAPE, MARK, LOWER, GIVEN_ODDS, FAMILY_ODDS, TITLE_ODDS, CONTENT, GROUP = range(len(ROLES), len(ROLES) + 8)
"""What is known of a word beside its row in the lexicon: its shape as a part of a name; its last character; whether it
is in lower case; log-odds, in sixteenths, of being the given or the family part of a name rather than a word of a
title, and of being in a title rather than in an abstract; whether it is long enough to say what a paper is about, and
whether it stands in names of groups."""

_FACTS: Final = GROUP + 1
LETTER_MARK: Final = MARKS["w"]
"""The mark of every word that ends in a letter."""

AS_FIRST, AS_LAST, AS_ONLY, AS_MIDDLE, AS_END = range(5)
"""What a word weighs, at the quick look, as the first, the last, the only or a middle one of the first author's name,
and as the end of the title."""


def first_codes(word: Ints) -> list[Ints]:
    """What words say as the first of a name; here and below `word` holds their facts."""
    return [code(11, word[GIVEN] >> 3, word[SHAPE])]


def last_codes(word: Ints) -> list[Ints]:
    """What words say as the last of a name of several words."""
    return [code(12, word[FAMILY] >> 3, word[SHAPE]), code(18, word[GIVEN] >> 4, word[FAMILY] >> 4)]


def only_codes(word: Ints) -> list[Ints]:
    """What words say as a name of one word."""
    return [code(6, word[FAMILY] >> 3, word[SHAPE]), code(7, word[GIVEN] >> 4, word[FAMILY] >> 4)]


def middle_codes(word: Ints) -> list[Ints]:
    """What words say inside a name."""
    return [code(20, word[GIVEN] >> 3, word[SHAPE]), code(21, word[FAMILY] >> 3, word[SHAPE])]


def end_codes(word: Ints) -> list[Ints]:
    """What words say as the last of a title."""
    return [
        code(41, word[GIVEN] >> 3, word[SHAPE], word[MARK] == LETTER_MARK),
        code(42, word[TITLE_LAST] >> 3, word[SHAPE]),
        code(49, word[FAMILY] >> 4, word[GIVEN] >> 4),
    ]


class Words(Numbers[str]):
    """The number of each word by its text. Number 0 stands for no word."""

    def __init__(self, lexicon: Lexicon, scale: Scale) -> None:
        """Words as `lexicon` knows them and `scale` weighs them."""
        super().__init__()
        self.lexicon = lexicon
        self._scale = scale
        self.keys_of: list[str] = []
        """Of each word, its key in the lexicon."""
        self.forget()

    def make_room(self) -> None:
        """Forget all words if there are too many; no number from before holds any longer."""
        if len(self) >= _MEMO_SIZE:
            self.forget()

    def rows(self, texts: Sequence[list[str]], width: int) -> Ints:
        """The numbers of these words, each row right-aligned; a row may have at most `width` words."""
        numbers = list(map(self.__getitem__, chain.from_iterable(texts)))
        return right_aligned(numbers, np.array(list(map(len, texts)), np.int64), width)

    def facts(self, numbers: Ints, *columns: int) -> list[Ints]:
        """These facts of the words with these numbers."""
        self._read()
        return [self._facts.columns[column][numbers].astype(np.int64) for column in columns]

    def all_facts(self, numbers: Ints) -> Ints:
        """All facts of the words with these numbers, by column."""
        self._read()
        return self._facts.columns[:, numbers].astype(np.int64)

    def glances(self, numbers: Ints) -> Floats:
        """What the words weigh in each place at the quick look, by place."""
        self._read()
        return self._glances.columns[:, numbers]

    def forget(self) -> None:
        """Forget all words; no number from before holds any longer."""
        super().forget()
        self.keys_of.clear()
        self._facts = Table(_FACTS, np.int16)
        self._glances = Table(AS_END + 1, np.float64)
        self[""]  # the number 0
        self.keys_of.append("")
        self._facts.add(np.zeros((_FACTS, 1)))
        self._glances.add(np.zeros((AS_END + 1, 1)))

    def _read(self) -> None:
        """Read the words that were met since the last time."""
        if len(self) == len(self.keys_of):
            return
        texts = self.since(len(self.keys_of))
        keys = list(map(lexicon_key, texts))
        self.keys_of += keys
        facts = np.empty((_FACTS, len(texts)), np.int64)
        rows = facts[: len(ROLES)] = self.lexicon.rows_of(keys).T
        facts[SHAPE] = [SHAPES[name_shape(text)] for text in texts]
        shape = facts[SHAPE]
        facts[MARK] = [LETTER_MARK if text[-1].isalpha() else _mark(text[-1]) for text in texts]
        facts[LOWER] = list(map(str.islower, texts))
        particle = has_shape(shape, *"P.J")
        initial = has_shape(shape, *"Ii")
        for odds, role in ((GIVEN_ODDS, GIVEN), (FAMILY_ODDS, FAMILY)):
            facts[odds] = np.where(initial, _INITIAL_VALUE, np.where(particle, _PARTICLE_VALUE, rows[role] - EVEN))
        facts[TITLE_ODDS] = rows[TITLE] - EVEN
        facts[CONTENT] = [len(key) >= _CONTENT_CHARS for key in keys]
        facts[GROUP] = [key in GROUP_WORDS for key in keys]
        self._facts.add(facts)
        places = (first_codes, last_codes, only_codes, middle_codes, end_codes)
        self._glances.add(np.array([self._scale.glance(codes(facts)) for codes in places]))


def has_shape(shape: Ints, *shapes: str) -> Bools:
    """Which of these numbers of shapes stand for one of `shapes`."""
    found = np.zeros(shape.shape, bool)
    for one in shapes:
        found |= shape == SHAPES[one]
    return found


def _mark(char: str) -> int:
    """The number of a word's last character that is no letter: one for any digit."""
    return MARKS.get("0" if char.isdigit() else char, 0)


def stem_of(key: str) -> str:
    """A key without the `s` of a plural."""
    return key[:-1] if len(key) > _CONTENT_CHARS and key[-1] == "s" else key
