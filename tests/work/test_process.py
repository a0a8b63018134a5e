"""How a process of a build keeps its memory, shown in one of its own."""

import json
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

TELL = """
import atexit, ctypes, gc, json, os

def tell():
    import pyarrow

    told = [gc.get_freeze_count() > 0, gc.get_threshold()[0], os.environ["_RJEM_MALLOC_CONF"]]
    print(json.dumps([*told, pyarrow.default_memory_pool().backend_name]))

atexit.register(tell)
from flows.work.process import keep_memory
{before}
keep_memory()
"""


def _told(root: Path, before: str = "") -> list[Any]:
    done = subprocess.run(  # noqa: S603 - this Python
        [sys.executable, "-c", TELL.format(before=before)], cwd=root, capture_output=True, text=True, check=True
    )
    told: list[Any] = json.loads(done.stdout)
    return told


def test_objects_are_looked_over_seldom_and_not_at_the_end(root: Path) -> None:
    frozen, threshold, *_ = _told(root)
    assert frozen
    assert threshold > 100_000


def test_polars_keeps_what_it_lets_go_unless_it_is_told_otherwise(root: Path) -> None:
    assert _told(root)[2].startswith("dirty_decay_ms:")
    said = "dirty_decay_ms:7"
    assert _told(root, f"os.environ['_RJEM_MALLOC_CONF'] = '{said}'")[2] == said


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc is told to keep what it is given back")
def test_arrow_asks_the_system_for_memory_unless_it_is_told_otherwise(root: Path) -> None:
    assert _told(root)[3] == "system"
    assert _told(root, "os.environ['ARROW_DEFAULT_MEMORY_POOL'] = 'mimalloc'")[3] == "mimalloc"


def test_a_system_without_that_option_keeps_memory_as_it_does(root: Path) -> None:
    assert _told(root, "ctypes.CDLL = lambda name: object()")[0]
