"""Which releases an output folder holds, and setting it right."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from flows.release.catalogue import find_release, latest_release, list_releases, read_catalogue
from flows.release.errors import OutputError, ReleaseNotFoundError
from flows.release.publish import Published
from flows.release.recover import recover
from flows.release.verify import verify_release

Frames = dict[str, pl.DataFrame]
Publish = Callable[..., Published]

FIRST = "2026-11-20.001"
SECOND = "2026-11-21.001"


def state(out: Path) -> dict[str, bytes | str]:
    """Everything that lies in an output folder: content of files, targets of links."""
    return {
        str(path.relative_to(out)): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in out.rglob("*")
        if path.is_symlink() or path.is_file()
    }


def versions(out: Path) -> list[str]:
    return [entry.version for entry in list_releases(out)]


def test_releases_are_listed_oldest_first(both: Path) -> None:
    assert versions(both) == [FIRST, SECOND]
    first, second = list_releases(both)
    assert (first.papers, first.records, first.previous) == (4, 5, None)
    assert second.previous == FIRST


def test_the_index_says_what_the_design_asks(both: Path) -> None:
    said = json.loads((both / "releases.json").read_text(encoding="utf-8"))
    assert said["latest"] == SECOND
    assert [entry["version"] for entry in said["releases"]] == [FIRST, SECOND]
    told = {"version", "content_hash", "created_at", "papers", "records", "previous", "confirmed"}
    assert set(said["releases"][0]) == told
    assert str((both / "latest").readlink()) == f"releases/{SECOND}"


def test_an_empty_output_folder_has_no_release(out: Path) -> None:
    assert list_releases(out) == []
    assert latest_release(out) is None
    with pytest.raises(ReleaseNotFoundError, match=r"There is no release in .* yet"):
        find_release(out, "latest")


def test_a_release_is_found_by_version_by_path_and_as_the_latest(both: Path) -> None:
    assert find_release(both, FIRST) == both / "releases" / FIRST
    assert find_release(both, "latest") == both / "releases" / SECOND
    assert find_release(both, both / "latest") == both / "latest"
    assert find_release(both.parent / "elsewhere", str(both / "releases" / FIRST)) == both / "releases" / FIRST


@pytest.mark.parametrize("which", ["2026-11-22.001", "newest", "", "..", "output", "\0"])
def test_what_is_no_release_is_told_with_what_there_is(both: Path, which: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(both)
    with pytest.raises(ReleaseNotFoundError, match=f"there: {FIRST}, {SECOND}"):
        find_release(both, which)


@pytest.mark.parametrize(
    "harm",
    [
        lambda out: (out / "releases.json").unlink(),
        lambda out: (out / "releases.json").write_text("{", encoding="utf-8"),
        lambda out: (out / "releases.json").write_bytes(b"\xff\xfe"),
        lambda out: (out / "releases.json").write_text('{"dataset": "x", "latest": "../..", "releases": []}'),
        lambda out: (out / "latest").unlink(),
        lambda out: (out / ".staging" / "1-half").mkdir(),
        lambda out: (out / ".staging" / "latest").symlink_to("nowhere"),
    ],
)
def test_what_can_be_known_again_is_healed(both: Path, harm: Callable[[Path], object]) -> None:
    before = state(both)
    harm(both)
    assert versions(both) == [FIRST, SECOND]
    assert latest_release(both) == both / "releases" / SECOND
    assert recover(both)
    assert state(both) == before
    assert recover(both) == []


def test_a_complete_release_that_is_not_listed_is_adopted(both: Path) -> None:
    index = json.loads((both / "releases.json").read_text(encoding="utf-8"))
    index |= {"latest": FIRST, "releases": index["releases"][:1]}
    (both / "releases.json").write_text(json.dumps(index), encoding="utf-8")
    assert latest_release(both) == both / "releases" / SECOND
    assert f"Release {SECOND} was not listed in releases.json; it is complete and counts." in recover(both)
    assert json.loads((both / "releases.json").read_text(encoding="utf-8"))["latest"] == SECOND


def test_the_latest_need_not_be_the_newest(both: Path) -> None:
    index = json.loads((both / "releases.json").read_text(encoding="utf-8"))
    (both / "releases.json").write_text(json.dumps(index | {"latest": FIRST}), encoding="utf-8")
    recover(both)
    assert latest_release(both) == both / "releases" / FIRST
    assert str((both / "latest").readlink()) == f"releases/{FIRST}"


def test_an_old_release_that_is_put_back_does_not_become_the_latest(both: Path) -> None:
    index = json.loads((both / "releases.json").read_text(encoding="utf-8"))
    (both / "releases.json").write_text(json.dumps(index | {"releases": index["releases"][1:]}), encoding="utf-8")
    assert versions(both) == [FIRST, SECOND]
    assert latest_release(both) == both / "releases" / SECOND


def test_a_release_that_is_gone_is_told_and_its_version_not_used_again(
    both: Path, publish_frames: Publish, frames: Frames
) -> None:
    shutil.rmtree(both / "releases" / SECOND)
    assert latest_release(both) == both / "releases" / FIRST
    assert read_catalogue(both).missing == {SECOND}
    assert f"Release {SECOND} is listed in releases.json, but its folder is gone or incomplete." in recover(both)
    assert str((both / "latest").readlink()) == f"releases/{FIRST}"
    other = {**frames, "papers": frames["papers"].with_columns(comment=pl.lit("new"))}
    assert publish_frames(both, other, datetime(2026, 11, 21, tzinfo=UTC)).version == "2026-11-21.002"


def test_all_releases_gone_leaves_no_link(both: Path) -> None:
    shutil.rmtree(both / "releases")
    recover(both)
    assert not (both / "latest").is_symlink()
    assert latest_release(both) is None


def test_a_folder_that_is_no_release_is_left_alone_and_told(both: Path) -> None:
    stray = both / "releases" / "2026-11-25.001"
    stray.mkdir()
    (stray / "papers.parquet").touch()
    (both / "releases" / "notes.txt").touch()
    assert any("2026-11-25.001 is left alone" in note for note in recover(both))
    assert versions(both) == [FIRST, SECOND]
    assert (stray / "papers.parquet").exists()


def test_a_copy_of_a_release_under_another_version_is_left_alone(both: Path) -> None:
    shutil.copytree(both / "releases" / FIRST, both / "releases" / "2026-11-29.001")
    assert versions(both) == [FIRST, SECOND]
    assert any("its manifest is that of release 2026-11-20.001" in note for note in recover(both))


def test_a_folder_named_latest_is_not_removed(both: Path) -> None:
    (both / "latest").unlink()
    (both / "latest").mkdir()
    with pytest.raises(OutputError, match=r"latest is no link.* Move it away"):
        recover(both)


def test_recovery_changes_nothing_that_was_published(both: Path) -> None:
    (both / "releases.json").unlink()
    recover(both)
    for version in (FIRST, SECOND):
        assert verify_release(both / "releases" / version) == []
