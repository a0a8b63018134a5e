"""Running a command and looking at it: wall, CPU and the most memory that it and all it starts hold together."""

import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

SAMPLE_S: Final = 0.1

LOOK_SHARE: Final = 0.03
"""The kernel walks through all pages of a process to tell its memory, and holds it up meanwhile."""


class Watched(NamedTuple):
    """What a command took. `peak_mb` is the largest sum of the proportional memory (PSS) of all its processes."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    status: int
    told: str


def watch(command: Sequence[str], environment: Mapping[str, str]) -> Watched:
    """Run a command to its end; `told` is what it printed to its standard error."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    peak_kb = 0
    with subprocess.Popen(  # noqa: S603 - our own commands
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        while process.poll() is None:
            looked = time.perf_counter()
            peak_kb = max(peak_kb, sum(map(_pss_kb, family(process.pid))))
            time.sleep(max(SAMPLE_S, (time.perf_counter() - looked) / LOOK_SHARE))
        told = "" if process.stderr is None else process.stderr.read()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Watched(time.perf_counter() - start, cpu_s, peak_kb / 1024, process.returncode, told)


def family(pid: int) -> list[int]:
    """A process and all that it started, and what these started."""
    found = [pid]
    for member in found:
        try:
            for task in Path(f"/proc/{member}/task").iterdir():
                found += map(int, (task / "children").read_text(encoding="ascii").split())
        except OSError:
            continue
    return found


def _pss_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
