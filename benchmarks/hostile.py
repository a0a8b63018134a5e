#!/usr/bin/env python3
"""What litsieve makes of dumps that somebody made to harm it.

    hostile.py [--size-mb 1000] [--only NAME]

Prints a line a dump: exit status of `litsieve check`, the greatest memory that it held, its time, and what it said.
Leaves with 1 where a status is none of those expected, 1 GiB or more was taken, or a control character got out.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.hostile_dumps import CASES

LIMIT_BYTES: Final = 2**30
CONTROLS: Final = re.compile(rb"[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]")
Make = Callable[[Path, int], Path]


class Ran(NamedTuple):
    """How a command ended, its greatest memory, its time, and what it printed."""

    status: int
    peak_bytes: int
    wall_s: float
    said: bytes


def run(path: Path, folder: Path) -> Ran:
    """Check a dump in a process of its own."""
    began = time.perf_counter()
    log = folder / "said"
    with log.open("wb") as said:
        command = [sys.executable, "-m", "flows.cli", "check", str(path)]
        child = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)  # noqa: S603 - our own code
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return Ran(child.returncode, usage.ru_maxrss * 1024, time.perf_counter() - began, log.read_bytes())


def told(ran: Ran, path: Path) -> str:
    """The first line that was printed, short, without the dump's own name."""
    lines = ran.said.decode("utf-8", "replace").splitlines()
    return (lines[0] if lines else "").replace(str(path.parent), "")[:150]


def main() -> int:
    """Make each dump, check it, print the line."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--size-mb", type=int, default=1000)
    ask.add_argument("--only", default="")
    args = ask.parse_args()
    bad = 0
    print(f"{'dump':<34}{'status':>7}{'MiB':>7}{'s':>7}  said")
    for name, make, statuses in CASES:
        if args.only not in name:
            continue
        with tempfile.TemporaryDirectory() as folder:
            path = make(Path(folder, "dump"), args.size_mb * 10**6)
            ran = run(path, Path(folder))
            wrong = ran.status not in statuses or ran.peak_bytes >= LIMIT_BYTES or CONTROLS.search(ran.said) is not None
            bad += wrong
            mark = "  BROKEN" if wrong else ""
            mib = ran.peak_bytes / 2**20
            print(f"{name:<34}{ran.status:>7}{mib:>7.0f}{ran.wall_s:>7.1f}  {told(ran, path)}{mark}", flush=True)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
