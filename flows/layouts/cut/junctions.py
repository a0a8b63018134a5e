"""Where a title may begin in the text that follows `Summary:`, and what speaks for each place."""

import re
from typing import Final, NamedTuple

from flows.layouts.cut.evidence import Key, Scale, level, lost_share
from flows.layouts.cut.halves import Split
from flows.layouts.cut.opening import Opening
from flows.layouts.cut.splits import Splits

QUICK_KINDS: Final = frozenset({99, 100, 101, 102, 103, 104, 105, 106, 107, 112, 114, 117, 118, 119, 120})
"""The kinds of evidence that are looked at first."""

WINDOW: Final = 440
"""How far before the authors a title may begin, in characters."""

_NEAR: Final = 200
_STEP_CHARS: Final = 16
_MET_CHARS: Final = 3
_HEADER_CHARS: Final = 300
_AGAIN_CHARS: Final = 12
_LETTERS: Final = re.compile(r"[^\W_]+")
_ENDING: Final = re.compile(r"[\w\-‐+]+(?=[^\w/]*\Z)")


class TitleStart(NamedTuple):
    """A place where a title may begin."""

    at: int
    keys: list[Key]
    score: float


_Draft = tuple[float, int, int, str]
"""A break that was only looked at quickly: its glance, where, and of which word (its beginning and its text)."""


def _seen(head: str, abstract: str) -> int:
    """Whether the abstract holds this: 0 no, 1 only within a word, 2 as the beginning of a word."""
    at = abstract.find(head)
    if at < 0:
        return 0
    while at > 0 and abstract[at - 1].isalnum():
        at = abstract.find(head, at + 1)
        if at < 0:
            return 1
    return 2


def _distance_key(chars: int) -> Key:
    """How far before the authors a title would begin, roughly."""
    return 119, max(0, chars) // _STEP_CHARS


def _context_keys(split: Split, word_at: int, own: str, abstract: str) -> list[Key]:
    """What the texts around say of a split.

    `word_at` counts from where `own` begins: the case-folded text from _HEADER_CHARS before the abstract on that ends
    here. `abstract` is the one of the title's paper.
    """
    head = split.head.casefold()
    size = len(head)
    held = _seen(head, abstract) if size > 1 else 0
    if held < 2:  # noqa: PLR2004 - the beginning of a word
        core = _LETTERS.match(head)
        if core is not None and 1 < core.end() < size:
            held = max(held, _seen(core.group(), abstract))
    left = split.left
    tail = _ENDING.search(left)
    ending = tail.group().casefold() if tail is not None else ""
    whole = (left[-_AGAIN_CHARS:].lstrip("(\"'") + split.head).casefold()
    before = word_at - 2
    met = len(ending) >= _MET_CHARS and -1 < own.find(ending) < before
    again = len(whole) >= _MET_CHARS and -1 < own.find(whole) < before
    dollars = own.count("$", _HEADER_CHARS, word_at + len(left)) & 1
    quotes = own.count('"', _HEADER_CHARS, word_at + len(left)) & 1
    lead, first, link, shape = split.lead, split.first, split.link, split.shape
    return [
        (108, held, shape, level(size, 2, 3, 4, 6, 9)),
        (109, held, shape, lead, link),
        (110, again, lead),
        (111, dollars, lead == "$", first == "$"),
        (121, quotes, lead == '"', first == '"'),
        (113, link, held, lead, first),
        (115, met, level(len(ending), 1, 2, 4, 6, 9), link, lead),
        (116, met, held, link, lead, first),
    ]


class Junctions:
    """Finds and weighs the places where titles may begin."""

    def __init__(self, splits: Splits, scale: Scale) -> None:
        """Places where words come apart by `splits`, weighed by `scale`."""
        self._splits = splits
        self._scale = scale
        self._far = [scale.glance([_distance_key(at)]) for at in range(0, WINDOW + _STEP_CHARS, _STEP_CHARS)]

    def starts(
        self, text: str, low: int, before: int, high: int, abstract: Opening
    ) -> tuple[list[TitleStart], float]:
        """The likely places in `text[low:]` for the title of authors that begin between `before` and `high`.

        `abstract` is the one of the paper whose title it is. Also gives the probability that the title begins at a
        place that was given up at the quick look.
        """
        begin = low
        if before - WINDOW > low:
            begin = max(low, text.find(" ", before - WINDOW))
        near = max(begin, text.find(" ", max(begin, before - _NEAR)))
        drafts = self._drafts(text, near, high, before, abstract)
        if not drafts or max(drafts)[0] < self._scale.enough:
            near = begin
            drafts = self._drafts(text, begin, high, before, abstract, thorough=True)
        plain = self._plain_starts(text, low, near, high, before)
        if len(drafts) == 1 and not plain:
            return [TitleStart(drafts[0][1], [], 0.0)], 0.0
        glances = [draft[0] for draft in drafts] + [self._scale.glance(start.keys) for start in plain]
        if not glances:
            return [], 0.0
        best = max(glances)
        floor = best - self._scale.quick_margin
        lost = lost_share(glances, best, floor)
        starts = [start for start, glance in zip(plain, glances[len(drafts) :], strict=True) if glance >= floor]
        likely = [draft for draft in drafts if draft[0] >= floor]
        if not starts and len(likely) == 1:
            return [TitleStart(likely[0][1], [], 0.0)], lost
        own = (text[max(0, low - _HEADER_CHARS) : low].rjust(_HEADER_CHARS) + text[low:high]).casefold()
        for _, at, word_at, token in likely:
            split = self._splits.halves.split(token, at - word_at)
            keys = [_distance_key(before - word_at), *split.keys]
            keys += _context_keys(split, word_at - low + _HEADER_CHARS, own, abstract.folded())
            starts.append(TitleStart(at, keys, self._scale.weigh(keys)))
        return starts, lost

    def _plain_starts(self, text: str, low: int, begin: int, high: int, before: int) -> list[TitleStart]:
        """The segment's own beginning, if it is near enough, and what follows a line break."""
        places = [(low, 100)] if begin == low else []
        if text.find("\n", begin, high) >= 0 or text.find("\r", begin, high) >= 0:
            at = begin
            for row in text[begin:high].splitlines(keepends=True):
                place = at + len(row) - len(row.lstrip())
                if at > begin and row.strip():
                    places.append((place, 99))
                at += len(row)
        found = []
        for at, kind in places:
            keys: list[Key] = [(kind,), _distance_key(before - at)]
            found.append(TitleStart(at, keys, self._scale.weigh(keys)))
        return found

    def _drafts(
        self, text: str, begin: int, high: int, before: int, abstract: Opening, *, thorough: bool = False
    ) -> list[_Draft]:
        """The breaks in the words of `text[begin:high]`, as seen from `before`, the first place for authors.

        Those in unknown runs of letters only in web addresses, or if `thorough`.
        """
        tokens = text[begin:high].split()
        drafts: list[_Draft] = []
        at = begin
        done = 0
        for place, found in enumerate(map(self._splits.__getitem__, tokens)):
            if found is None or not (found or thorough or "/" in tokens[place]):
                continue
            token = tokens[place]
            at = text.index(token, at + sum(map(len, tokens[done:place])))
            done = place
            if thorough or "/" in token:
                found += self._splits.explained(token, found, abstract.folded())
            far = self._far[max(0, before - at) // _STEP_CHARS]
            drafts += [(glance + far, at + split, at, token) for glance, split in found]
        return drafts
