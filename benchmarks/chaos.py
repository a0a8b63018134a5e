#!/usr/bin/env python3
"""Do to builds what happens to machines, and look whether anything published suffers.

    chaos.py [RAW] [--kills 200] [--faults 60] [--seed 7] [--only incremental upkeep]

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
Prints a line for whatever breaks and a table; leaves with 1 if anything broke.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Final

from prefect.settings import PREFECT_API_URL
from prefect.testing.utilities import prefect_test_harness

from benchmarks.chaos_bench import Bench
from benchmarks.chaos_runs import Scenario, Tally, run_concurrent, run_fault, run_kill, run_upkeep

MOUNTED: Final = "LITSIEVE_CHAOS_MOUNTED"
DISK_MB: Final = 24
SHARES: Final = {"full": 0.25, "incremental": 0.45, "concurrent": 0.2, "upkeep": 0.1}
"""How the kills are spread."""


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


def scenarios(bench: Bench, kills: int, faults: int, disk: Path | None) -> list[Scenario]:
    """All that is to be done, and how often."""
    counts = {name: round(kills * share) for name, share in SHARES.items()}
    kinds = ["file_bytes", "io_error"] if disk is None else ["full_disk", "file_bytes", "io_error"]
    told = [
        Scenario("full", counts["full"], lambda tally: run_kill(bench, tally, fresh=True)),
        Scenario("incremental", counts["incremental"], lambda tally: run_kill(bench, tally, fresh=False)),
        Scenario("concurrent", counts["concurrent"], lambda tally: run_concurrent(bench, tally)),
        Scenario("upkeep", counts["upkeep"], lambda tally: run_upkeep(bench, tally)),
    ]
    return told + [
        Scenario(kind.replace("_", " "), faults // len(kinds), partial(run_fault, bench, kind, disk)) for kind in kinds
    ]


def main() -> int:
    """Do it all and print the table."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("raw", nargs="?", type=Path, default=Path(__file__).parents[1] / "raw")
    ask.add_argument("--kills", type=int, default=200)
    ask.add_argument("--faults", type=int, default=60)
    ask.add_argument("--seed", type=int, default=7)
    ask.add_argument("--only", nargs="*", help="Scenarios, by their names in the table.")
    args = ask.parse_args()
    enter_own_mounts()
    os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "CRITICAL"
    tallies: list[Tally] = []
    with tempfile.TemporaryDirectory() as folder, prefect_test_harness(server_startup_timeout=180):
        place = Path(folder)
        disk = place / "disk" if mount_disk(place / "disk") else None
        environment = {**os.environ, "PREFECT_API_URL": str(PREFECT_API_URL.value())}
        with Bench(place, args.raw, environment, random.Random(args.seed)) as bench:  # noqa: S311 - moments
            print(f"a build in peace holds the lock for {bench.whole_s:.1f} s and makes {bench.changes} changes")
            for scenario in scenarios(bench, args.kills, args.faults, disk):
                if args.only is not None and scenario.name not in args.only:
                    continue
                tallies.append(Tally(scenario.name))
                for _ in range(scenario.times):
                    scenario.run(tallies[-1])
                print(tallies[-1].line(), flush=True)
        if disk is not None:
            subprocess.run(["umount", str(disk)], check=True)  # noqa: S603, S607 - our own mount
    print("\n".join(["", Tally.head(), *(tally.line() for tally in tallies)]))
    return int(any(tally.bad() for tally in tallies))


if __name__ == "__main__":
    sys.exit(main())
