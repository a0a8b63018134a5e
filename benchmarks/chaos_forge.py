"""Builds on demand: one process that has imported all there is to import, and forks for every command.

Reads a line of JSON a command from standard input and answers with lines of JSON: `started` with the process id, then
`ended` with the exit status (negative: the signal). What runs in the fork is what `litsieve` runs, four seconds of
imports later. A command may bring its own faults:

    {"argv": ["build", ...], "logs": FOLDER, "below": OUT, "at": 17, "fault": "kill_group"}

`at` counts the calls that change the file system below `below`, as Python's audit events tell them; at that call the
process kills itself (`kill_alone`), its whole group (`kill_group`) or is told of an I/O error (`io_error`).
`file_bytes` limits the size of files, as a quota would; `environment` is added to the fork's. Every fork leads a
process group of its own.
"""

import errno
import importlib
import json
import os
import resource
import signal
import sys
import threading
from typing import Any, Final

from flows import cli
from flows.commands.terminal import BUG

WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT
CHANGES: Final = frozenset(
    {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.symlink", "os.truncate", "os.link"}
)


class Counter:
    """An audit hook that counts the changes below a folder and does something at one of them."""

    def __init__(self, below: str, at: int | None, fault: str) -> None:
        """Nothing happens before the `at`th change; None: ever."""
        self._below, self._at, self._fault = os.path.abspath(below), at, fault  # noqa: PTH100 - inside the hook
        self._lock = threading.Lock()
        self.seen = 0

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        """Called by Python for every audit event."""
        if event == "open":
            if not isinstance(args[2], int) or not args[2] & WRITING:
                return
        elif event not in CHANGES:
            return
        if not any(isinstance(arg, str | os.PathLike) and self._is_below(arg) for arg in args[:2]):
            return
        with self._lock:
            self.seen += 1
            due = self.seen == self._at
        if due:
            self._strike()

    def _is_below(self, path: Any) -> bool:  # noqa: ANN401 - whatever the event brings
        return str(os.path.abspath(os.fspath(path))).startswith(self._below)  # noqa: PTH100 - a Path here would recurse

    def _strike(self) -> None:
        if self._fault == "io_error":
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        if self._fault == "kill_group":
            os.killpg(0, signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)


def run_in_fork(order: dict[str, Any]) -> None:
    """What happens in a fork: the faults, then the command; never returns."""
    log = os.open(f"{order['logs']}/{os.getpid()}.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    for standard in (1, 2):
        os.dup2(log, standard)
    os.environ.update(order.get("environment", {}))
    counter = Counter(order["below"], order.get("at"), order.get("fault", ""))
    sys.addaudithook(counter)
    if "file_bytes" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["file_bytes"], resource.RLIM_INFINITY))
    status = BUG
    try:
        status = cli.run(order["argv"])
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print(f"changes: {counter.seen}", flush=True)
    finally:
        sys.stdout.flush()
        os._exit(status)


def say(**told: object) -> None:
    """Answer on a line; safe from any thread."""
    os.write(sys.__stdout__.fileno(), (json.dumps(told) + "\n").encode())  # type: ignore[union-attr]


def reap(pid: int) -> None:
    """Wait for a fork and tell how it ended."""
    _, status = os.waitpid(pid, 0)
    say(event="ended", pid=pid, status=os.waitstatus_to_exitcode(status))


def main() -> None:
    """Serve until standard input ends."""
    # So that no fork has to; and not at the top, or each worker process that a build starts would do it too.
    importlib.import_module("flows.build")
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            os.setsid()
            run_in_fork(json.loads(line))
        say(event="started", pid=pid)
        threading.Thread(target=reap, args=(pid,), daemon=True).start()


if __name__ == "__main__":
    main()
