"""What happens to a machine while a build runs: the latest release stays, the message helps, the next run is clean."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, which

import polars as pl
import pytest

from benchmarks.chaos_orders import Forge
from flows import cli
from flows.commands.faults import fault_of
from flows.dumps.files import find_dumps
from flows.release.catalogue import latest_release, read_catalogue
from flows.release.manifest import read_manifest
from flows.release.tables import read_table
from flows.release.verify import verify_release

# What the forge starts is a build as anybody's; those of this process come before or after it.
pytestmark = pytest.mark.usefixtures("without_prefect")


@pytest.fixture(scope="module")
def forge(server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forge]:  # noqa: ARG001 - it must run
    """Starts builds in processes of their own, which may be killed."""
    with Forge(tmp_path_factory.mktemp("logs"), dict(os.environ)) as forge:
        yield forge


@pytest.fixture
def place(built: Path, tmp_path: Path) -> Path:
    """A copy of `built` with one dump less, so that a build has something to publish."""
    copytree(built, tmp_path / "place", symlinks=True)
    (tmp_path / "place" / "raw" / "bare_sample.txt").unlink()
    return tmp_path / "place"


def build(place: Path, *more: str) -> int:
    return cli.run(["build", "--raw", str(place / "raw"), "--out", str(place / "out"), *more])


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


def test_a_build_with_a_thread_for_every_core_gives_the_bytes_of_one_with_a_single_thread(
    built: Path, forge: Forge, tmp_path: Path
) -> None:
    # A worker of the tests has one (conftest.py), so that `built` was made with one.
    assert forge.finish(forge.command(tmp_path / "out", "build", "--raw", str(built / "raw"))) == 0
    one, other = (read_manifest(out / "latest") for out in (built / "out", tmp_path / "out"))
    assert one.files == other.files
    assert one.content_hash == other.content_hash


@pytest.mark.parametrize("file_bytes", [40, 3000])
def test_a_full_disk_stops_a_build_with_one_line_and_the_next_one_succeeds(
    place: Path, forge: Forge, file_bytes: int
) -> None:
    first = current(place)
    done = forge.command(place / "out", "build", "--raw", str(place / "raw"), file_bytes=file_bytes)
    assert forge.finish(done) == 2
    told = [line for line in forge.log(done).splitlines() if line.startswith("litsieve: ")]
    assert len(told) == 1
    assert "What was published is what it was." in told[0]
    assert current(place) == first
    assert build(place) == 0
    assert current(place) != first
    assert list((place / "out" / ".staging").iterdir()) == []


@pytest.mark.parametrize("reached", ["*", "*/release", "*/release/papers.jsonl"])
def test_a_killed_build_leaves_the_latest_release_whole_and_the_next_one_succeeds(
    place: Path, forge: Forge, reached: str
) -> None:
    first, staging = current(place), place / "out" / ".staging"
    killed = forge.command(place / "out", "build", "--raw", str(place / "raw"))
    while not any(staging.glob(reached)) and not forge.has_ended(killed):
        time.sleep(0.002)
    os.kill(killed, signal.SIGKILL)
    assert forge.finish(killed) == -signal.SIGKILL
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


def test_what_was_rolled_back_is_published_again_only_when_it_is_asked_for(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = current(place)
    assert build(place) == 0
    second = current(place)
    assert cli.run(["rollback", first.name, "--reason", "a bad dump", "--out", str(place / "out")]) == 0
    capsys.readouterr()
    assert build(place) == 0
    assert current(place) == first
    said = capsys.readouterr().out.splitlines()[0]
    assert said == (
        f"Nothing new since {first.name}: these dumps, settings and code made {second.name}, which was rolled back to "
        f"{first.name} (a bad dump). `litsieve build --again` publishes it."
    )
    assert build(place, "--again") == 0
    third = current(place)
    assert third.name > second.name
    ids = pl.read_parquet(place / "out" / "releases" / "*" / "ids.parquet")["paper_id"]
    assert set(ids) == set(read_table(third, "ids")["paper_id"])


def test_a_dump_that_vanishes_while_it_is_read_is_told_and_the_others_are_published(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("flows.plan.find_dumps", lambda raw: [*find_dumps(raw), raw / "vanished.txt"])
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
mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 77
exec "$2" -c "import sys; from flows.cli import run; out = ['--out', sys.argv[1]]
sys.exit(run(['verify', *out]) or run(['rollback', 'latest', *out]) or 99)" "$1"
"""
"""Looks at a release where nothing can be written, and tries to change which one is the latest."""


@pytest.mark.skipif(which("unshare") is None, reason="no unshare here to make a folder read only with")
def test_a_read_only_folder_is_told_in_one_line_and_can_be_read(place: Path) -> None:
    version = current(place).name
    script = READ_ONLY.replace("latest", version)
    mounted = ["unshare", "--mount", "sh", "-c", script, "sh", str(place / "out"), sys.executable]
    done = subprocess.run(mounted, capture_output=True, text=True, check=False)  # noqa: S603 - our own code
    if done.returncode == 77 or "unshare failed" in done.stderr:
        pytest.skip("mounting is not permitted here")
    assert done.stdout.endswith(": sound\n")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Read-only file system" in done.stderr
    assert "--out" in done.stderr


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(28, "x"), "No space left on device. What was published is what it was. Free some space"),
        (OSError(30, "x", "/data/.lock"), "Read-only file system (/data/.lock). What was published is what it was. "),
        (OSError(18, "x"), "Invalid cross-device link. What was published is what it was. All of the output folder"),
        (pl.exceptions.ComputeError("parquet: … (os error 28)"), "No space left on device. "),
        (pl.exceptions.ComputeError("parquet: … Invalid thrift: transport error"), "No space left on device. "),
        (MemoryError(), "The memory does not suffice. Allow this more of it, or lower `work.memory_gib`"),
        (FileNotFoundError("There is no dump below raw."), "There is no dump below raw."),
        (OSError("page.txt changed while it was read."), "page.txt changed while it was read."),
    ],
)
def test_what_the_system_refuses_is_told_with_what_helps(error: Exception, told: str) -> None:
    assert str(fault_of(error)).startswith(told)


@pytest.mark.parametrize("error", [ValueError("two plus two"), pl.exceptions.ComputeError("no such column")])
def test_a_bug_is_no_fault_of_the_system(error: Exception) -> None:
    assert fault_of(error) is None
