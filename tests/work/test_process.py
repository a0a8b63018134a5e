"""How a process of a build keeps its memory, shown in one of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

TELL = """
import atexit, ctypes, gc, json, os

def tell():
    print(json.dumps([gc.get_freeze_count() > 0, gc.get_threshold()[0], os.environ["_RJEM_MALLOC_CONF"]]))

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
    frozen, threshold, _ = _told(root)
    assert frozen
    assert threshold > 100_000


def test_polars_keeps_what_it_lets_go_unless_it_is_told_otherwise(root: Path) -> None:
    assert _told(root)[2].startswith("dirty_decay_ms:")
    said = "dirty_decay_ms:7"
    assert _told(root, f"os.environ['_RJEM_MALLOC_CONF'] = '{said}'")[2] == said


def test_a_system_without_that_option_keeps_memory_as_it_does(root: Path) -> None:
    assert _told(root, "ctypes.CDLL = lambda name: object()")[0]
