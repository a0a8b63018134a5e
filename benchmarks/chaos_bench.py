"""Where benchmarks/chaos.py has its builds made: in forks of one process, of dumps in three states."""

import json
import queue
import random
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Self

from benchmarks.chaos_checks import records_of


class Bench:
    """A process that forks builds, the dumps in three states, and what a build in peace makes of each."""

    def __init__(self, place: Path, raw: Path, environment: dict[str, str], rng: random.Random) -> None:
        """Build every state once in peace; `place` is a folder of our own."""
        self.place, self.rng = place, rng
        self._ends: dict[int, queue.Queue[int]] = {}
        self._starts: queue.Queue[int] = queue.Queue()
        command = [sys.executable, "-m", "benchmarks.chaos_forge"]
        self._forge = subprocess.Popen(command, env=environment, text=True, stdin=-1, stdout=-1)  # noqa: S603 - ours
        threading.Thread(target=self._listen, daemon=True).start()
        self.states = self._make_states(raw)
        self.truth: list[set[tuple[str, str]]] = []
        self.whole_s = 0.0
        self.changes = 0
        for state in range(len(self.states)):
            pid = self.start(place / "peace", state)
            self.wait_for_lock(place / "peace", pid)
            began = time.perf_counter()
            if self.finish(pid) != 0:
                raise RuntimeError(f"a build in peace fails: {self.log(pid)}")
            self.whole_s = max(self.whole_s, time.perf_counter() - began)
            self.changes = max(self.changes, int(self.log(pid).rpartition("changes: ")[2]))
            self.truth.append(records_of(place / "peace"))

    def __enter__(self) -> Self:
        """The bench itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process that forks."""
        assert self._forge.stdin is not None  # noqa: S101 - it was asked for
        self._forge.stdin.close()
        self._forge.wait()

    def _make_states(self, raw: Path) -> list[Path]:
        """The dumps as they are, without the first of them, and with another text in the last."""
        states = [Path(shutil.copytree(raw, self.place / f"raw-{number}")) for number in range(3)]
        dumps = sorted(path for path in states[1].rglob("*") if path.is_file() and not path.name.startswith("."))
        dumps[0].unlink()
        last = states[2] / dumps[-1].relative_to(states[1])
        last.write_text(last.read_text(encoding="utf-8").replace(" the ", " this "), encoding="utf-8")
        return states

    def _listen(self) -> None:
        assert self._forge.stdout is not None  # noqa: S101 - it was asked for
        for line in self._forge.stdout:
            told = json.loads(line)
            if told["event"] == "started":
                self._ends[told["pid"]] = queue.Queue()
                self._starts.put(told["pid"])
            else:
                self._ends[told["pid"]].put(told["status"])

    def command(self, out: Path, *argv: str, **more: Any) -> int:  # noqa: ANN401 - see chaos_forge
        """Start a command on the output folder `out`; gives its process id."""
        order = {"argv": [*argv, "--out", str(out)], "logs": str(self.place), "below": str(out), **more}
        assert self._forge.stdin is not None  # noqa: S101 - it was asked for
        self._forge.stdin.write(json.dumps(order) + "\n")
        self._forge.stdin.flush()
        return self._starts.get(timeout=60)

    def start(self, out: Path, state: int, **more: Any) -> int:  # noqa: ANN401 - see chaos_forge
        """Start a build of the dumps in this state."""
        return self.command(out, "build", "--raw", str(self.states[state]), **more)

    def has_ended(self, pid: int) -> bool:
        """Whether a command has ended by itself."""
        return not self._ends[pid].empty()

    def finish(self, pid: int) -> int:
        """Wait for a command; gives its exit status."""
        return self._ends[pid].get(timeout=600)

    def log(self, pid: int) -> str:
        """What a command printed."""
        return (self.place / f"{pid}.log").read_text(encoding="utf-8", errors="replace")

    def next_state(self, out: Path) -> int:
        """A state of the dumps that the latest release of `out` is not of."""
        known = records_of(out)
        return self.rng.choice([state for state in range(len(self.states)) if self.truth[state] != known])

    def wait_for_lock(self, out: Path, pid: int) -> None:
        """Wait until a build holds the lock, or has ended."""
        while not self.has_ended(pid):
            try:
                if f"process {pid} " in (out / ".lock").read_text():
                    return
            except FileNotFoundError:
                pass
            time.sleep(0.002)
