"""Where the authors may begin, and what speaks for each place."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.drafts import Drafts, Open, drafts, missing_codes, open_chunks
from flows.layouts.cut.evidence import Scale
from flows.layouts.cut.firstauthor import Places, place_codes
from flows.layouts.cut.groups import Bools, Floats, Ints, best_of, lost_shares
from flows.layouts.cut.kinds import code
from flows.layouts.cut.listed import chunk_codes, name_sums, sum_level
from flows.layouts.cut.pagenames import PageNames
from flows.layouts.cut.segments import LAST_WORDS, Segments
from flows.layouts.cut.styles import styles_of
from flows.layouts.cut.told import held_counts, seen, told_of
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

    segments: Segments
    chunks: Open
    abstracts: Sequence[str]
    page: PageNames


class Names:
    """Finds and weighs the places where authors may begin."""

    def __init__(self, words: Words, scale: Scale) -> None:
        """Places judged by what `words` are known, weighed by `scale`."""
        self._words = words
        self._scale = scale

    def starts(self, segments: Segments, abstracts: Sequence[str | None], page: PageNames) -> AuthorStarts:
        """The likely places for the authors of these segments; each paper's own abstract is case folded.

        Of segments without an abstract that would be needed, the place that is likeliest at the quick look.
        """
        groups = len(segments.low)
        chunks = open_chunks(segments)
        unknown = np.array([abstract is None for abstract in abstracts], bool)
        batch = _Batch(segments, chunks, [abstract or "" for abstract in abstracts], page)
        tails, waits = self._tails(batch)
        glances = self._scale.glance(tails)
        sums = np.cumsum(glances) - glances
        before = sums - sums[np.searchsorted(chunks.segment, chunks.segment)]
        found = drafts(segments, chunks, before, self._words, self._scale)
        best = best_of(found.glance, found.segment, groups)
        likely = found.glance >= best[found.segment] - self._scale.quick_margin
        many = np.bincount(found.segment[likely], minlength=groups) > 1
        waits = (waits | many) & unknown
        likely &= ~waits[found.segment] | (found.glance == best[found.segment])
        lost = lost_shares(found.glance, found.segment, best, self._scale.quick_margin)
        kept = found.at(likely)
        weighed = np.flatnonzero((many & ~waits)[kept.segment])
        codes = self._codes(batch, kept.at(weighed), tails)
        every = np.zeros((len(codes), len(kept.segment)), np.int64)
        every[:, weighed] = codes
        return AuthorStarts(kept.segment, _positions(segments, chunks, kept), kept.words, every, lost, waits)

    def _tails(self, batch: _Batch) -> tuple[Ints, Bools]:
        """What each open chunk says as one name, where a segment has several, and which segments these are."""
        segments, chunks, abstracts, _ = batch
        several = np.bincount(chunks.segment, minlength=len(segments.low)) > 1
        codes = np.zeros((_CHUNK_PIECES, len(chunks.segment)), np.int64)
        rows = np.flatnonzero(several[chunks.segment])
        if len(rows):
            numbers = segments.far_rows(chunks.chunk[rows], LAST_WORDS, self._words)
            self._words.learn(numbers)
            here = [abstracts[at] for at in chunks.segment[rows].tolist()]
            held = held_counts(numbers, self._words, here)
            codes[:, rows] = chunk_codes(numbers, held, self._words)
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
        without = chosen.segment[missing]
        unnamed = self._missing_codes(segments.some(without), [abstracts[at] for at in without.tolist()])
        codes[: len(unnamed), missing] = unnamed
        return codes

    def _places(self, batch: _Batch, names: Drafts) -> Places:
        """What there is to know of places that have a name."""
        segments, chunks, abstracts, page = batch
        rows, place = np.unique(names.chunk, return_inverse=True)
        segment, chunk = chunks.segment[rows], chunks.chunk[rows]
        numbers = segments.far_rows(chunk, LAST_WORDS, self._words)
        facts = self._words.all_facts(numbers)
        deepest = np.zeros(len(rows), np.int64)
        np.maximum.at(deepest, place, names.words + 1)
        here = [abstracts[at] for at in segment.tolist()]
        told = told_of(numbers, deepest, self._words, here, page)
        styles = styles_of(segments, segment, chunk)
        named = page.as_whole(numbers[place], names.words)
        phrase = self._phrases(numbers[place], names.words, [here[at] for at in place.tolist()])
        return Places(facts[:, place], told.at(place), names.words, named, phrase, styles.at(place))

    def _phrases(self, numbers: Ints, count: Ints, abstracts: Sequence[str]) -> Bools:
        """Whether the abstract holds the word before the last `count` words, and both words there side by side."""
        rows, keys = np.arange(len(numbers)), self._words.keys_of
        ends, firsts = numbers[rows, -count - 1].tolist(), numbers[rows, -count].tolist()
        held = zip(seen(ends, self._words, abstracts), ends, firsts, abstracts, strict=True)
        found = [here and f"{keys[end]} {keys[first]}" in abstract for here, end, first, abstract in held]
        return np.array(found, bool)

    def _missing_codes(self, segments: Segments, abstracts: Sequence[str]) -> list[Ints]:
        """All that speaks for or against there being no authors."""
        numbers = segments.rows(segments.final, 2)
        given, family = self._words.facts(numbers, GIVEN_ODDS, FAMILY_ODDS)
        count = np.count_nonzero(numbers, axis=1)
        total = np.where(count > 0, sum_level(name_sums(given, family, count)), sum_level(np.zeros(1, np.int64)))
        pieces = [*missing_codes(segments, self._words), code(65, total)]
        for kind, column in ((63, 1), (64, 0)):
            held = seen(numbers[:, column].tolist(), self._words, abstracts)
            pieces.append(np.where(numbers[:, column] > 0, code(kind, np.array(held, np.int64)), 0))
        return pieces


def _positions(segments: Segments, chunks: Open, found: Drafts) -> Ints:
    """Where in the text each of these places is."""
    at = segments.high[found.segment]
    named = np.flatnonzero(found.words)
    first = segments.stop[chunks.chunk[found.chunk[named]]] - found.words[named]
    at[named] = segments.begins[first]
    return at
