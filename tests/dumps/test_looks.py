"""Whether the dumps are others than before: told by a glance where that is enough, else by their bytes."""

import os
from pathlib import Path

import pytest

from flows.dumps.files import hash_dump
from flows.dumps.looks import Differences, find_differences, look_at

Known = dict[str, tuple[int, str | None]]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("one", encoding="utf-8")
    (folder / "sub" / "b.txt").write_text("two", encoding="utf-8")
    return folder


@pytest.fixture
def known(raw: Path) -> Known:
    """What a release would say of the dumps."""
    return {name: (3, hash_dump(raw / name)) for name in ("a.txt", "sub/b.txt")}


def test_the_same_dumps_look_the_same_and_differ_in_nothing(raw: Path, known: Known) -> None:
    look = look_at(raw)
    assert look == look_at(raw)
    assert look.sizes == {"a.txt": 3, "sub/b.txt": 3}
    assert find_differences(raw, look, known) == Differences([], [], [])


def test_new_gone_and_changed_dumps_are_told_apart(raw: Path, known: Known) -> None:
    (raw / "a.txt").unlink()
    (raw / "sub" / "b.txt").write_text("three", encoding="utf-8")
    (raw / "c.txt").touch()
    found = find_differences(raw, look_at(raw), known)
    assert found == Differences(["c.txt"], ["a.txt"], ["sub/b.txt"])
    assert found.sentence() == "1 new, 1 gone, 1 changed"


def test_a_dump_of_the_same_size_and_time_is_found_changed_by_its_bytes(raw: Path, known: Known) -> None:
    before, times = look_at(raw), (raw / "a.txt").stat()
    (raw / "a.txt").write_text("six", encoding="utf-8")
    os.utime(raw / "a.txt", ns=(times.st_atime_ns, times.st_mtime_ns))
    look = look_at(raw)
    assert look.digest != before.digest
    assert find_differences(raw, look, known) == Differences([], [], ["a.txt"])


def test_a_dump_that_was_only_touched_looks_different_and_is_not(raw: Path, known: Known) -> None:
    before = look_at(raw)
    os.utime(raw / "a.txt", (0, 0))
    assert look_at(raw).digest != before.digest
    assert not any(find_differences(raw, look_at(raw), known))


def test_no_file_is_opened_where_a_glance_is_enough(raw: Path, known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    (raw / "c.txt").touch()
    monkeypatch.setattr("flows.dumps.looks.hash_dumps", None)
    assert find_differences(raw, look_at(raw), known).new == ["c.txt"]


def test_what_could_not_be_read_and_still_cannot_is_no_difference(raw: Path, known: Known, tmp_path: Path) -> None:
    (tmp_path / "outside.txt").write_text("three", encoding="utf-8")
    (raw / "nowhere.txt").symlink_to("gone")
    (raw / "round.txt").symlink_to("round.txt")
    (raw / "outside.txt").symlink_to(tmp_path / "outside.txt")
    refused = dict.fromkeys(("nowhere.txt", "round.txt", "outside.txt"), (0, None))
    assert find_differences(raw, look_at(raw), {**known, **refused}) == Differences([], [], [])
    (raw / "nowhere.txt").unlink()
    (raw / "nowhere.txt").write_text("there", encoding="utf-8")
    assert find_differences(raw, look_at(raw), {**known, **refused}) == Differences([], [], ["nowhere.txt"])


def test_a_time_in_the_future_does_not_pass_for_the_newest(raw: Path) -> None:
    before = look_at(raw).newest
    os.utime(raw / "a.txt", (before + 10**8, before + 10**8))
    assert before <= look_at(raw).newest < before + 10**7


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="There is no folder"):
        look_at(tmp_path / "raw")
