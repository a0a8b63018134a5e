"""Removing old releases: never one that is needed, and each whole or gone."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows import cli
from flows.release.catalogue import latest_release, list_releases, read_catalogue
from flows.release.errors import ReleaseDamagedError
from flows.release.lock import hold_lock
from flows.release.prune import Pruning, prune
from flows.release.publish import Published
from flows.release.recover import recover
from flows.release.rollback import roll_back
from flows.release.verify import verify_release

Frames = dict[str, pl.DataFrame]
Publish = Callable[..., Published]

VERSIONS = [f"2026-11-2{day}.001" for day in range(5)]


@pytest.fixture(scope="session")
def five_releases(publish_frames: Publish, tmp_path_factory: pytest.TempPathFactory, frames: Frames) -> Path:
    """An output folder with five releases, each with another comment; for copying only."""
    out = tmp_path_factory.mktemp("five") / "output"
    for day in range(5):
        papers = frames["papers"].with_columns(comment=pl.lit(f"day {day}"))
        publish_frames(out, {**frames, "papers": papers}, datetime(2026, 11, 20 + day, tzinfo=UTC))
    return out


@pytest.fixture
def five(five_releases: Path, out: Path) -> Path:
    return Path(shutil.copytree(five_releases, out, symlinks=True))


def versions(out: Path) -> list[str]:
    return [entry.version for entry in list_releases(out)]


def cut(out: Path, keep: int, *, dry_run: bool = False) -> Pruning:
    return prune(out, keep, reason="disk is full", wait_s=0, dry_run=dry_run)


def test_the_newest_stay_and_the_rest_goes(five: Path) -> None:
    done = cut(five, 2)
    assert list(done.removed) == VERSIONS[:3]
    assert all(size > 1000 for size in done.removed.values())
    assert versions(five) == VERSIONS[3:]
    assert sorted(path.name for path in (five / "releases").iterdir()) == VERSIONS[3:]
    assert not (five / ".pruned").exists()
    assert all(verify_release(five / "releases" / version) == [] for version in VERSIONS[3:])
    assert recover(five) == []


def test_releases_json_tells_what_was_removed_by_whom_and_why(five: Path) -> None:
    cut(five, 3)
    index = json.loads((five / "releases.json").read_text(encoding="utf-8"))
    assert [entry["version"] for entry in index["releases"]] == VERSIONS[2:]
    assert [(event["action"], event["version"], event["reason"]) for event in index["events"]] == [
        ("prune", version, "disk is full") for version in VERSIONS[:2]
    ]


def test_a_dry_run_tells_and_does_nothing(five: Path) -> None:
    told = cut(five, 2, dry_run=True)
    assert list(told.removed) == VERSIONS[:3]
    assert versions(five) == VERSIONS
    assert list(cut(five, 2).removed) == list(told.removed)


def test_the_release_that_the_latest_was_made_from_stays(five: Path) -> None:
    done = cut(five, 1)
    assert done.kept == {VERSIONS[3]: "the latest was made from it", VERSIONS[4]: "the latest"}


def test_after_a_rollback_the_latest_its_base_and_the_newest_stay(five: Path) -> None:
    roll_back(five, VERSIONS[2], reason=None, wait_s=0)
    done = cut(five, 1)
    assert done.kept == {
        VERSIONS[1]: "the latest was made from it",
        VERSIONS[2]: "the latest",
        VERSIONS[4]: "it knows every id ever given",
    }
    assert latest_release(five) == five / "releases" / VERSIONS[2]


def test_nothing_goes_while_the_latest_is_damaged(five: Path) -> None:
    papers = five / "releases" / VERSIONS[4] / "papers.parquet"
    papers.chmod(0o644)
    papers.write_bytes(papers.read_bytes()[:-9])
    with pytest.raises(ReleaseDamagedError, match=r"Nothing is removed: papers\.parquet of the latest release"):
        cut(five, 1)
    assert versions(five) == VERSIONS


def test_at_least_one_is_kept(five: Path) -> None:
    with pytest.raises(ValueError, match="at least one release must be kept, not 0"):
        cut(five, 0, dry_run=True)


def test_an_output_folder_without_a_release_yet_has_nothing_to_remove(out: Path) -> None:
    recover(out)
    assert cut(out, 3) == Pruning({}, {})


def test_a_folder_closed_to_writing_goes_too_and_links_in_it_are_not_followed(five: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o555)
    (five / "releases" / VERSIONS[0] / "link").symlink_to(elsewhere)
    (five / "releases" / VERSIONS[0]).chmod(0o555)
    cut(five, 2)
    assert versions(five) == VERSIONS[3:]
    assert elsewhere.stat().st_mode & 0o777 == 0o555


def test_a_removal_that_was_cut_short_is_finished_and_recorded(five: Path) -> None:
    (five / ".pruned").mkdir()
    (five / "releases" / VERSIONS[0]).rename(five / ".pruned" / VERSIONS[0])
    assert read_catalogue(five).missing == {VERSIONS[0]}
    assert f"Finished the removal of {VERSIONS[0]}." in recover(five)
    assert read_catalogue(five).notes == ()
    assert [event.version for event in read_catalogue(five).events] == [VERSIONS[0]]
    assert recover(five) == []


def test_a_removed_release_that_is_put_back_counts_again(five: Path, tmp_path: Path) -> None:
    shutil.copytree(five / "releases" / VERSIONS[0], tmp_path / "copy")
    cut(five, 2)
    shutil.move(tmp_path / "copy", five / "releases" / VERSIONS[0])
    assert versions(five) == [VERSIONS[0], *VERSIONS[3:]]
    assert latest_release(five) == five / "releases" / VERSIONS[4]


def test_a_running_build_is_waited_for(five: Path) -> None:
    with hold_lock(five, wait_s=0), pytest.raises(Exception, match="is held by process"):
        cut(five, 2)
    assert versions(five) == VERSIONS


def test_the_command_answers_as_json(five: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def ask(*arguments: str) -> dict[str, Any]:
        assert cli.run([*arguments, "--json", "--out", str(five)]) == 0
        said: dict[str, Any] = json.loads(capsys.readouterr().out)
        return said

    would = ask("prune", "--keep", "3", "--dry-run")
    assert (list(would["removed"]), list(would["kept"]), would["dry_run"]) == (VERSIONS[:2], VERSIONS[2:], True)
    assert ask("prune", "--keep", "3") == {**would, "dry_run": False}
    assert ask("prune", "--keep", "3")["removed"] == {}
