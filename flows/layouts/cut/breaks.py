"""A quick look at the places where a title may begin inside a word, by what the word's halves say by themselves."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.chars import Chars
from flows.layouts.cut.evidence import Scale
from flows.layouts.cut.groups import Bools, Floats, Ints
from flows.layouts.cut.halves import Halves
from flows.layouts.cut.kinds import code
from flows.layouts.cut.lexicon import Lexicon
from flows.layouts.cut.seams import Marks, find_seams
from flows.layouts.cut.splits import Splits, explained

_STEP_CHARS: Final = 16
_MAX_STEPS: Final = 31


class Place(NamedTuple):
    """Where to look for a title: in `text[low:]`, for authors that begin between `before` and `high`.

    `abstract` is the one of the paper whose title it is, case folded, or None if it is not known yet.
    """

    low: int
    before: int
    high: int
    abstract: str | None


class Breaks(NamedTuple):
    """Breaks in words: of which place asked for, their glance, where, where the word begins, number of the split."""

    place: Ints
    glance: Floats
    at: Ints
    word: Ints
    split: Ints

    def some(self, rows: Ints | Bools) -> "Breaks":
        """Some of them."""
        return Breaks(self.place[rows], self.glance[rows], self.at[rows], self.word[rows], self.split[rows])

    def and_more(self, more: "Breaks") -> "Breaks":
        """These, then more."""
        return Breaks(
            np.concatenate([self.place, more.place]),
            np.concatenate([self.glance, more.glance]),
            np.concatenate([self.at, more.at]),
            np.concatenate([self.word, more.word]),
            np.concatenate([self.split, more.split]),
        )


def distance_code(chars: Ints) -> Ints:
    """How far before the authors a title would begin, roughly."""
    return code(119, np.clip(chars // _STEP_CHARS, 0, _MAX_STEPS))


class Finder:
    """Finds breaks in words."""

    def __init__(self, lexicon: Lexicon, scale: Scale, chars: Chars) -> None:
        """Words of these characters that come apart as those of `lexicon` do, weighed by `scale`."""
        self.halves = Halves(lexicon, scale, chars)
        self._chars = chars
        self._splits = Splits(lexicon)
        self._scale = scale

    def make_room(self) -> None:
        """Forget the words met so far if there are too many."""
        self.halves.make_room()
        self._splits.make_room()

    def find(
        self, text: str, places: Sequence[Place], begins: Sequence[int], *, thorough: bool = False
    ) -> tuple[Breaks, Bools]:
        """The breaks between `begins` and the ends of these places, and which need an abstract that is None.

        Breaks in unknown runs of letters are looked for in web addresses, or everywhere if `thorough`.
        """
        pieces = [text[begin : place[2]] for begin, place in zip(begins, places, strict=True)]
        joined = "\n".join(["", *pieces, ""])
        marks = find_seams(joined, self._chars)
        edge = np.searchsorted(marks.blanks, marks.seams)
        starts, ends = marks.blanks[edge - 1] + 1, marks.blanks[edge]
        lows = np.cumsum([1, *(len(piece) + 1 for piece in pieces)])[:-1]
        seams = zip(starts.tolist(), ends.tolist(), marks.seams.tolist(), strict=True)
        splits = [self.halves[f"{joined[start:seam]} {joined[seam:end]}"] for start, end, seam in seams]
        more, waits = self._explained(joined, marks, lows, places, thorough=thorough)
        word, seam, split = np.concatenate([np.array([starts, marks.seams, splits], np.int64), more], axis=1)
        order = np.argsort(seam, kind="stable")
        place = np.searchsorted(lows, seam[order], side="right") - 1
        shift = (np.array(begins, np.int64) - lows)[place]
        word, seam, split = word[order] + shift, seam[order] + shift, split[order]
        before = np.array([one.before for one in places], np.int64)[place]
        glance = self.halves.glances(split) + self._scale.glance([distance_code(before - word)])
        return Breaks(place, glance, seam, word, split), waits

    def _explained(
        self, joined: str, marks: Marks, lows: Ints, places: Sequence[Place], *, thorough: bool
    ) -> tuple[Ints, Bools]:
        """The breaks in unknown runs of letters: where their words begin, where they are, number of the split."""
        before = marks.blanks[:-1]
        if not thorough:
            before = np.unique(marks.blanks[np.searchsorted(marks.blanks, marks.slashes) - 1])
        ends = marks.blanks[np.searchsorted(marks.blanks, before) + 1].tolist()
        starts = (before + 1).tolist()
        words = [joined[start:end] for start, end in zip(starts, ends, strict=True)]
        owners = (np.searchsorted(lows, before + 1, side="right") - 1).tolist()
        waits = np.zeros(len(places), bool)
        found: list[tuple[int, int, int]] = []
        known = set(marks.seams.tolist() if ends else [])
        for owner, start, word, runs in zip(owners, starts, words, self._splits.runs_of(words), strict=True):
            if not runs:
                continue
            abstract = places[owner].abstract
            if abstract is None:
                waits[owner] = True
                continue
            more = [at for at in explained(runs, abstract) if start + at not in known]
            found += [(start, start + at, self.halves[f"{word[:at]} {word[at:]}"]) for at in more]
        return np.array(found, np.int64).reshape(-1, 3).T, waits
