"""The command line: exit statuses, one clear line where something is wrong, JSON for programs."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Never

import pytest

from flows import cli

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))

NO_FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is full")


def ask(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = cli.run([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_without_arguments_it_helps(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = ask(capsys)
    assert status == 0
    for command in (
        "build",
        "check",
        "verify",
        "explain",
        "diff",
        "history",
        "releases",
        "rollback",
        "prune",
        "layouts",
    ):
        assert command in out
    assert "Exit status" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["build", "--frobnicate"],
        ["check"],
        ["diff"],
        ["explain"],
        ["build", "--raw", "no/such/folder"],
        ["verify", "--out", "no/such/folder"],
        ["explain", "p0000000000000000", "--out", "no/such/folder"],
    ],
    ids=" ".join,
)
def test_a_wrong_option_or_path_gets_one_clear_line(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    status, out, err = ask(capsys, *arguments)
    assert status == 2
    assert out == ""
    assert err.startswith("litsieve: ")
    assert err.count("\n") == 1


def test_check_accepts_the_shipped_samples(capsys: pytest.CaptureFixture[str], sample_raw: Path) -> None:
    dumps = sorted(sample_raw.glob("*.txt"))
    status, out, err = ask(capsys, "check", *dumps)
    assert (status, err) == (0, "")
    assert [line.split()[0] for line in out.splitlines()] == ["accepted"] * len(dumps)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (PNG, "binary_dump"),
        (b"", "empty_dump"),
        (b"404 Not Found", "unknown_layout"),
        (b"\x1f\x8b\x08", "corrupt_archive"),
    ],
)
def test_check_refuses_what_nobody_can_read_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(content)
    status, out, _ = ask(capsys, "check", path)
    assert status == 3
    assert out.count("\n") == 1
    assert f"[{code}]" in out


def test_check_tells_a_folder_and_a_missing_path_apart(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, _, err = ask(capsys, "check", tmp_path)
    assert (status, err) == (2, f"litsieve: {tmp_path} is a folder; name the files in it.\n")
    status, _, err = ask(capsys, "check", tmp_path / "gone.txt")
    assert (status, err) == (2, f"litsieve: {tmp_path}/gone.txt does not exist.\n")


def test_check_says_of_a_pipe_that_it_is_one(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    status, _, err = ask(capsys, "check", tmp_path / "pipe")
    assert status == 2
    assert f"{tmp_path}/pipe is no plain file" in err


def test_a_dump_that_is_named_twice_does_not_repeat_itself(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, sample_raw: Path
) -> None:
    page, link = sample_raw / "bare_sample.txt", tmp_path / "link.txt"
    link.symlink_to(page)
    status, out, _ = ask(capsys, "check", page, page, link)
    assert (status, out) == (0, f"accepted {page}: bare, 4 records, 0 rejects\n")


def test_check_refuses_a_page_of_which_too_much_stays_unread(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LITSIEVE_GATES__MIN_RECORDS_PER_DUMP", "3")
    path = tmp_path / "page.txt"
    path.write_text("Abstract:One.\nAbstract:Two.\n", encoding="utf-8")
    status, out, _ = ask(capsys, "check", path)
    assert status == 1
    assert out.startswith("refused")
    assert f"min_records_per_dump for {path}: 2, limit 3" in out


def test_check_goes_on_after_a_bad_dump_and_tells_programs_everything(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, sample_raw: Path
) -> None:
    broken = tmp_path / "broken.txt"
    broken.write_bytes(PNG)
    status, out, _ = ask(capsys, "check", broken, sample_raw / "profile_sample.txt", "--json")
    assert status == 3
    told = json.loads(out)
    assert [verdict["accepted"] for verdict in told] == [False, True]
    facts = told[1]["facts"]
    assert facts["bytes_read"]["fields"] + sum(facts["bytes_read"]["furniture"].values()) == facts["content_bytes"]


def test_what_a_page_says_never_reaches_the_terminal_as_a_command(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "evil\x1b[31m.txt"
    path.write_bytes(b"nothing known")
    _, out, _ = ask(capsys, "check", path)
    assert "\x1b" not in out


def test_layouts_are_listed_with_an_example_each(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = ask(capsys, "layouts", "--json")
    assert status == 0
    assert {"glued", "profile", "bare", "collaborators"} <= {layout["name"] for layout in json.loads(out)}
    _, text, _ = ask(capsys, "layouts")
    assert all(f"{layout['name']}: {layout['description']}" in text for layout in json.loads(out))


def test_a_folder_without_releases_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, _ = ask(capsys, "releases", "--out", tmp_path)
    assert (status, out) == (0, f"There is no release in {tmp_path} yet.\n")


@pytest.mark.parametrize(
    "arguments", [["prune", "--keep", "1"], ["prune", "--keep", "1", "--dry-run"], ["rollback", "2026-11-22.001"]]
)
@pytest.mark.parametrize("make", [lambda _: None, Path.mkdir], ids=["no folder", "another folder"])
def test_a_command_about_releases_leaves_a_folder_without_any_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, make: Callable[[Path], None], arguments: list[str]
) -> None:
    make(tmp_path / "out")
    status, out, err = ask(capsys, *arguments, "--out", tmp_path / "out")
    assert (status, out) == (2, "")
    assert err == f"litsieve: There is no release in {tmp_path / 'out'} yet. `litsieve build` makes one.\n"
    assert not list(tmp_path.glob("out/*"))


def test_a_link_round_in_a_circle_in_the_cache_is_counted_as_a_link(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "round").symlink_to("round")
    status, out, err = ask(capsys, "releases", "--out", tmp_path)
    assert (status, err) == (0, "")
    assert "has 5 bytes" in out


def test_a_bug_is_told_as_one(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("two plus two")

    monkeypatch.setattr("flows.layouts.registry.layouts", broken)
    status, _, err = ask(capsys, "layouts")
    assert status == 4
    assert "RuntimeError: two plus two" in err
    assert "This is a bug in litsieve" in err


def test_whoever_stops_a_command_is_told_what_became_of_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, sample_raw: Path
) -> None:
    def stop(*_: object) -> Never:
        raise KeyboardInterrupt

    monkeypatch.setattr("flows.check.check_dumps", stop)
    status, _, err = ask(capsys, "check", sample_raw / "bare_sample.txt")
    assert status == 130
    assert err.startswith("litsieve: Stopped. The latest release is what it was")


def test_neither_help_nor_check_imports_prefect(sample_raw: Path) -> None:
    code = (
        "import sys; from flows import cli; status = cli.run(sys.argv[1:]); "
        "sys.exit(status or 'prefect' in sys.modules or ('--help' in sys.argv and 'polars' in sys.modules))"
    )
    for arguments in (["--help"], ["check", str(sample_raw / "bare_sample.txt")]):
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=False)  # noqa: S603 - our own code
        assert done.returncode == 0, done.stderr


def test_a_reader_that_goes_early_is_no_bug() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "layouts"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        assert command.stdout is not None
        assert command.stderr is not None
        command.stdout.close()
        assert command.stderr.read() == b""
        assert command.wait() == 141


@pytest.mark.parametrize(
    ("closing", "arguments", "status"),
    [
        (">&-", "layouts", 0),
        (">&- 2>&-", "layouts", 0),
        ("2>&-", "verify --out nowhere", 2),
        ("<&- >&-", "layouts", 0),
        pytest.param(">/dev/full 2>/dev/full", "layouts", 2, marks=NO_FULL),
    ],
)
def test_closed_or_full_streams_change_no_exit_status(closing: str, arguments: str, status: int) -> None:
    command = f"{sys.executable} -m flows.cli {arguments} {closing}"
    done = subprocess.run(command, shell=True, capture_output=True, check=False)  # noqa: S602 - a shell closes streams
    assert (done.returncode, done.stdout, done.stderr) == (status, b"", b"")


def test_letters_that_the_output_has_no_bytes_for_are_no_bug() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", "layouts"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\\u2022" in done.stdout
