"""Where the authors may begin, and what speaks for each place."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.layouts.cut.chunks import (
    MAX_NAME_WORDS,
    Chunk,
    Style,
    begun,
    chunk_keys,
    chunk_words,
    clip,
    first_open,
    last_texts,
    name_sum,
    read_chunks,
    seen,
    style_of,
)
from flows.layouts.cut.evidence import Key, Scale, lost_share
from flows.layouts.cut.lexicon import FAMILY, GIVEN, TITLE_LAST, VOCABULARY
from flows.layouts.cut.opening import Opening
from flows.layouts.cut.pagenames import PageNames
from flows.layouts.cut.tokens import GROUP_WORDS
from flows.layouts.cut.words import Word, Words, end_keys, first_keys, last_keys, middle_keys, only_keys

QUICK_KINDS: Final = frozenset({1, 2, 3, 4, 5, 6, 7, 11, 12, 18, 20, 21, 41, 42, 49, 60, 61, 62})
"""The kinds of evidence that are looked at first."""

_NEVER: Final = -72
_FEW: Final = 5


_Known = tuple[list[Word], Style | None]
"""The words of a chunk, and how the names after it look."""


class AuthorStart(NamedTuple):
    """A place where the author list may begin; `words` words from there to the first comma, 0: no authors."""

    at: int
    words: int
    keys: list[Key]
    score: float


_Draft = tuple[float, int, int]
"""A place that was only looked at quickly: its glance, and how many words from the end of which chunk."""


def _level(count: int) -> int:
    return min(count, 2) if count < _FEW else 3


def _name_keys(name: Sequence[Word], abstract: str, page: PageNames) -> list[Key]:
    """What the page and the paper's abstract say of the first author's name."""
    held = [seen(word, abstract) for word in name]
    count, first, last = len(name), name[0], name[-1]
    given = _level(page.given.get(first.text, 0))
    keys: list[Key] = [
        (10, "".join([word.shape for word in name])[:4], count),
        (13, clip(name_sum(name) >> 4, -8, 16), count),
        (14, held[0], first.shape in "IJP", given),
        (15, held[-1], _level(page.family.get(last.text, 0)), count == 1),
        (16, given, first.row[GIVEN] >> 4),
        (17, _level(page.full.get(" ".join([word.text for word in name]), 0))),
        (23, first.lower, first.row[GIVEN] >> 5, any(word.key in GROUP_WORDS for word in name)),
        (54, begun(first, abstract), held[0], first.row[GIVEN] >> 5, first.shape),
        (53, first.row[VOCABULARY] >> 5, held[0], first.row[GIVEN] >> 5, first.shape, min(count, 3)),
    ]
    for word, here in zip(name[1:-1], held[1:-1], strict=True):
        known = _level(page.given.get(word.text, 0)), _level(page.family.get(word.text, 0))
        keys += [(22, here, word.shape, *known), *middle_keys(word.row, word.shape)]
    if count == 1:
        return keys + only_keys(first.row, first.shape)
    return keys + first_keys(first.row, first.shape) + last_keys(last.row, last.shape)


def _style_keys(name: Sequence[Word], style: Style | None) -> list[Key]:
    """How the name compares with those of the paper's other authors."""
    count = len(name)
    if style is None:
        return [(33, count)]
    return [
        (30, count, style.mode, style.same, style.several),
        (31, name[0].shape in "IJ", style.initials == 0, style.initials == style.others),
        (32, count, any(word.shape in "IJ" for word in name), style.inner),
    ]


def _end_keys(before: Sequence[Word], name: Sequence[Word], abstract: str, page: PageNames) -> list[Key]:
    """What the end of the title says beside the beginning of the name."""
    end, first, count = before[-1], name[0], len(name)
    held = seen(end, abstract)
    lower = upper = 0
    for word in before[-6:]:
        if word.lower:
            lower += word.content
        elif word.shape in "CHM":
            upper += 1
    keys: list[Key] = [
        (43, end.mark, count),
        (44, held, end.shape, _level(page.given.get(end.text, 0))),
        (45, end.row[GIVEN] >> 4, first.row[GIVEN] >> 4, min(count, 4)),
        (46, end.row[TITLE_LAST] >> 4, first.row[GIVEN] >> 4),
        (47, end.shape, min(lower, 3), min(upper, 3)),
        (51, held and f"{end.key} {first.key}" in abstract, first.shape in "IJP"),
        (48, end.row[VOCABULARY] >> 5, end.shape, held),
        (55, begun(end, abstract), held, end.row[GIVEN] >> 5, end.shape),
        (52, end.row[VOCABULARY] >> 5, held, end.row[GIVEN] >> 5, end.shape, min(count, 3)),
    ]
    if len(before) > 1:
        keys.append((50, before[-2].shape, end.shape, before[-2].row[TITLE_LAST] >> 5))
    return keys + end_keys(end.row, end.shape, end.mark)


