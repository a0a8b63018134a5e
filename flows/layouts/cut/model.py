"""The model of a cut: what goes into it, what comes out, and where it is kept.

Nothing here needs the libraries that the model itself needs: those are imported when a page is cut.
"""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from flows.layouts.cut.cutter import Cutter

ABSTRACT_CHARS: Final = 2500
"""How much of a paper's own abstract is looked at."""

_MARGIN: Final = 8.0
_QUICK_MARGIN: Final = 8.0
_ENOUGH: Final = 4.0
"""See `flows.layouts.cut.evidence.Scale`. On papers set aside when the weights were made, wider margins get no more
records right; narrower ones (5 and 6) get some wrong with high confidence."""


class Bounds(NamedTuple):
    """What stands between two headers, `text[low:high]`: an abstract, the next title and its authors.

    `fixed`: its title begins at `low`.
    """

    low: int
    high: int
    fixed: bool = False


class Cut(NamedTuple):
    """The likeliest cut: where title and authors begin, and how likely it is.

    `words`: of the first author's name, 0 where there are no authors. `start_probability`: that the title begins there,
    wherever the authors do.
    """

    title: int
    authors: int
    words: int
    probability: float
    start_probability: float


@cache
def load() -> "Cutter":
    """The model of the package; read once, when the first page needs it."""
    from flows.layouts.cut.cutter import Cutter  # noqa: PLC0415 - numpy is imported where a page needs it, not before
    from flows.layouts.cut.evidence import Scale  # noqa: PLC0415 - as above
    from flows.layouts.cut.store import read  # noqa: PLC0415 - as above

    with (files("flows.layouts.cut") / "weights.zip").open("rb") as source:
        stored = read(source)
    return Cutter(stored.lexicon(), Scale(stored.weights, stored.quick, _MARGIN, _QUICK_MARGIN, _ENOUGH))
