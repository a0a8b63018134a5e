"""The scheduled path for real: a server and a worker on loopback, set up as docs/schedule.md says."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple
from uuid import UUID

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
from prefect.client.schemas.objects import FlowRun
from prefect.deployments import run_deployment

from flows.poll import poll
from flows.progress import STAGES
from flows.release.catalogue import latest_release, list_releases
from flows.release.folder import STAGING
from flows.release.rollback import roll_back
from flows.release.tables import read_table
from flows.release.verify import verify_release
from flows.verification import verify
from tests.waiting import PATIENCE_S, until

LATE: Final = "Abstract:We drop a dump into a folder that is watched while somebody kills the build of it.\n"


class Place(NamedTuple):
    """A project folder with its deployments, and the worker that serves them."""

    folder: Path
    worker: int

    @property
    def raw(self) -> Path:
        """Its dumps."""
        return self.folder / "raw"

    @property
    def out(self) -> Path:
        """Its releases."""
        return self.folder / "output"


@pytest.fixture(scope="module")
def place(server: None, built: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:  # noqa: ARG001 - it must run
    """A project folder with a release, set up by the commands of docs/schedule.md; the worker ends with the tests."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("prefect.yaml", "flows", "schemas", ".venv"):
        (folder / name).symlink_to(Path(sys.prefix) if name == ".venv" else root / name)
    shutil.copytree(built / "raw", folder / "raw")
    shutil.copytree(built / "out", folder / "output", symlinks=True)
    docs = (root / "docs" / "schedule.md").read_text(encoding="utf-8")
    deploy, work = re.findall(r"^\$ (\.venv/bin/prefect (?:work-pool create|worker) .*)$", docs, re.MULTILINE)
    environment = {**os.environ, "PREFECT_HOME": str(folder / "home")}
    # A worker asks for work every ten seconds; the tests wait for it three times.
    environment["PREFECT_WORKER_QUERY_SECONDS"] = "1"
    with (folder / "log.txt").open("wb") as log:
        subprocess.run(deploy, shell=True, cwd=folder, env=environment, check=True, stdout=log, stderr=log)  # noqa: S602 - the commands of our own docs, which a person gives a shell
        worker = subprocess.Popen(f"exec {work}", shell=True, cwd=folder, env=environment, stdout=log, stderr=log)  # noqa: S602 - as above
    try:
        yield Place(folder, worker.pid)
    finally:
        worker.terminate()
        worker.wait(timeout=PATIENCE_S)


def ended(run_id: UUID) -> FlowRun:
    """The flow run, when it has come to its end."""
    with get_client(sync_client=True) as client:
        until(lambda: bool((state := client.read_flow_run(run_id).state) and state.is_final()))
        return client.read_flow_run(run_id)


def ask_and_wait(deployment: str, **parameters: object) -> FlowRun:
    run = run_deployment(deployment, parameters=parameters, timeout=0, as_subflow=False)
    assert isinstance(run, FlowRun)
    return ended(run.id)


def last_build() -> FlowRun:
    with get_client(sync_client=True) as client:
        deployment = client.read_deployment_by_name("litsieve/build")
        runs = [run for run in client.read_flow_runs() if run.deployment_id == deployment.id and not run.auto_scheduled]
        return max(runs, key=lambda run: str(run.created))


def look(place: Place) -> str:
    """What a poll says; it takes place in this process, which spares starting two others."""
    state = poll(place.raw, place.out, settle_s=0, retry_s=0, return_state=True)
    return str(state.message)


def message(run: FlowRun) -> str:
    assert run.state is not None
    return f"{run.state.name}: {run.state.message}"


def sound(place: Place) -> Path:
    release = latest_release(place.out)
    assert release is not None
    assert verify_release(release) == []
    return release


