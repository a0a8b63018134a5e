"""Publishing: complete or absent, and only what is new."""

import errno
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import polars as pl
import pytest

from flows.release import folder
from flows.release import publish as publishing
from flows.release.catalogue import latest_release, read_catalogue
from flows.release.confirmed import made_of
from flows.release.documents import write_documents
from flows.release.errors import OutputError
from flows.release.lineage import verify_all
from flows.release.manifest import BuildFacts, read_manifest
from flows.release.publish import Published, publish
from flows.release.recover import recover
from flows.release.verify import verify_release

Frames = dict[str, pl.DataFrame]
Publish = Callable[..., Published]
Stage = Callable[[Path, Frames], Path]

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_published_release_verifies(publish_frames: Publish, out: Path, frames: Frames) -> None:
    published = publish_frames(out, frames)
    assert published == Published("2026-11-20.001", out / "releases" / "2026-11-20.001", created=True)
    assert verify_release(published.path) == []
    assert verify_release(out / "latest") == []
    assert list((out / ".staging").iterdir()) == []


def test_unchanged_content_makes_no_release(publish_frames: Publish, out: Path, frames: Frames) -> None:
    first = publish_frames(out, frames)
    again = publish_frames(out, frames, NOON + timedelta(days=1))
    assert (again.version, again.created) == (first.version, False)
    assert [path.name for path in (out / "releases").iterdir()] == [first.version]
    assert list((out / ".staging").iterdir()) == []


def test_what_makes_the_same_content_again_is_remembered(
    stage: Stage, out: Path, frames: Frames, facts: BuildFacts
) -> None:
    """The last of it, so that a build by newer code is made once and not each night."""
    for made_by in ("old code", "new code", "newer code"):
        published = publish(out, stage(out, frames), facts.model_copy(update={"inputs_hash": made_by}), NOON)
    recover(out)
    assert made_of(read_catalogue(out), out, published.version) == {"old code", "newer code"}
    assert verify_all(out) == [(str(published.path), [])]


def test_changed_content_makes_a_release_that_names_the_one_before(
    publish_frames: Publish, out: Path, frames: Frames, retitled: Frames
) -> None:
    first = publish_frames(out, frames)
    second = publish_frames(out, retitled)
    assert (second.version, second.created) == ("2026-11-20.002", True)
    assert read_manifest(second.path).previous == first.version
    changes = pl.read_parquet(second.path / "changes.parquet")
    assert changes.select("field", "old", "new").rows() == [("title", "Second paper", "Second paper, revised")]
    # Made once more, there is no change to tell; that alone is no new content.
    assert not publish_frames(out, retitled).created


def test_content_that_comes_back_is_a_release_again(
    publish_frames: Publish, out: Path, frames: Frames, retitled: Frames
) -> None:
    published = [publish_frames(out, tables) for tables in (frames, retitled, frames)]
    assert [one.created for one in published] == [True, True, True]


def test_the_same_tables_give_the_same_bytes(publish_frames: Publish, tmp_path: Path, frames: Frames) -> None:
    later = NOON + timedelta(days=400)
    first = publish_frames(tmp_path / "one", frames).path
    second = publish_frames(tmp_path / "two", frames, later).path
    assert first.name != second.name
    for path in first.iterdir():
        if path.name != "manifest.json":
            assert path.read_bytes() == (second / path.name).read_bytes()
    assert read_manifest(first).content_hash == read_manifest(second).content_hash


def test_published_files_are_closed_to_writing_and_the_folder_can_be_removed(release: Path) -> None:
    assert all(path.stat().st_mode & 0o222 == 0 for path in release.iterdir())
    assert release.stat().st_mode & 0o200


def test_a_clock_that_jumped_back_gives_a_later_version(
    publish_frames: Publish, out: Path, frames: Frames, retitled: Frames
) -> None:
    publish_frames(out, frames)
    assert publish_frames(out, retitled, NOON - timedelta(days=30)).version == "2026-11-20.002"


def test_the_version_of_a_folder_that_is_no_release_is_passed_over(
    publish_frames: Publish, out: Path, frames: Frames
) -> None:
    broken = out / "releases" / "2026-11-20.001"
    broken.mkdir(parents=True)
    (broken / "papers.parquet").touch()
    assert publish_frames(out, frames).version == "2026-11-20.002"
    assert [path.name for path in broken.iterdir()] == ["papers.parquet"]


