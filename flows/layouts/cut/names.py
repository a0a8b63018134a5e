"""Where the authors may begin, and what speaks for each place."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.chunks import LAST_WORDS, style_of
from flows.layouts.cut.drafts import Drafts, Open, drafts, ending_words, missing_codes, open_chunks
from flows.layouts.cut.evidence import Scale
from flows.layouts.cut.firstauthor import Places, place_codes, style_fields
from flows.layouts.cut.groups import Bools, Floats, Ints, best_of, lost_shares
from flows.layouts.cut.kinds import code
from flows.layouts.cut.listed import chunk_codes, name_sums, sum_level
from flows.layouts.cut.model import Segment
from flows.layouts.cut.pagenames import PageNames
from flows.layouts.cut.told import page_level, seen, told_of
from flows.layouts.cut.words import FAMILY_ODDS, GIVEN_ODDS, Words

QUICK_KINDS: Final = frozenset({1, 2, 3, 4, 5, 6, 7, 11, 12, 18, 20, 21, 41, 42, 49, 60, 61, 62})
"""The kinds of evidence that are looked at first."""

_CHUNK_PIECES: Final = 5
_MAX_TAILS: Final = 6


class AuthorStarts(NamedTuple):
    """Places where author lists may begin, in the order of their segments.

    `words` words from there to the first comma, 0: no authors. `codes` is the evidence, a row of the array for each
    piece; all zero where nothing else was likely. `lost`: of each segment, the probability that its authors begin at a
    place that was given up at the quick look; `waits`: whether its abstract is needed to tell, and was not given.
    """

    segment: Ints
    at: Ints
    words: Ints
    codes: Ints
    lost: Floats
    waits: Bools


class _Batch(NamedTuple):
    """What is asked: segments, their open chunks, the papers' own abstracts as far as they are known, and the page."""

    segments: Sequence[Segment]
    chunks: Open
    abstracts: Sequence[str]
    page: PageNames


