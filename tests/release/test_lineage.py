"""All releases of an output folder, each by itself and after those before it."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from flows import cli
from flows.release.lineage import verify_all
from flows.release.publish import Published

Frames = dict[str, pl.DataFrame]
Publish = Callable[..., Published]

FIRST = "2026-11-20.001"
SECOND = "2026-11-21.001"


def codes(out: Path) -> dict[str, list[tuple[str, str]]]:
    """Code and file of every problem, by version."""
    return {Path(name).name: [(one.code, one.file) for one in problems] for name, problems in verify_all(out)}


def test_sound_releases_have_no_problems(both: Path) -> None:
    assert codes(both) == {FIRST: [], SECOND: []}


def test_a_folder_without_releases_is_not_sound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["verify", "--all", "--out", str(tmp_path / "misspelt")]) == 2
    assert "There is no release in" in capsys.readouterr().err


def test_a_release_that_forgot_an_id_is_told(both: Path, publish_frames: Publish, frames: Frames) -> None:
    kept = frames["ids"].filter(pl.col("status") != "removed")
    publish_frames(both, {**frames, "ids": kept}, datetime(2026, 11, 22, tzinfo=UTC))
    assert codes(both)["2026-11-22.001"] == [("broken_ids", "ids.parquet")]
    assert "1 ids of earlier releases are not in it" in verify_all(both)[-1][1][0].message


def test_a_damaged_release_is_told_and_the_others_are_looked_at(both: Path) -> None:
    ids = both / "releases" / FIRST / "ids.parquet"
    ids.chmod(0o644)
    ids.write_bytes(ids.read_bytes()[:-9])
    assert codes(both) == {FIRST: [("wrong_checksum", "ids.parquet")], SECOND: []}


def test_a_listed_release_that_is_gone_is_told(both: Path) -> None:
    shutil.rmtree(both / "releases" / FIRST)
    assert codes(both) == {FIRST: [("missing_file", "releases.json")], SECOND: []}


def test_a_listing_that_contradicts_the_manifest_is_told(both: Path) -> None:
    index = json.loads((both / "releases.json").read_text(encoding="utf-8"))
    index["releases"][0]["content_hash"] = "0" * 64
    (both / "releases.json").write_text(json.dumps(index), encoding="utf-8")
    assert codes(both)[FIRST] == [("bad_manifest", "releases.json")]


def test_the_commands_about_releases_answer(both: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def ask(*arguments: str) -> tuple[int, str]:
        return cli.run([*arguments, "--out", str(both)]), capsys.readouterr().out

    assert ask("verify", "--all") == (0, "".join(f"{both}/releases/{one}: sound\n" for one in (FIRST, SECOND)))
    status, told = ask("verify", "--all", "--json")
    assert (status, [one["problems"] for one in json.loads(told)]) == (0, [[], []])
    status, told = ask("diff", FIRST, "--html")
    assert status == 1
    assert told.startswith("<!DOCTYPE html>")
    status, told = ask("diff", FIRST, "--json")
    assert json.loads(told)["papers"] == {"changed": 1}
    assert ask("history", "p0000000000000002")[0] == 0
    assert len(json.loads(ask("history", "p0000000000000002", "--json")[1])["steps"]) == 2
    assert ask("rollback", FIRST, "--reason", "a \x1b[31mbad dump") == (
        0,
        f"{FIRST} is the latest now; it was {SECOND}. The next build goes on from it.\n",
    )
    assert ask("rollback", FIRST) == (0, f"{FIRST} is the latest already.\n")
    status, told = ask("releases")
    assert "\x1b" not in told
    assert f"made {FIRST} the latest; it was {SECOND}: a  [31mbad dump" in told
    assert [line.split()[-2:] for line in told.splitlines()[:2]] == [["records", "latest"], ["set", "aside"]]
    assert ask("prune", "--keep", "1")[1].endswith("Nothing to remove.\n")
    assert ask("rollback", SECOND)[0] == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["prune", "--keep", "0"], "--keep 1 or more"),
        (["prune"], "--keep"),
        (["rollback", "2026-01-01.001"], "is no release in"),
        (["verify", FIRST, "--all"], "not both"),
        (["diff", FIRST, "--json", "--html"], "not as both"),
        (["history", "p00"], "No release in"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    both: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert cli.run([*arguments, "--out", str(both)]) == 2
    said = capsys.readouterr().err
    assert told in said
    assert said.count("\n") == 1
