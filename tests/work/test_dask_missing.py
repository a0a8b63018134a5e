"""Dask is an extra: nothing imports it unasked, and who asks for it without having it is told what to install."""

import subprocess
import sys
from pathlib import Path

import pytest

from flows import cli
from flows.settings import Settings
from flows.work.opening import open_workers
from flows.work.pool import NoWorkersError, WorkerLostError

ABSENT = "litsieve: The runner dask is not installed here: pip install 'litsieve[dask]'\n"


@pytest.fixture
def without_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra were not installed."""
    for name in ("distributed", "prefect_dask"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "flows.work.dask", raising=False)


def test_a_build_imports_no_dask_unasked() -> None:
    code = "import flows.runners, flows.cli, sys; sys.exit(bool({'distributed', 'prefect_dask'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603 - our own code


@pytest.mark.usefixtures("without_dask")
def test_a_person_is_told_what_to_install(
    sample_raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # With a server configured none is started, which would stay until the tests end; it is never asked.
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    assert cli.run(["build", "--raw", str(sample_raw), "--out", str(tmp_path), "--runner", "dask"]) == 2
    assert capsys.readouterr().err == ABSENT


@pytest.mark.usefixtures("without_dask")
def test_a_scheduled_build_is_told_so_too(tmp_path: Path) -> None:
    settings = Settings.model_validate({"work": {"runner": "dask"}})
    with (
        pytest.raises(NoWorkersError, match=r"pip install 'litsieve\[dask\]'"),
        open_workers(settings, tmp_path, tmp_path, 2),
    ):
        pass


def test_an_address_without_the_runner_is_wrong_usage(sample_raw: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["build", "--raw", str(sample_raw), "--address", "tcp://127.0.0.1:8786"]) == 2
    assert "--address is that of a Dask scheduler and needs --runner dask." in capsys.readouterr().err


def test_lost_workers_are_one_line_and_no_bug(
    sample_raw: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def lose(*_: object, **__: object) -> None:
        raise WorkerLostError("Worker processes were killed.")

    monkeypatch.setattr("flows.runners.run_build", lose)
    assert cli.run(["build", "--raw", str(sample_raw)]) == 2
    assert capsys.readouterr().err == "litsieve: Worker processes were killed.\n"


def test_the_runner_makes_no_difference_to_what_decides_a_release() -> None:
    on_dask = Settings().on("dask", "tcp://127.0.0.1:8786")
    assert on_dask.work.address == "tcp://127.0.0.1:8786"
    assert on_dask.deciding() == Settings().on(None, None).deciding() == Settings().deciding()
