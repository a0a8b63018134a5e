"""What the two halves of a word say, if an abstract ends and a title begins inside it."""

import re
from typing import Final, NamedTuple

from flows.layouts.cut.evidence import Key, Scale
from flows.layouts.cut.lexicon import ABSTRACT_LAST, EVEN, TITLE_FIRST, VOCABULARY, Lexicon
from flows.layouts.cut.tokens import char_class, lexicon_key

_MEMO_SIZE: Final = 100_000
_HEAD: Final = re.compile(r"[\w\-‐+]+")
_EVEN_BIN: Final = EVEN >> 3
_STEM_END: Final = ".?!)]}\"'”’:;,"
_STEM_CHARS: Final = 4
_PATH_PARTS: Final = 3
_LINKS: Final = ("://", "www.", ".com/", ".org/", ".io/")


class Split(NamedTuple):
    """A word taken apart.

    `keys` is what its halves say by themselves. `left` is the abstract's half, `head` the title's first word, `shape`
    its shape, `lead` and `first` the classes of the characters beside the break; `link`: the break is in a web address.
    """

    keys: list[Key]
    left: str
    head: str
    shape: str
    lead: str
    first: str
    link: bool


class _Left(NamedTuple):
    """The abstract's half as far as it counts beside the title's: its last two characters, how deep in an address."""

    lead: str
    before: str
    link: bool
    path: int
    known: bool


class _Right(NamedTuple):
    """The title's half as far as it counts beside the abstract's: its first character, its first word, what follows."""

    first: str
    shape: str
    vocabulary: int
    slash: bool
    stop: bool
    colon: bool


def _shape(word: str) -> str:
    if word.isupper():
        return "U"
    if word.islower():
        return "l"
    return "C" if word[:1].isupper() and word[1:].islower() else "M"


def _head(right: str) -> str:
    """The first word of the title's half."""
    match = _HEAD.match(right)
    return match.group() if match is not None else right


def _both_keys(left: _Left, right: _Right, *, whole: bool) -> list[Key]:
    """What both halves say together; `whole`: the lexicon knows the word as it stands."""
    lead, first, link, shape = left.lead, right.first, left.link, right.shape
    return [
        (101, lead, first),
        (102, lead, left.before, first),
        (107, right.vocabulary, shape, lead),
        (112, left.known, right.vocabulary >= 0, lead, first),
        (114, whole, lead, first),
        (117, link, left.path, right.slash),
        (118, link, right.colon, shape, lead),
        (120, first, right.stop, link),
    ]


class Halves:
    """Weighs words taken apart. What it has seen of a half, and of two sorts of halves together, it remembers."""

    def __init__(self, lexicon: Lexicon, scale: Scale) -> None:
        """Halves judged by the words of `lexicon`, weighed by `scale`."""
        self._find = lexicon.find
        self._scale = scale
        self._lefts: dict[str, tuple[float, _Left]] = {}
        self._rights: dict[str, tuple[float, _Right]] = {}
        self._both: dict[tuple[_Left, _Right, bool], float] = {}

    def glance(self, token: str, at: int) -> float:
        """What the word taken apart at one place weighs at the quick look."""
        left, right = token[:at], token[at:]
        lefts, rights, both = self._lefts, self._rights, self._both
        if max(len(lefts), len(rights), len(both)) >= _MEMO_SIZE:
            lefts.clear()
            rights.clear()
            both.clear()
        before = lefts.get(left)
        if before is None:
            keys, side = self._left(left)
            before = lefts[left] = self._scale.glance(keys), side
        after = rights.get(right)
        if after is None:
            more, other = self._right(right)
            after = rights[right] = self._scale.glance(more), other
        sorts = before[1], after[1], self._find(lexicon_key(token)) is not None
        together = both.get(sorts)
        if together is None:
            together = both[sorts] = self._scale.glance(_both_keys(sorts[0], sorts[1], whole=sorts[2]))
        return before[0] + after[0] + together

    def split(self, token: str, at: int) -> Split:
        """The word taken apart at one place."""
        left, right = token[:at], token[at:]
        before, side = self._left(left)
        after, other = self._right(right)
        both = _both_keys(side, other, whole=self._find(lexicon_key(token)) is not None)
        return Split(before + after + both, left, _head(right), other.shape, side.lead, other.first, side.link)

    def _left(self, left: str) -> tuple[list[Key], _Left]:
        """What the abstract's half says by itself and beside the other."""
        lead = char_class(left[-1])
        stem = left.rstrip(_STEM_END)
        link = "/" in left and any(mark in left for mark in _LINKS)
        row = self._find(lexicon_key(left))
        keys: list[Key] = [(103, lead, min(len(stem), _STEM_CHARS), stem.isalpha(), "." in stem, link)]
        if row is None:
            keys += [(104, -1, lead, link), (105, _EVEN_BIN, lead == ".")]
        else:
            keys += [(104, row[VOCABULARY] >> 4, lead, link), (105, row[ABSTRACT_LAST] >> 3, lead == ".")]
        path = min(left.rpartition("://")[2].count("/"), _PATH_PARTS)
        return keys, _Left(lead, char_class(left[-2]) if len(left) > 1 else "", link, path, row is not None)

    def _right(self, right: str) -> tuple[list[Key], _Right]:
        """What the title's half says by itself and beside the other."""
        head = _head(right)
        shape = _shape(head)
        row = self._find(lexicon_key(head))
        first = _EVEN_BIN if row is None else row[TITLE_FIRST] >> 3
        vocabulary = -1 if row is None else row[VOCABULARY] >> 4
        colon = right[len(head) : len(head) + 1] == ":"
        side = _Right(char_class(right[0]), shape, vocabulary, "/" in right, "." in right[:-1], colon)
        return [(106, first, row is not None, shape)], side
