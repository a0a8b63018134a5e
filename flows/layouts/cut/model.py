"""The model of a cut: a log-linear distribution over pairs (where the title begins, where the authors begin)."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import Final, NamedTuple, TypeVar

import numpy as np

from flows.layouts.cut.junctions import WINDOW, TitleStart, title_starts
from flows.layouts.cut.lexicon import Lexicon
from flows.layouts.cut.names import AuthorStart, Key, author_starts
from flows.layouts.cut.pagenames import PageNames
from flows.layouts.cut.splits import Splits
from flows.layouts.cut.titles import title_keys
from flows.layouts.cut.words import Words

ABSTRACT_CHARS: Final = 2500
"""How much of a paper's own abstract is looked at."""

_MARGIN: Final = 12.0


class Segment(NamedTuple):
    """What stands between two headers: `text[low:high]` is an abstract, the next title and its authors.

    `abstract` is the case-folded beginning of that next paper's abstract; `fixed`: its title begins at `low`.
    """

    low: int
    high: int
    abstract: str
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


class _Weights(dict[Key, float]):
    def __missing__(self, key: Key) -> float:
        return 0.0


class Model:
    """A lexicon and the weights of the evidence."""

    def __init__(self, lexicon: Lexicon, weights: Mapping[Key, float], margin: float = _MARGIN) -> None:
        """A model of these parts; places whose own evidence lies `margin` behind the best are not weighed in pairs."""
        self._words = Words(lexicon)
        self._splits = Splits(self._words)
        self._weigh = _Weights(weights).__getitem__
        self._margin = margin

    def choices(self, text: str, segment: Segment, page: PageNames) -> list[Choice]:
        """Every pair worth weighing, with its evidence and its score."""
        low, high, abstract, fixed = segment
        authors = self._likely(author_starts(text, low, high, abstract, self._words, page))
        places = [start.at for start, _ in authors]
        titles = self._likely(title_starts(text, low, places, abstract, self._splits, fixed=fixed))
        found = []
        seen: dict[str, bool] = {}
        for title, base in titles:
            for author, more in authors:
                if title.at < author.at <= title.at + WINDOW:
                    raw = text[title.at : author.at].strip()
                    keys = title_keys(raw, seen, abstract, self._words, author.words)
                    if keys:
                        found.append(Choice(title, author, keys, base + more + sum(map(self._weigh, keys))))
        return found

    def _likely(self, starts: Sequence[_Start]) -> list[tuple[_Start, float]]:
        """The starts whose own evidence is not hopeless, with its sum."""
        scores = [sum(map(self._weigh, start.keys)) for start in starts]
        floor = max(scores, default=0.0) - self._margin
        return [(start, score) for start, score in zip(starts, scores, strict=True) if score >= floor]

    def cut(self, text: str, segment: Segment, page: PageNames) -> Cut | None:
        """The likeliest cut of the segment, or None where it holds no title."""
        found = self.choices(text, segment, page)
        if not found:
            return None
        best = max(found, key=lambda choice: choice.score)
        chances = [exp(choice.score - best.score) for choice in found]
        total = sum(chances)
        at = best.title.at
        same = sum(chance for chance, choice in zip(chances, found, strict=True) if choice.title.at == at)
        return Cut(at, best.authors.at, best.authors.words, 1 / total, same / total)


@cache
def load() -> Model:
    """The model of the package; read once, when the first page needs it."""
    with (files("flows.layouts.cut") / "weights.npz").open("rb") as source:
        arrays = np.load(source)
        words = bytes(arrays["words"]).decode().split("\n")
        keys = json.loads(bytes(arrays["keys"]))
        weights = arrays["weights"].astype(float).tolist()
        lexicon = Lexicon(words, arrays["rows"], arrays["pieces"])
    return Model(lexicon, dict(zip(map(tuple, keys), weights, strict=True)))
