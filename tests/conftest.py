"""What tests of several rooms share."""

import gc
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from shutil import copytree, disk_usage
from typing import Any, Final

import pytest
from xdist.scheduler import LoadFileScheduling

from tests.waiting import PATIENCE_S, answers, until

# A busy machine may need a while to start Prefect's temporary server; tests neither phone home nor log to a console.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
os.environ.setdefault("DO_NOT_TRACK", "1")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

IN_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a file system, in which pytest makes a folder of its own
ROOM_BYTES: Final = 4 * 2**30
if IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK) and disk_usage(IN_MEMORY).free > ROOM_BYTES:
    # Releases and Prefect's database have everything on the disk before they go on: 4 ms each time on a busy one.
    os.environ["TMPDIR"] = tempfile.tempdir = str(IN_MEMORY)

if "PYTEST_XDIST_WORKER" in os.environ:
    # A worker has a core to itself, and the threads that Polars starts for every core would wait for those of others.
    # Processes that tests start have as many as a person's. First: Polars asks but once how many there are to be.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLARS_MAX_THREADS", "1")
        import polars as pl

        assert pl.thread_pool_size() == 1

SERVED: Final = (
    "tests/test_scheduled.py",
    "tests/test_faults.py",
    "tests/test_build.py",
    "tests/checks/test_variants.py",
)
"""One worker runs these, on one Prefect server: to start one takes longer than most of their tests."""

UNUSED: Final = ("SCHEDULER", "LATE_RUNS", "FOREMAN", "TRIGGERS", "EVENT_PERSISTER", "CLEANUP_RECONCILER")
"""What a Prefect server does beside answering that no test asks for; a scheduled run would disturb those of tests."""

LONG: Final = (
    *SERVED,
    "tests/release/test_killed.py",
    "tests/work",
    "tests/formats/test_round_trip.py",
    "tests/matching",
    "tests/stages",
)
"""What takes longest, which begins first, so that no worker has a long file before it when the others are done."""


class FilesOfOneServer(LoadFileScheduling):  # type: ignore[misc] # xdist declares no types
    """Gives a worker a file at a time, and what shares a server at one go."""

    def _split_scope(self, nodeid: str) -> str:
        file = str(super()._split_scope(nodeid))
        return "served" if file in SERVED else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FilesOfOneServer:
    """How tests are dealt out to worker processes."""
    return FilesOfOneServer(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, Any, Any]:
    """Look for no garbage in what is imported, neither now nor while the tests run: all of it stays. Else seldom."""
    gc.disable()
    told = yield
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
    return told


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put what takes longest first."""

    def rank(item: pytest.Item) -> int:
        return next((at for at, name in enumerate(LONG) if item.nodeid.startswith(name)), len(LONG))

    items.sort(key=rank)


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def sample_raw() -> Path:
    """The sample dumps that the project ships."""
    return ROOT / "raw"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real dumps, their answers and the scorers; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the real dumps and their answers lie in ../shared, which is not here")
    return SHARED


@pytest.fixture(scope="session")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One Prefect server for all builds of this process, started as docs/schedule.md says; nothing is left behind."""
    # Imported where it is needed: Prefect takes seconds to import, and most tests do without.
    from prefect.logging.handlers import APILogHandler  # noqa: PLC0415
    from prefect.settings import PREFECT_API_URL, temporary_settings  # noqa: PLC0415

    docs = (root / "docs" / "schedule.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^\$ (\.venv/bin/prefect server start)$", docs, re.MULTILINE)
    home = tmp_path_factory.mktemp("server")
    (home / ".venv").symlink_to(sys.prefix)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    with pytest.MonkeyPatch.context() as patch, temporary_settings({PREFECT_API_URL: url}):
        patch.setenv("PREFECT_API_URL", url)
        off = {f"PREFECT_SERVER_SERVICES_{name}_ENABLED": "false" for name in UNUSED}
        environment = {**os.environ, **off, "PREFECT_HOME": str(home)}
        with (home / "log.txt").open("wb") as log:
            process = subprocess.Popen(  # noqa: S602 - the command of our own docs, which a person gives a shell
                f"exec {command} --port {port}", shell=True, cwd=home, env=environment, stdout=log, stderr=log
            )
        try:
            until(lambda: answers(f"{url}/health"))
            yield
        finally:
            APILogHandler().flush()
            process.terminate()
            process.wait(timeout=PATIENCE_S)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, sample_raw: Path) -> Path:
    """A folder with `raw`, the sample dumps, and a release of them in `out`, made without Prefect; for copying only."""
    from flows import cli  # noqa: PLC0415 - as above
    from tests.plain_builds import by_functions_alone  # noqa: PLC0415 - as above

    place = tmp_path_factory.mktemp("built")
    copytree(sample_raw, place / "raw")
    with by_functions_alone():
        assert cli.run(["build", "--raw", str(place / "raw"), "--out", str(place / "out")]) == 0
    return place


@pytest.fixture
def without_prefect() -> Iterator[None]:
    """Builds of this process are made as plain_builds.py tells: for tests that show nothing of Prefect."""
    from tests.plain_builds import by_functions_alone  # noqa: PLC0415 - as above

    with by_functions_alone():
        yield


@pytest.fixture(scope="session")
def built_of_real(server: None, tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:  # noqa: ARG001 - as above
    """An output folder with a release of the five real dumps; for reading only."""
    from flows import cli  # noqa: PLC0415 - as above

    out = tmp_path_factory.mktemp("built_of_real") / "out"
    assert cli.run(["build", "--raw", str(shared / "raw"), "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="session")
def dedup(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Gives what a build makes of records where the last release knew these ids, as papers.deduplicate tells."""
    from tests.papers import deduplicate  # noqa: PLC0415 - the process that deals out the tests has no use for Polars

    return lambda *given: deduplicate(tmp_path_factory.mktemp("dedup"), *given)


@pytest.fixture(scope="session")
def assign() -> Callable[..., Any]:
    """Gives the ids of a release of these papers, as papers.assign_ids tells."""
    from tests.papers import assign_ids  # noqa: PLC0415 - as above

    return assign_ids
