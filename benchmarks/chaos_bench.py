"""Where benchmarks/chaos.py has its builds made: in forks of one process, of dumps in three states."""

import random
import shutil
import time
from pathlib import Path
from typing import Any

from benchmarks.chaos_checks import records_of
from benchmarks.chaos_orders import Forge


class Bench(Forge):
    """A forge of builds, the dumps in three states, and what a build in peace makes of each."""

    def __init__(self, place: Path, raw: Path, environment: dict[str, str], rng: random.Random) -> None:
        """Build every state once in peace; `place` is a folder of our own."""
        super().__init__(place, environment)
        self.place, self.rng = place, rng
        self.states = self._make_states(raw)
        self.truth: list[set[tuple[str, str]]] = []
        self.whole_s = 0.0
        self.changes = 0
        for state in range(len(self.states)):
            pid = self.start(place / "peace", state, imported=str(place / "imported"))
            self.wait_for_lock(place / "peace", pid)
            began = time.perf_counter()
            if self.finish(pid) != 0:
                raise RuntimeError(f"a build in peace fails: {self.log(pid)}")
            self.whole_s = max(self.whole_s, time.perf_counter() - began)
            self.changes = max(self.changes, int(self.log(pid).rpartition("changes: ")[2]))
            self.truth.append(records_of(place / "peace"))
        self.warm(place / "imported")

    def _make_states(self, raw: Path) -> list[Path]:
        """The dumps as they are, without the first of them, and with another text in the last."""
        states = [Path(shutil.copytree(raw, self.place / f"raw-{number}")) for number in range(3)]
        dumps = sorted(path for path in states[1].rglob("*") if path.is_file() and not path.name.startswith("."))
        dumps[0].unlink()
        last = states[2] / dumps[-1].relative_to(states[1])
        last.write_text(last.read_text(encoding="utf-8").replace(" the ", " this "), encoding="utf-8")
        return states

    def start(self, out: Path, state: int, **more: Any) -> int:  # noqa: ANN401 - see chaos_forge
        """Start a build of the dumps in this state, even if one of them was rolled back."""
        return self.command(out, "build", "--again", "--raw", str(self.states[state]), **more)

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
