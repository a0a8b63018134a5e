"""What tests of several rooms share."""

import os
from pathlib import Path

import pytest

# A busy machine may need a while to start Prefect's temporary server; tests neither phone home nor log to a console.
os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "180")
os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
os.environ.setdefault("DO_NOT_TRACK", "1")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"


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
