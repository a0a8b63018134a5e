"""How long a build of many records takes, beside what polars alone needs to read and write them (FLOOR).

    bench.py [--records 100000] [--shape files] [--source ../shared/data] [--cache DIR] [--increment] [--keep]

Makes the data once (`bench_data`) and then runs, each as a process of its own: FLOOR, `litsieve build`,
`litsieve verify`. Prints for each wall and CPU seconds, the most memory of all its processes together and the ratio to
FLOOR; the share of the build's stages; and precision and recall of the merging by pairs of records. With `--increment`
the last records of the last dump come only afterwards, as a dump of their own: what that build takes of the time of
a full one, once with the cache and once without, and whether both give the same tables.

Prefect's database lies in the cache folder. The first run makes it, which takes seconds, as it does on any machine.
"""

import argparse
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Final

import polars as pl

from benchmarks.bench_data import SHAPES, Data, make_data
from benchmarks.bench_watch import Watched, watch

ROOT = Path(__file__).parents[1]


def run_all(data: Data, work: Path) -> dict[str, Watched]:
    """FLOOR, build and verify, one after the other."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_API")}
    environment["PREFECT_HOME"] = str(work.parent / "prefect")
    python = sys.executable
    litsieve = [python, "-m", "flows.cli"]
    commands = {
        "floor": [python, str(ROOT / "benchmarks" / "bench_floor.py"), str(work), *map(str, data.lines)],
        "build": [*litsieve, "build", "--raw", str(data.raw), "--out", str(work / "out")],
        "verify": [*litsieve, "verify", "--out", str(work / "out")],
    }
    told = {}
    for name, command in commands.items():
        told[name] = watch(command, environment)
        took = told[name]
        ratio = took.wall_s / told["floor"].wall_s
        print(
            f"{name:<7} {took.wall_s:8.1f} s wall {took.cpu_s:8.1f} s CPU {took.peak_mb:7.0f} MB  {ratio:6.2f} x FLOOR",
            flush=True,
        )
        if took.status != 0:
            print(took.told)
    return told


INCREMENT: Final = 1_000


def run_increment(data: Data, work: Path) -> None:
    """A build of all but the last records, one of all of them, and the same of both without a cache."""
    raw = work / "raw"
    shutil.copytree(data.raw, raw)
    last = max(raw.iterdir())
    lines = last.read_bytes().splitlines(keepends=True)
    last.write_bytes(b"".join(lines[:-INCREMENT]))
    full = _watch_build(raw, work, "cached", cache=True)
    shutil.copytree(work / "cached", work / "plain", symlinks=True)
    shutil.rmtree(work / "plain" / "cache")
    (raw / "zz-new.jsonl").write_bytes(b"".join(lines[-INCREMENT:]))
    told = {name: _watch_build(raw, work, name, cache=name == "cached") for name in ("cached", "plain")}
    for name, took in {"full": full, "increment": told["cached"], "without cache": told["plain"]}.items():
        share = f"{took.wall_s / full.wall_s:.0%} of wall, {took.cpu_s / full.cpu_s:.0%} of CPU"
        print(f"{name:<14} {took.wall_s:7.1f} s wall {took.cpu_s:7.1f} s CPU {took.peak_mb:7.0f} MB  {share}")
        print(stages(took))
    one, other = (
        {path.name: path.read_bytes() for path in (work / name / "latest").glob("*.parquet")} for name in told
    )
    print("the same tables" if one == other else "OTHER TABLES")


def _watch_build(raw: Path, work: Path, name: str, *, cache: bool) -> Watched:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_API")}
    environment |= {"PREFECT_HOME": str(work.parent / "prefect"), "LITSIEVE_WORK__CACHE": str(cache)}
    took = watch(
        [sys.executable, "-m", "flows.cli", "build", "--raw", str(raw), "--out", str(work / name)], environment
    )
    if took.status != 0:
        print(took.told)
    return took


def stages(build: Watched) -> str:
    """The seconds of each stage as the build told them, and their share of the whole."""
    found = re.findall(r"^(\w+) .*\((\d+\.\d) s(?:, [^)]*)?\)$", build.told, re.MULTILINE)
    parts = [f"{name} {float(took):.1f} s ({float(took) / build.wall_s:.0%})" for name, took in found]
    return "stages  " + ", ".join(parts)


def score(data: Data, release: Path) -> str:
    """Precision and recall by pairs of records, an entry that is no record included."""
    truth = pl.read_parquet(data.truth).with_row_index("entry").sort("dump", "byte_start")
    records = pl.read_parquet(release / "records.parquet", columns=["paper_id", "dump", "byte_start", "byte_end"])
    middle = (pl.col("byte_start") + pl.col("byte_end")) // 2
    found = (
        records.with_columns(byte_start=middle)
        .sort("dump", "byte_start")
        .join_asof(truth, on="byte_start", by="dump", strategy="backward", check_sortedness=False)
    )
    said = _pairs(found["paper_id"])
    true = _pairs(truth["paper"])
    right = _pairs(found.select(pl.struct("paper_id", "paper")).to_series())
    return (
        f"merging precision {right / max(said, 1):.5f}, recall {right / max(true, 1):.5f} of {true:,} pairs; "
        f"{records.height:,} records of {truth.height:,} entries, {records['paper_id'].n_unique():,} papers of "
        f"{truth['paper'].n_unique():,}"
    )


def _pairs(values: pl.Series) -> int:
    """How many pairs of rows have the same value."""
    counts = values.to_frame("value").group_by("value").len()["len"].cast(pl.Int64)
    return int((counts * (counts - 1) // 2).sum())


def main() -> None:
    """Make the data, run, print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--records", type=int, default=100_000)
    ask.add_argument("--shape", choices=SHAPES, default="files")
    ask.add_argument("--source", type=Path, default=ROOT.parent / "shared" / "data")
    ask.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "litsieve-bench")
    ask.add_argument("--increment", action="store_true", help="build with the last records as a new dump instead")
    ask.add_argument("--keep", action="store_true", help="leave the release in the cache folder")
    args = ask.parse_args()
    data = make_data(args.cache, args.source, args.records, args.shape)
    work = args.cache / f"run-{os.getpid()}"
    work.mkdir(parents=True)
    try:
        size_mb = sum(path.stat().st_size for path in data.lines) / 2**20
        print(f"{args.records:,} records, {size_mb:,.0f} MB as JSON Lines, shape {args.shape}", flush=True)
        if args.increment:
            run_increment(data, work)
            return
        told = run_all(data, work)
        print(stages(told["build"]))
        print(score(data, work / "out" / "latest"))
    finally:
        if not args.keep:
            shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
