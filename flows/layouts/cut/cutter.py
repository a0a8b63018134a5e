"""A log-linear distribution over pairs: where the title begins, where the authors begin."""

from collections.abc import Sequence
from itertools import repeat
from typing import Final, NamedTuple

import numpy as np

from flows.layouts.base import new_tuple
from flows.layouts.cut.breaks import Place
from flows.layouts.cut.chars import Chars
from flows.layouts.cut.evidence import Scale
from flows.layouts.cut.groups import Bools, Floats, Ints, best_of, within
from flows.layouts.cut.junctions import WINDOW, Junctions, TitleStarts
from flows.layouts.cut.lexicon import Lexicon
from flows.layouts.cut.lists import read_segments
from flows.layouts.cut.model import Bounds, Cut
from flows.layouts.cut.names import AuthorStarts, Names
from flows.layouts.cut.pagenames import PageNames, page_names
from flows.layouts.cut.segments import Segments
from flows.layouts.cut.titles import title_codes
from flows.layouts.cut.words import Words

_TITLE_PIECES: Final = 15


class Choices(NamedTuple):
    """The pairs that the model weighs, in the order of their segments: where title and authors begin.

    `words`: of the first author's name. `codes`: the evidence, a row of the array for each piece. `sure`: of each
    segment, the probability that its cut is one of these; `waits`: whether its abstract is needed to tell, and was not
    given.
    """

    segment: Ints
    title: Ints
    authors: Ints
    words: Ints
    codes: Ints
    sure: Floats
    waits: Bools


class _Pairs(NamedTuple):
    """Pairs of a title and the authors after it: of which segment, where both begin, words of the first name."""

    segment: Ints
    title: Ints
    authors: Ints
    words: Ints


