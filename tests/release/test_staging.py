"""Where a release lies until it is published."""

import errno
import os
import re
from pathlib import Path

import pytest

from flows.release.errors import OutputError
from flows.release.staging import discard, open_staging, require_links, sweep_staging


def test_every_staging_folder_is_new(out: Path) -> None:
    first, second = open_staging(out), open_staging(out)
    assert first != second
    assert first.parent == second.parent == out / ".staging"


def test_a_staging_folder_can_be_read_by_whom_the_umask_lets(out: Path) -> None:
    plain = out / "plain"
    plain.mkdir(parents=True)
    assert open_staging(out).stat().st_mode == plain.stat().st_mode


@pytest.mark.parametrize("kind", ["link", "symlink"])
def test_a_file_system_without_links_is_told(out: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    staging = open_staging(out)
    require_links(staging)
    assert list(staging.iterdir()) == []

    def refuse(*_: object, **_more: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, kind, refuse)
    with pytest.raises(OutputError, match=f"The file system of {re.escape(str(out))} makes no hard links or no symb"):
        require_links(staging)


def test_discarding_twice_is_fine(out: Path) -> None:
    staging = open_staging(out)
    (staging / "papers.parquet").touch(mode=0o444)
    discard(staging)
    discard(staging)
    assert not staging.exists()


def test_the_sweep_takes_everything_and_follows_no_link(out: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").touch()
    (open_staging(out) / "deep").mkdir()
    (out / ".staging" / "releases.json").touch()
    (out / ".staging" / "link").symlink_to(kept)
    assert sweep_staging(out) == 3
    assert list((out / ".staging").iterdir()) == []
    assert (kept / "file").exists()


def test_there_may_be_nothing_to_sweep(out: Path) -> None:
    assert sweep_staging(out) == 0
