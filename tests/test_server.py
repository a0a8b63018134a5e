"""The temporary Prefect server of a build, with a server in its place that starts at once."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Never

import pytest
from httpx import ConnectError
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_SERVER_ALLOW_EPHEMERAL_MODE,
    PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS,
    temporary_settings,
)

from flows import cli
from flows.prefect_faults import PrefectSettingsError, import_prefect
from flows.server import NoServerError, Server, reached, start_server
from tests.waiting import PATIENCE_S, until

APP = """
import os, pathlib

def create():
    pathlib.Path(__file__).with_name("told").write_text(os.environ["PREFECT_API_BLOCKS_REGISTER_ON_START"])
    async def answer(scope, receive, send):
        if scope["type"] == "http":
            status = 200 if scope["path"] == "/api/health" else 404
            await send({"type": "http.response.start", "status": status, "headers": []})
            await send({"type": "http.response.body"})
        else:
            await receive()
            await send({"type": "lifespan.startup.complete"})
            await receive()
            await send({"type": "lifespan.shutdown.complete"})
    return answer

def refuse():
    raise SystemExit(7)

def lose_once():
    try:
        pathlib.Path(__file__).with_name("lost").touch(exist_ok=False)
    except FileExistsError:
        return create()
    raise RuntimeError("duplicate column name")

