"""How the names of a paper's other authors look, beside which the first one's is weighed."""

from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.groups import Bools, Ints
from flows.layouts.cut.segments import Segments

_MAX_OTHERS: Final = 8
_SEVERAL: Final = 2
_MAX_MODE: Final = 4


class Style(NamedTuple):
    """How the names look that follow some chunks, the next eight.

    `mode`: how many words most have, at most 4; `same`: all have so many; `several`: there are more than two;
    `initials`: how many of the `others` begin with one; `inner`: some name has one. All zero where there are none.
    """

    mode: Ints
    same: Bools
    several: Bools
    initials: Ints
    others: Ints
    inner: Bools

    def at(self, rows: Ints) -> "Style":
        """The same of these rows."""
        return Style(
            self.mode[rows],
            self.same[rows],
            self.several[rows],
            self.initials[rows],
            self.others[rows],
            self.inner[rows],
        )


def styles_of(segments: Segments, segment: Ints, chunks: Ints) -> Style:
    """The styles of the names that follow these chunks of these segments."""
    names = chunks[:, None] + np.arange(_MAX_OTHERS, 0, -1)
    there = names <= segments.final[segment][:, None]
    names = np.where(there, names, 0)
    count = segments.counts[names] * there
    alike = ((count[:, :, None] == count[:, None, :]) & there[:, None, :]).sum(axis=2) * there
    mode = count[np.arange(len(count)), alike.argmax(axis=1)]
    others = there.sum(axis=1)
    return Style(
        np.minimum(mode, _MAX_MODE),
        alike.max(axis=1) == others,
        others > _SEVERAL,
        (segments.opening[names] & there).sum(axis=1),
        others,
        (segments.initials[names] & there).any(axis=1),
    )
