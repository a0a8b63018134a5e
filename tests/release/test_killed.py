"""Publishing, rolling back and removing by processes that are killed, and publishing by two at once."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pytest

from flows.release.catalogue import latest_release
from flows.release.manifest import BuildFacts
from flows.release.publish import Published
from flows.release.recover import recover
from flows.release.verify import verify_release

Frames = dict[str, pl.DataFrame]
SCRIPT = Path(__file__).with_name("publish_files.py")


Runs = list[dict[str, Any]]


class Told(NamedTuple):
    """The output folder in which two processes published at once, how they ended, and by action what kills came to."""

    raced: Path
    ended: list[str]
    runs: dict[str, Runs]


@pytest.fixture(scope="module")
def told(
    publish_frames: Callable[..., Published],
    stage: Callable[[Path, Frames], Path],
    facts: BuildFacts,
    frames: Frames,
    tmp_path_factory: pytest.TempPathFactory,
) -> Told:
    """What publish_files.py tells: of folders with one release and with three, and files of two that may follow."""
    place = tmp_path_factory.mktemp("killed")

    def commented(comment: str) -> Frames:
        return {**frames, "papers": frames["papers"].with_columns(comment=pl.lit(comment))}

    publish_frames(place / "single", frames)
    shutil.copytree(place / "single", place / "raced", symlinks=True)
    shutil.copytree(place / "single", place / "three", symlinks=True)
    for comment in ("second", "third"):
        publish_frames(place / "three", commented(comment))
    files = [stage(place / name, commented(name)) for name in ("one", "two")]
    (place / "facts.json").write_text(facts.model_dump_json(), encoding="utf-8")
    arguments = [place / "raced", place / "single", place / "three", *files, place / "facts.json"]
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=240, check=True)  # noqa: S603 - our own interpreter
    raced, *killed = (json.loads(line) for line in done.stdout.splitlines())
    runs: dict[str, Runs] = {}
    for run in killed:
        runs.setdefault(run["action"], []).append(run)
    return Told(place / "raced", raced["ended"], runs)


def test_two_processes_at_once_make_two_releases(told: Told) -> None:
    assert told.ended == ["created", "created"]
    versions = sorted(path.name for path in (told.raced / "releases").iterdir())
    assert versions == ["2026-11-20.001", "2026-11-20.002", "2026-11-20.003"]
    assert all(verify_release(told.raced / "releases" / version) == [] for version in versions)
    assert latest_release(told.raced) == told.raced / "releases" / "2026-11-20.003"
    assert recover(told.raced) == []


@pytest.mark.parametrize("action", ["publish", "rollback", "prune"])
def test_what_is_killed_at_any_instant_leaves_sound_releases_and_nothing_behind(told: Told, action: str) -> None:
    runs = told.runs[action]
    assert [one["at"] for one in runs] == list(range(1, len(runs) + 1))
    assert [one["killed"] for one in runs] == [True] * (len(runs) - 1) + [False]
    assert [one for one in runs if not one["sound"] or one["problems"] or one["left_behind"]] == []


def test_a_publication_killed_at_any_instant_leaves_the_old_or_the_new_release(told: Told) -> None:
    killed = told.runs["publish"][:-1]
    # Before, within and after the rename that publishes; a change in the number of calls moves these, not the rule.
    assert len(killed) > 40
    assert {one["latest_after_kill"] for one in killed} == {"2026-11-20.001", "2026-11-20.002"}
    assert {one["latest_after_next"] for one in told.runs["publish"]} == {"2026-11-20.002"}


def test_a_rollback_killed_at_any_instant_is_done_or_not_done(told: Told) -> None:
    runs = told.runs["rollback"]
    assert len(runs) > 5
    assert {one["latest_after_kill"] for one in runs} == {"2026-11-20.001", "2026-11-20.003"}
    assert {(one["latest_after_next"], *one["events"]) for one in runs} == {("2026-11-20.001", "rollback")}
    assert {tuple(one["there"]) for one in runs} == {("2026-11-20.001", "2026-11-20.002", "2026-11-20.003")}


def test_a_removal_killed_at_any_instant_leaves_releases_whole_or_gone_and_recorded(told: Told) -> None:
    runs = told.runs["prune"]
    assert len(runs) > 15
    assert {one["latest_after_kill"] for one in runs} == {"2026-11-20.003"}
    assert {tuple(one["there"]) for one in runs} == {("2026-11-20.002", "2026-11-20.003")}
    assert {tuple(one["events"]) for one in runs} == {("prune",)}