def test_the_day_is_that_of_utc(publish_frames: Publish, out: Path, frames: Frames) -> None:
    evening = datetime(2026, 11, 20, 22, tzinfo=timezone(-timedelta(hours=5)))
    published = publish_frames(out, frames, evening)
    assert published.version == "2026-11-21.001"
    assert read_manifest(published.path).created_at == evening


def test_a_damaged_latest_release_is_not_taken_for_the_same(
    stage: Stage, publish_frames: Publish, facts: BuildFacts, out: Path, frames: Frames
) -> None:
    first = publish_frames(out, frames)
    staging = stage(out, frames)
    (first.path / "papers.jsonl").chmod(0o644)
    (first.path / "papers.jsonl").write_bytes(b"")
    second = publish(out, staging, facts, NOON)
    assert second.created
    assert verify_release(second.path) == []


def test_only_plain_files_are_published(stage: Stage, facts: BuildFacts, out: Path, frames: Frames) -> None:
    staging = stage(out, frames)
    (staging / "spilled").mkdir()
    with pytest.raises(ValueError, match="spilled is no plain file"):
        publish(out, staging, facts, NOON)
    assert latest_release(out) is None


def test_a_full_disk_leaves_the_latest_release(
    publish_frames: Publish, out: Path, frames: Frames, retitled: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = publish_frames(out, frames)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(publishing, "sync", full)
    with pytest.raises(OSError, match="No space left"):
        publish_frames(out, retitled)
    monkeypatch.undo()
    assert latest_release(out) == first.path
    assert verify_release(first.path) == []
    assert publish_frames(out, retitled).created


def test_what_is_tried_again_after_a_fault_is_the_release_that_it_would_have_been(
    stage: Stage, facts: BuildFacts, out: Path, frames: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    staging = stage(out, frames)

    def faulty(path: Path) -> None:
        if path.name == "records.parquet":
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(publishing, "sync", faulty)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        publish(out, staging, facts, NOON)
    monkeypatch.undo()
    assert staging.is_dir()
    write_documents(staging, facts, first=True)
    published = publish(out, staging, facts, NOON)
    told = {file.name for file in read_manifest(published.path).files}
    assert told == {path.name for path in published.path.iterdir()} - {"manifest.json"}
    assert verify_release(published.path) == []


def test_a_release_whose_listing_failed_is_there_all_the_same(
    publish_frames: Publish, out: Path, frames: Frames, retitled: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_frames(out, frames)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(publishing, "write_catalogue", full)
    with pytest.raises(OutputError, match=r"2026-11-20\.002 is published, but not listed: .*No space left"):
        publish_frames(out, retitled)
    monkeypatch.undo()
    assert latest_release(out) == out / "releases" / "2026-11-20.002"
    assert "Wrote releases.json." in recover(out)
    assert not publish_frames(out, retitled).created


def test_everything_is_on_the_disk_before_the_rename_that_depends_on_it(
    publish_frames: Publish, out: Path, frames: Frames, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, rename, replace = folder.sync, Path.rename, Path.replace

    def told_sync(path: Path) -> None:
        steps.append(f"sync {path.name}")
        sync(path)

    def told_rename(path: Path, target: Path) -> Path:
        steps.append(f"rename to {target.name}")
        return rename(path, target)

    def told_replace(path: Path, target: Path) -> Path:
        steps.append(f"rename to {target.name}")
        return replace(path, target)

    monkeypatch.setattr(publishing, "sync", told_sync)
    monkeypatch.setattr(folder, "sync", told_sync)
    monkeypatch.setattr(Path, "rename", told_rename)
    monkeypatch.setattr(Path, "replace", told_replace)
    release = publish_frames(out, frames).path
    files = {f"sync {path.name}" for path in release.iterdir()}
    published = steps.index(f"rename to {release.name}")
    assert files < set(steps[:published])
    assert steps[published + 1] == "sync releases"
    assert steps[-5:] == [
        "sync releases.json",
        "rename to releases.json",
        "sync output",
        "rename to latest",
        "sync output",
    ]
