"""Giving orders to benchmarks/chaos_forge.py, and hearing what came of them."""

import json
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Self


class Forge:
    """A process that forks commands of litsieve, which start at once because it has imported all they need."""

    def __init__(self, logs: Path, environment: dict[str, str]) -> None:
        """Start it; `logs` is a folder for what commands print."""
        self._logs = logs
        self._ends: dict[int, queue.Queue[int]] = {}
        self._starts: queue.Queue[int] = queue.Queue()
        command = [sys.executable, "-m", "benchmarks.chaos_forge"]
        self._process = subprocess.Popen(  # noqa: S603 - ours
            command, env=environment, cwd=Path(__file__).parents[1], text=True, stdin=-1, stdout=-1
        )
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def __enter__(self) -> Self:
        """The forge itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process that forks."""
        assert self._process.stdin is not None  # noqa: S101 - it was asked for
        self._process.stdin.close()
        self._process.wait()
        self._listening.join()

    def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        with self._process.stdout as answers:
            for line in answers:
                told = json.loads(line)
                if told["event"] == "started":
                    self._ends[told["pid"]] = queue.Queue()
                    self._starts.put(told["pid"])
                else:
                    self._ends[told["pid"]].put(told["status"])

    def _order(self, order: dict[str, Any]) -> None:
        assert self._process.stdin is not None  # noqa: S101 - it was asked for
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def command(self, out: Path, *argv: str, **more: Any) -> int:  # noqa: ANN401 - see chaos_forge
        """Start a command on the output folder `out`; gives its process id."""
        self._order({"argv": [*argv, "--out", str(out)], "logs": str(self._logs), "below": str(out), **more})
        return self._starts.get(timeout=600)

    def warm(self, imported: Path) -> None:
        """Have it import what an earlier command had `imported` when it was done."""
        self._order({"warm": str(imported)})

    def has_ended(self, pid: int) -> bool:
        """Whether a command has ended by itself."""
        return not self._ends[pid].empty()

    def finish(self, pid: int) -> int:
        """Wait for a command; gives its exit status, or the signal that ended it as a negative number."""
        return self._ends[pid].get(timeout=600)

    def log(self, pid: int) -> str:
        """What a command printed."""
        return (self._logs / f"{pid}.log").read_text(encoding="utf-8", errors="replace")
