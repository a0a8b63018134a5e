"""Waiting for other processes."""

import time
from collections.abc import Callable
from typing import Final
from urllib.request import urlopen

PATIENCE_S: Final = 240
"""For a machine with much else to do; nothing waits as long on an idle one."""


def until(is_so: Callable[[], bool], pause_s: float = 0.2) -> None:
    """Wait for something that happens in another process."""
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(pause_s)


def answers(url: str) -> bool:
    """Whether a server on loopback is there."""
    try:
        with urlopen(url) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except OSError:
        return False
