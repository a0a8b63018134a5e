"""Where a word may fall into the end of an abstract and the beginning of a title, and what the two halves say."""

import re
from typing import Final, NamedTuple

from flows.layouts.cut.evidence import Key, Scale
from flows.layouts.cut.lexicon import ABSTRACT_LAST, EVEN, TITLE_FIRST, VOCABULARY, Lexicon
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
_EVEN_BIN: Final = EVEN >> 3
_STEM_END: Final = ".?!)]}\"'”’:;,"
_STEM_CHARS: Final = 4
_PATH_PARTS: Final = 3
_STOPS: Final = ".,;:"
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


Places = tuple[tuple[float, int], ...]
"""Places where a word may come apart: what each weighs at the quick look, and where it is."""

Found = tuple[Places, bool] | None
"""The places of a word, and whether it holds an unknown run of letters; None: it is a plain word."""


class Splits(dict[str, Found]):
    """Where words may come apart, by word: found when first asked for, and remembered."""

    def __init__(self, lexicon: Lexicon, scale: Scale) -> None:
        """Splits judged by the words of `lexicon`, weighed by `scale`."""
        super().__init__()
        self._find = lexicon.find
        self._scale = scale

    def __missing__(self, token: str) -> Found:
        """The word taken apart for the first time."""
        if len(self) >= _MEMO_SIZE:
            self.clear()
        found = self[token] = self._static(token)
        return found

    def explained(self, token: str, places: Places, abstract: str) -> Places:
        """Where an unknown run of letters in `token` falls into two words, beside `places`.

        These are two known words, or anything and a word of the case-folded `abstract`.
        """
        known = {at for _, at in places}
        found: set[int] = set()
        for piece in _PIECE.finditer(token):
            if self._find(piece.group().casefold()) is None:
                found.update(self._two_words(piece), _within(piece, abstract))
        return tuple((self._scale.glance(self.split(token, at).keys), at) for at in sorted(found - known))

    def _static(self, token: str) -> Found:
        bare = token.rstrip(_STOPS)
        if bare.isalpha() and bare[1:].islower():
            return None if self._find(bare.casefold()) is not None else ((), True)
        places = {match.start() for match in _PLACES.finditer(token, 1) if _plausible(token, match.start())}
        if len(token) > 1 and token[-1] == "A" and token[-2].isalnum():
            places.add(len(token) - 1)
        unknown = any(self._find(piece.casefold()) is None for piece in _PIECE.findall(token))
        if not places and not unknown:
            return None
        return tuple((self._scale.glance(self.split(token, at).keys), at) for at in sorted(places)), unknown

    def _two_words(self, piece: re.Match[str]) -> list[int]:
        """Where an unknown run of letters falls into two known words."""
        folded = piece.group().casefold()
        if len(folded) != len(piece.group()):
            return []
        return [
            piece.start() + at
            for at in range(3, len(folded) - 1)
            if self._find(folded[:at]) is not None and self._find(folded[at:]) is not None
        ]

    def split(self, token: str, at: int) -> Split:
        """The word taken apart at one place."""
        left, right = token[:at], token[at:]
        lead, first = char_class(left[-1]), char_class(right[0])
        stem = left.rstrip(_STEM_END)
        link = "/" in left and any(mark in left for mark in _LINKS)
        match = _HEAD.match(right)
        head = match.group() if match is not None else right
        shape = _shape(head)
        find = self._find
        last, begin = find(lexicon_key(left)), find(lexicon_key(head))
        path = min(left.rpartition("://")[2].count("/"), _PATH_PARTS)
        keys: list[Key] = [
            (101, lead, first),
            (102, lead, char_class(left[-2]) if at > 1 else "", first),
            (103, lead, min(len(stem), _STEM_CHARS), stem.isalpha(), "." in stem, link),
            (112, last is not None, begin is not None, lead, first),
            (114, find(lexicon_key(token)) is not None, lead, first),
            (117, link, path, "/" in right),
            (120, first, "." in right[:-1], link),
            (118, link, right[len(head) : len(head) + 1] == ":", shape, lead),
        ]
        if last is None:
            keys += [(104, -1, lead, link), (105, _EVEN_BIN, lead == ".")]
        else:
            keys += [(104, last[VOCABULARY] >> 4, lead, link), (105, last[ABSTRACT_LAST] >> 3, lead == ".")]
        if begin is None:
            keys += [(106, _EVEN_BIN, False, shape), (107, -1, shape, lead)]
        else:
            keys += [(106, begin[TITLE_FIRST] >> 3, True, shape), (107, begin[VOCABULARY] >> 4, shape, lead)]
        return Split(keys, left, head, shape, lead, first, link)


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
