"""Merging of papers that no rule was set on, altered as other sources would show them, per kind of alteration.

    python -m benchmarks.bench_dedup_held_out [--part tune]

Half of the papers of `../shared/data/papers.parquet` that stand in no other set is for setting rules by (`tune`); the
figures in `docs/sameness.md` are of the other (`held`). Every kind gets papers of its own. A kind of copy tells its
recall: how many of the pairs were merged. A kind of look-alike tells how many were kept apart.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import polars as pl

from benchmarks import held_out_copies, held_out_others
from benchmarks.bench_dedup import SHARED, run
from benchmarks.held_out_papers import Paper, draw_papers

SEED: Final = 7
SHOWN: Final = 8
"""Wrong pairs of a kind that are printed."""

Made = dict[str, Any]
"""A record: its values, `source_id`, and beside them `truth` (its paper) and `kind`."""


def main() -> None:
    """Make the set, merge it and print the figures of each kind."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--part", choices=("held", "tune"), default="held", help="which half of the papers")
    ask.add_argument("--papers", type=int, default=300, help="papers of each kind")
    ask.add_argument("--wrong", action="store_true", help="print some pairs of each kind that came out wrong")
    args = ask.parse_args()
    if args.wrong and args.part == "held":
        raise SystemExit("what is wrong is not looked at in the held-out half")
    made = make_records(draw_papers(SHARED, args.part), args.papers)
    with tempfile.TemporaryDirectory(prefix="held-out-") as folder:
        raw = Path(folder) / "raw"
        raw.mkdir()
        write(made, raw / "sources.jsonl")
        told = run([sys.executable, "-m", "benchmarks.bench_dedup_run", raw, folder])
        said = pl.read_parquet(Path(folder) / "records.parquet", columns=["source_id", "paper_id"])
    print(f"{told['records']} records, {args.part} half, {told['cpu_s']:.1f} s of CPU")
    report(made, dict(said.iter_rows()), show=args.wrong)


def make_records(papers: list[Paper], each: int) -> list[Made]:
    """So many papers of each kind, twice: as they are, and as another source or a look-alike has them."""
    rng = random.Random(SEED)  # noqa: S311 - not for secrets
    foreign, left = papers[: 2 * each], papers[2 * each :]
    made: list[Made] = []
    for kind, copy in held_out_copies.WAYS.items():
        found = _take(left, each, partial(_copy, copy, rng))
        made += [_named(kind, at, side, pair[side], same=True) for at, pair in enumerate(found) for side in (0, 1)]
    for kind, look_alike in held_out_others.WAYS.items():
        found = _take(left, each, partial(_look_alike, look_alike, foreign, rng))
        made += [_named(kind, at, side, pair[side], same=False) for at, pair in enumerate(found) for side in (0, 1)]
    return made


def _copy(way: held_out_copies.Way, rng: random.Random, paper: Paper, _: int) -> tuple[Paper, Paper] | None:
    shown = way(paper, rng)
    return None if shown is None else (paper, shown)


def _look_alike(
    way: held_out_others.Way, foreign: list[Paper], rng: random.Random, paper: Paper, at: int
) -> tuple[Paper, Paper] | None:
    return way(paper, foreign[at], rng)


def _take(
    left: list[Paper], each: int, make: Callable[[Paper, int], tuple[Paper, Paper] | None]
) -> list[tuple[Paper, Paper]]:
    """The first pairs that can be made of the papers that are left, which are then used up."""
    found: list[tuple[Paper, Paper]] = []
    kept = []
    while left and len(found) < each:
        paper = left.pop()
        pair = make(paper, len(found))
        if pair is None:
            kept.append(paper)
        else:
            found.append(pair)
    left.extend(reversed(kept))
    return found


def _named(kind: str, at: int, side: int, paper: Paper, *, same: bool) -> Made:
    truth = f"{kind} {at}" if same else f"{kind} {at} {side}"
    return paper | {"source_id": f"{kind} {at} {side}", "truth": truth, "kind": kind}


def write(made: list[Made], path: Path) -> None:
    """Write the records as a JSONL export, without the answers."""
    lines = (json.dumps({name: one[name] for name in one if name not in ("truth", "kind")}) for one in made)
    path.write_text("\n".join(lines), encoding="utf-8")


def report(made: list[Made], said: dict[str, str], *, show: bool) -> None:
    """Print, for each kind, the pairs and how many came out right; then precision and recall of all."""
    by_kind: dict[str, list[Made]] = defaultdict(list)
    for one in made:
        by_kind[one["kind"]].append(one)
    for kind, records in by_kind.items():
        wrong = []
        for one, other in zip(records[::2], records[1::2], strict=True):
            merged = said[one["source_id"]] == said[other["source_id"]]
            if merged != (one["truth"] == other["truth"]):
                wrong.append((one, other))
        word = "merged" if kind in held_out_copies.WAYS else "apart"
        pairs = len(records) // 2
        print(f"{kind:55} {word:7} {pairs - len(wrong):4} of {pairs:4}  {(pairs - len(wrong)) / max(pairs, 1):.3f}")
        for pair in wrong[:SHOWN] if show else []:
            for one in pair:
                told = {name: value for name, value in one.items() if name not in ("abstract", "truth", "kind")}
                print("   ", {name: value for name, value in told.items() if value})
            print()
    truth = {one["source_id"]: one["truth"] for one in made}
    true, found = _pairs(truth), _pairs({record: said[record] for record in truth})
    hit = _pairs({record: (truth[record], said[record]) for record in truth})
    print(f"all pairs: precision {hit / found:.5f}, recall {hit / true:.5f}, {found - hit} wrong, {true - hit} missed")


def _pairs(label: Mapping[str, Hashable]) -> int:
    """The pairs of records with one label."""
    return sum(size * (size - 1) // 2 for size in Counter(label.values()).values())


if __name__ == "__main__":
    main()