class Cutter:
    """A lexicon and the weights of the evidence."""

    def __init__(self, lexicon: Lexicon, scale: Scale) -> None:
        """A model of these parts."""
        self.lexicon = lexicon
        self._scale = scale
        self._chars = Chars()
        self._words = Words(lexicon, scale, self._chars)
        self._names = Names(self._words, scale)
        self._junctions = Junctions(lexicon, scale, self._chars)

    def make_room(self) -> None:
        """Forget words met so far if there are too many; segments read before are of no use any longer."""
        self._words.make_room()
        self._junctions.make_room()

    def segments(self, text: str, bounds: Sequence[Bounds]) -> Segments:
        """The segments of the text with these bounds, with their author lists."""
        return read_segments(text, bounds, self._words, self._chars)

    def page_names(self, segments: Segments, sure: Sequence[bool]) -> PageNames:
        """The names in the lists of those segments that are `sure` to end in authors."""
        return page_names(segments, np.array(sure, bool), self._words)

    def choices(self, text: str, segments: Segments, abstracts: Sequence[str | None], page: PageNames) -> Choices:
        """Every pair worth weighing, with its evidence.

        Each segment's paper has a case-folded abstract, None where it is not known yet: then the cut may have to wait
        for it, and the pairs are those that are likeliest at the quick look.
        """
        authors = self._names.starts(segments, abstracts, page)
        kept = self._likely(authors.codes, authors.segment, len(segments.low))
        authors = authors._replace(
            segment=authors.segment[kept],
            at=authors.at[kept],
            words=authors.words[kept],
            codes=authors.codes[:, kept],
        )
        titles = self._titles(text, segments, abstracts, authors)
        title, author = _pairs(segments, titles, authors)
        segment = titles.place[title]
        found = _Pairs(segment, titles.at[title], authors.at[author], authors.words[author])
        pairs = self._pair_codes(text, found, abstracts)
        codes = np.concatenate([authors.codes[:, author], titles.codes[:, title], pairs])
        empty = (np.bincount(segment, minlength=len(segments.low)) > 1)[segment] & (pairs[0] == 0)
        segment, starts, ends, words = (column[~empty] for column in found)
        sure = (1 - authors.lost) * (1 - titles.lost)
        return Choices(segment, starts, ends, words, codes[:, ~empty], sure, authors.waits | titles.waits)

    def cuts(
        self, text: str, segments: Segments, abstracts: Sequence[str | None], page: PageNames
    ) -> list[tuple[Cut | None, bool]]:
        """The likeliest cut of each segment, None where it holds no title; and whether it waits, as in `choices`."""
        if not len(segments.low):
            return []
        found = self.choices(text, segments, abstracts, page)
        score = self._scale.weigh(found.codes)
        best = best_of(score, found.segment, len(segments.low))
        chance = np.exp(score - best[found.segment])
        total = np.bincount(found.segment, chance, len(segments.low))
        winner = np.zeros(len(segments.low), np.int64)
        top = np.flatnonzero(score == best[found.segment])[::-1]
        winner[found.segment[top]] = top
        if not len(score):
            return [(None, waits) for waits in found.waits.tolist()]
        same = found.title == found.title[winner][found.segment]
        start = np.bincount(found.segment, chance * same, len(segments.low))
        share = found.sure / np.maximum(total, 1)
        columns = (found.title[winner], found.authors[winner], found.words[winner], share, share * start)
        cuts = map(new_tuple, repeat(Cut), zip(*(column.tolist() for column in columns), strict=True))
        any_ = (total > 0).tolist()
        known = [cut if there else None for cut, there in zip(cuts, any_, strict=True)]
        return list(zip(known, found.waits.tolist(), strict=True))

    def _likely(self, codes: Ints, group: Ints, groups: int) -> Bools:
        """The candidates whose own evidence is at most the margin behind the best of their group."""
        score = self._scale.weigh(codes)
        return score >= best_of(score, group, groups)[group] - self._scale.margin

    def _titles(
        self, text: str, segments: Segments, abstracts: Sequence[str | None], authors: AuthorStarts
    ) -> TitleStarts:
        """The likely places for the titles of all segments; a fixed one has but one."""
        high = best_of(authors.at.astype(float), authors.segment, len(segments.low)).astype(int)
        before = (-best_of(-authors.at.astype(float), authors.segment, len(segments.low))).astype(int)
        free = np.flatnonzero(~segments.fixed)
        here = [abstracts[at] for at in free.tolist()]
        columns = (segments.low[free].tolist(), before[free].tolist(), high[free].tolist(), here)
        places: list[Place] = list(map(new_tuple, repeat(Place), zip(*columns, strict=True)))
        found = self._junctions.starts(text, places)
        kept = self._likely(found.codes, found.place, len(places))
        bound = np.flatnonzero(segments.fixed)
        segment = np.concatenate([free[found.place[kept]], bound])
        at = np.concatenate([found.at[kept], segments.low[bound]])
        codes = np.concatenate([found.codes[:, kept], np.zeros((len(found.codes), len(bound)), np.int64)], axis=1)
        order = np.argsort(segment, kind="stable")
        lost, waits = np.zeros(len(segments.low)), np.zeros(len(segments.low), bool)
        lost[free], waits[free] = found.lost, found.waits
        return TitleStarts(segment[order], at[order], codes[:, order], lost, waits)

    def _pair_codes(self, text: str, pairs: _Pairs, abstracts: Sequence[str | None]) -> Ints:
        """What each title as a whole says, where there is more than one pair."""
        codes = np.zeros((_TITLE_PIECES, len(pairs.segment)), np.int64)
        several = np.flatnonzero((np.bincount(pairs.segment) > 1)[pairs.segment])
        if not len(several):
            return codes
        spans = zip(pairs.title[several].tolist(), pairs.authors[several].tolist(), strict=True)
        titles = [text[low:high].strip() for low, high in spans]
        here = [abstracts[at] or "" for at in pairs.segment[several].tolist()]
        codes[:, several] = title_codes(titles, here, pairs.words[several], self._words)
        return codes


def _pairs(segments: Segments, titles: TitleStarts, authors: AuthorStarts) -> tuple[Ints, Ints]:
    """The numbers of each title and each author start of the same segment that fit together, title by title."""
    sizes = np.bincount(authors.segment, minlength=len(segments.low))
    first = np.cumsum(sizes) - sizes
    count = sizes[titles.place]
    title = np.repeat(np.arange(len(titles.place)), count)
    author = first[titles.place][title] + within(count)
    window = np.where(segments.fixed, segments.high - segments.low, WINDOW)
    far = authors.at[author] - titles.at[title]
    fits = (far > 0) & (far <= window[titles.place[title]])
    return title[fits], author[fits]
