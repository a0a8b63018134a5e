"""Builds on demand: one process that has imported all there is to import, and forks for every command.

Reads a line of JSON a command from standard input and answers with lines of JSON: `started` with the process id, then
`ended` with the exit status (negative: the signal). What runs in the fork is what `litsieve` runs, four seconds of
imports later, but that tasks are tried again at once. A command may bring its own faults:

    {"argv": ["build", ...], "logs": FOLDER, "below": OUT, "at": 17, "fault": "kill_group"}

`at` counts the calls that change the file system below `below`, as Python's audit events tell them; at that call the
process kills itself (`kill_alone`), its whole group (`kill_group`) or is told of an I/O error (`io_error`).
`file_bytes` limits the size of files, as a quota would; `environment` is added to the fork's. Every fork leads a
process group of its own.

`imported` names a file for the names of all modules that the fork has imported in the end; an order `{"warm": FILE}`
imports them for all further forks.
"""

import contextlib
import errno
import importlib
import json
import os
import resource
import signal
import sys
import threading
from pathlib import Path
from typing import Any, Final

from prefect.tasks import Task

from flows import cli
from flows.commands.terminal import BUG

WARM: Final = frozenset(
    {"flows", "schemas", "prefect", "polars", "pandera", "numpy", "jinja2", "rapidfuzz", "httpx", "httpcore"}
)
"""Packages of which a build imports parts when it comes to need them."""
STRUCK: Final = "the fault struck"
"""What is in the log of a command that was told of an I/O error, whatever it made of that."""
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
            os.write(2, f"{STRUCK}\n".encode())
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        if self._fault == "kill_group":
            os.killpg(0, signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)


def run_in_fork(order: dict[str, Any], log: int) -> None:
    """What happens in a fork: the faults, then the command, which prints into the pipe `log`; never returns."""
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
        if "imported" in order:
            Path(order["imported"]).write_text("\n".join(sys.modules), encoding="utf-8")
    finally:
        sys.stdout.flush()
        os._exit(status)


def import_all(names: Path) -> None:
    """Import what an earlier fork had imported when it was done, so that the next ones need not."""
    for name in names.read_text(encoding="utf-8").splitlines():
        # What a module of another name, or one made on the fly, cannot be imported as, a fork will find by itself.
        if name.partition(".")[0] in WARM:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)


def say(**told: object) -> None:
    """Answer on a line; safe from any thread."""
    os.write(sys.__stdout__.fileno(), (json.dumps(told) + "\n").encode())  # type: ignore[union-attr]


def copy(log: int, path: Path) -> None:
    """Write to a file what a fork prints, which a limit on the size of its own files would cut off."""
    with os.fdopen(log, "rb", buffering=0) as told, path.open("wb", buffering=0) as file:
        while piece := told.read(2**16):
            file.write(piece)


def reap(pid: int, copying: threading.Thread) -> None:
    """Wait for a fork and tell how it ended."""
    _, status = os.waitpid(pid, 0)
    # What it started may live on and hold the pipe open.
    copying.join(1)
    say(event="ended", pid=pid, status=os.waitstatus_to_exitcode(status))


def main() -> None:
    """Serve until standard input ends."""
    # So that no fork has to; and not at the top, or each worker process that a build starts would do it too.
    build = importlib.import_module("flows.build")
    for one in vars(build).values():
        if isinstance(one, Task):
            one.retry_delay_seconds = [0.0] * one.retries
    for line in sys.stdin:
        order = json.loads(line)
        if "warm" in order:
            import_all(Path(order["warm"]))
            continue
        printed, log = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.setsid()
            run_in_fork(order, log)
        os.close(log)
        copying = threading.Thread(target=copy, args=(printed, Path(order["logs"], f"{pid}.log")), daemon=True)
        copying.start()
        say(event="started", pid=pid)
        threading.Thread(target=reap, args=(pid, copying), daemon=True).start()


if __name__ == "__main__":
    main()
