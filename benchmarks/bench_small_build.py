#!/usr/bin/env python3
"""What a small build costs beside an empty Prefect flow, both as whole processes with a temporary server each.

    bench_small_build.py [RAW] [--runs 3]

Prints wall-clock seconds (minimum and median) of the empty flow, of a first build and of a second one that finds
nothing new, and the ratios to the empty flow. A user's own Prefect server is left out of it.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

EMPTY_FLOW = """
import os
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
os.environ["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] = "180"
from prefect import flow

@flow
def nothing() -> None:
    pass

nothing()
"""


def time_command(command: Sequence[str], environment: dict[str, str]) -> float:
    """Seconds that the command takes. Raises CalledProcessError where it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own commands
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("raw", nargs="?", type=Path, default=Path(__file__).parents[1] / "raw")
    ask.add_argument("--runs", type=int, default=3)
    args = ask.parse_args()
    taken: dict[str, list[float]] = {"empty flow": [], "first build": [], "second build": []}
    with tempfile.TemporaryDirectory() as folder:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_API")}
        environment["PREFECT_HOME"] = f"{folder}/prefect"
        # Interleaved, so that a slow minute of the machine falls on all three alike.
        for run in range(args.runs + 1):
            build = [sys.executable, "-m", "flows.cli", "build", "--raw", str(args.raw), "--out", f"{folder}/out{run}"]
            commands = {"empty flow": [sys.executable, "-c", EMPTY_FLOW], "first build": build, "second build": build}
            for name, command in commands.items():
                took = time_command(command, environment)
                if run > 0:  # the first round fills the disk cache and Prefect's database
                    taken[name].append(took)
    floor = statistics.median(taken["empty flow"])
    for name, times in taken.items():
        median = statistics.median(times)
        print(f"{name:<13} min {min(times):6.2f} s  median {median:6.2f} s  ratio {median / floor:5.2f}")


if __name__ == "__main__":
    main()