def descendants(process: int) -> list[int]:
    children = [
        int(child)
        for task in Path(f"/proc/{process}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]
    return [*children, *(below for child in children for below in descendants(child))]


def test_the_documented_commands_make_three_deployments_one_build_at_a_time(place: Place) -> None:
    with get_client(sync_client=True) as client:
        found = {one.name: one for one in client.read_deployments()}
        assert set(found) == {"build", "poll", "weekly"}
        assert all(len(one.schedules) == 1 and one.work_pool_name == "litsieve" for one in found.values())
        build = found["build"]
    assert build.global_concurrency_limit is not None
    assert build.global_concurrency_limit.limit == 1
    assert str(place.folder) not in (place.folder / "prefect.yaml").read_text(encoding="utf-8")


def test_a_killed_build_that_a_poll_asked_for_counts_as_crashed_and_changes_nothing(place: Place) -> None:
    before = sound(place)
    (place.raw / "page.html").write_text("<html>503</html>", encoding="utf-8")
    (place.raw / "late.txt").write_text(LATE * 20_000, encoding="utf-8")
    polled = ask_and_wait("litsieve-poll/poll", settle_s=0)
    assert message(polled).startswith("Completed: 2 new: asked for a build, ")
    until(lambda: any((place.out / STAGING).iterdir()), pause_s=0.01)
    doomed = list(reversed(descendants(place.worker)))
    # Held still, or it may be done before it is looked at and killed.
    for process in doomed:
        os.kill(process, signal.SIGSTOP)
    assert "the build that was asked for is not done" in look(place)
    for process in doomed:
        os.kill(process, signal.SIGKILL)
    assert message(ended(last_build().id)).startswith("Crashed: ")
    assert sound(place) == before
    assert len(list_releases(place.out)) == 1


def test_the_build_that_is_asked_for_next_is_clean_and_shows_what_came_out(place: Place) -> None:
    (place.raw / "late.txt").write_text(LATE, encoding="utf-8")
    assert "2 new: asked for a build" in look(place)
    made = ended(last_build().id)
    release = sound(place)
    assert message(made).startswith(f"Unreadable: Published {release.name}: 6 dumps, ")
    assert "late.txt" in set(read_table(release, "records")["dump"])
    assert len(list_releases(place.out)) == 2
    assert list((place.out / STAGING).iterdir()) == []
    with get_client(sync_client=True) as client:
        of_run = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[made.id]))
        shown = {item.key: str(item.data) for item in client.read_artifacts(artifact_filter=of_run)}
    bars = {f"litsieve-progress-{stage}" for stage in STAGES}
    assert set(shown) == {"litsieve-build", "litsieve-changes", "litsieve-rejects", "litsieve-refused-pieces"} | bars
    assert "unknown_layout" in shown["litsieve-refused-pieces"]
    assert look(place) == f"The dumps are those of {release.name}."
    assert look(place) == f"Nothing changed since {release.name}."


def test_no_build_is_asked_for_of_dumps_whose_release_was_rolled_back(place: Place) -> None:
    first, second = (one.version for one in list_releases(place.out))
    roll_back(place.out, first, reason="a bad dump", wait_s=0)
    assert look(place) == f"The dumps are those of {second}, which was rolled back to {first} (a bad dump)."
    assert look(place) == f"Nothing changed since {first}."
    roll_back(place.out, second, reason=None, wait_s=0)
    assert look(place) == f"The dumps are those of {second}."


def test_verify_tells_the_first_thing_that_is_wrong_in_its_state(place: Place) -> None:
    assert str(verify(place.out, return_state=True).message).endswith("releases are sound.")
    copy = Path(shutil.copytree(place.out, place.folder / "copy", symlinks=True))
    papers = copy / "releases" / list_releases(copy)[0].version / "papers.parquet"
    papers.chmod(0o644)
    papers.write_bytes(papers.read_bytes()[:-9])
    state = verify(copy, return_state=True)
    assert state.is_failed()
    assert f"{papers.parent.name}/papers.parquet: " in str(state.message)
    assert "[wrong_checksum]" in str(state.message)