class Names:
    """Finds and weighs the places where authors may begin."""

    def __init__(self, words: Words, scale: Scale) -> None:
        """Places judged by what `words` are known, weighed by `scale`."""
        self._words = words
        self._scale = scale

    def starts(
        self, text: str, segments: Sequence[Segment], abstracts: Sequence[str | None], page: PageNames
    ) -> AuthorStarts:
        """The likely places for the authors of these segments of `text`; each paper's own abstract is case folded.

        Of segments without an abstract that would be needed, the place that is likeliest at the quick look.
        """
        chunks = open_chunks(segments, self._words)
        unknown = np.array([abstract is None for abstract in abstracts], bool)
        batch = _Batch(segments, chunks, [abstract or "" for abstract in abstracts], page)
        tails, waits = self._tails(batch)
        glances = self._scale.glance(tails)
        sums = np.cumsum(glances) - glances
        before = sums - sums[np.searchsorted(chunks.segment, chunks.segment)]
        found = drafts(segments, chunks, before, self._words, self._scale)
        best = best_of(found.glance, found.segment, len(segments))
        likely = found.glance >= best[found.segment] - self._scale.quick_margin
        many = np.bincount(found.segment[likely], minlength=len(segments)) > 1
        waits = (waits | many) & unknown
        likely &= ~waits[found.segment] | (found.glance == best[found.segment])
        lost = lost_shares(found.glance, found.segment, best, self._scale.quick_margin)
        kept = found.at(likely)
        weighed = np.flatnonzero((many & ~waits)[kept.segment])
        codes = self._codes(batch, kept.at(weighed), tails)
        every = np.zeros((len(codes), len(kept.segment)), np.int64)
        every[:, weighed] = codes
        return AuthorStarts(kept.segment, _positions(text, segments, chunks, kept), kept.words, every, lost, waits)

    def _tails(self, batch: _Batch) -> tuple[Ints, Bools]:
        """What each open chunk says as one name, where a segment has several, and which segments these are."""
        segments, chunks, abstracts, _ = batch
        several = np.bincount(chunks.segment, minlength=len(segments)) > 1
        codes = np.zeros((_CHUNK_PIECES, len(chunks.segment)), np.int64)
        rows = np.flatnonzero(several[chunks.segment])
        if len(rows):
            texts = _names(segments, chunks, rows)
            numbers = self._words.rows(texts, LAST_WORDS)
            self._words.facts(numbers)
            held = []
            for number, words in zip(chunks.segment[rows].tolist(), texts, strict=True):
                abstract = abstracts[number]
                keys = [self._words.keys_of[self._words[word]] for word in words] if abstract else []
                held.append(sum([seen(key, abstract) for key in keys]))
            codes[:, rows] = chunk_codes(numbers, np.array(held, np.int64), self._words)
        return codes, several

    def _codes(self, batch: _Batch, chosen: Drafts, tails: Ints) -> Ints:
        """All the evidence of these places."""
        segments, chunks, abstracts, _ = batch
        if not len(chosen.segment):
            return np.zeros((0, 0), np.int64)
        named = np.flatnonzero(chosen.words > 0)
        missing = np.flatnonzero(chosen.words == 0)
        names = chosen.at(named)
        pieces = place_codes(self._places(batch, names))
        for back in range(1, _MAX_TAILS + 1):
            row = np.maximum(names.chunk - back, 0)
            same = (names.chunk >= back) & (chunks.segment[row] == names.segment)
            pieces += list(np.where(same, tails[:, row], 0))
        codes = np.zeros((len(pieces), len(chosen.segment)), np.int64)
        codes[:, named] = pieces
        without = chosen.segment[missing].tolist()
        unnamed = self._missing_codes([segments[at] for at in without], [abstracts[at] for at in without])
        codes[: len(unnamed), missing] = unnamed
        return codes

    def _places(self, batch: _Batch, names: Drafts) -> Places:
        """What there is to know of places that have a name."""
        segments, chunks, abstracts, page = batch
        rows, place = np.unique(names.chunk, return_inverse=True)
        texts = _names(segments, chunks, rows)
        numbers = self._words.rows(texts, LAST_WORDS)
        facts = self._words.all_facts(numbers)
        deepest = np.zeros(len(rows), np.int64)
        np.maximum.at(deepest, place, names.words + 1)
        near = [words[-depth:] for words, depth in zip(texts, deepest.tolist(), strict=True)]
        here = [abstracts[at] for at in chunks.segment[rows].tolist()]
        told = told_of(near, self._words, here, page)
        lists = zip(chunks.segment[rows].tolist(), chunks.chunk[rows].tolist(), strict=True)
        styles, styled = style_fields([style_of(segments[number].chunks.names[:chunk]) for number, chunk in lists])
        each = list(zip(place.tolist(), names.words.tolist(), strict=True))
        full = [page_level(page.full.get(" ".join(texts[row][-count:]), 0)) for row, count in each]
        phrase = [self._phrase(texts[row], count, here[row]) for row, count in each]
        return Places(
            facts[:, place],
            told.at(place),
            names.words,
            np.array(full, np.int64),
            np.array(phrase, bool),
            styles[:, place],
            styled[place],
        )

    def _phrase(self, texts: list[str], count: int, abstract: str) -> bool:
        """Whether the abstract holds the word before the last `count` words, and both words there side by side."""
        if count >= len(texts):
            return False
        end, first = (self._words.keys_of[self._words[text]] for text in texts[-count - 1 : len(texts) - count + 1])
        return seen(end, abstract) and f"{end} {first}" in abstract

    def _missing_codes(self, segments: list[Segment], abstracts: list[str]) -> list[Ints]:
        """All that speaks for or against there being no authors."""
        numbers = ending_words(segments, self._words)
        given, family = self._words.facts(numbers, GIVEN_ODDS, FAMILY_ODDS)
        count = np.count_nonzero(numbers, axis=1)
        total = np.where(count > 0, sum_level(name_sums(given, family, count)), sum_level(np.zeros(1, np.int64)))
        pieces = [*missing_codes(segments, self._words), code(65, total)]
        for kind, column in ((63, 1), (64, 0)):
            keys = [self._words.keys_of[number] for number in numbers[:, column].tolist()]
            held = [seen(key, abstract) for key, abstract in zip(keys, abstracts, strict=True)]
            pieces.append(np.where(numbers[:, column] > 0, code(kind, np.array(held, np.int64)), 0))
        return pieces


def _names(segments: Sequence[Segment], chunks: Open, rows: Ints) -> list[list[str]]:
    """The words of open chunks."""
    where = zip(chunks.segment[rows].tolist(), chunks.chunk[rows].tolist(), strict=True)
    return [segments[segment].chunks.names[chunk] for segment, chunk in where]


def _positions(text: str, segments: Sequence[Segment], chunks: Open, found: Drafts) -> Ints:
    """Where in the text each of these places is."""
    places = []
    which = np.where(found.chunk < 0, -1, chunks.chunk[found.chunk]).tolist()
    for number, chunk, count in zip(found.segment.tolist(), which, found.words.tolist(), strict=True):
        low, at, (names, ends, _), _ = segments[number]
        if count:
            at = ends[chunk]
            for word in names[chunk][: -count - 1 : -1]:
                at = text.rindex(word, low, at)
        places.append(at)
    return np.array(places, np.int64)
