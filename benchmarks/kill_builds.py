#!/usr/bin/env python3
"""Kill builds at random moments with SIGKILL, and look whether anything published suffers.

    kill_builds.py [RAW] [--kills 20] [--seed 7]

A Prefect server on loopback serves all builds. Before each build one dump is taken away or put back, so that there is
something to publish. After each kill the latest release must verify, and the next build must succeed and hold every
record. Prints a line a kill and the totals; leaves with 1 if anything broke.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from prefect.settings import PREFECT_API_URL
from prefect.testing.utilities import prefect_test_harness

from flows.release.catalogue import latest_release
from flows.release.tables import read_table
from flows.release.verify import verify_release


def start_build(raw: Path, out: Path, api_url: str) -> "subprocess.Popen[bytes]":
    """A build in a process group of its own."""
    command = [sys.executable, "-m", "flows.cli", "build", "--raw", str(raw), "--out", str(out)]
    environment = {**os.environ, "PREFECT_API_URL": api_url}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own code


def dumps_of(release: Path | None) -> set[str]:
    """The dumps that a release holds records of."""
    return set() if release is None else set(read_table(release, "records")["dump"])


def broken(out: Path) -> list[str]:
    """What is wrong with the latest release; nothing where there is none yet."""
    release = latest_release(out)
    return [] if release is None else [str(problem) for problem in verify_release(release)]


def main() -> int:
    """Kill, look, build again, look."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("raw", nargs="?", type=Path, default=Path(__file__).parents[1] / "raw")
    ask.add_argument("--kills", type=int, default=20)
    ask.add_argument("--seed", type=int, default=7)
    args = ask.parse_args()
    rng = random.Random(args.seed)  # noqa: S311 - moments, not secrets
    failures = 0
    os.environ["PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL"] = "CRITICAL"
    with tempfile.TemporaryDirectory() as folder, prefect_test_harness(server_startup_timeout=180):
        api_url = str(PREFECT_API_URL.value())
        raw, out = Path(shutil.copytree(args.raw, f"{folder}/raw")), Path(folder, "out")
        moving = min(path for path in raw.rglob("*") if path.is_file() and not path.name.startswith("."))
        aside = Path(folder, moving.name)
        began = time.perf_counter()
        start_build(raw, out, api_url).wait()
        whole_s = time.perf_counter() - began
        print(f"a whole build takes {whole_s:.1f} s")
        for kill in range(args.kills):
            shutil.move(*((moving, aside) if moving.exists() else (aside, moving)))
            moment = rng.uniform(0, whole_s * 1.05)
            with start_build(raw, out, api_url) as build:
                time.sleep(moment)
                build.kill()
            after_kill = broken(out)
            status = start_build(raw, out, api_url).wait()
            wanted = {path.relative_to(raw).as_posix() for path in raw.rglob("*.txt")}
            lost = wanted ^ dumps_of(latest_release(out))
            left = list((out / ".staging").iterdir())
            bad = [*after_kill, *broken(out), *map(str, left), *lost, *([f"status {status}"] if status else [])]
            failures += bool(bad)
            print(f"{kill + 1:>3}. killed after {moment:5.2f} s: {'; '.join(bad) or 'sound, and the next build too'}")
    print(f"{args.kills} kills, {failures} with anything broken")
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
