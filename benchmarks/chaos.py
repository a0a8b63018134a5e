#!/usr/bin/env python3
"""Do to builds what happens to machines, and look whether anything published suffers.

    chaos.py [RAW] [--kills 200] [--faults 60] [--lanes 2] [--seed 7] [--only incremental upkeep]

Kills come at random moments after a build holds the lock: half of them at a random time, half at a random change that
it makes in the file system; half of each hit the process alone, half its whole group; half of the builds have worker
processes.

    full         the first build of an output folder
    incremental  a dump was added, taken away or changed since the latest release
    concurrent   two builds of one folder start together and one is killed
    upkeep       rollback and prune, instead of builds

Faults are a full disk (a small tmpfs, where mounting is permitted), a limit on the size of files, and calls that fail
with an I/O error. After each: the latest release verifies, every file published before is what it was, the next run
ends with 0 and leaves nothing behind, and its release has just the records that a build in peace has of these dumps.
Work is done in lanes side by side, each with folders and builds of its own; all tell one Prefect server. A run whose
build was done before the kill came is made again. Prints a line for whatever breaks and a table; leaves with 1 if
anything broke.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from prefect.settings import PREFECT_API_URL
from prefect.testing.utilities import prefect_test_harness

from benchmarks.chaos_bench import Bench
from benchmarks.chaos_runs import Tally, run_concurrent, run_fault, run_kill, run_upkeep

MOUNTED: Final = "LITSIEVE_CHAOS_MOUNTED"
DISK_MB: Final = 24
SHARES: Final = {"full": 0.25, "incremental": 0.45, "concurrent": 0.2, "upkeep": 0.1}
"""How the kills are spread."""
FULL_DISK: Final = "full disk"
FAULTS: Final = (FULL_DISK, "file bytes", "io error")

Scenario = Callable[[Tally], None]


def enter_own_mounts() -> None:
    """Start over with mounts of our own, which nobody else sees and which end with us; go on without if forbidden."""
    command = ["unshare", "--mount", *([] if os.getuid() == 0 else ["--map-root-user"])]
    if MOUNTED in os.environ or shutil.which("unshare") is None:
        return
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:  # noqa: S603 - fixed
        os.environ[MOUNTED] = "1"
        os.execvp(command[0], [*command, sys.executable, "-m", "benchmarks.chaos", *sys.argv[1:]])  # noqa: S606 - fixed


def mount_disk(folder: Path) -> bool:
    """A small file system at `folder`; whether that was permitted."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(folder)]
    return MOUNTED in os.environ and subprocess.run(command, check=False).returncode == 0  # noqa: S603 - fixed


def planned(kills: int, faults: int, only: Sequence[str] | None) -> dict[str, int]:
    """How many runs there are of each scenario."""
    counts = {name: round(kills * share) for name, share in SHARES.items()} | dict.fromkeys(FAULTS, faults // 3)
    return {name: count for name, count in counts.items() if only is None or name in only}


def scenarios(bench: Bench, disk: Path | None) -> dict[str, Scenario]:
    """What is done in a run of each scenario; without a small disk none fills it."""
    told: dict[str, Scenario] = {
        "full": lambda tally: run_kill(bench, tally, fresh=True),
        "incremental": lambda tally: run_kill(bench, tally, fresh=False),
        "concurrent": lambda tally: run_concurrent(bench, tally),
        "upkeep": lambda tally: run_upkeep(bench, tally),
    }
    faults = {kind: partial(run_fault, bench, kind, disk) for kind in FAULTS if disk is not None or kind != FULL_DISK}
    return told | faults


class Lane(NamedTuple):
    """Where a lane works, on which dumps, whom its builds tell, and the seed of its moments."""

    place: Path
    raw: Path
    url: str
    seed: int


def run_lane(lane: Lane, todo: dict[str, int], tallies: dict[str, Tally]) -> None:
    """Do so many runs of each scenario."""
    lane.place.mkdir()
    disk = lane.place / "disk" if mount_disk(lane.place / "disk") else None
    environment = {**os.environ, "PREFECT_API_URL": lane.url}
    try:
        with Bench(lane.place, lane.raw, environment, random.Random(lane.seed)) as bench:  # noqa: S311 - moments
            told = f"a build in peace holds the lock for {bench.whole_s:.1f} s and makes {bench.changes} changes"
            print(told, flush=True)
            known = scenarios(bench, disk)
            for name, times in todo.items():
                for _ in range(times if name in known else 0):
                    known[name](tallies[name])
                print(tallies[name].line(), flush=True)
    finally:
        if disk is not None:
            subprocess.run(["umount", str(disk)], check=True)  # noqa: S603, S607 - our own mount


def main() -> int:
    """Do it all and print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("raw", nargs="?", type=Path, default=Path(__file__).parents[1] / "raw")
    ask.add_argument("--kills", type=int, default=200)
    ask.add_argument("--faults", type=int, default=60)
    ask.add_argument("--lanes", type=int, default=2)
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--only", nargs="*", help="Scenarios, by their names in the table.")
    args = ask.parse_args()
    enter_own_mounts()
    os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "CRITICAL"
    counts = planned(args.kills, args.faults, args.only)
    tallies = {name: Tally(name) for name in counts}
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        prefect_test_harness(server_startup_timeout=180),
        ThreadPoolExecutor(args.lanes) as pool,
    ):
        # Of a setting that the harness made for this thread the others know nothing.
        url = str(PREFECT_API_URL.value())
        lanes = [
            pool.submit(
                run_lane,
                Lane(Path(folder, f"lane-{lane}"), args.raw, url, args.seed + lane),
                {name: (count + lane) // args.lanes for name, count in counts.items()},
                tallies,
            )
            for lane in range(args.lanes)
        ]
        for lane in lanes:
            lane.result()
    print("\n".join(["", Tally.head(), *(tally.line() for tally in tallies.values())]))
    print(f"{time.monotonic() - began:,.0f} s")
    return int(any(tally.bad() for tally in tallies.values()))


if __name__ == "__main__":
    sys.exit(main())
