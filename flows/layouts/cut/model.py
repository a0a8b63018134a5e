"""The model of a cut: a log-linear distribution over pairs (where the title begins, where the authors begin)."""

from functools import cache
from importlib.resources import files
from math import exp
from typing import Final, NamedTuple, TypeVar

from flows.layouts.cut.evidence import Key, Scale
from flows.layouts.cut.junctions import WINDOW, Junctions, TitleStart
from flows.layouts.cut.lexicon import Lexicon
from flows.layouts.cut.names import AuthorStart, Names
from flows.layouts.cut.opening import Opening
from flows.layouts.cut.pagenames import PageNames
from flows.layouts.cut.splits import Splits
from flows.layouts.cut.store import read
from flows.layouts.cut.titles import title_keys
from flows.layouts.cut.words import Words

ABSTRACT_CHARS: Final = 2500
"""How much of a paper's own abstract is looked at."""

_MARGIN: Final = 8.0
_QUICK_MARGIN: Final = 8.0
_ENOUGH: Final = 4.0
"""See `flows.layouts.cut.evidence.Scale`. On papers set aside when the weights were made, wider margins get no more
records right; narrower ones (5 and 6) get some wrong with high confidence."""


class Segment(NamedTuple):
    """What stands between two headers: `text[low:high]` is an abstract, the next title and its authors.

    `abstract` is the beginning of that next paper's abstract; `fixed`: its title begins at `low`.
    """

    low: int
    high: int
    abstract: Opening
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


class Choice(NamedTuple):
    """A pair that the model weighs: its title and author starts, and the evidence of the pair."""

    title: TitleStart
    authors: AuthorStart
    keys: list[Key]
    score: float


_Start = TypeVar("_Start", TitleStart, AuthorStart)


def _likely(starts: list[_Start], margin: float) -> list[_Start]:
    """The starts whose own evidence is at most `margin` behind the best."""
    if len(starts) == 1:
        return starts
    floor = max([start.score for start in starts], default=0.0) - margin
    return [start for start in starts if start.score >= floor]


class Model:
    """A lexicon and the weights of the evidence."""

    def __init__(self, lexicon: Lexicon, scale: Scale) -> None:
        """A model of these parts."""
        self._margin = scale.margin
        self._scale = scale
        self._words = Words(lexicon, scale)
        self._names = Names(self._words, scale)
        self._junctions = Junctions(Splits(lexicon, scale), scale)

    def choices(self, text: str, segment: Segment, page: PageNames) -> tuple[list[Choice], float]:
        """Every pair worth weighing, with its evidence and its score, and the probability that it is one of these."""
        low, high, abstract, fixed = segment
        authors, lost = self._names.starts(text, low, high, abstract, page)
        authors = _likely(authors, self._margin)
        sure = 1 - lost
        if fixed:
            titles = [TitleStart(low, [], 0.0)]
        else:
            places = [start.at for start in authors]
            titles, lost = self._junctions.starts(text, low, min(places), max(places), abstract)
            titles = _likely(titles, self._margin)
            sure *= 1 - lost
        window = high - low if fixed else WINDOW
        pairs = [(title, author) for title in titles for author in authors if title.at < author.at <= title.at + window]
        if len(pairs) == 1:
            title, author = pairs[0]
            return [Choice(title, author, [], title.score + author.score)], sure
        found = []
        held: dict[str, bool] = {}
        folded = abstract.folded()
        for title, author in pairs:
            keys = title_keys(text[title.at : author.at].strip(), held, folded, self._words, author.words)
            if keys:
                found.append(Choice(title, author, keys, title.score + author.score + self._scale.weigh(keys)))
        return found, sure

    def cut(self, text: str, segment: Segment, page: PageNames) -> Cut | None:
        """The likeliest cut of the segment, or None where it holds no title."""
        found, sure = self.choices(text, segment, page)
        if not found:
            return None
        if len(found) == 1:
            only = found[0]
            return Cut(only.title.at, only.authors.at, only.authors.words, sure, sure)
        best = max(found, key=lambda choice: choice.score)
        chances = [exp(choice.score - best.score) for choice in found]
        total = sum(chances)
        at = best.title.at
        same = sum([chance for chance, choice in zip(chances, found, strict=True) if choice.title.at == at])
        return Cut(at, best.authors.at, best.authors.words, sure / total, sure * same / total)


@cache
def load() -> Model:
    """The model of the package; read once, when the first page needs it."""
    with (files("flows.layouts.cut") / "weights.zip").open("rb") as source:
        stored = read(source)
    return Model(stored.lexicon(), Scale(stored.weights, stored.quick, _MARGIN, _QUICK_MARGIN, _ENOUGH))