def fail():
    raise PermissionError("unable to open the database")
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Where no server is configured and the module `server_app` is one."""
    (tmp_path / "server_app.py").write_text(APP, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr("flows.server.APP", "server_app:create")
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    with temporary_settings(restore_defaults={PREFECT_API_URL}):
        yield monkeypatch


def test_runs_tell_the_server_once_it_answers(place: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - it must be there
    server = Server()
    try:
        with reached(server):
            assert PREFECT_API_URL.value() == server.url
        assert PREFECT_API_URL.value() is None
    finally:
        server.stop()
    assert _has_ended(server)


@pytest.mark.parametrize(("said", "told"), [(None, "0"), ("1", "1")])
def test_a_server_registers_no_blocks_unless_it_is_told_to(
    place: pytest.MonkeyPatch, tmp_path: Path, said: str | None, told: str
) -> None:
    place.delenv("PREFECT_API_BLOCKS_REGISTER_ON_START", raising=False)
    if said is not None:
        place.setenv("PREFECT_API_BLOCKS_REGISTER_ON_START", said)
    server = Server()
    try:
        server.wait(PATIENCE_S)
    finally:
        server.stop()
    assert (tmp_path / "told").read_text(encoding="utf-8") == told


def test_a_server_that_does_not_start_is_told(place: pytest.MonkeyPatch) -> None:
    place.setattr("flows.server.APP", "server_app:refuse")
    server = Server()
    with pytest.raises(NoServerError, match="temporary server ended with status 7"):
        server.wait(PATIENCE_S)
    server.stop()


def test_a_server_that_lost_a_race_for_its_database_is_started_again(place: pytest.MonkeyPatch) -> None:
    place.setattr("flows.server.APP", "server_app:lose_once")
    server = Server()
    try:
        assert server.wait(PATIENCE_S) == server.url
    finally:
        server.stop()
    assert _has_ended(server)


def test_why_a_server_does_not_start_is_told(place: pytest.MonkeyPatch) -> None:
    place.setattr("flows.server.APP", "server_app:fail")
    # As the command line has it.
    place.setenv("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
    server = Server()
    with pytest.raises(
        NoServerError, match=r"ended with status 1: PermissionError: unable to open the database\. .*HOME"
    ):
        server.wait(PATIENCE_S)
    server.stop()


def test_a_server_ends_with_whoever_started_it_however_that_ends(place: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - as above
    code = "import time; from flows import server; server.APP = 'server_app:create'; "
    code += "one = server.Server(); one.wait(60); print(one._process.pid, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as build:  # noqa: S603 - our own
        assert build.stdout is not None
        server = int(build.stdout.readline())
        assert _runs(server)
        build.kill()
        until(lambda: not _runs(server))


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_server_that_does_not_answer_is_not_waited_for(place: pytest.MonkeyPatch) -> None:
    place.setattr("flows.server.Server.__init__", _start_mute)
    server = Server()
    with (
        temporary_settings({PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS: 1}),
        pytest.raises(NoServerError, match="did not answer within 1 seconds"),
        reached(server),
    ):
        pass
    server.stop()


def _start_mute(server: Server) -> None:
    server.url = "http://127.0.0.1:9/api"
    server._said = tempfile.TemporaryFile()  # noqa: SIM115, SLF001 - as the real one has
    server._process = subprocess.Popen(["sleep", "60"])  # noqa: S607, SLF001 - a process that is no server


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PREFECT_LOGGING_LEVEL", "FOO", "LoggingSettings.level: Input should be .*, not 'FOO'"),
        ("PREFECT_CLIENT_MAX_RETRIES", "many", "ClientSettings.max_retries: .*, not 'many'"),
        ("profiles.toml", "active = [", "Invalid value"),
    ],
)
def test_a_setting_that_prefect_does_not_take_is_told(tmp_path: Path, name: str, value: str, told: str) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "profiles.toml").write_text(value if name == "profiles.toml" else "", encoding="utf-8")
    # Prefect reads its settings when it is imported, which this process has done.
    build = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", "flows.cli", "build", "--raw", tmp_path / "raw", "--out", tmp_path / "out"],
        env={**os.environ, "PREFECT_HOME": str(tmp_path), "PREFECT_API_URL": "http://127.0.0.1:9/api", name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert build.returncode == 2
    last = build.stderr.splitlines()[-1]
    assert re.search(rf"litsieve: Prefect does not take its settings: {told}.*PREFECT_HOME", last)
    assert "Traceback" not in build.stderr


def test_a_user_without_a_home_is_told_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_none() -> Never:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", find_none)
    with pytest.raises(PrefectSettingsError, match="Set HOME to a folder that can be written"):
        import_prefect()


def test_a_build_whose_server_went_away_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def build(*_: object, **_more: object) -> None:
        raise ConnectError("Connection refused")

    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    monkeypatch.setattr("flows.prefect_faults.require_answer", lambda _: None)
    monkeypatch.setattr("flows.build.build", build)
    assert cli.run(["build", "--raw", str(tmp_path), "--out", str(tmp_path / "out")]) == 2
    told = capsys.readouterr().err
    assert told.startswith("litsieve: Prefect's server went away during the build (Connection refused).")
    assert told.count("\n") == 1


def test_a_server_that_the_environment_names_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://prefect.example/api")
    assert start_server() is None


def test_a_variable_that_is_set_to_nothing_names_no_server(place: pytest.MonkeyPatch) -> None:
    place.setenv("PREFECT_API_URL", "")
    server = start_server()
    assert server is not None
    with temporary_settings({PREFECT_API_URL: ""}), reached(server):
        assert PREFECT_API_URL.value() == server.url
    server.stop()


def test_a_server_that_is_configured_elsewhere_is_used(place: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - as above
    server = Server()
    with temporary_settings({PREFECT_API_URL: "http://prefect.example/api"}), reached(server):
        assert PREFECT_API_URL.value() == "http://prefect.example/api"
        assert _has_ended(server)


def test_no_server_is_started_where_that_is_switched_off(place: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - as above
    server = Server()
    with temporary_settings({PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: False}), reached(server):
        assert PREFECT_API_URL.value() is None
        assert _has_ended(server)


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({PREFECT_API_URL: "http://127.0.0.1:9/api"}, "server at http://127.0.0.1:9/api/ does not answer"),
        ({PREFECT_API_URL: "misspelt"}, "server at misspelt/ does not answer"),
        ({PREFECT_SERVER_ALLOW_EPHEMERAL_MODE: False}, "No Prefect API URL"),
    ],
    ids=["nobody", "no address", "none"],
)
def test_a_build_without_a_server_that_answers_says_so(
    tmp_path: Path,
    place: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    setting: dict[Any, object],
    told: str,
) -> None:
    place.setattr("flows.server.start_server", lambda: None)
    (tmp_path / "raw").mkdir()
    with temporary_settings(setting):
        assert cli.run(["build", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out")]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line


def _has_ended(server: Server) -> bool:
    return server._process.poll() is not None  # noqa: SLF001 - nothing else tells
