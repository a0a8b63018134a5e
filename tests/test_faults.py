"""What happens to a machine while a build runs: the latest release stays, the message helps, the next run is clean."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from shutil import copytree, which

import polars as pl
import pytest
from prefect.settings import PREFECT_API_URL

from flows import cli
from flows.commands.faults import fault_of
from flows.dumps.files import find_dumps
from flows.release.catalogue import latest_release, read_catalogue
from flows.release.tables import read_table
from flows.release.verify import verify_release

LIMITED = """
import resource, sys
from prefect import Task
import flows.build
from flows.cli import main
for one in vars(flows.build).values():
    if isinstance(one, Task):
        one.retry_delay_seconds = [0] * one.retries
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
main(sys.argv[2:])
"""
"""`litsieve` where no file may grow beyond so many bytes, as on a disk that fills up; tasks try again at once."""


@pytest.fixture
def place(built: Path, tmp_path: Path) -> Path:
    """A copy of `built` with one dump less, so that a build has something to publish."""
    copytree(built, tmp_path / "place", symlinks=True)
    (tmp_path / "place" / "raw" / "bare_sample.txt").unlink()
    return tmp_path / "place"


def build(place: Path) -> int:
    return cli.run(["build", "--raw", str(place / "raw"), "--out", str(place / "out")])


def current(place: Path) -> Path:
    """The latest release, which must be sound."""
    release = latest_release(place / "out")
    assert release is not None
    assert verify_release(release) == []
    return release


def harm(path: Path) -> None:
    """Flip a bit in the middle of a published file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(content)


