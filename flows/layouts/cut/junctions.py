"""Where a title may begin in the text that follows `Summary:`, and what speaks for each place."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.breaks import Breaks, Finder, Place, distance_code
from flows.layouts.cut.chars import Chars
from flows.layouts.cut.context import HEADER_CHARS, context_codes, context_of
from flows.layouts.cut.evidence import Scale
from flows.layouts.cut.folding import folded
from flows.layouts.cut.groups import Bools, Floats, Ints, best_of, lost_shares
from flows.layouts.cut.kinds import code
from flows.layouts.cut.lexicon import Lexicon

QUICK_KINDS: Final = frozenset({99, 100, 101, 102, 103, 104, 105, 106, 107, 112, 114, 117, 118, 119, 120})
"""The kinds of evidence that are looked at first."""

WINDOW: Final = 440
"""How far before the authors a title may begin, in characters."""

_NEAR: Final = 200
_PIECES: Final = 22
_AT_START: Final = 100
_AT_BREAK: Final = 99


class TitleStarts(NamedTuple):
    """Places where titles may begin, in the order of the places asked for.

    `codes` is the evidence, a row of the array for each piece; all zero where nothing else was likely. `lost`: the
    probability, for each place asked for, that the title begins where it was given up at the quick look; `waits`:
    whether the abstract is needed to tell, and was not given.
    """

    place: Ints
    at: Ints
    codes: Ints
    lost: Floats
    waits: Bools


class Junctions:
    """Finds and weighs the places where titles may begin."""

    def __init__(self, lexicon: Lexicon, scale: Scale, chars: Chars) -> None:
        """Places where words of these characters come apart as words of `lexicon` do, weighed by `scale`."""
        self._finder = Finder(lexicon, scale, chars)
        self._scale = scale

    def make_room(self) -> None:
        """Forget the words met so far if there are too many."""
        self._finder.make_room()

    def starts(self, text: str, places: Sequence[Place]) -> TitleStarts:
        """The likely places for titles; where an abstract is needed and not known, the likeliest at the quick look."""
        begins, breaks, waits = self._breaks(text, places)
        number, at, kind = _plain_starts(text, places, begins)
        before = np.array([place.before for place in places], np.int64)
        plain = [code_of_plain(kind), distance_code(before[number] - at)]
        whole = Breaks(number, self._scale.glance(plain), at, at, np.full(len(at), -1))
        found = whole.and_more(breaks)
        codes = np.zeros((_PIECES, len(found.at)), np.int64)
        codes[:2, : len(at)] = plain
        best = best_of(found.glance, found.place, len(places))
        likely = found.glance >= best[found.place] - self._scale.quick_margin
        many = np.bincount(found.place[likely], minlength=len(places)) > 1
        waits |= many & np.array([place.abstract is None for place in places], bool)
        likely &= ~waits[found.place] | (found.glance == best[found.place])
        lost = lost_shares(found.glance, found.place, best, self._scale.quick_margin)
        chosen = np.flatnonzero(likely & (found.split >= 0) & (many & ~waits)[found.place])
        if len(chosen):
            codes[:, chosen] = self._codes(text, places, found.some(chosen))
        order = np.flatnonzero(likely)
        order = order[np.argsort(found.place[order], kind="stable")]
        return TitleStarts(found.place[order], found.at[order], codes[:, order], lost, waits)

    def _breaks(self, text: str, places: Sequence[Place]) -> tuple[list[int], Breaks, Bools]:
        """From where on was looked, near the authors where that is enough, the breaks there, and which places wait."""
        begins = _near(text, places)
        breaks, waits = self._finder.find(text, places, begins)
        unsure = best_of(breaks.glance, breaks.place, len(places)) < self._scale.enough
        known = np.array([abstract is not None for *_, abstract in places], bool)
        again = np.flatnonzero(unsure & known)
        if len(again):
            numbers = again.tolist()
            far = [_far(text, places[at].low, places[at].before) for at in numbers]
            more, _ = self._finder.find(text, [places[at] for at in numbers], far, thorough=True)
            for at, begin in zip(numbers, far, strict=True):
                begins[at] = begin
            kept = ~np.isin(breaks.place, again)
            breaks = breaks.some(kept).and_more(more._replace(place=again[more.place]))
        return begins, breaks, waits | (unsure & ~known)

    def _codes(self, text: str, places: Sequence[Place], breaks: Breaks) -> Ints:
        """All the evidence of these breaks."""
        own: dict[int, str] = {}
        found = []
        for number, at, word_at in zip(breaks.place.tolist(), breaks.at.tolist(), breaks.word.tolist(), strict=True):
            low, _, high, abstract = places[number]
            if number not in own:
                above = text[max(0, low - HEADER_CHARS) : low].rjust(HEADER_CHARS)
                own[number] = folded(above + text[low:high])
            word = text[word_at:high].split(maxsplit=1)[0]
            found.append(context_of(word, at - word_at, word_at - low + HEADER_CHARS, own[number], abstract or ""))
        before = np.array([places[number].before for number in breaks.place.tolist()], np.int64)
        facts = self._finder.halves.facts(breaks.split)
        return np.array(
            [
                np.zeros(len(before), np.int64),
                distance_code(before - breaks.word),
                *self._finder.halves.codes(breaks.split),
                *context_codes(facts, found),
            ]
        )


def code_of_plain(kind: Ints) -> Ints:
    """What speaks for the beginning of a segment, or of a line."""
    return np.where(kind == _AT_START, code(_AT_START), code(_AT_BREAK))


def _far(text: str, low: int, before: int) -> int:
    """From where on a title may begin."""
    return low if before - WINDOW <= low else max(low, text.find(" ", before - WINDOW))


def _near(text: str, places: Sequence[Place]) -> list[int]:
    """From where on most titles begin, for each place."""
    founds = [text.find(" ", max(low, before - _NEAR)) for low, before, _, _ in places]
    return [
        found if found >= 0 else _far(text, place.low, place.before)
        for found, place in zip(founds, places, strict=True)
    ]


def _plain_starts(text: str, places: Sequence[Place], begins: Sequence[int]) -> tuple[Ints, Ints, Ints]:
    """A segment's own beginning, if it is near enough, and what follows a line break: of which place, where, kind."""
    found: list[tuple[int, int, int]] = []
    for number, ((low, _, high, _), begin) in enumerate(zip(places, begins, strict=True)):
        if begin == low:
            found.append((number, begin, _AT_START))
        if text.find("\n", begin, high) >= 0 or text.find("\r", begin, high) >= 0:
            line = begin
            for row in text[begin:high].splitlines(keepends=True):
                if line > begin and row.strip():
                    found.append((number, line + len(row) - len(row.lstrip()), _AT_BREAK))
                line += len(row)
    numbers, at, kinds = np.array(found, np.int64).reshape(-1, 3).T
    return numbers, at, kinds
