"""One build at a time in an output folder."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from flows.release.errors import OutputLockedError
from flows.release.lock import hold_lock

HOLD_FOREVER = """
import sys, time
from pathlib import Path
from flows.release.lock import hold_lock
with hold_lock(Path(sys.argv[1]), wait_s=0):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_holder_is_named_to_whoever_comes_second(out: Path) -> None:
    refused = pytest.raises(OutputLockedError, match=f"held by process {os.getpid()} on ")
    with hold_lock(out, wait_s=0), refused, hold_lock(out, wait_s=0):
        pass


def test_the_second_waits_for_the_first(out: Path) -> None:
    held = threading.Event()
    done = []

    def hold_a_while() -> None:
        with hold_lock(out, wait_s=0):
            held.set()
            time.sleep(0.3)
            done.append("first")

    first = threading.Thread(target=hold_a_while)
    first.start()
    held.wait()
    with hold_lock(out, wait_s=30):
        assert done == ["first"]
    first.join()


def test_a_lock_can_be_taken_again_and_names_nobody_in_between(out: Path) -> None:
    with hold_lock(out, wait_s=0):
        assert str(os.getpid()) in (out / ".lock").read_text()
    assert (out / ".lock").read_text() == ""
    with hold_lock(out, wait_s=0):
        pass


def test_a_killed_holder_holds_no_more(out: Path) -> None:
    command = [sys.executable, "-c", HOLD_FOREVER, str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:  # noqa: S603 - our own interpreter
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(OutputLockedError, match=f"held by process {holder.pid} on "), hold_lock(out, wait_s=0.2):
            pass
        holder.kill()
    with hold_lock(out, wait_s=5):
        pass
