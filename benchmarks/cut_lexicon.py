"""Makes the lexicon of the model that cuts up pages without breaks: how common each word is in each role."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from benchmarks.cut_pages import Paper
from flows.layouts.cut.lexicon import EVEN, GUESS_LIMIT, ROLES, Lexicon
from flows.layouts.cut.pieces import GRAM_BITS, grams
from flows.layouts.cut.tokens import lexicon_key

_MIN_COUNT: Final = 2
_MIN_IN_ABSTRACTS: Final = 5
_ABSTRACT_SHARE: Final = 0.02
"""A word of an abstract is this much evidence that it is a word of titles."""

_STEPS: Final = 16
_GRAM_PRIOR: Final = 2.0


@dataclass(slots=True)
class Counts:
    """How often each lexicon key stands in each place; each distinct name is counted once."""

    given: Counter[str] = field(default_factory=Counter)
    family: Counter[str] = field(default_factory=Counter)
    title: Counter[str] = field(default_factory=Counter)
    title_last: Counter[str] = field(default_factory=Counter)
    title_first: Counter[str] = field(default_factory=Counter)
    abstract: Counter[str] = field(default_factory=Counter)
    abstract_last: Counter[str] = field(default_factory=Counter)


class LexiconParts(NamedTuple):
    """What `flows.layouts.cut.lexicon.Lexicon` is made of."""

    words: list[str]
    rows: bytes
    pieces: npt.NDArray[np.int64]

    def lexicon(self) -> Lexicon:
        """The lexicon itself."""
        return Lexicon(*self)


def count_words(papers: Iterable[Paper]) -> Counts:
    """The counts over these papers."""
    counts = Counts()
    met: set[str] = set()
    for paper in papers:
        for name in paper.authors:
            if name not in met and name:
                met.add(name)
                _count_name([lexicon_key(word) for word in name.split()], counts)
        title = [lexicon_key(word) for word in paper.title.split()]
        abstract = [lexicon_key(word) for word in paper.abstract.split()]
        counts.title.update(title)
        counts.title_last[title[-1]] += 1
        counts.title_first[lexicon_key(paper.title.split(":")[0].split(" ")[0])] += 1
        counts.abstract.update(abstract)
        counts.abstract_last[abstract[-1]] += 1
    return counts


def _count_name(keys: list[str], counts: Counts) -> None:
    if len(keys) > 1:
        counts.given[keys[0]] += 1
    counts.family[keys[-1]] += 1
    for key in keys[1:-1]:
        counts.given[key] += 1
        counts.family[key] += 1


def _log_odds(count: float, total: float, other: float, other_total: float, smoothing: float) -> float:
    here, there = (count + smoothing) / (total + smoothing), (other + smoothing) / (other_total + smoothing)
    return math.log(here / there)


def _excess(count: float, total: float, base: float, base_total: float) -> float:
    """The log of how much more often a word stands in a place than its frequency foretells."""
    return math.log((count + 1) / (base * total / base_total + 1))


def _pieces(counts: Counts) -> npt.NDArray[np.int64]:
    """The log-odds, in sixteenths, of each piece of a word in names rather than titles."""
    size = 1 << GRAM_BITS
    keys = sorted({*counts.given, *counts.family, *counts.title})
    places, owners = grams(keys)
    name = np.log1p([counts.given[key] + counts.family[key] for key in keys])
    title = np.log1p([counts.title[key] for key in keys])
    in_names = np.bincount(places, name[owners], size) + _GRAM_PRIOR
    in_titles = np.bincount(places, title[owners], size) + _GRAM_PRIOR
    odds = np.log(in_names / in_names.sum()) - np.log(in_titles / in_titles.sum())
    steps: npt.NDArray[np.int64] = np.clip(np.round(odds * _STEPS), -127, 127).astype(np.int64)
    return steps


def _guesses(words: list[str], pieces: npt.NDArray[np.int64]) -> list[float]:
    """How much each word is a name rather than a word of titles, judged by its pieces."""
    places, owners = grams(words)
    total = np.bincount(owners, pieces[places], len(words)) / _STEPS
    odds = total / np.maximum(1, np.bincount(owners, minlength=len(words)) // 2)
    guesses: list[float] = np.clip(odds, -GUESS_LIMIT / _STEPS, GUESS_LIMIT / _STEPS).tolist()
    return guesses


def make_lexicon(papers: Iterable[Paper]) -> LexiconParts:
    """The lexicon of these papers."""
    counts = count_words(papers)
    for counter in (counts.given, counts.family, counts.title, counts.abstract):
        counter.pop("", None)
    in_text = counts.given + counts.family + counts.title
    words = sorted(
        {word for word, count in in_text.items() if count >= _MIN_COUNT}
        | {word for word, count in counts.abstract.items() if count >= _MIN_IN_ABSTRACTS}
    )
    pieces = _pieces(counts)
    totals = {role: counter.total() for role, counter in _counters(counts).items()}
    guesses = _guesses(words, pieces)
    rows = np.array([_row(word, counts, totals, guess) for word, guess in zip(words, guesses, strict=True)])
    steps = np.round(rows * _STEPS) + np.array([EVEN] * (len(ROLES) - 1) + [0])
    return LexiconParts(words, np.clip(steps, 0, 255).astype(np.uint8).tobytes(), pieces)


def _counters(counts: Counts) -> dict[str, Counter[str]]:
    return {name: getattr(counts, name) for name in Counts.__dataclass_fields__}


def _row(word: str, counts: Counts, totals: dict[str, int], guess: float) -> list[float]:
    """The roles of a word, as `flows.layouts.cut.lexicon` lists them; a rare name leans on the guess of its pieces."""
    title = counts.title[word] + counts.abstract[word] * _ABSTRACT_SHARE
    titles = totals["title"] + totals["abstract"] * _ABSTRACT_SHARE

    def name(role: str, count: int) -> float:
        met = count + counts.title[word]
        return (met * _log_odds(count, totals[role], title, titles, 0.5) + guess) / (met + 1)

    in_titles, in_abstracts = counts.title[word], counts.abstract[word]
    known = in_titles + in_abstracts > 0
    return [
        name("given", counts.given[word]),
        name("family", counts.family[word]),
        _excess(counts.title_last[word], totals["title_last"], in_titles, totals["title"]),
        _excess(counts.title_first[word], totals["title_first"], in_titles, totals["title"]),
        _excess(counts.abstract_last[word], totals["abstract_last"], in_abstracts, totals["abstract"]),
        _log_odds(in_titles, totals["title"], in_abstracts, totals["abstract"], 0.05) if known else 0.0,
        math.log1p(in_abstracts),
    ]
