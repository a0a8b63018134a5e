"""Which of many pairs of records have titles that are alike, at the least cost."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from flows.matching.blocks import Pairs, Truths, number_rows, split_pairs
from flows.matching.letters import count_letters
from flows.matching.values import Values

LOOKED_AT: Final = 500_000
"""Pairs whose titles are read at a time."""

HEADING_CHARS: Final = 40
"""Of a longer title that is part of another only the beginning is looked for; headings stand at the end, too."""


_Texts = npt.NDArray[np.object_]


class Titles(NamedTuple):
    """The titles of all records, and what tells without reading them that two are not alike.

    Of each record `chars` and `starts`, the number of characters and the first bytes of its title; 0 where is none.
    """

    chars: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.uint64]
    values: Values

    def may_be_alike(self, pairs: Pairs, min_likeness: float) -> Truths:
        """Whether the titles of each pair may be so alike, or one may begin with the other."""
        like, part = self._looks(pairs, min_likeness)
        told: Truths = like | part
        return told

    def alike(self, pairs: Pairs, min_likeness: float) -> Pairs:
        """Those pairs whose titles are so alike (0 to 100), or one of which begins with the other."""
        kept = [np.empty(0, dtype=np.uint64)]
        for at in range(0, len(pairs), LOOKED_AT):
            some = pairs[at : at + LOOKED_AT]
            some = some[self.may_be_alike(some, min_likeness)]
            kept.append(some[self._are_alike(some, min_likeness)])
        return np.concatenate(kept)

    def _looks(self, pairs: Pairs, min_likeness: float) -> tuple[Truths, Truths]:
        """Whether the titles of each pair are of such lengths that they may be alike, and whether one may be a part."""
        a, b = split_pairs(pairs)
        short, long = np.minimum(self.chars[a], self.chars[b]), np.maximum(self.chars[a], self.chars[b])
        there = short > 0
        # Of a text and one of twice its length no more than two thirds can agree.
        may_be_alike = 200 * short >= min_likeness * (short + long)
        return there & may_be_alike, there & ((self.starts[a] == self.starts[b]) | (short < HEADING_CHARS))

    def _are_alike(self, pairs: Pairs, min_likeness: float) -> Truths:
        """For each pair whether its titles, which both are there, are so alike, or one is part of the other."""
        a, b = split_pairs(pairs)
        rows, (left, right) = number_rows(a, b, len(self.chars))
        texts = self.values.take(rows, ["title_key"])["title_key"]
        told: Truths = (self.chars[a] == self.chars[b]) & (self.starts[a] == self.starts[b])
        # Copies are most of what people have of one year.
        told[told] = (texts.gather(left[told]) == texts.gather(right[told])).to_numpy()
        others = np.flatnonzero(~told)
        some, (left, right) = number_rows(left[others], right[others], len(rows))
        texts, chars = texts.gather(some), self.chars[rows[some]].astype(np.int64)
        like, part = self._looks(pairs[others], min_likeness)
        letters = count_letters(texts)
        of_both = chars[left] + chars[right]
        # What only one of two texts has is in no likeness of theirs.
        like &= 100 * (of_both - letters.apart(left, right)) >= min_likeness * of_both
        # As Python's own texts, each made once: a pair takes two references to them.
        known = texts.to_numpy()
        like[like] = _are_like(known[left[like]], known[right[like]], min_likeness)
        one, other = left[part], right[part]
        is_shorter = chars[one] <= chars[other]
        short, long = np.where(is_shorter, (one, other), (other, one))
        held = letters.may_hold(long, short)
        both = zip(known[short[held]], known[long[held]], strict=True)
        held[held] = np.fromiter((one in other for one, other in both), np.bool_, int(held.sum()))
        part[part] = held
        told[others] = like | part
        return told


def _are_like(a: _Texts, b: _Texts, min_likeness: float) -> Truths:
    likeness = process.cpdist(a.tolist(), b.tolist(), scorer=fuzz.ratio, score_cutoff=min_likeness, dtype=np.float32)
    told: Truths = likeness > 0
    return told
