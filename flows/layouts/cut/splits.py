"""Where a word may fall into the end of an abstract and the beginning of a title, and what the two halves say."""

import re
from typing import Final, NamedTuple

from flows.layouts.cut.evidence import Key, Scale
from flows.layouts.cut.lexicon import ABSTRACT_LAST, TITLE_FIRST, UNKNOWN, VOCABULARY, Lexicon
from flows.layouts.cut.tokens import char_class, lexicon_key

_MEMO_SIZE: Final = 100_000
_PLACES: Final = re.compile(
    r"(?<=[^\s\w(\[{<=^&|~@#\\+_-])(?=[\w$\"“'‘`(\[{\\*#!<@+~¿¡¡|])"  # a closing mark, then what may open a title
    r"|(?<=[^\W_])(?=[^\W\d_a-z])"  # a letter or digit, then a capital
    r"|(?<=[a-z)\].$}])(?=\d)"
    r"|(?<=[^\W_])(?=[$\\])"
    r"|(?<=[\u200b\u200c\ufeff])"
)
_PIECE: Final = re.compile(r"[^\W_]{4,}")
_HEAD: Final = re.compile(r"[\w\-‐+]+")
_LETTERS: Final = re.compile(r"[^\W_]+")
_ENDING: Final = re.compile(r"[\w\-‐+]+(?=[^\w/]*\Z)")
_STEM_END: Final = ".?!)]}\"'”’:;,"
_LINKS: Final = ("://", "www.", ".com/", ".org/", ".io/")
_AGAIN_CHARS: Final = 12


class Split(NamedTuple):
    """A word taken apart at `at`.

    `keys` is what its halves say by themselves, `glance` its weight at the quick look. `head` is the title's first word and `core` its
    first run of letters, `ending` the abstract's last word, `again` what the text would hold elsewhere if there were
    no break here, all case folded. `shape` is that of the head, `lead` and `first` the classes of the characters
    beside the break; `link`: the break is in a web address.
    """

    at: int
    keys: list[Key]
    glance: float
    head: str
    core: str
    ending: str
    again: str
    shape: str
    lead: str
    first: str
    link: bool


def level(value: int, *limits: int) -> int:
    """How many of the ascending `limits` are at most `value`."""
    for place, limit in enumerate(limits):
        if value < limit:
            return place
    return len(limits)


def _shape(word: str) -> str:
    if word.isupper():
        return "U"
    if word.islower():
        return "l"
    return "C" if word[:1].isupper() and word[1:].islower() else "M"


Found = tuple[list[Split], list[re.Match[str]]] | None
"""The places where a word may come apart and its unknown pieces; None: it is a plain word."""

UNREAD: Final[Found] = ([], [])
"""Stands for the places of a word that was not looked at."""


class Splits:
    """Takes words apart and remembers how."""

    def __init__(self, lexicon: Lexicon, scale: Scale) -> None:
        """Splits judged by the words of `lexicon`, weighed by `scale`."""
        self._find = lexicon.find
        self._scale = scale
        self.memo: dict[str, Found] = {}

    def read(self, token: str) -> Found:
        """The places where `token` may come apart, and its unknown pieces, which an abstract may explain."""
        if len(self.memo) >= _MEMO_SIZE:
            self.memo.clear()
        found = self.memo[token] = self._static(token)
        return found

    def explained(self, token: str, found: Found, abstract: str) -> list[Split]:
        """The places of `found` and those where an unknown piece ends in a word of the case-folded `abstract`."""
        if found is None:
            return []
        splits, odd = found
        places = {split.at for split in splits}
        return splits + [self.split(token, at) for piece in odd for at in _within(piece, abstract) if at not in places]

    def _static(self, token: str) -> Found:
        known = self._find
        if token.isalpha() and token[1:].islower() and known(token.casefold()) is not None:
            return None
        places = {match.start() for match in _PLACES.finditer(token, 1) if _plausible(token, match.start())}
        if len(token) > 1 and token[-1] == "A" and token[-2].isalnum():
            places.add(len(token) - 1)
        odd = [piece for piece in _PIECE.finditer(token) if known(piece.group().casefold()) is None]
        for piece in odd:
            folded = piece.group().casefold()
            places.update(
                piece.start() + at
                for at in range(3, len(folded) - 1)
                if len(folded) == len(piece.group()) and known(folded[:at]) is not None and known(folded[at:]) is not None
            )
        splits = [self.split(token, at) for at in sorted(places)]
        return (splits, odd) if splits or odd else None

    def split(self, token: str, at: int) -> Split:
        """The word taken apart at one place."""
        left, right = token[:at], token[at:]
        lead, first = char_class(left[-1]), char_class(right[0])
        stem = left.rstrip(_STEM_END)
        link = any(mark in left for mark in _LINKS)
        match = _HEAD.match(right)
        head = match.group() if match is not None else right
        core = _LETTERS.match(head)
        ending = _ENDING.search(left)
        last, begin = self._find(lexicon_key(left)), self._find(lexicon_key(head))
        last_row, begin_row = last or UNKNOWN, begin or UNKNOWN
        shape = _shape(head)
        last_common = last[VOCABULARY] >> 4 if last is not None else -1
        begin_common = begin[VOCABULARY] >> 4 if begin is not None else -1
        path = left.rpartition("://")[2].count("/")
        keys: list[Key] = [
            (101, lead, first),
            (102, lead, char_class(left[-2]) if at > 1 else "", first),
            (103, lead, level(len(stem), 1, 2, 3, 4), stem.isalpha(), "." in stem, link),
            (104, last_common, lead, link),
            (105, last_row[ABSTRACT_LAST] >> 3, lead == "."),
            (106, begin_row[TITLE_FIRST] >> 3, begin is not None, shape),
            (107, begin_common, shape, lead),
            (112, last is not None, begin is not None, lead, first),
            (114, self._find(lexicon_key(token)) is not None, lead, first),
            (117, link, min(path, 3), "/" in right),
            (118, link, right[len(head) : len(head) + 1] == ":", shape, lead),
        ]
        return Split(
            at=at,
            keys=keys,
            glance=self._scale.glance(keys),
            head=head.casefold(),
            core=core.group().casefold() if core is not None else "",
            ending=ending.group().casefold() if ending is not None else "",
            again=(left[-_AGAIN_CHARS:].lstrip("(\"'") + head).casefold(),
            shape=shape,
            lead=lead,
            first=first,
            link=link,
        )


def _plausible(token: str, at: int) -> bool:
    """Whether a title may begin here, as far as capitals go: `GitHub` has one such place, `LLMs` none."""
    if at >= len(token):
        return False
    left, right, after = token[at - 1], token[at], token[at + 1 : at + 2]
    if not (left.isalpha() and right.isalpha()):
        return True
    return right.isupper() and not (left.isupper() and not after.islower()) if right.isupper() else False


def _within(piece: re.Match[str], abstract: str) -> list[int]:
    """Where an unknown run of letters ends in a word of the abstract."""
    folded = piece.group().casefold()
    if len(folded) != len(piece.group()):
        return []
    return [piece.start() + at for at in range(1, len(folded) - 1) if folded[at:] in abstract]
