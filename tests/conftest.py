"""What tests of several rooms share."""

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Final

import pytest
from xdist.scheduler import LoadFileScheduling

# A busy machine may need a while to start Prefect's temporary server; tests neither phone home nor log to a console.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
os.environ.setdefault("DO_NOT_TRACK", "1")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"

SERVED: Final = ("tests/test_faults.py", "tests/test_build.py", "tests/checks/test_variants.py")
"""One worker runs these, on one Prefect server: to start one takes longer than most of their tests."""

LONG: Final = (
    *SERVED,
    "tests/test_scheduled.py",
    "tests/work",
    "tests/formats/test_round_trip.py",
    "tests/release/test_killed.py",
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
def server() -> Iterator[None]:
    """One Prefect server for all builds of this process; nothing is left behind."""
    # Imported where it is needed: Prefect takes seconds to import, and most tests do without.
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415

    with prefect_test_harness(server_startup_timeout=180):
        yield


@pytest.fixture(scope="session")
def built(server: None, tmp_path_factory: pytest.TempPathFactory, sample_raw: Path) -> Path:  # noqa: ARG001 - it must run
    """A folder with `raw`, the sample dumps, and a release of them in `out`; for copying only."""
    from flows import cli  # noqa: PLC0415 - as above

    place = tmp_path_factory.mktemp("built")
    copytree(sample_raw, place / "raw")
    assert cli.run(["build", "--raw", str(place / "raw"), "--out", str(place / "out")]) == 0
    return place
