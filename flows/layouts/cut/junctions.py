"""Where a title may begin in the text that follows `Summary:`, and what speaks for each place."""

from typing import Final, NamedTuple

from flows.layouts.cut.evidence import Key, Scale, lost_share
from flows.layouts.cut.splits import UNREAD, Split, Splits, level

WINDOW: Final = 440
"""How far before the authors a title may begin, in characters."""

_BREAKS: Final = "\n\r\u2028\u2029"
_MET_CHARS: Final = 3
_HEADER_CHARS: Final = 300


class TitleStart(NamedTuple):
    """A place where a title may begin."""

    at: int
    keys: list[Key]
    score: float


class _Draft(NamedTuple):
    """A split that was only looked at by itself: where its word begins."""

    word_at: int
    split: Split


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


def _context_keys(draft: _Draft, text: str, low: int, own: str, abstract: str) -> list[Key]:
    """What the texts around say of the draft.

    `own` is the case-folded text from _HEADER_CHARS before `low` on, `abstract` the one of the title's paper.
    """
    split = draft.split
    size = len(split.head)
    held = _seen(split.head, abstract) if size > 1 else 0
    if held < 2 and 1 < len(split.core) < size:  # noqa: PLR2004 - the beginning of a word
        held = max(held, _seen(split.core, abstract))
    before = draft.word_at - low + _HEADER_CHARS - 2
    met = len(split.ending) >= _MET_CHARS and -1 < own.find(split.ending) < before
    again = len(split.again) >= _MET_CHARS and -1 < own.find(split.again) < before
    dollars = text.count("$", low, draft.word_at + split.at) & 1
    lead, first, link, shape = split.lead, split.first, split.link, split.shape
    return [
        (108, held, shape, level(size, 2, 3, 4, 6, 9)),
        (109, held, shape, lead, link),
        (110, again, lead),
        (111, dollars, lead == "$", first == "$"),
        (113, link, held, lead, first),
        (115, met, level(len(split.ending), 1, 2, 4, 6, 9), link, lead),
        (116, met, held, link, lead, first),
    ]


class Junctions:
    """Finds and weighs the places where titles may begin."""

    def __init__(self, splits: Splits, scale: Scale) -> None:
        """Places where words come apart by `splits`, weighed by `scale`."""
        self._splits = splits
        self._scale = scale

    def starts(self, text: str, low: int, authors: list[int], abstract: str) -> tuple[list[TitleStart], float]:
        """The likely places in `text[low:]` for the title of authors that begin at one of `authors`.

        `abstract` is the case-folded one of the paper whose title it is. Also gives the probability that the title
        begins at a place that was given up at the quick look.
        """
        begin, high = max(low, min(authors) - WINDOW), max(authors)
        if begin > low:
            begin = max(low, text.find(" ", begin))
        plain = self._plain_starts(text, low, begin, high)
        drafts = self._drafts(text, begin, high, abstract)
        glances = [self._scale.glance(start.keys) for start in plain] + [draft.split.glance for draft in drafts]
        if not glances:
            return [], 0.0
        floor = max(glances) - self._scale.quick_margin
        starts = [start for start, glance in zip(plain, glances, strict=False) if glance >= floor]
        likely = [draft for draft in drafts if draft.split.glance >= floor]
        lost = lost_share(glances, floor)
        if not starts and len(likely) == 1:
            return [TitleStart(likely[0].word_at + likely[0].split.at, [], 0.0)], lost
        own = (text[max(0, low - _HEADER_CHARS) : low].rjust(_HEADER_CHARS) + text[low:high]).casefold()
        for draft in likely:
            split = draft.split
            keys = split.keys + _context_keys(draft, text, low, own, abstract)
            starts.append(TitleStart(draft.word_at + split.at, keys, self._scale.weigh(keys)))
        return starts, lost

    def _plain_starts(self, text: str, low: int, begin: int, high: int) -> list[TitleStart]:
        """The segment's own beginning, if it is near enough, and what follows a line break."""
        starts = [TitleStart(low, [(100,)], self._scale.weigh([(100,)]))] if begin == low else []
        if "\n" in text[begin:high] or "\r" in text[begin:high]:
            at = begin
            weight = self._scale.weigh([(99,)])
            for row in text[begin:high].splitlines(keepends=True):
                place = at + len(row) - len(row.lstrip())
                if place > begin and at > begin and row.strip():
                    starts.append(TitleStart(place, [(99,)], weight))
                at += len(row)
        return starts

    def _drafts(self, text: str, begin: int, high: int, abstract: str) -> list[_Draft]:
        """Every split of the words in `text[begin:high]`."""
        tokens = text[begin:high].split()
        splits = self._splits
        memo = splits.memo
        found = [memo.get(token, UNREAD) for token in tokens]
        drafts = []
        at = begin
        done = 0
        for place, known in enumerate(found):
            if known is None:
                continue
            token = tokens[place]
            at = text.index(token, at + sum(map(len, tokens[done:place])))
            done = place
            read = splits.read(token) if known is UNREAD else known
            drafts += [_Draft(at, split) for split in splits.explained(token, read, abstract)]
        return drafts
