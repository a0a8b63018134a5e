"""Finding dumps below the raw folder."""

import inspect
import sys
from pathlib import Path

import pytest

from flows.dumps.files import find_dumps


def write(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def test_dumps_are_found_in_all_folders_sorted_by_path_and_hidden_ones_left_out(tmp_path: Path) -> None:
    raw = write(tmp_path, "b.txt", "a/z.txt", "a/.x.txt", ".git/c", ".gitkeep")
    assert [path.relative_to(raw).as_posix() for path in find_dumps(raw)] == ["a/z.txt", "b.txt"]


def test_folders_may_lie_in_each_other_deeper_than_functions_may_call_each_other(tmp_path: Path) -> None:
    folders = ["a"] * 100
    raw = write(tmp_path, "/".join([*folders, "x"]))
    most = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + len(folders))
    try:
        (found,) = find_dumps(raw)
    finally:
        sys.setrecursionlimit(most)
    assert found.relative_to(raw).parts == (*folders, "x")


def test_a_missing_raw_folder_and_one_that_is_a_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="There is no folder"):
        find_dumps(tmp_path / "nowhere")
    with pytest.raises(NotADirectoryError, match="is not a folder"):
        find_dumps(write(tmp_path, "file") / "file")
