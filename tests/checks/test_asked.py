"""What a check is asked for is judged as a build of the raw folder would meet it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from flows import cli


@pytest.fixture
def raw(tmp_path: Path, sample_raw: Path) -> Path:
    """A raw folder with one page, beside a folder with another."""
    for folder, name in (("raw", "bare_sample.txt"), ("elsewhere", "profile_sample.txt")):
        (tmp_path / folder).mkdir()
        shutil.copy(sample_raw / name, tmp_path / folder)
    return tmp_path / "raw"


def ask(capsys: pytest.CaptureFixture[str], raw: Path, *arguments: str | Path) -> tuple[int, str, str]:
    status = cli.run(["check", "--raw", str(raw), *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_a_link_out_of_the_raw_folder_is_refused_as_by_a_build(capsys: pytest.CaptureFixture[str], raw: Path) -> None:
    (raw / "out.txt").symlink_to("../elsewhere/profile_sample.txt")
    (raw / "folder").symlink_to("../elsewhere")
    for path in (raw / "out.txt", raw / "folder" / "profile_sample.txt"):
        status, said, _ = ask(capsys, raw, path, raw / "bare_sample.txt")
        assert status == 3
        assert f"refused  {path}: The file is a link that leads out of the raw folder." in said
        assert "accepted" in said


def test_links_within_the_raw_folder_and_those_elsewhere_are_followed(
    capsys: pytest.CaptureFixture[str], raw: Path
) -> None:
    (raw / "again.txt").symlink_to("bare_sample.txt")
    (raw.parent / "link.txt").symlink_to("elsewhere/profile_sample.txt")
    status, said, _ = ask(capsys, raw, raw / "again.txt", raw / "bare_sample.txt", raw.parent / "link.txt")
    assert (status, said.count("accepted")) == (0, 3)
    # Its name leads through the raw folder, and it lies in none.
    (raw / "folder").symlink_to("../elsewhere")
    (raw.parent / "page.txt").symlink_to("elsewhere/profile_sample.txt")
    assert ask(capsys, raw, raw / "folder" / ".." / "page.txt")[0] == 0


def test_hidden_files_which_no_build_reads_are_named_and_left_out(
    capsys: pytest.CaptureFixture[str], raw: Path
) -> None:
    (raw / ".git").mkdir()
    hidden = [raw / ".gitkeep", raw / ".git" / "page.txt"]
    for path in hidden:
        path.touch()
    status, said, err = ask(capsys, raw, "--json", *hidden)
    assert (status, json.loads(said)) == (0, [])
    told = [f"litsieve: {path} is hidden, so that no build reads it: left out." for path in hidden]
    assert err.splitlines() == [*told, "litsieve: No dump is left to check."]
    assert ask(capsys, raw / ".git", raw / ".git" / "page.txt")[0] == 3


def test_json_names_the_dump_as_a_release_does_and_no_place_of_the_machine(
    capsys: pytest.CaptureFixture[str], raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(raw.parent)
    _, said, _ = ask(capsys, Path("raw"), "--json", "raw/bare_sample.txt", "elsewhere/profile_sample.txt")
    assert [(told["path"], told["dump"]) for told in json.loads(said)] == [
        ("raw/bare_sample.txt", "bare_sample.txt"),
        ("elsewhere/profile_sample.txt", None),
    ]
    assert str(raw.parent).strip("/") not in said


@pytest.mark.parametrize("between", ["\0", "\n"])
def test_a_list_names_dumps_as_git_does(capsys: pytest.CaptureFixture[str], raw: Path, between: str) -> None:
    odd = raw / "a page.txt"
    shutil.copy(raw / "bare_sample.txt", odd)
    (raw.parent / "list").write_text(f"{odd}{between}{raw / 'bare_sample.txt'}{between}", encoding="utf-8")
    status, said, _ = ask(capsys, raw, "--files-from", raw.parent / "list", raw.parent / "elsewhere/profile_sample.txt")
    assert (status, said.count("accepted")) == (0, 3)


def test_an_empty_list_is_fine_and_one_that_is_not_there_is_not(capsys: pytest.CaptureFixture[str], raw: Path) -> None:
    assert ask(capsys, raw, "--files-from", "/dev/null", "--json") == (
        0,
        "[]\n",
        "litsieve: No dump is left to check.\n",
    )
    status, _, err = ask(capsys, raw, "--files-from", raw / "gone")
    assert (status, err) == (2, f"litsieve: The list {raw}/gone cannot be read (No such file or directory).\n")


def test_a_list_may_come_from_standard_input(raw: Path) -> None:
    command = [sys.executable, "-m", "flows.cli", "check", "--files-from", "-"]
    name = str(raw / "bare_sample.txt").encode()
    done = subprocess.run(command, input=name, capture_output=True, check=False)  # noqa: S603 - our own code
    assert (done.returncode, done.stdout.split(b":")[0]) == (0, b"accepted " + name)
