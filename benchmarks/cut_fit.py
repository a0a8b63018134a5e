"""Fits the weights of the model that cuts up pages without breaks, by maximum likelihood."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix

from benchmarks.cut_pages import Paper, print_pages
from flows.layouts.cut.evidence import Key
from flows.layouts.cut.junctions import QUICK_KINDS as TITLE_KINDS
from flows.layouts.cut.model import ABSTRACT_CHARS, Model, Segment
from flows.layouts.cut.names import QUICK_KINDS as NAME_KINDS
from flows.layouts.cut.pagenames import PageNames

QUICK_KINDS: Final = TITLE_KINDS | NAME_KINDS

Floats = npt.NDArray[np.float64]


class Examples(NamedTuple):
    """Candidate cuts: the evidence of each (columns as in `keys`), where each record's begin, and the right ones.

    `shares` says how much each record counts.
    """

    evidence: csr_matrix
    keys: list[Key]
    starts: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    shares: Floats
    missed: int


def page_names(papers: Iterable[Paper]) -> PageNames:
    """The names that stand between commas on a page of these papers."""
    names = PageNames()
    for paper in papers:
        for name in paper.authors[1:]:
            names.add(name)
    return names


def collect(papers: Sequence[Paper], model: Model, seed: int, share: float = 1.0, step: int = 1) -> Examples:
    """Every candidate that `model` weighs on pages of these papers, but for records whose right cut it gives up.

    Each record counts `share`. With a `step` of 2 only every second paper of a page is learnt from.
    """
    columns: dict[Key, int] = {}
    indices, ends, starts, right = array("i"), array("q", [0]), array("q"), array("q")
    missed = 0
    for number, (text, answers) in enumerate(print_pages(papers, seed, damage=True)):
        names = page_names(answer.paper for answer in answers)
        for place in range(step - 1, len(answers), step):
            answer = answers[place]
            abstract = answer.paper.abstract[:ABSTRACT_CHARS].casefold()
            fixed = place == 0 and number % 2 == 0
            found, _ = model.choices(text, Segment(answer.low, answer.high, abstract, fixed), names)
            truth = [
                at
                for at, choice in enumerate(found)
                if (choice.title.at, choice.authors.at) == (answer.title, answer.authors)
            ]
            if not truth:
                missed += 1
                continue
            starts.append(len(ends) - 1)
            right.append(len(ends) - 1 + truth[0])
            for choice in found:
                for key in (*choice.title.keys, *choice.authors.keys, *choice.keys):
                    indices.append(columns.setdefault(key, len(columns)))
                ends.append(len(indices))
    shape = (len(ends) - 1, len(columns))
    ones = np.ones(len(indices), np.float32)
    evidence = csr_matrix((ones, np.array(indices), np.array(ends)), shape=shape)
    shares = np.full(len(starts), share)
    return Examples(evidence, list(columns), np.array(starts), np.array(right), shares, missed)


def joined(parts: Sequence[Examples]) -> Examples:
    """All the parts as one."""
    columns: dict[Key, int] = {}
    indices, ends, starts, right = [], [np.zeros(1, np.int64)], [], []
    rows = filled = 0
    for part in parts:
        place = np.array([columns.setdefault(key, len(columns)) for key in part.keys], np.int32)
        indices.append(place[part.evidence.indices])
        ends.append(part.evidence.indptr[1:].astype(np.int64) + filled)
        starts.append(part.starts + rows)
        right.append(part.right + rows)
        rows += part.evidence.shape[0]
        filled += len(part.evidence.indices)
    ones = np.ones(filled, np.float32)
    evidence = csr_matrix((ones, np.concatenate(indices), np.concatenate(ends)), shape=(rows, len(columns)))
    shares = np.concatenate([part.shares for part in parts])
    missed = sum(part.missed for part in parts)
    return Examples(evidence, list(columns), np.concatenate(starts), np.concatenate(right), shares, missed)


def _chances(scores: Floats, starts: npt.NDArray[np.int64]) -> Floats:
    """The probability of each candidate among those of its record."""
    sizes = np.diff(np.append(starts, len(scores)))
    raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    return np.asarray(raised / np.repeat(np.add.reduceat(raised, starts), sizes))


def fit(
    examples: Examples,
    penalty: float,
    start: Mapping[Key, float] | None = None,
    keep: Callable[[Key], bool] = lambda _: True,
) -> dict[Key, float]:
    """The weights of the keys to `keep` that make the right cuts likeliest, large ones held down by `penalty`.

    The search begins at `start`, or with all weights zero.
    """
    used = [place for place, key in enumerate(examples.keys) if keep(key)]
    evidence = examples.evidence[:, used].tocsr()
    turned = evidence.T.tocsr()
    truth = np.zeros(evidence.shape[0])
    truth[examples.right] = 1
    counts = np.repeat(examples.shares, np.diff(np.append(examples.starts, evidence.shape[0])))

    def loss(weights: Floats) -> tuple[float, Floats]:
        chances = _chances(evidence @ weights, examples.starts)
        logs = np.log(np.maximum(chances[examples.right], 1e-300))
        value = penalty / 2 * weights @ weights - examples.shares @ logs
        return float(value), turned @ (counts * (chances - truth)) + penalty * weights

    begin = np.array([(start or {}).get(examples.keys[place], 0.0) for place in used])
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": 400, "maxcor": 15})
    print(f"  penalty {penalty}: {len(used):,} weights, {found.nit} steps, loss {found.fun:.1f}", flush=True)
    return {examples.keys[place]: float(weight) for place, weight in zip(used, found.x, strict=True)}


def temper(examples: Examples, weights: Mapping[Key, float]) -> tuple[float, float]:
    """The factor on all weights that makes the probabilities fit these examples best, and the loss a record then."""
    column = np.array([weights.get(key, 0.0) for key in examples.keys])
    scores = examples.evidence @ column

    def loss(factor: float) -> float:
        chances = _chances(scores * factor, examples.starts)
        return float(-np.log(np.maximum(chances[examples.right], 1e-300)).mean())

    found = minimize_scalar(loss, bounds=(0.3, 1.5), method="bounded")
    return float(found.x), float(found.fun)