def missing_keys(words: Sequence[Word], commas: int) -> list[Key]:
    """What speaks for or against there being no authors at all; `words` are the last of the segment."""
    keys: list[Key] = [(60, min(commas, 2))]
    if words:
        keys.append((61, words[-1].row[FAMILY] >> 4, words[-1].shape))
    if len(words) > 1:
        keys.append((62, words[-2].row[GIVEN] >> 4, words[-2].shape))
    return keys


def unheld_keys(words: Sequence[Word], abstract: str) -> list[Key]:
    """What the paper's abstract and both words together say of there being no authors."""
    keys: list[Key] = [(65, clip(name_sum(words[-2:]) >> 4, -8, 16) if words else 0)]
    return keys + [(63 + place, seen(word, abstract)) for place, word in enumerate(words[:-3:-1])]


class Names:
    """Finds and weighs the places where authors may begin."""

    def __init__(self, words: Words, scale: Scale) -> None:
        """Places judged by what `words` are known, weighed by `scale`."""
        self._words = words
        self._scale = scale

    def starts(
        self, text: str, low: int, high: int, abstract: Opening, page: PageNames
    ) -> tuple[list[AuthorStart], float]:
        """The likely places in `text[low:high]` where the authors, who end at `high`, may begin.

        `abstract` is the paper's own. Also gives the probability that they begin at a place that was given up at the
        quick look.
        """
        chunks, whole = read_chunks(text, low, high)
        leftmost = len(chunks) - 1
        first = first_open(chunks, self._words)
        drafts: list[_Draft] = []
        tails: dict[int, list[Key]] = {}
        tail: list[Key] = []
        for place in range(first, leftmost + 1):
            tails[place] = tail
            drafts += self._drafts(chunks[place].text, place, tail, alone=whole and place == leftmost)
            if place < leftmost and (words := chunk_words(chunks[place], self._words)):
                tail = tail + chunk_keys(words, abstract.folded())
        glances = [draft[0] for draft in drafts]
        # Where a name beyond doubt follows, there are authors.
        missing: list[Key] | None = None
        if first == 0 or not drafts:
            missing = missing_keys(self._last_words(chunks[0]), leftmost)
            glances.append(self._scale.glance(missing))
        best = max(glances)
        floor = best - self._scale.quick_margin
        likely = [draft for draft in drafts if draft[0] >= floor]
        unnamed = missing is not None and glances[-1] >= floor
        lost = lost_share(glances, best, floor) if len(likely) + unnamed < len(glances) else 0.0
        if len(likely) == 1 and not unnamed:
            _, size, place = likely[0]
            return [AuthorStart(_position(text, low, chunks[place], size), size, [], 0.0)], lost
        starts = []
        known: dict[int, _Known] = {}
        for _, size, place in likely:
            if place not in known:
                known[place] = chunk_words(chunks[place], self._words), style_of(chunks[:place])
            keys = self._keys(*known[place], size, abstract.folded(), page) + tails[place]
            at = _position(text, low, chunks[place], size)
            starts.append(AuthorStart(at, size, keys, self._scale.weigh(keys)))
        if missing is not None and unnamed:
            keys = missing + unheld_keys(self._last_words(chunks[0]), abstract.folded())
            starts.append(AuthorStart(high, 0, keys, self._scale.weigh(keys)))
        return starts, lost

    def _last_words(self, chunk: Chunk) -> list[Word]:
        """What is known of the two last words of a chunk."""
        return [self._words[text] for text in last_texts(chunk.text)[-2:]]

    def _drafts(self, text: str, chunk: int, tails: list[Key], *, alone: bool) -> list[_Draft]:
        """The places in one chunk where its last words may be the first author; `tails` speak of the chunks after."""
        texts = last_texts(text)
        size = len(texts)
        after = self._scale.glance(tails) if tails else 0.0
        group = False
        drafts: list[_Draft] = []
        before = self._words[texts[-1]] if texts else None
        for count in range(1, min(MAX_NAME_WORDS, size if alone else size - 1) + 1):
            word, before = before, self._words[texts[-count - 1]] if count < size else None
            if word is None or word.shape == "?":
                break
            glance = after + (word.as_first if count > 1 else word.as_only)
            drafts.append((glance + before.as_end if before is not None else glance, count, chunk))
            group = group or word.key in GROUP_WORDS
            if word.given < _NEVER and word.family < _NEVER and not group and (count > 1 or word.shape == "l"):
                break
            after += word.as_middle if count > 1 else word.as_last
        return drafts

    def _keys(
        self, words: Sequence[Word], style: Style | None, size: int, abstract: str, page: PageNames
    ) -> list[Key]:
        """All the evidence of a place but that of the chunks after it: the name is the last `size` of a chunk's words."""
        name, before = words[-size:], words[:-size]
        keys = _name_keys(name, abstract, page) + _style_keys(name, style)
        if before:
            return keys + _end_keys(before, name, abstract, page)
        return [*keys, (40,)]


def _position(text: str, low: int, chunk: Chunk, size: int) -> int:
    """Where the last `size` words of a chunk begin."""
    at = chunk.end
    for word in last_texts(chunk.text)[: -size - 1 : -1]:
        at = text.rindex(word, low, at)
    return at
