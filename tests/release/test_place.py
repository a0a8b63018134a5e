"""Where releases may be made, and where not."""

import os
from pathlib import Path

import pytest

from flows.release.errors import OutputError
from flows.release.place import hold_place


@pytest.mark.parametrize("out", ["", "output", "a/output"])
def test_no_release_is_made_where_the_next_build_would_read_it_as_dumps(tmp_path: Path, out: str) -> None:
    with pytest.raises(OutputError, match="would be read as dumps"), hold_place(tmp_path, tmp_path / out, 0):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("out", ["../output", ".output", ".hidden/output"])
def test_beside_the_dumps_and_where_none_are_looked_for_it_may_be(tmp_path: Path, out: str) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    with hold_place(raw, raw / out, 0):
        assert (raw / out).is_dir()


def test_the_dumps_may_lie_in_the_output_folder(tmp_path: Path) -> None:
    with hold_place(tmp_path / "raw", tmp_path, 0):
        assert (tmp_path / ".lock").is_file()


def test_a_folder_that_polars_cannot_name_is_told(tmp_path: Path) -> None:
    out = tmp_path / os.fsdecode(b"\xff")
    with pytest.raises(OutputError, match="no UTF-8"), hold_place(tmp_path / "raw", out, 0):
        pass


@pytest.mark.parametrize("out", ["s3://papers/output", "~/output", "out:2026"])
def test_a_folder_that_would_be_taken_for_an_address_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError, match="give its whole path"), hold_place(Path("raw"), Path(out), 0):
        pass
    assert list(tmp_path.iterdir()) == []
    with hold_place(tmp_path / "raw", tmp_path / out, 0):
        assert (tmp_path / out).is_dir()
