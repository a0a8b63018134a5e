"""All that is known of words by themselves: read in batches, and remembered."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from flows.layouts.cut.chars import Chars
from flows.layouts.cut.evidence import Scale
from flows.layouts.cut.groups import Bools, Floats, Ints, Numbers, Table
from flows.layouts.cut.kinds import code
from flows.layouts.cut.lexicon import EVEN, FAMILY, GIVEN, ROLES, TITLE, TITLE_LAST, Lexicon
from flows.layouts.cut.looks import LETTER_MARK, Looks, looks_of
from flows.layouts.cut.tokens import GROUP_WORDS, SHAPES, lexicon_keys

_MEMO_SIZE: Final = 200_000
_INITIAL_VALUE: Final = 32
_PARTICLE_VALUE: Final = 8
_CONTENT_CHARS: Final = 4

SHAPE, MARK, LOWER, GIVEN_ODDS, FAMILY_ODDS, TITLE_ODDS, CONTENT, GROUP = range(len(ROLES), len(ROLES) + 8)
"""What is known of a word beside its row in the lexicon: its shape as a part of a name; its last character; whether it
is in lower case; log-odds, in sixteenths, of being the given or the family part of a name rather than a word of a
title, and of being in a title rather than in an abstract; whether it is long enough to say what a paper is about, and
whether it stands in names of groups."""

PLAIN: Final = GROUP + 1
"""Whether it is of letters only and in the lexicon; this is known as well, but no evidence."""

_FACTS: Final = PLAIN + 1

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
    """The number of each word by its text. Number 0 stands for no word.

    How a word looks is known of all words, what the lexicon says only of those that were asked for.
    """

    def __init__(self, lexicon: Lexicon, scale: Scale, chars: Chars) -> None:
        """Words of these characters as `lexicon` knows them and `scale` weighs them."""
        super().__init__()
        self._chars = chars
        self.lexicon = lexicon
        self._scale = scale
        self.keys_of: dict[int, str] = {}
        """Of each word whose facts were asked for, its key in the lexicon."""
        self.stems_of: dict[int, str] = {}
        """Of each such word, that key without the `s` of a plural."""
        self.forget()

    def make_room(self) -> None:
        """Forget all words if there are too many; no number from before holds any longer."""
        if len(self) >= _MEMO_SIZE:
            self.forget()

    def forget(self) -> None:
        """Forget all words; no number from before holds any longer."""
        super().forget()
        self._texts: list[str] = []
        self.keys_of.clear()
        self.keys_of[0] = ""
        self.stems_of.clear()
        self.stems_of[0] = ""
        self._looks = Table(len(Looks._fields), np.int8)
        self._facts = Table(_FACTS, np.int16)
        self._glances = Table(AS_END + 1, np.float64)
        self._learnt = Table(1, np.bool_)
        self[""]  # the number 0
        self._add([""], np.zeros((len(Looks._fields), 1), np.int64))
        self._learnt.columns[:] = True

    def looks(self, numbers: Ints) -> Looks:
        """How the words with these numbers look."""
        self._look()
        return Looks(*self._looks.rows(numbers))

    def look(self, numbers: Ints, *columns: int) -> list[Ints]:
        """These fields of how the words with these numbers look."""
        self._look()
        return [self._looks.at(column, numbers) for column in columns]

    def facts(self, numbers: Ints, *columns: int) -> list[Ints]:
        """These facts of the words with these numbers."""
        self.learn(numbers)
        return [self._facts.at(column, numbers).astype(np.int64) for column in columns]

    def all_facts(self, numbers: Ints) -> Ints:
        """The facts that are evidence, of the words with these numbers, by column."""
        self.learn(numbers)
        return self._facts.rows(numbers)[:PLAIN].astype(np.int64)

    def glances(self, numbers: Ints) -> Floats:
        """What the words weigh in each place at the quick look, by place."""
        self.learn(numbers)
        return np.asarray(self._glances.rows(numbers))

    def learn(self, numbers: Ints) -> None:
        """Find out what is not known yet of the words with these numbers."""
        self._look()
        asked = numbers[~self._learnt.at(0, numbers)]
        if not len(asked):
            return
        new = np.unique(asked)
        places = new.tolist()
        keys = lexicon_keys([self._texts[at] for at in places])
        stems = [key[:-1] if key[-1:] == "s" and len(key) > _CONTENT_CHARS else key for key in keys]
        self.keys_of.update(zip(places, keys, strict=True))
        self.stems_of.update(zip(places, stems, strict=True))
        facts = self._facts_of(keys, self.looks(new))
        self._facts.columns[:, new] = facts
        orders = (first_codes, last_codes, only_codes, middle_codes, end_codes)
        self._glances.columns[:, new] = [self._scale.glance(codes(facts)) for codes in orders]
        self._learnt.columns[0, new] = True

    def _facts_of(self, keys: Sequence[str], looks: Looks) -> Ints:
        """All facts of words that have these keys and look like this, by column."""
        facts = np.empty((_FACTS, len(keys)), np.int64)
        rows, known = self.lexicon.rows_of(keys)
        facts[: len(ROLES)] = rows.T
        facts[SHAPE], facts[MARK], facts[LOWER] = looks.shape, looks.mark, looks.lower
        particle = has_shape(looks.shape, *"P.J")
        initial = has_shape(looks.shape, *"Ii")
        for odds, role in ((GIVEN_ODDS, GIVEN), (FAMILY_ODDS, FAMILY)):
            facts[odds] = np.where(initial, _INITIAL_VALUE, np.where(particle, _PARTICLE_VALUE, facts[role] - EVEN))
        facts[TITLE_ODDS] = facts[TITLE] - EVEN
        facts[CONTENT] = np.fromiter(map(len, keys), np.int64, len(keys)) >= _CONTENT_CHARS
        facts[GROUP] = np.fromiter(map(GROUP_WORDS.__contains__, keys), np.int64, len(keys))
        facts[PLAIN] = (looks.letters > 0) & known
        return facts

    def _look(self) -> None:
        """Look at the words that were met since the last time."""
        if len(self) > len(self._texts):
            texts = self.since(len(self._texts))
            self._add(texts, looks_of(texts, self._chars))

    def _add(self, texts: Sequence[str], looks: Ints) -> None:
        """Add words that look like this."""
        self._texts += texts
        self._looks.add(looks)
        for table in (self._facts, self._glances, self._learnt):
            table.add_zeros(len(texts))


def has_shape(shape: Ints, *shapes: str) -> Bools:
    """Which of these numbers of shapes stand for one of `shapes`."""
    found = np.zeros(shape.shape, bool)
    for one in shapes:
        found |= shape == SHAPES[one]
    return found
