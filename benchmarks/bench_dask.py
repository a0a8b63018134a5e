"""What Dask workers give and cost: the same bytes, the time beside a pool of processes, and a model of larger builds.

    bench_dask.py [--records 20000] [--source ../shared/data] [--cache DIR]
    bench_dask.py --fit 20000 50000 100000

Without `--fit` builds the same dumps three times: with a pool of two processes, with two Dask workers, and with two of
which one is killed while dumps are read; prints times and whether the content hash is the same. With it, builds so many
records with the pool and fits what each stage takes to a line through the records: what starting costs, what a record
costs, how far the line is off, and how far the line through the smaller sizes is off at the largest.
"""

import argparse
import os
import re
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from benchmarks.bench_data import make_data
from benchmarks.bench_watch import Watched, watch
from flows.release.manifest import read_manifest

ROOT: Final = Path(__file__).parents[1]
WORKERS: Final = 2
CUT: Final = {"LITSIEVE_EXTRACT__CHUNK_BYTES": str(2**22)}
"""So that every dump of 20,000 records is worked on by both workers, however few there are."""

SMALL: Final = CUT | {"LITSIEVE_EXTRACT__PIECE_BYTES": str(2**22)}
"""So that few records make several chunks."""

FAR: Final = (10**8, 10**9)
"""Sizes that nobody here has run."""


class Line(NamedTuple):
    """So much for starting, so much a record, and the largest share by which a run was off."""

    start: float
    each: float
    error: float

    def at(self, records: int) -> float:
        """What the line says."""
        return self.start + self.each * records


def fit(records: Sequence[int], took: Sequence[float]) -> Line:
    """The line whose largest sizes weigh no more than the small ones (least squares of the shares)."""
    share = 1 / np.maximum(took, 1e-9)
    each, start = np.polyfit(records, took, 1, w=share)
    off = np.abs((start + each * np.asarray(records)) * share - 1)
    return Line(float(start), float(each), float(off.max()))


def build(raw: Path, out: Path, settings: Mapping[str, str], *options: str) -> Watched:
    """A build as a process of its own with two workers."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_API")}
    environment |= {
        "PREFECT_HOME": str(out.parent / "prefect"),
        "LITSIEVE_WORK__WORKERS": str(WORKERS),
        **settings,
    }
    command = [sys.executable, "-m", "flows.cli", "build", "--raw", str(raw), "--out", str(out), *options]
    took = watch(command, environment)
    if took.status != 0:
        raise SystemExit(took.told)
    return took


def stages(took: Watched) -> dict[str, float]:
    """The seconds of each stage as the build told them."""
    return {name: float(s) for name, s in re.findall(r"^(\w+) .*\((\d+\.\d) s", took.told, re.MULTILINE)}


@contextmanager
def killing(out: Path) -> Iterator[tuple[str, Callable[[], bool]]]:
    """The address of two workers, one of which is killed when a build into `out` begins to write; whether one was."""
    from distributed import Client, LocalCluster  # noqa: PLC0415 - an extra

    with (
        LocalCluster(n_workers=WORKERS, threads_per_worker=1, memory_limit=0, dashboard_address=":0") as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        victim = next(iter(client.run(os.getpid).values()))
        killed, over = threading.Event(), threading.Event()

        def wait_and_kill() -> None:
            while not over.is_set():
                if any(out.glob(".staging/*/chunk-*")):
                    os.kill(victim, signal.SIGKILL)
                    killed.set()
                    return
                time.sleep(0.01)

        watcher = threading.Thread(target=wait_and_kill)
        watcher.start()
        try:
            yield cluster.scheduler_address, killed.is_set
        finally:
            over.set()
            watcher.join()


def compare(raw: Path, work: Path) -> None:
    """The pool, two workers, and two of which one is killed."""
    told = {"pool": build(raw, work / "pool", SMALL), "dask": build(raw, work / "dask", SMALL, "--runner", "dask")}
    with killing(work / "killed") as (address, was_killed):
        told["killed"] = build(raw, work / "killed", SMALL, "--runner", "dask", "--address", address)
        print("one worker was killed" if was_killed() else "NO worker was killed: the build was too short")
    hashes = {name: read_manifest((work / name / "latest").resolve()).content_hash for name in told}
    for name, took in told.items():
        same = "same bytes" if hashes[name] == hashes["pool"] else "OTHER BYTES"
        print(f"{tell(name, took)}; {took.wall_s / told['pool'].wall_s:.2f} x pool; {same}")


def tell(name: str, took: Watched) -> str:
    """What a build took, in a line: a fit to large sizes may never come to its end."""
    parts = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in stages(took).items())
    return f"{name}: {took.wall_s:.1f} s wall, {took.cpu_s:.1f} s CPU, {took.peak_mb:,.0f} MB; {parts}"


def model(took: Mapping[int, Watched]) -> None:
    """Print the line of every stage, of the whole and of the memory, and what they say of sizes beyond."""
    sizes = sorted(took)
    names = list(stages(took[sizes[-1]]))
    figures = {f"{name}, s": [stages(took[size]).get(name, 0.0) for size in sizes] for name in names}
    figures["whole, s wall"] = [took[size].wall_s for size in sizes]
    figures["whole, s CPU"] = [took[size].cpu_s for size in sizes]
    figures["peak, MB"] = [took[size].peak_mb for size in sizes]
    head = "".join(f"{size:>12,}" for size in sizes)
    print(f"{'':<15}{head}{'start':>9}{'a million':>11}{'off':>6}{'beyond':>8}" + "".join(f"{n:>15,}" for n in FAR))
    for name, values in figures.items():
        line = fit(sizes, values)
        smaller = fit(sizes[:-1], values[:-1])
        beyond = smaller.at(sizes[-1]) / max(values[-1], 1e-9) - 1
        shown = "".join(f"{value:>12.1f}" for value in values)
        far = "".join(f"{line.at(size):>15,.0f}" for size in FAR)
        print(f"{name:<15}{shown}{line.start:>9.1f}{line.each * 1e6:>11.1f}{line.error:>6.0%}{beyond:>+8.0%}{far}")


def main() -> None:
    """Make the data, run, print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--records", type=int, default=20_000)
    ask.add_argument("--fit", type=int, nargs="+", metavar="RECORDS", help="three sizes at least")
    ask.add_argument("--source", type=Path, default=ROOT.parent / "shared" / "data")
    ask.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "litsieve-bench")
    args = ask.parse_args()
    work = args.cache / f"run-{os.getpid()}"
    work.mkdir(parents=True)
    try:
        if args.fit is None:
            compare(make_data(args.cache, args.source, args.records, "files").raw, work)
            return
        took = {}
        for size in args.fit:
            took[size] = build(make_data(args.cache, args.source, size, "files").raw, work / str(size), CUT)
            print(tell(f"{size:,} records", took[size]), flush=True)
        model(took)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
