"""Makes the weights file of `flows.layouts.cut` from arXiv-like tables of papers.

    python -m benchmarks.train_cut PAPERS.parquet MORE.parquet … --out flows/layouts/cut/weights.zip

Columns: uid, title, authors (list, given name first), abstract, date (YYYY-MM-DD). A third of the papers of the first
file, chosen by a hash of the uid, is never learnt from, whichever file it stands in; nor is a paper whose title is in
a file given by `--without` (JSON lines with a `title`). A twentieth of the rest only calibrates the probabilities.

The papers are dealt into folds. The evidence of a fold is read with a lexicon of the others, so that the weights learn
how words look that the lexicon has never met; the lexicon of the file is that of all folds.
"""

import argparse
import gc
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks.cut_fit import QUICK_KINDS, Examples, Ints, collect, fit, joined, temper
from benchmarks.cut_lexicon import make_lexicon
from benchmarks.cut_pages import Paper, kept_apart, printable, read_papers, share_of, title_key
from flows.layouts.cut.cutter import Cutter
from flows.layouts.cut.evidence import Scale, Weights, dense
from flows.layouts.cut.kinds import kinds_of
from flows.layouts.cut.store import Stored, save

_FOLDS: Final = 4
_CALIBRATION_SHARE: Final = 0.05
_FIRST_PAPERS: Final = 10_000
_QUICK_PENALTY: Final = 0.1
_PENALTIES: Final = (1.0, 0.5)
_MARGIN: Final = 12.0
_HARD_COPIES: Final = 4
_HARD_SHARE: Final = 0.25
"""Abstracts without a full stop at their end are rare; each is shown again before other titles, at a lower weight."""


def to_learn_from(files: Sequence[Path], without: Sequence[Path]) -> list[Paper]:
    """The papers of the files but for the third kept apart and those with a title in `without`, in random order."""
    tested = [paper for paper in read_papers(files[:1]) if kept_apart(paper.uid)]
    uids = {paper.uid for paper in tested}
    titles = {title_key(paper.title) for paper in tested}
    for file in without:
        rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
        titles |= {title_key(row["title"]) for row in rows if row["title"]}
    papers = [p for p in read_papers(files) if p.uid not in uids and title_key(p.title) not in titles]
    random.Random(5).shuffle(papers)  # noqa: S311 - not for secrets
    return papers


def fold_of(paper: Paper) -> int:
    """The fold that a paper is dealt into."""
    return int(share_of(paper, "fold") * _FOLDS)


def is_quick(codes: Ints) -> npt.NDArray[np.bool_]:
    """Which pieces of evidence are looked at first."""
    return np.isin(kinds_of(codes), list(QUICK_KINDS))


def train(papers: Sequence[Paper]) -> Stored:
    """The model that fits these papers best."""
    rest = [paper for paper in papers if share_of(paper, "part") >= _CALIBRATION_SHARE]
    calibration = [p for p in papers if share_of(p, "part") < _CALIBRATION_SHARE and printable(p)]
    start = quick = dense(np.zeros(0, np.int64), [])
    examples: list[Examples] = []
    for fold in range(_FOLDS):
        lexicon = make_lexicon(paper for paper in rest if fold_of(paper) != fold).lexicon()
        learnt = [paper for paper in rest if fold_of(paper) == fold and printable(paper)]
        if fold == 0:
            first = collect(learnt[:_FIRST_PAPERS], Cutter(lexicon, Scale(start, quick)), 1)
            quick = fit(first, _QUICK_PENALTY, keep=is_quick)
            start = fit(first, _PENALTIES[-1])
        model = Cutter(lexicon, Scale(start, quick, _MARGIN, _MARGIN))
        examples.append(collect(learnt, model, fold))
        examples.append(collect(hard_pairs(learnt, fold), model, fold, share=_HARD_SHARE, step=2))
        print(f"fold {fold}: {len(learnt):,} records, {examples[-2].missed} given up at once")
    parts = make_lexicon(rest)
    checked = collect(calibration, Cutter(parts.lexicon(), Scale(start, quick, _MARGIN, _MARGIN)), 99)
    return Stored(*parts, best_weights(joined(examples), checked), quick)


def hard_pairs(papers: Sequence[Paper], seed: int) -> list[Paper]:
    """By turns a paper whose abstract has no full stop at its end and any paper, several times over."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    hard = [paper for paper in papers if not paper.abstract.endswith(".")] * _HARD_COPIES
    rng.shuffle(hard)
    return [one for paper in hard for one in (paper, rng.choice(papers))]


def best_weights(examples: Examples, checked: Examples) -> Weights:
    """The weights, of all penalties tried, that fit the papers set aside for that best, calibrated on these."""
    weights = None
    tried: list[tuple[float, Weights]] = []
    for penalty in _PENALTIES:
        weights = fit(examples, penalty, weights)
        factor, loss = temper(checked, weights)
        print(
            f"  on {len(checked.starts):,} other records: loss {loss:.5f} with all weights times {factor:.3f}",
            flush=True,
        )
        tried.append((loss, weights * np.float32(factor)))
    return min(tried, key=lambda result: result[0])[1]


def main() -> None:
    """Read the command line, train, write."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("papers", type=Path, nargs="+")
    ask.add_argument("--without", type=Path, action="append", default=[])
    ask.add_argument("--out", type=Path, default=Path("flows/layouts/cut/weights.zip"))
    options = ask.parse_args()
    began = time.monotonic()
    papers = to_learn_from(options.papers, options.without)
    print(f"{len(papers):,} papers to learn from")
    gc.freeze()  # the collector need not walk the papers again and again
    save(options.out, train(papers))
    print(f"{options.out}: {options.out.stat().st_size:,} bytes, {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
