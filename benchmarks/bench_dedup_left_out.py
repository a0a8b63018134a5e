"""How weights that were fitted to some labelled sets do on another: each set is left out in turn.

    python -m benchmarks.bench_dedup_left_out

A logistic regression with a ridge sets every level of `flows.matching.weights` anew on the candidate pairs of all sets
but one, each set weighing alike, and the one is judged by them (`others`). `all` is the same with the set among them,
`ours` are the weights of the house. Left out are weights alone: what the levels are, the vetoes and the candidates are
the same for all. Pairs count as they are judged, before clusters.
"""

import tempfile
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.optimize import minimize

from benchmarks.bench_dedup import labelled, sample, snapshots
from flows.matching.blocks import split_pairs
from flows.matching.candidates import find_candidates
from flows.matching.evidence import collect_evidence
from flows.matching.joining import join_parts, read_part
from flows.matching.search import Numbers, Search
from flows.matching.values import Values
from flows.matching.weights import LEVELS, SAME_FROM
from flows.reading import extract_files
from flows.settings import DedupSettings, Settings
from flows.stages.normalize import normalize, number_repeats

SETS: Final = ("stroke", "cytology_screening", "digital_work", "dblp_acm", "arxiv_2019+2020")
NAMES: Final = [(kind, level) for kind, levels in LEVELS.items() for level in levels]
RIDGE: Final = 0.5
"""Per square of a weight; the pairs of a set weigh SET_WEIGHT together."""

SET_WEIGHT: Final = 2_000.0

Floats = npt.NDArray[np.float64]


class Pairs(NamedTuple):
    """The candidate pairs of a set: a 1 for each level, whether of one paper, whether vetoed; true pairs in all."""

    levels: Floats
    same: npt.NDArray[np.bool_]
    vetoed: npt.NDArray[np.bool_]
    true: int


def main() -> None:
    """Print precision and recall of each set by each weights."""
    sets = {name: read_set(name) for name in SETS}
    ours = np.array([LEVELS[kind][level].weight for kind, level in NAMES])
    print(f"{'set':20} {'ours P':>8} {'R':>8} {'all P':>8} {'R':>8} {'others P':>9} {'R':>8}")
    fitted = fit(list(sets.values()))
    for name, pairs in sets.items():
        others = fit([other for key, other in sets.items() if key != name])
        told = [score(pairs, ours, SAME_FROM), score(pairs, *fitted), score(pairs, *others)]
        print(f"{name:20}" + "".join(f" {precision:8.5f} {recall:8.5f}" for precision, recall in told), flush=True)


def read_set(name: str) -> Pairs:
    """The candidate pairs of a set; of the arXiv snapshots those of a sample of papers."""
    settings = Settings()
    with tempfile.TemporaryDirectory(prefix="left-out-") as folder:
        raw = Path(folder) / "raw"
        raw.mkdir()
        key = (
            sample(Path(folder), snapshots(Path(folder))) if name.startswith("arxiv") else labelled(name, Path(folder))
        )
        paths = sorted(raw.iterdir())
        parts = [
            normalize(part.records, settings.normalize).records for part in extract_files(paths, raw, settings.extract)
        ]
        return _pairs(number_repeats(pl.concat(parts)), pl.read_parquet(key), settings.dedup, Path(folder))


def _pairs(records: pl.DataFrame, key: pl.DataFrame, limits: DedupSettings, folder: Path) -> Pairs:
    part = read_part(records, limits.min_abstract_chars)
    told, numbers = join_parts([part.numbers], records["record_id"], limits.min_title_chars)
    values = Values.join([part.values], [len(records)], told)
    a, b = split_pairs(find_candidates(Search(Numbers(numbers), values, limits.max_block_records), folder, map))
    evidence = collect_evidence(
        values.take(np.arange(len(records), dtype=np.uint32), values.names()),
        a,
        b,
        min_abstract_likeness=limits.min_abstract_likeness,
        max_years_apart=limits.max_years_apart,
    )
    papers = told.select("record_id").join(
        records.select("record_id", "source_id").join(key, on="source_id"), on="record_id", maintain_order="left"
    )["cluster_id"]
    sizes = key["cluster_id"].value_counts()["count"].cast(pl.Int64)
    vetoed = evidence.select(pl.any_horizontal(pl.col("conflict", "title_veto").is_not_null())).to_series()
    levels = evidence.select(
        (pl.col(kind) == level).fill_null(value=False).alias(f"{kind} {level}") for kind, level in NAMES
    )
    return Pairs(
        levels.to_numpy().astype(np.float64),
        (papers.gather(evidence["a"]) == papers.gather(evidence["b"])).to_numpy(),
        vetoed.to_numpy(),
        int((sizes * (sizes - 1) // 2).sum()),
    )


def fit(sets: list[Pairs]) -> tuple[Floats, float]:
    """A weight for each level, and the sum from which on a pair is the same: at even odds of one paper."""
    levels = np.concatenate([pairs.levels[~pairs.vetoed] for pairs in sets])
    design = np.hstack([levels, np.ones((len(levels), 1))])
    sign = np.concatenate([np.where(pairs.same[~pairs.vetoed], 1.0, -1.0) for pairs in sets])
    each = [np.full(int((~pairs.vetoed).sum()), SET_WEIGHT / int((~pairs.vetoed).sum())) for pairs in sets]
    importance = np.concatenate(each)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = sign * (design @ weights)
        wrong = importance / (1 + np.exp(np.clip(margin, -500, 500)))
        ridge = np.append(weights[:-1], 0.0)
        value = float((importance * np.logaddexp(0, -margin)).sum() + RIDGE * (ridge**2).sum())
        return value, -design.T @ (wrong * sign) + 2 * RIDGE * ridge

    found = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B").x
    return found[:-1], -float(found[-1])


def score(pairs: Pairs, weights: Floats, same_from: float) -> tuple[float, float]:
    """Precision and recall of pairs."""
    said = ~pairs.vetoed & (pairs.levels @ weights >= same_from)
    hit = int((said & pairs.same).sum())
    return hit / max(int(said.sum()), 1), hit / pairs.true


if __name__ == "__main__":
    main()
