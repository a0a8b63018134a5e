"""What tests of several rooms share."""

import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from shutil import copytree, disk_usage
from typing import Final, NamedTuple

import polars as pl
import pytest
from xdist.scheduler import LoadFileScheduling

from flows.matching.ids import settle_ids
from flows.matching.remembered import remember_ids
from flows.settings import DedupSettings, ReleaseSettings
from flows.work.papers import find_papers
from flows.work.parts import FACTS, REJECTS, Part, compare_part, write_frames
from flows.work.tables import Tables, write_all
from schemas.dumps import DumpFacts
from schemas.frames import empty_frame
from schemas.judgements import Rejects
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

SERVED: Final = (
    "tests/test_scheduled.py",
    "tests/test_faults.py",
    "tests/test_build.py",
    "tests/checks/test_variants.py",
)
"""One worker runs these, on one Prefect server: to start one takes longer than most of their tests."""

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
        environment = {**os.environ, "PREFECT_HOME": str(home)}
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
def built(server: None, tmp_path_factory: pytest.TempPathFactory, sample_raw: Path) -> Path:  # noqa: ARG001 - it must run
    """A folder with `raw`, the sample dumps, and a release of them in `out`; for copying only."""
    from flows import cli  # noqa: PLC0415 - as above

    place = tmp_path_factory.mktemp("built")
    copytree(sample_raw, place / "raw")
    assert cli.run(["build", "--raw", str(place / "raw"), "--out", str(place / "out")]) == 0
    return place


@pytest.fixture(scope="session")
def built_of_real(server: None, tmp_path_factory: pytest.TempPathFactory, shared: Path) -> Path:  # noqa: ARG001 - as above
    """An output folder with a release of the five real dumps; for reading only."""
    from flows import cli  # noqa: PLC0415 - as above

    out = tmp_path_factory.mktemp("built_of_real") / "out"
    assert cli.run(["build", "--raw", str(shared / "raw"), "--out", str(out)]) == 0
    return out


class Deduplicated(NamedTuple):
    """Tables of a release, without what a release is beside them."""

    papers: pl.DataFrame
    records: pl.DataFrame
    matches: pl.DataFrame
    ids: pl.DataFrame


@pytest.fixture(scope="session")
def dedup(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Deduplicated]:
    """Gives what a build makes of records (as schemas.records.Normalized) where the last release knew these ids."""

    def make(records: pl.DataFrame, known: pl.DataFrame, settings: DedupSettings) -> Deduplicated:
        place = tmp_path_factory.mktemp("dedup")
        part = Part(place / "part", len(records), len(records), len(records), 0)
        nothing = {REJECTS: empty_frame(Rejects), FACTS: empty_frame(DumpFacts)}
        write_frames(part.folder, compare_part(records, settings) | nothing)
        papers = find_papers([part], place / "pairs", known, settings, map)
        staging = place / "release"
        staging.mkdir()
        write_all(Tables([part], papers, place, staging, None, 1, ReleaseSettings()), map)
        return Deduplicated(*(pl.read_parquet(staging / f"{name}.parquet") for name in Deduplicated._fields))

    return make


class Assigned(NamedTuple):
    """`papers`: `record_id` and `paper_id` of every record. `ids`: as schemas.judgements.Ids."""

    papers: pl.DataFrame
    ids: pl.DataFrame


@pytest.fixture(scope="session")
def assign() -> Callable[..., Assigned]:
    """Gives the ids of a release whose papers have these records, where the last release knew those ids.

    Fingerprints have `record_id` and `fingerprint`, a row each.
    """
    no_prints = pl.DataFrame(schema={"record_id": pl.String, "fingerprint": pl.String})

    def make(clusters: Sequence[Sequence[str]], known: pl.DataFrame, prints: pl.DataFrame = no_prints) -> Assigned:
        rows = [(record, min(cluster), False) for cluster in clusters for record in cluster]
        types = {"record_id": pl.String, "first": pl.String, "reference": pl.Boolean}
        named = pl.DataFrame(rows, schema=types, orient="row")
        settled = settle_ids(named, lambda: [prints], known)
        papers = named.select("record_id", pl.col("first").replace_strict(settled.paper_of).alias("paper_id"))
        printed = papers.join(prints, on="record_id").select("paper_id", "fingerprint").unique()
        ids = remember_ids(papers, printed, settled, papers["record_id"], printed["fingerprint"])
        return Assigned(papers, ids)

    return make
