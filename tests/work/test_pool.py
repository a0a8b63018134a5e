"""Worker processes: work comes back in order, a killed worker is replaced, and no worker outlives its build."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.work import pool
from flows.work.pool import Here, Pool, WorkerLostError


def double(number: int) -> int:
    if number < 0:
        raise ValueError("no such number")
    return 2 * number


def threads_of(_: object) -> str:
    return os.environ["POLARS_MAX_THREADS"]


def die_once(mark: Path) -> int:
    """Kill the worker that does this for the first time."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 7


def die(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_pieces_come_back_in_their_order_here_and_elsewhere() -> None:
    with Pool(2) as workers:
        assert list(workers.map(double, range(20))) == list(Here().map(double, range(20))) == list(range(0, 40, 2))
        assert workers.call(double, 4) == Here().call(double, 4) == 8
        assert int(workers.call(threads_of, None)) >= 1
        with pytest.raises(ValueError, match="no such number"):
            workers.call(double, -1)


def test_a_piece_whose_worker_was_killed_is_done_again(tmp_path: Path) -> None:
    with Pool(1) as workers:
        assert list(workers.map(die_once, [tmp_path / "one", tmp_path / "two"])) == [7, 7]


def test_workers_that_are_always_killed_are_told_of() -> None:
    with Pool(1) as workers, pytest.raises(WorkerLostError, match=rf"killed {pool.TRIES} times .*work\.workers"):
        workers.call(die, None)


PARENT = """
import sys, time
from flows.work.pool import Pool

def name_and_wait(_):
    import os, time
    print(os.getpid(), flush=True)
    time.sleep(600)

if __name__ == "__main__":
    with Pool(1) as workers:
        workers.call(name_and_wait, None)
"""


def test_a_killed_build_leaves_no_worker_behind(tmp_path: Path, root: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen([sys.executable, script], env=environment, stdout=subprocess.PIPE, text=True) as parent:  # noqa: S603 - our own script
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.kill()
        parent.wait()
        # The worker holds the pipe that this test reads; it is closed when the worker has ended.
        parent.stdout.read()
    for _ in range(100):
        if not Path(f"/proc/{worker}").exists() or "Z" in Path(f"/proc/{worker}/stat").read_text(encoding="ascii"):
            return
        time.sleep(0.1)
    pytest.fail(f"worker {worker} is still there")
