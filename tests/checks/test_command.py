"""`litsieve check` at the command line: forms, exit statuses, a release to hold dumps against."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from flows import cli
from flows.check import check_each
from flows.checks.standing import TABLE
from flows.release.manifest import BuildFacts
from flows.release.publish import publish
from flows.release.staging import open_staging
from flows.settings import Settings
from schemas.frames import empty_frame, polars_schema
from schemas.tables import TABLES


def ask(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = cli.run(["check", *(str(argument) for argument in arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


@pytest.fixture(scope="module")
def out(sample_raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder with a release that has the records of the shipped samples, each a paper of its own."""
    raw, out = tmp_path_factory.mktemp("base") / "raw", tmp_path_factory.mktemp("base") / "out"
    shutil.copytree(sample_raw, raw)
    paths = sorted(raw.glob("*.txt"))
    types = polars_schema(TABLES["records"])
    names = [name for name in types if name not in {"paper_id", "dump"}]
    checked = list(check_each(paths, raw, Settings(), names))
    records = pl.concat([one.records.with_columns(dump=pl.lit(one.verdict.path.name)) for one in checked])
    records = records.with_columns(paper_id=pl.format("p{}", pl.col("record_id").str.slice(1, 16))).select(list(types))
    staging = open_staging(out)
    for name in TABLES:
        frame = records if f"{name}.parquet" == TABLE else empty_frame(TABLES[name])
        frame.write_parquet(staging / f"{name}.parquet")
    inputs = tuple(one.verdict.facts.model_copy(update={"path": one.verdict.path.name}) for one in checked)
    facts = BuildFacts(code_version="-", settings={}, inputs=inputs, inputs_hash="-", counts={}, gates=())
    publish(out, staging, facts, datetime(2026, 11, 20, tzinfo=UTC))
    return out


def test_against_a_release_that_has_it_all_nothing_is_new(
    capsys: pytest.CaptureFixture[str], out: Path, sample_raw: Path
) -> None:
    status, said, _ = ask(capsys, *sorted(sample_raw.glob("*.txt")), "--against", out, "--raw", sample_raw)
    assert status == 0
    told = [line.strip() for line in said.splitlines() if "against 2026-11-20.001: " in line]
    assert len(told) == 4
    assert all(line.startswith("against 2026-11-20.001: 0 new, 0 known, ") for line in told)


def test_a_dump_that_lost_its_papers_is_refused_only_in_its_own_place(
    capsys: pytest.CaptureFixture[str], out: Path, sample_raw: Path, tmp_path: Path
) -> None:
    path = tmp_path / "profile_sample.txt"
    shutil.copy(sample_raw / "bare_sample.txt", path)
    status, said, _ = ask(capsys, path, "--against", out, "--raw", tmp_path)
    assert status == 1
    assert "[max_gone_share]" in said
    (tmp_path / "elsewhere").mkdir()
    assert ask(capsys, path, "--against", out, "--raw", tmp_path / "elsewhere")[0] == 0


def test_a_raw_folder_that_is_not_there_is_wrong_usage_where_dumps_replace_others(
    capsys: pytest.CaptureFixture[str], out: Path, sample_raw: Path, tmp_path: Path
) -> None:
    page = sample_raw / "bare_sample.txt"
    status, said, err = ask(capsys, page, "--against", out, "--raw", tmp_path / "misspelt")
    assert (status, said) == (2, "")
    assert f"{tmp_path / 'misspelt'} is no folder. Name it with --raw." in err
    assert ask(capsys, page, "--raw", tmp_path / "misspelt")[0] == 0


def test_json_has_the_counts_and_every_figure_of_drift(
    capsys: pytest.CaptureFixture[str], out: Path, sample_raw: Path
) -> None:
    _, said, _ = ask(capsys, sample_raw / "glued_sample.txt", "--json", "--against", out, "--raw", sample_raw)
    (told,) = json.loads(said)
    assert told["against"]["unchanged"] == told["facts"]["records"]
    assert told["against"]["splits"] == []
    assert any(gate["subject"].startswith("records a KiB (") for gate in told["against"]["drift"])
    assert (
        ask(capsys, sample_raw / "glued_sample.txt", "--json")[1]
        == ask(capsys, sample_raw / "glued_sample.txt", "--format", "json")[1]
    )


@pytest.mark.parametrize("form", ["text", "json", "junit", "sarif", "github"])
def test_every_form_keeps_the_exit_status(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, sample_raw: Path, form: str
) -> None:
    unknown = tmp_path / "page.txt"
    unknown.write_text("404 Not Found", encoding="utf-8")
    status, said, _ = ask(capsys, unknown, sample_raw / "bare_sample.txt", "--format", form)
    assert status == 3
    assert "unknown_layout" in said


def test_a_folder_without_releases_or_an_unknown_form_is_wrong_usage(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, sample_raw: Path
) -> None:
    status, said, err = ask(capsys, sample_raw / "bare_sample.txt", "--against", tmp_path)
    assert (status, said) == (2, "")
    assert err.startswith(f"litsieve: There is no release in {tmp_path} yet.")
    assert ask(capsys, sample_raw / "bare_sample.txt", "--format", "xml")[0] == 2


def test_a_damaged_release_is_told(
    capsys: pytest.CaptureFixture[str], out: Path, sample_raw: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(out, tmp_path / "out", symlinks=True))
    table = copy / "releases" / "2026-11-20.001" / TABLE
    table.chmod(0o644)
    table.write_bytes(table.read_bytes()[:-9])
    status, _, err = ask(capsys, sample_raw / "bare_sample.txt", "--against", copy)
    assert status == 2
    assert "is not what was published" in err


def test_checking_against_a_release_imports_no_prefect(out: Path, sample_raw: Path) -> None:
    code = "import sys; from flows import cli; sys.exit(cli.run(sys.argv[1:]) or 'prefect' in sys.modules)"
    arguments = ["check", str(sample_raw / "bare_sample.txt"), "--against", str(out)]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, check=False)  # noqa: S603 - our own code
    assert done.returncode == 0, done.stderr
