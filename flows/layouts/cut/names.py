"""Where the authors may begin, and what speaks for each place."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.layouts.cut.chunks import (
    MAX_NAME_WORDS,
    Chunk,
    Style,
    chunk_keys,
    clip,
    first_open,
    name_sum,
    nameable,
    read_chunks,
    seen,
    style_of,
)
from flows.layouts.cut.evidence import Key, Scale, lost_share
from flows.layouts.cut.lexicon import FAMILY, GIVEN, TITLE_LAST, VOCABULARY
from flows.layouts.cut.pagenames import PageNames
from flows.layouts.cut.roles import Roles
from flows.layouts.cut.tokens import GROUP_WORDS
from flows.layouts.cut.words import Word, Words

_NEVER: Final = -72
_FEW: Final = 5


class AuthorStart(NamedTuple):
    """A place where the author list may begin; `words` words from there to the first comma, 0: no authors."""

    at: int
    words: int
    keys: list[Key]
    score: float


class _Draft(NamedTuple):
    """A place that was only looked at quickly: the last words of a chunk and those before them."""

    at: int
    name: list[Word]
    before: list[Word]
    place: int
    keys: list[Key]
    glance: float


def _level(count: int) -> int:
    return min(count, 2) if count < _FEW else 3


def _name_keys(name: Sequence[Word], held: Sequence[bool], page: PageNames) -> list[Key]:
    """What the page and the paper's abstract say of the first author's name; `held`: which words the abstract holds."""
    first, last = name[0], name[-1]
    given = _level(page.given.get(first.text, 0))
    keys: list[Key] = [
        (14, held[0], first.shape in "IJP", given),
        (15, held[-1], _level(page.family.get(last.text, 0)), len(name) == 1),
        (16, given, first.row[GIVEN] >> 4),
        (17, _level(page.full.get(" ".join([word.text for word in name]), 0))),
    ]
    for word, here in zip(name[1:-1], held[1:-1], strict=True):
        known = _level(page.given.get(word.text, 0)), _level(page.family.get(word.text, 0))
        keys.append((22, here, word.shape, *known))
    return keys


def _style_keys(name: Sequence[Word], style: Style | None) -> list[Key]:
    """How the name compares with those of the paper's other authors."""
    count = len(name)
    if style is None:
        return [(33, count)]
    return [
        (30, count, style.mode, style.same, style.several),
        (31, name[0].shape in "IJ", style.initials == 0, style.initials == style.others),
        (32, count, any([word.shape in "IJ" for word in name]), style.inner),
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
    ]
    if len(before) > 1:
        keys.append((50, before[-2].shape, end.shape, before[-2].row[TITLE_LAST] >> 5))
    return keys


def missing_keys(words: Sequence[Word], commas: int) -> list[Key]:
    """What speaks for or against there being no authors at all; `words` are the last of the segment."""
    keys: list[Key] = [(60, min(commas, 2)), (65, clip(name_sum(words[-2:]) >> 4, -8, 16) if words else 0)]
    keys += [
        (61 + place, word.row[GIVEN if place else FAMILY] >> 4, word.shape) for place, word in enumerate(words[:-3:-1])
    ]
    return keys


def unheld_keys(words: Sequence[Word], abstract: str) -> list[Key]:
    """What the paper's abstract says of there being no authors."""
    return [(63 + place, seen(word, abstract)) for place, word in enumerate(words[:-3:-1])]


class Names:
    """Finds and weighs the places where authors may begin."""

    def __init__(self, words: Words, scale: Scale) -> None:
        """Places judged by what `words` are known, weighed by `scale`."""
        self._words = words
        self._scale = scale
        self._roles = Roles(scale)

    def starts(self, text: str, low: int, high: int, abstract: str, page: PageNames) -> tuple[list[AuthorStart], float]:
        """The likely places in `text[low:high]` where the authors, who end at `high`, may begin.

        `abstract` is the paper's own, case folded. Also gives the probability that they begin at a place that was
        given up at the quick look.
        """
        chunks, whole = read_chunks(text, low, high, self._words)
        leftmost = len(chunks) - 1
        drafts: list[_Draft] = []
        tails: list[Key] = []
        for place in range(first_open(chunks), leftmost + 1):
            drafts += self._drafts(text, low, chunks[place], place, tails, alone=whole and place == leftmost)
            if place < leftmost:
                tails = tails + chunk_keys(chunks[place].words, abstract)
        missing = missing_keys(chunks[0].words, leftmost)
        glances = [draft.glance for draft in drafts] + [self._scale.glance(missing)]
        floor = max(glances) - self._scale.quick_margin
        likely = [draft for draft in drafts if draft.glance >= floor]
        lost = lost_share(glances, floor)
        if len(likely) == 1 and glances[-1] < floor:
            return [AuthorStart(likely[0].at, len(likely[0].name), [], 0.0)], lost
        styles = {place: style_of(chunks[:place]) for place in {draft.place for draft in likely}}
        starts = [self._start(draft, styles[draft.place], abstract, page) for draft in likely]
        if glances[-1] >= floor:
            missing = missing + unheld_keys(chunks[0].words, abstract)
            starts.append(AuthorStart(high, 0, missing, self._scale.weigh(missing)))
        return starts, lost

    def _drafts(self, text: str, low: int, chunk: Chunk, place: int, tails: list[Key], *, alone: bool) -> list[_Draft]:
        """The places in one chunk where its last words may be the first author; `tails` speak of the chunks after."""
        words, roles = chunk.words, self._roles
        size, position = len(words), chunk.end
        after = self._scale.glance(tails)
        inner, inner_keys = 0.0, tails
        group = False
        drafts: list[_Draft] = []
        for count in range(1, min(MAX_NAME_WORDS, size) + 1):
            word = words[-count]
            if word.shape == "?" or (count == size and not alone):
                break
            position = text.rindex(word.text, low, position)
            name, before = words[size - count :], words[: size - count]
            if nameable(name):
                found = [roles.only(word)] if count == 1 else [roles.first(word), roles.last(words[-1])]
                if before:
                    found.append(roles.end(before[-1]))
                keys: list[Key] = [
                    (10, "".join([part.shape for part in name])[:4], count),
                    (13, clip(name_sum(name) >> 4, -8, 16), count),
                ]
                glance = after + inner + self._scale.glance(keys) + sum([role[0] for role in found])
                for role in found:
                    keys += role[1]
                drafts.append(_Draft(position, name, before, place, keys + inner_keys, glance))
            group = group or word.key in GROUP_WORDS
            if word.given < _NEVER and word.family < _NEVER and not group and (count > 1 or word.shape == "l"):
                break
            if count > 1:
                weight, keys = roles.middle(word)
                inner, inner_keys = inner + weight, inner_keys + keys
        return drafts

    def _start(self, draft: _Draft, style: Style | None, abstract: str, page: PageNames) -> AuthorStart:
        """The place with all its evidence."""
        name, before = draft.name, draft.before
        keys = _name_keys(name, [seen(word, abstract) for word in name], page) + _style_keys(name, style)
        if before:
            keys += _end_keys(before, name, abstract, page)
        else:
            keys.append((40,))
        keys += draft.keys
        return AuthorStart(draft.at, len(name), keys, self._scale.weigh(keys))
