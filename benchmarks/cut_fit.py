"""Fits the weights of the model that cuts up pages without breaks, by maximum likelihood."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix

from benchmarks.cut_pages import Answer, Paper, print_pages
from flows.layouts.cut.cutter import Cutter
from flows.layouts.cut.evidence import Weights, dense
from flows.layouts.cut.junctions import QUICK_KINDS as TITLE_KINDS
from flows.layouts.cut.model import ABSTRACT_CHARS, Bounds
from flows.layouts.cut.names import QUICK_KINDS as NAME_KINDS
from flows.layouts.cut.pagenames import PageNames

QUICK_KINDS: Final = TITLE_KINDS | NAME_KINDS

_BATCH: Final = 500
"""So many records are weighed at a time, for the sake of memory."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Examples(NamedTuple):
    """Candidate cuts: the evidence of each (columns as in `codes`), where each record's begin, and the right ones.

    `shares` says how much each record counts.
    """

    evidence: csr_matrix
    codes: Ints
    starts: Ints
    right: Ints
    shares: Floats
    missed: int


def collect(papers: Sequence[Paper], model: Cutter, seed: int, share: float = 1.0, step: int = 1) -> Examples:
    """Every candidate that `model` weighs on pages of these papers, but for records whose right cut it gives up.

    Each record counts `share`. With a `step` of 2 only every second paper of a page is learnt from.
    """
    parts = []
    for number, (text, answers) in enumerate(print_pages(papers, seed, damage=True)):
        model.make_room()
        every = model.segments(text, [Bounds(one.low, one.high) for one in answers])
        names = model.page_names(every, [True] * len(answers))
        fixed = answers[:1] if number % 2 == 0 else []
        learnt = answers[step - 1 :: step]
        parts += [
            _weighed((text, names), learnt[at : at + _BATCH], fixed, model, share)
            for at in range(0, len(learnt), _BATCH)
        ]
    return joined(parts)


def _weighed(
    page: tuple[str, PageNames], answers: Sequence[Answer], fixed: Sequence[Answer], model: Cutter, share: float
) -> Examples:
    """The candidates of some records of a page; of those that are `fixed` the title begins the segment."""
    text, names = page
    segments = model.segments(text, [Bounds(one.low, one.high, one in fixed) for one in answers])
    abstracts = [answer.paper.abstract[:ABSTRACT_CHARS].casefold() for answer in answers]
    found = model.choices(text, segments, abstracts, names)
    title, authors = (
        np.array(column, np.int64) for column in zip(*[(one.title, one.authors) for one in answers], strict=True)
    )
    true = (found.title == title[found.segment]) & (found.authors == authors[found.segment])
    known = np.bincount(found.segment[true], minlength=len(answers)) > 0
    kept = known[found.segment]
    codes, segment = found.codes[:, kept].T, found.segment[kept]
    there = codes > 0
    columns, indices = np.unique(codes[there], return_inverse=True)
    ends = np.append(0, np.cumsum(np.count_nonzero(there, axis=1)))
    evidence = csr_matrix((np.ones(len(indices), np.float32), indices, ends), shape=(len(codes), len(columns)))
    starts = np.searchsorted(segment, np.flatnonzero(known))
    shares = np.full(len(starts), share)
    return Examples(evidence, columns, starts, np.flatnonzero(true[kept]), shares, int(np.count_nonzero(~known)))


def joined(parts: Sequence[Examples]) -> Examples:
    """All the parts as one."""
    codes = np.unique(np.concatenate([part.codes for part in parts]))
    indices, ends, starts, right = [], [np.zeros(1, np.int64)], [], []
    rows = filled = 0
    for part in parts:
        indices.append(np.searchsorted(codes, part.codes)[part.evidence.indices])
        ends.append(part.evidence.indptr[1:].astype(np.int64) + filled)
        starts.append(part.starts + rows)
        right.append(part.right + rows)
        rows += part.evidence.shape[0]
        filled += len(part.evidence.indices)
    ones = np.ones(filled, np.float32)
    evidence = csr_matrix((ones, np.concatenate(indices), np.concatenate(ends)), shape=(rows, len(codes)))
    shares = np.concatenate([part.shares for part in parts])
    missed = sum(part.missed for part in parts)
    return Examples(evidence, codes, np.concatenate(starts), np.concatenate(right), shares, missed)


def _chances(scores: Floats, starts: Ints) -> Floats:
    """The probability of each candidate among those of its record."""
    sizes = np.diff(np.append(starts, len(scores)))
    raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    return np.asarray(raised / np.repeat(np.add.reduceat(raised, starts), sizes))


def every(codes: Ints) -> npt.NDArray[np.bool_]:
    """All evidence is to be weighed."""
    return np.ones(len(codes), bool)


def fit(
    examples: Examples,
    penalty: float,
    start: Weights | None = None,
    keep: Callable[[Ints], npt.NDArray[np.bool_]] = every,
) -> Weights:
    """The weights of the codes to `keep` that make the right cuts likeliest, large ones held down by `penalty`.

    The search begins at `start`, or with all weights zero.
    """
    used = np.flatnonzero(keep(examples.codes))
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

    begin = np.zeros(len(used)) if start is None else start[examples.codes[used]].astype(np.float64)
    found = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": 400, "maxcor": 15})
    print(f"  penalty {penalty}: {len(used):,} weights, {found.nit} steps, loss {found.fun:.1f}", flush=True)
    return dense(examples.codes[used], found.x)


def temper(examples: Examples, weights: Weights) -> tuple[float, float]:
    """The factor on all weights that makes the probabilities fit these examples best, and the loss a record then."""
    scores = examples.evidence @ weights[examples.codes].astype(np.float64)

    def loss(factor: float) -> float:
        chances = _chances(scores * factor, examples.starts)
        return float(-np.log(np.maximum(chances[examples.right], 1e-300)).mean())

    found = minimize_scalar(loss, bounds=(0.3, 1.5), method="bounded")
    return float(found.x), float(found.fun)
