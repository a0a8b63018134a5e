"""The runs of benchmarks/chaos.py: a build that something happens to, and what came of it."""

import os
import shutil
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final, NamedTuple

from benchmarks.chaos_bench import Bench
from benchmarks.chaos_checks import Prints, broken, changed, fingerprint, left_behind, orphans_of, records_of, versions
from benchmarks.chaos_forge import STRUCK as MET
from flows.release.catalogue import latest_release, list_releases

BUG: Final = 4
STRUCK: Final = "struck"
"""Runs that were killed, that a full disk stopped, or that met an I/O error: what is tried again may end well."""
COLUMNS: Final = ("broken", "changed", "lost", "unclean", "left", "bugs", "orphans")
HIT: Final = ("not begun", "at work", "published")
WORKERS: Final = {"LITSIEVE_EXTRACT__CHUNK_BYTES": "1", "LITSIEVE_WORK__WORKERS": "2"}
"""Makes a build of small dumps start worker processes, which it would not do for them."""
KEPT: Final = 6
"""Releases of one output folder before it is begun anew, so that looking at all of them stays cheap."""


class Tally:
    """What came of a scenario."""

    def __init__(self, name: str) -> None:
        """Nothing yet."""
        self.name = name
        self.runs = 0
        self.found: Counter[str] = Counter()
        self._lock = Lock()

    def add(self, hit: str, found: dict[str, list[str]], *, struck: bool) -> None:
        """Count a run: what the build was at, what is wrong afterwards, by COLUMNS, and whether it was struck."""
        with self._lock:
            self.runs += 1
            self.found[hit] += 1
            self.found[STRUCK] += struck
            for name, wrong in found.items():
                if wrong:
                    self.found[name] += 1
                    print(f"{self.name}, run {self.runs}, {hit}: {name}: {wrong}", flush=True)

    def bad(self) -> bool:
        """Whether anything broke."""
        return any(self.found[name] for name in COLUMNS)

    @staticmethod
    def head() -> str:
        """The head of the table."""
        told = "".join(f"{name:>11}" for name in HIT) + "".join(f"{name:>9}" for name in COLUMNS)
        return f"{'':<13}{'runs':>6}{STRUCK:>8}{told}"

    def line(self) -> str:
        """The line of the table."""
        told = "".join(f"{self.found[name]:>11}" for name in HIT) + "".join(f"{self.found[n]:>9}" for n in COLUMNS)
        return f"{self.name:<13}{self.runs:>6}{self.found[STRUCK]:>8}{told}"


class Before(NamedTuple):
    """What was published before a fault."""

    prints: Prints
    versions: set[str]

    @classmethod
    def of(cls, out: Path) -> "Before":
        """What is published now."""
        return cls(fingerprint(out), versions(out))


class Case(NamedTuple):
    """A build that something happened to: folder, state of its dumps, what was there, its process id and status."""

    out: Path
    state: int
    before: Before
    pid: int
    status: int


def run_kill(bench: Bench, tally: Tally, *, fresh: bool) -> None:
    """Kill a build: the first of its folder, or one on top of a release; once more where it was done before."""
    status = 0
    while status != -signal.SIGKILL:
        out = folder_for(bench, fresh=fresh)
        state, before = bench.next_state(out), Before.of(out)
        pid, status = kill_somewhen(bench, out, state)
    look(bench, tally, Case(out, state, before, pid, status))


def run_concurrent(bench: Bench, tally: Tally) -> None:
    """Start two builds together and kill one; the other must not mind. Once more where it was done before."""
    status, told = 0, list[str]()
    while status != -signal.SIGKILL:
        out = folder_for(bench, fresh=False)
        state, before = bench.next_state(out), Before.of(out)
        other = bench.start(out, state)
        pid, status = kill_somewhen(bench, out, state)
        ended = bench.finish(other)
        told += [f"the other build ended with {ended}: {bench.log(other)[-300:]}"] if ended else []
    look(bench, tally, Case(out, state, before, pid, status), unclean=told)


