"""One build at a time in an output folder."""

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from flows.release.errors import OutputLockedError
from flows.release.folder import LOCK

POLL_S: Final = 0.1


@contextmanager
def hold_lock(out: Path, wait_s: float) -> Iterator[None]:
    """Hold the output folder `out`, which is made if it is not there, for as long as the block runs.

    Waits up to `wait_s` seconds for whoever else holds it, then raises OutputLockedError, which says who that is. The
    lock belongs to the open file, so the system frees it when the process ends, however it ends; the file stays.
    """
    out.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(out / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _wait_for(descriptor, out, wait_s)
        _write(descriptor, _own_name())
        try:
            yield
        finally:
            _write(descriptor, "")
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, out: Path, wait_s: float) -> None:
    deadline = time.monotonic() + wait_s
    while not _try_lock(descriptor):
        left = deadline - time.monotonic()
        if left <= 0:
            holder = os.pread(descriptor, 1000, 0).decode("utf-8", "replace").strip() or "another process"
            raise OutputLockedError(
                f"{out} is held by {holder}; waited {wait_s:g} s. Let that build end or stop it, then run this again."
            )
        time.sleep(min(POLL_S, left))


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _own_name() -> str:
    since = datetime.now(UTC).isoformat(timespec="seconds")
    return f"process {os.getpid()} on {socket.gethostname()} since {since}\n"


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)
