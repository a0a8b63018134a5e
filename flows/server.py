"""A temporary Prefect server for the builds of this process, where none is configured.

Prefect starts one itself, but only when the flow runs, and imports all of the server into this process for it. To start
takes seconds: here they pass while this process imports Prefect, which nothing here does, and the build's own code.
"""

import atexit
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

from flows.work.process import CYCLES

LOOK_S: Final = 0.05

END_S: Final = 5.0
"""A server that is told to end and has not by then is killed."""

APP: Final = "prefect.server.api.server:create_app"

CODE: Final = f"""
import gc, os, threading

def end_with_parent():
    os.read(0, 1)
    os._exit(1)

gc.set_threshold(*{CYCLES})
threading.Thread(target=end_with_parent, daemon=True).start()
import uvicorn
uvicorn.main()
"""
"""Runs the server; to look all that it imports over for cycles again and again takes a tenth of its start.

Whoever started it holds its standard input open: however that process ends, the server does, too.
"""

SPARED: Final = {"PREFECT_API_BLOCKS_REGISTER_ON_START": "0"}
"""What the environment may say otherwise: block types take half a second, for pages that no temporary server shows."""

OWN: Final = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
"""What Prefect tells its temporary servers."""

HEARD: Final = {"PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "ERROR"}
"""The command line silences this process, but of the server it must be known why it did not start."""

REASON: Final = re.compile(r"^[\w.]*(?:Error|Exception|Exit)\b.*$", re.MULTILINE)
"""The line of a traceback that says what was wrong."""

STARTS: Final = 2
"""A server that ends before it answers is started once more: where several make their database at one moment all but
one fail, and another program may have taken its port."""

ADVICE: Final = (
    "Its database is in the folder PREFECT_HOME (.prefect in your home, if that is not set), which must be there and "
    "be writable, and no newer Prefect may have used it; or name a server that runs in PREFECT_API_URL."
)


class NoServerError(RuntimeError):
    """No server of Prefect is to be had; the message is for a person."""


class Server:
    """A process with a Prefect server, which ends with this one."""

    def __init__(self) -> None:
        """Start it; it answers seconds later."""
        # Not a pipe, which somebody would have to empty all the time.
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `stop`
        self._starts = 0
        self._start()
        # Not before: what Prefect still has to tell the server, it tells while the interpreter ends its threads.
        atexit.register(self.stop)

    def _start(self) -> None:
        self._starts += 1
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/api"
        # What is set elsewhere than in the environment it finds where this process does.
        told = {**SPARED, **os.environ, **OWN, **HEARD}
        app = ["--factory", APP, "--lifespan", "on", "--log-level", "error"]
        self._process = subprocess.Popen(  # noqa: S603 - this Python and a module that Prefect brings
            [sys.executable, "-c", CODE, *app, "--host", "127.0.0.1", "--port", str(port)],
            env=told,
            stdin=subprocess.PIPE,
            stderr=self._said,
        )

    def wait(self, most_s: float) -> str:
        """The address of its API, once it answers. Raises NoServerError where it ends, or takes longer than this."""
        until = time.monotonic() + most_s
        while time.monotonic() < until:
            if self._process.poll() is not None and self._starts < STARTS:
                self._end()
                self._start()
            elif self._process.poll() is not None:
                ended = f"Prefect's temporary server ended with status {self._process.returncode}"
                raise NoServerError(f"{ended}{self._reason()}. {ADVICE}")
            try:
                urlopen(f"{self.url}/health", timeout=most_s).close()  # noqa: S310 - our own address
            except (URLError, TimeoutError):
                time.sleep(LOOK_S)
            else:
                return self.url
        raise NoServerError(f"Prefect's temporary server did not answer within {most_s} seconds{self._reason()}.")

    def _reason(self) -> str:
        """The last fault that it told, behind a colon; nothing where it told none."""
        self._said.seek(0)
        faults = REASON.findall(self._said.read().decode(errors="replace"))
        return f": {faults[-1].rstrip('.')}" if faults else ""

    def stop(self) -> None:
        """End it."""
        self._end()
        self._said.close()

    def _end(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()


def start_server() -> Server | None:
    """The server of this process, which may turn out not to be needed; None where the environment names another."""
    return None if os.environ.get("PREFECT_API_URL") else _own_server()


@cache
def _own_server() -> Server:
    return Server()


@contextmanager
def reached(server: Server | None) -> Iterator[None]:
    """Runs inside tell this server, once it answers; without one, that which is configured.

    Where one is configured, or none is to be started, this one is ended.
    """
    from prefect.settings import (
        PREFECT_API_URL,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        get_current_settings,
        temporary_settings,
    )

    settings = get_current_settings()
    # A variable that is set to nothing names no server.
    is_needed = settings.api.url in {None, ""} and settings.server.ephemeral.enabled
    if server is not None and not is_needed:
        server.stop()
    if server is None or not is_needed:
        yield
        return
    url = server.wait(settings.server.ephemeral.startup_timeout_seconds)
    # Nobody watches for the heartbeat of a run whose server ends with it, and the run would wait for its last one.
    with temporary_settings({PREFECT_API_URL: url, PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        yield