@pytest.mark.parametrize("file_bytes", [40, 3000])
def test_a_full_disk_stops_a_build_with_one_line_and_the_next_one_succeeds(place: Path, file_bytes: int) -> None:
    first = current(place)
    command = [sys.executable, "-c", LIMITED, str(file_bytes)]
    arguments = ["build", "--raw", str(place / "raw"), "--out", str(place / "out")]
    environment = {**os.environ, "PREFECT_API_URL": str(PREFECT_API_URL.value())}
    done = subprocess.run([*command, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own code
    told = [line for line in done.stderr.splitlines() if line.startswith("litsieve: ")]
    assert done.returncode == 2
    assert len(told) == 1
    assert "What was published is what it was." in told[0]
    assert current(place) == first
    assert build(place) == 0
    assert current(place) != first
    assert list((place / "out" / ".staging").iterdir()) == []


@pytest.mark.parametrize("reached", ["*", "*/release", "*/release/papers.jsonl"])
def test_a_killed_build_leaves_the_latest_release_whole_and_the_next_one_succeeds(place: Path, reached: str) -> None:
    first, staging = current(place), place / "out" / ".staging"
    command = [sys.executable, "-m", "flows.cli", "build", "--raw", str(place / "raw"), "--out", str(place / "out")]
    environment = {**os.environ, "PREFECT_API_URL": str(PREFECT_API_URL.value())}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as killed:  # noqa: S603 - our own code
        while not any(staging.glob(reached)) and killed.poll() is None:
            time.sleep(0.002)
        killed.kill()
    assert killed.returncode == -signal.SIGKILL
    assert current(place).name >= first.name
    assert build(place) == 0
    assert read_table(current(place), "records")["dump"].n_unique() == 3
    assert list(staging.iterdir()) == []


def test_a_build_goes_on_from_the_release_before_a_damaged_one_and_says_so(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = current(place)
    assert build(place) == 0
    second = current(place)
    harm(second / "papers.parquet")
    capsys.readouterr()
    assert build(place) == 0
    third = current(place)
    assert third.name > second.name
    assert f"papers.parquet of {second.name} cannot be read or is not what was published" in capsys.readouterr().err
    assert [event.action for event in read_catalogue(place / "out").events] == ["fallback"]
    assert read_table(third, "papers").equals(read_table(place / "out" / "latest", "papers"))
    assert cli.run(["diff", first.name, third.name, "--out", str(place / "out")]) == 1


def test_a_build_stops_with_one_line_where_the_ids_of_the_latest_are_lost(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    harm(current(place) / "ids.parquet")
    assert build(place) == 2
    (told,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("litsieve: ")]
    assert "ids.parquet" in told
    assert "from a copy" in told


def test_a_damaged_old_release_stops_nothing(place: Path) -> None:
    first = current(place)
    assert build(place) == 0
    for name in ("papers.parquet", "ids.parquet", "manifest.json"):
        harm(first / name)
    (place / "raw" / "profile_sample.txt").rename(place / "raw" / "moved.txt")
    assert build(place) == 0
    assert current(place).name > first.name


def test_a_rolled_back_release_stays_the_latest_until_something_new_is_published(place: Path) -> None:
    first = current(place)
    assert build(place) == 0
    assert cli.run(["rollback", first.name, "--reason", "a bad dump", "--out", str(place / "out")]) == 0
    assert current(place) == first
    assert build(place) == 0
    third = current(place)
    ids = pl.read_parquet(place / "out" / "releases" / "*" / "ids.parquet")["paper_id"]
    assert set(ids) == set(read_table(third, "ids")["paper_id"])


def test_a_dump_that_vanishes_while_it_is_read_is_told_and_the_others_are_published(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("flows.build.find_dumps", lambda raw: [*find_dumps(raw), raw / "vanished.txt"])
    assert build(place) == 3
    assert "refused dump vanished.txt [unreadable_dump]" in capsys.readouterr().out
    assert read_table(current(place), "records")["dump"].n_unique() == 3
    monkeypatch.undo()
    assert build(place) == 0


def test_what_another_version_left_in_staging_is_swept_away(place: Path, tmp_path: Path) -> None:
    left = place / "out" / ".staging" / "v0-unknown" / "deep"
    left.mkdir(parents=True)
    (left / "format.bin").write_bytes(bytes(9))
    left.chmod(0o500)
    (tmp_path / "kept.txt").touch()
    (place / "out" / ".staging" / "link").symlink_to(tmp_path / "kept.txt")
    (place / "out" / ".staging" / "releases.json").symlink_to(tmp_path / "kept.txt")
    assert build(place) == 0
    assert list((place / "out" / ".staging").iterdir()) == []
    assert (tmp_path / "kept.txt").read_bytes() == b""


READ_ONLY = """
mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && exec "$2" -m flows.cli "$3" "$4" --out "$1"
"""


@pytest.mark.skipif(which("unshare") is None, reason="no unshare here to make a folder read only with")
def test_a_read_only_folder_is_told_in_one_line_and_can_be_read(place: Path) -> None:
    def ask(*command: str) -> subprocess.CompletedProcess[str]:
        mounted = ["unshare", "--mount", "sh", "-c", READ_ONLY, "sh", str(place / "out"), sys.executable, *command]
        return subprocess.run(mounted, capture_output=True, text=True, check=False)  # noqa: S603 - our own code

    version = current(place).name
    if ask("verify", "latest").returncode != 0:
        pytest.skip("mounting is not permitted here")
    done = ask("rollback", version)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Read-only file system" in done.stderr
    assert "--out" in done.stderr


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(28, "x"), "No space left on device. What was published is what it was. Free some space"),
        (OSError(30, "x", "/data/.lock"), "Read-only file system (/data/.lock). What was published is what it was. "),
        (pl.exceptions.ComputeError("parquet: … (os error 28)"), "No space left on device. "),
        (pl.exceptions.ComputeError("parquet: … Invalid thrift: transport error"), "No space left on device. "),
        (FileNotFoundError("There is no dump below raw."), "There is no dump below raw."),
        (OSError("page.txt changed while it was read."), "page.txt changed while it was read."),
    ],
)
def test_what_the_system_refuses_is_told_with_what_helps(error: Exception, told: str) -> None:
    assert str(fault_of(error)).startswith(told)


@pytest.mark.parametrize("error", [ValueError("two plus two"), pl.exceptions.ComputeError("no such column")])
def test_a_bug_is_no_fault_of_the_system(error: Exception) -> None:
    assert fault_of(error) is None
