"""A temporary Prefect server for the builds of this process, where none is configured.

Prefect starts one itself, but only when the flow runs, and imports all of the server into this process for it. To start
takes seconds: here they pass while the build's own code is imported.
"""

import atexit
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

# Read when prefect is imported: a build sends nothing to anybody, and a server may take minutes to start.
os.environ.setdefault("DO_NOT_TRACK", "1")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "600")

from prefect.settings import PREFECT_API_URL, get_current_settings, temporary_settings

LOOK_S: Final = 0.05

END_S: Final = 5.0
"""A server that is told to end and has not by then is killed."""

APP: Final = "prefect.server.api.server:create_app"

OWN: Final = {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}
"""What Prefect tells its temporary servers."""


class Server:
    """A process with a Prefect server, which ends with this one."""

    def __init__(self) -> None:
        """Start it; it answers seconds later."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/api"
        told = {**os.environ, **OWN, **get_current_settings().to_environment_variables(exclude_unset=True)}
        app = ["--factory", APP, "--lifespan", "on", "--log-level", "error"]
        self._process = subprocess.Popen(  # noqa: S603 - this Python and a module that Prefect brings
            [sys.executable, "-m", "uvicorn", *app, "--host", "127.0.0.1", "--port", str(port)], env=told
        )
        # Not before: what Prefect still has to tell the server, it tells while the interpreter ends its threads.
        atexit.register(self.stop)

    def wait(self) -> str:
        """The address of its API, once it answers. Raises RuntimeError where it ends, or takes too long."""
        most_s = get_current_settings().server.ephemeral.startup_timeout_seconds
        until = time.monotonic() + most_s
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise RuntimeError(f"Prefect's temporary server ended with status {self._process.returncode}.")
            try:
                urlopen(f"{self.url}/health", timeout=most_s).close()  # noqa: S310 - our own address
            except (URLError, TimeoutError):
                time.sleep(LOOK_S)
            else:
                return self.url
        raise RuntimeError(f"Prefect's temporary server did not answer within {most_s} seconds.")

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def start_server() -> Server | None:
    """The server of this process; None where another is configured, or none may be started."""
    settings = get_current_settings()
    return _own_server() if settings.api.url is None and settings.server.ephemeral.enabled else None


@cache
def _own_server() -> Server:
    return Server()


@contextmanager
def reached(server: Server | None) -> Iterator[None]:
    """Runs inside tell this server, once it answers; without one, that which is configured."""
    if server is None:
        yield
        return
    with temporary_settings({PREFECT_API_URL: server.wait()}):
        yield
