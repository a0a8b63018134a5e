"""What a rollback keeps from being published again, and what takes that back."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from flows.release.catalogue import read_catalogue
from flows.release.manifest import BuildFacts
from flows.release.prune import prune
from flows.release.publish import publish
from flows.release.refusals import find_refusal, list_refusals
from flows.release.rollback import roll_back

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
VERSIONS = ("2026-11-20.001", "2026-11-21.001", "2026-11-22.001")
Frames = dict[str, pl.DataFrame]
Release = Callable[[Path, int, str], None]


@pytest.fixture(scope="module")
def release(stage: Callable[[Path, Frames], Path], facts: BuildFacts, frames: Frames) -> Release:
    """Publish a release of the day with this number, made of what has this hash."""

    def make(out: Path, day: int, inputs: str) -> None:
        papers = frames["papers"].with_columns(comment=pl.lit(f"of day {day}"))
        staging = stage(out, {**frames, "papers": papers})
        publish(out, staging, facts.model_copy(update={"inputs_hash": inputs}), NOON + timedelta(days=day))

    return make


@pytest.fixture(scope="module")
def made(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three releases, made of `a`, `b` and `c`; for copying only."""
    out = tmp_path_factory.mktemp("refusals") / "output"
    for day, inputs in enumerate("abc"):
        release(out, day, inputs)
    return out


@pytest.fixture
def three(made: Path, out: Path) -> Path:
    return Path(shutil.copytree(made, out, symlinks=True))


def roll(out: Path, to: int, reason: str | None = None) -> None:
    roll_back(out, VERSIONS[to], reason=reason, wait_s=0)


def refused(out: Path) -> str:
    return "".join(inputs for inputs in "abc" if find_refusal(out, inputs) is not None)


def test_a_rollback_refuses_what_made_the_newer_releases_and_tells_why(three: Path) -> None:
    assert refused(three) == ""
    roll(three, 0, "a broken dump")
    assert refused(three) == "bc"
    found = find_refusal(three, "c")
    assert found is not None
    assert found.sentence() == f"{VERSIONS[2]}, which was rolled back to {VERSIONS[0]} (a broken dump)"


def test_going_forward_again_takes_it_back(three: Path) -> None:
    roll(three, 0)
    roll(three, 1)
    assert refused(three) == "c"
    roll(three, 2)
    assert refused(three) == ""
    roll(three, 1)
    assert refused(three) == "c"


def test_so_does_a_release_of_the_same_until_it_is_rolled_back_too(three: Path, release: Release) -> None:
    roll(three, 0)
    release(three, 3, "b")
    assert refused(three) == "c"
    roll(three, 0)
    assert refused(three) == "bc"


def test_what_made_a_release_again_is_refused_like_what_made_it(three: Path, release: Release) -> None:
    release(three, 2, "newer code")
    roll(three, 0)
    assert find_refusal(three, "newer code") is not None
    assert refused(three) == "bc"
    release(three, 3, "another dump")
    release(three, 3, "newer code")
    assert find_refusal(three, "newer code") is None
    assert refused(three) == "bc"


def test_it_holds_when_the_release_is_removed_and_when_its_manifest_is_damaged(three: Path) -> None:
    manifest = three / "releases" / VERSIONS[2] / "manifest.json"
    manifest.chmod(0o644)
    manifest.write_bytes(b"{")
    roll(three, 0)
    assert refused(three) == "b"
    prune(three, 1, reason=None, wait_s=0, dry_run=False)
    assert VERSIONS[1] not in {entry.version for entry in read_catalogue(three).present()}
    assert [one.version for one in list_refusals(read_catalogue(three))] == [VERSIONS[1]]
    assert refused(three) == "b"
