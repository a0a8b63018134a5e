"""Publishing, rolling back and removing by processes that are killed, and publishing by two at once."""

import json
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


class Work(NamedTuple):
    """An output folder with one release, files of two others that may follow it, and the facts of their builds."""

    out: Path
    one: Path
    two: Path
    facts: Path


@pytest.fixture
def work(
    publish_frames: Callable[..., Published],
    stage: Callable[[Path, Frames], Path],
    facts: BuildFacts,
    frames: Frames,
    tmp_path: Path,
) -> Work:
    out = tmp_path / "output"
    publish_frames(out, frames)
    one = {**frames, "papers": frames["papers"].with_columns(comment=pl.lit("one"))}
    two = {**frames, "papers": frames["papers"].with_columns(comment=pl.lit("two"))}
    (tmp_path / "facts.json").write_text(facts.model_dump_json(), encoding="utf-8")
    return Work(out, stage(tmp_path / "one", one), stage(tmp_path / "two", two), tmp_path / "facts.json")


def run(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own interpreter


def test_two_processes_at_once_make_two_releases(work: Work) -> None:
    runs = [run("publish", work.out, files, work.facts) for files in (work.one, work.two)]
    assert [one.communicate(timeout=60)[0] for one in runs] == ["created\n", "created\n"]
    versions = sorted(path.name for path in (work.out / "releases").iterdir())
    assert versions == ["2026-11-20.001", "2026-11-20.002", "2026-11-20.003"]
    assert all(verify_release(work.out / "releases" / version) == [] for version in versions)
    assert latest_release(work.out) == work.out / "releases" / "2026-11-20.003"
    assert recover(work.out) == []


def test_a_kill_at_any_instant_leaves_a_release_that_verifies_and_a_next_run_that_succeeds(work: Work) -> None:
    told, _ = run("kill", "publish", work.out, work.one, work.facts).communicate(timeout=120)
    runs = [json.loads(line) for line in told.splitlines()]
    killed = [one for one in runs if one["killed"]]
    assert [one["at"] for one in killed] == list(range(1, len(killed) + 1))
    # Before, within and after the rename that publishes; a change in the number of calls moves these, not the rule.
    assert len(killed) > 40
    assert {one["latest_after_kill"] for one in killed} == {"2026-11-20.001", "2026-11-20.002"}
    assert [one for one in runs if not one["sound"] or one["problems"]] == []
    assert {one["latest_after_next"] for one in runs} == {"2026-11-20.002"}
    assert [one for one in runs if one["left_behind"]] == []


@pytest.fixture
def three(work: Work, publish_frames: Callable[..., Published], frames: Frames) -> Work:
    """The same with three releases."""
    for comment in ("second", "third"):
        papers = frames["papers"].with_columns(comment=pl.lit(comment))
        publish_frames(work.out, {**frames, "papers": papers})
    return work


def killed_everywhere(action: str, work: Work) -> list[dict[str, Any]]:
    """What was seen after each kill, at every call that changes the file system."""
    told, _ = run("kill", action, work.out, work.one, work.facts).communicate(timeout=120)
    runs = [json.loads(line) for line in told.splitlines()]
    assert [one["killed"] for one in runs] == [True] * (len(runs) - 1) + [False]
    assert [one for one in runs if not one["sound"] or one["problems"] or one["left_behind"]] == []
    return runs


def test_a_rollback_killed_at_any_instant_is_done_or_not_done(three: Work) -> None:
    runs = killed_everywhere("rollback", three)
    assert len(runs) > 5
    assert {one["latest_after_kill"] for one in runs} == {"2026-11-20.001", "2026-11-20.003"}
    assert {(one["latest_after_next"], *one["events"]) for one in runs} == {("2026-11-20.001", "rollback")}
    assert {tuple(one["there"]) for one in runs} == {("2026-11-20.001", "2026-11-20.002", "2026-11-20.003")}


def test_a_removal_killed_at_any_instant_leaves_releases_whole_or_gone_and_recorded(three: Work) -> None:
    runs = killed_everywhere("prune", three)
    assert len(runs) > 15
    assert {one["latest_after_kill"] for one in runs} == {"2026-11-20.003"}
    assert {tuple(one["there"]) for one in runs} == {("2026-11-20.002", "2026-11-20.003")}
    assert {tuple(one["events"]) for one in runs} == {("prune",)}