def run_upkeep(bench: Bench, tally: Tally) -> None:
    """Kill a rollback or a pruning at a random change; once more where it was done before."""
    status = 0
    while status != -signal.SIGKILL:
        out = folder_for(bench, fresh=False)
        while len(list_releases(out)) < 3:  # noqa: PLR2004 - one to go back to and one to go
            bench.finish(bench.start(out, bench.next_state(out)))
        known = [entry.version for entry in list_releases(out)]
        before = Before.of(out)
        argv = ["rollback", known[-2]] if bench.rng.random() < 0.5 else ["prune", "--keep", "1"]  # noqa: PLR2004
        pid = bench.command(out, *argv, at=bench.rng.randint(1, 20), fault="kill_group")
        status = bench.finish(pid)
    kept = versions(out)
    prints = {path: print_ for path, print_ in before.prints.items() if path.split("/")[1] in kept}
    look(bench, tally, Case(out, bench.next_state(out), Before(prints, kept), pid, status))


def run_fault(bench: Bench, kind: str, disk: Path | None, tally: Tally) -> None:
    """A build on a disk that is full or fails."""
    ballast = None
    out = folder_for(bench, fresh=False) if disk is None else folder_for(bench, fresh=False, below=disk)
    state, before = bench.next_state(out), Before.of(out)
    if kind == "full disk" and disk is not None:
        ballast = fill(disk, free_bytes=round(10 ** bench.rng.uniform(3, 6.3)))
        pid = bench.start(out, state)
    elif kind == "file bytes":
        pid = bench.start(out, state, file_bytes=round(10 ** bench.rng.uniform(1.5, 5.3)))
    else:
        pid = bench.start(out, state, at=bench.rng.randint(1, bench.changes), fault="io_error")
    status = bench.finish(pid)
    bugs = [bench.log(pid)[-600:]] if status == BUG or status < 0 else []
    if ballast is not None:
        ballast.unlink()
    look(bench, tally, Case(out, state, before, pid, status), bugs=bugs)


def folder_for(bench: Bench, *, fresh: bool, below: Path | None = None) -> Path:
    """The output folder to work on: a new one, or one that has a release and not too many."""
    out = (bench.place if below is None else below) / ("fresh" if fresh else "out")
    if fresh or len(versions(out)) >= KEPT:
        shutil.rmtree(out, ignore_errors=True)
    if not fresh and latest_release(out) is None:
        bench.finish(bench.start(out, 0))
    return out


def fill(disk: Path, free_bytes: int) -> Path:
    """Fill a file system but for `free_bytes`; gives the file that does it."""
    ballast = disk / "ballast"
    left = os.statvfs(disk)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(left.f_bavail * left.f_frsize - free_bytes, 1))
    return ballast


def kill_somewhen(bench: Bench, out: Path, state: int) -> tuple[int, int]:
    """Start a build and have it killed, alone or with its group, at a random change or time.

    Gives its process id and status: it may have been done by then.
    """
    alone = bench.rng.random() < 0.5  # noqa: PLR2004 - one of two
    workers = WORKERS if bench.rng.random() < 0.5 else {}  # noqa: PLR2004 - one of two
    if bench.rng.random() < 0.5:  # noqa: PLR2004 - one of two
        at = bench.rng.randint(1, bench.changes)
        pid = bench.start(out, state, at=at, fault="kill_alone" if alone else "kill_group", environment=workers)
    else:
        pid = bench.start(out, state, environment=workers)
        bench.wait_for_lock(out, pid)
        time.sleep(bench.rng.uniform(0, bench.whole_s))
        # It may end right before it is hit.
        with suppress(ProcessLookupError):
            (os.kill if alone else os.killpg)(pid, signal.SIGKILL)
    return pid, bench.finish(pid)


def look(bench: Bench, tally: Tally, case: Case, **found: list[str]) -> None:
    """Look at what is there, run the build again in peace, look again, and count it all."""
    out, state, before, pid, ended = case
    wrong, moved = broken(out), changed(before.prints, fingerprint(out))
    hit = HIT[2] if versions(out) - before.versions else HIT[1] if (out / ".staging").exists() else HIT[0]
    following = bench.start(out, state)
    status = bench.finish(following)
    orphans = orphans_of(pid)
    found = {
        "broken": wrong + broken(out),
        "changed": moved + changed(before.prints, fingerprint(out)),
        "lost": [str(record) for record in records_of(out) ^ bench.truth[state]],
        "left": left_behind(out),
        "orphans": [f"process {orphan} is alive after the next run" for orphan in orphans],
        "unclean": ([f"status {status}: {bench.log(following)[-300:]}"] if status else []) + found.pop("unclean", []),
        **found,
    }
    for orphan in orphans:
        os.kill(orphan, signal.SIGKILL)
    tally.add(hit, found, struck=ended != 0 or MET in bench.log(pid))
