"""The ready files for CI do what docs/ci.md says, in a scratch repository with dumps in it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows import cli
from flows.check_against import check_against
from flows.checks.as_text import render_json
from flows.checks.findings import AGAINST_CODES, LIMIT_CODES, OWN_CODES, Finding
from flows.release.summary import BuildSummary
from flows.settings import Settings


def read_yaml(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def git(folder: Path, *arguments: str) -> None:
    names = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
    command = ["git", "-c", "init.defaultBranch=main", *arguments]
    subprocess.run(command, cwd=folder, env={**os.environ, **names}, check=True, capture_output=True)  # noqa: S603 - git


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A clone on a branch that adds a sound dump and the error page of a server, whose name has a blank."""
    place = tmp_path_factory.mktemp("repositories")
    origin, clone = place / "origin", place / "clone"
    (origin / "raw").mkdir(parents=True)
    shutil.copy(root / "raw" / "bare_sample.txt", origin / "raw")
    git(origin, "init")
    git(origin, "add", "--all")
    git(origin, "commit", "--message", "one")
    git(place, "clone", str(origin), str(clone))
    git(clone, "checkout", "-b", "dumps")
    shutil.copy(root / "raw" / "profile_sample.txt", clone / "raw")
    (clone / "raw" / "error page.txt").write_text("<html>503</html>", encoding="utf-8")
    git(clone, "add", "--all")
    git(clone, "commit", "--message", "two")
    (clone / ".venv").symlink_to(sys.prefix)
    return clone


@pytest.fixture(scope="module")
def run_hook(repository: Path) -> Callable[[str, str], int]:
    """Gives the exit status of a hook's entry for a dump; the same command is run once, however many hooks have it."""

    @cache
    def run(*command: str) -> int:
        return subprocess.run(command, cwd=repository, check=False, capture_output=True).returncode  # noqa: S603 - our own hook

    def run_entry(entry: str, dump: str) -> int:
        program, *arguments = entry.split()
        return run(str(repository / ".venv" / "bin" / Path(program).name), *arguments, dump)

    return run_entry


def test_the_workflow_checks_the_dumps_of_a_pull_request_and_no_others(repository: Path, root: Path) -> None:
    workflow = read_yaml(root / "docs" / "ci" / "litsieve.yml")
    # YAML reads the word `on` as true.
    assert workflow[True]["pull_request"]["paths"] == ["raw/**"]
    steps = {step.get("name"): step.get("run") for step in workflow["jobs"]["check"]["steps"]}
    environment = {**os.environ, "GITHUB_BASE_REF": "main", "GITHUB_ENV": str(repository / "env")}

    def run(name: str) -> subprocess.CompletedProcess[str]:
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps[name]]
        return subprocess.run(  # noqa: S603 - the steps of our own workflow
            command, cwd=repository, env=environment, check=False, capture_output=True, text=True
        )

    assert run("List the new and changed dumps").returncode == 0
    checked = run("Check them")
    assert checked.returncode == 3
    assert "::error file=raw/error page.txt,line=1,col=1,title=litsieve unknown_layout::" in checked.stdout
    assert "accepted raw/profile_sample.txt" in checked.stdout
    assert "bare_sample" not in checked.stdout
    assert run("Write the report for code scanning").returncode == 0
    report = repository / "litsieve.sarif"
    assert '"unknown_layout"' in report.read_text(encoding="utf-8")
    # A pull request that only removes dumps has none to check, and code scanning takes no empty file.
    (repository / "new-dumps").write_bytes(b"")
    assert run("Check them").returncode == run("Write the report for code scanning").returncode == 0
    assert json.loads(report.read_text(encoding="utf-8"))["runs"][0]["results"] == []


@pytest.mark.parametrize("where", ["docs/ci/pre-commit-config.yaml", ".pre-commit-hooks.yaml"])
def test_the_hook_runs_on_the_dumps_that_a_commit_adds(
    run_hook: Callable[[str, str], int], root: Path, where: str
) -> None:
    told = read_yaml(root / where)
    (hook,) = told if isinstance(told, list) else told["repos"][0]["hooks"]
    named = ("raw/a.txt", "raw/sub/b.jsonl", "raw/.gitkeep", "src/raw/c.txt")
    chosen = [name for name in named if re.search(hook["files"], name) and not re.search(hook["exclude"], name)]
    assert chosen == ["raw/a.txt", "raw/sub/b.jsonl"]
    # A link is no `file` to pre-commit, which passes nothing else on where a hook does not ask for it.
    assert (hook["types"], hook["types_or"]) == ([], ["file", "symlink"])
    assert run_hook(hook["entry"], "raw/profile_sample.txt") == 0
    assert run_hook(hook["entry"], "raw/error page.txt") == 3


def test_the_docs_tell_every_code_of_a_check(root: Path) -> None:
    text = (root / "docs" / "ci.md").read_text(encoding="utf-8")
    assert [code for code in (*LIMIT_CODES, *AGAINST_CODES, *OWN_CODES) if f"`{code}`" not in text] == []


def test_the_docs_tell_every_field_of_the_json_of_check_and_build(root: Path, sample_raw: Path, built: Path) -> None:
    text = (root / "docs" / "ci.md").read_text(encoding="utf-8")
    paths = sorted(sample_raw.glob("*.txt"))
    verdicts = check_against(paths, sample_raw, built / "out" / "latest", Settings())
    told = json.loads(render_json(verdicts))
    fields = {*told[0], *told[0]["facts"], *told[0]["facts"]["bytes_read"], *told[0]["against"]}
    fields |= {*told[0]["against"]["drift"][0], *Finding("", "note", "", 0, 0).as_dict(), *BuildSummary._fields}
    assert [field for field in sorted(fields) if f"`{field}`" not in text] == []


@pytest.mark.usefixtures("without_prefect")
def test_a_rehearsal_needs_no_more_than_the_latest_release_and_harms_nothing(
    built: Path, tmp_path: Path, sample_raw: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "rehearsal"
    shutil.copytree(sample_raw, raw)
    (raw / "bare_sample.txt").unlink()
    shutil.copytree((built / "out" / "latest").resolve(), out / "releases" / (built / "out" / "latest").readlink().name)
    shutil.copy(built / "out" / "releases.json", out)
    assert cli.run(["build", "--raw", str(raw), "--out", str(out), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told["changes"]) <= {"removed", "changed"}
    old = (built / "out" / "latest").readlink().name
    assert cli.run(["diff", old, "--out", str(out), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["papers"] == told["changes"]


def test_the_nightly_workflow_fails_where_nothing_was_published_and_nowhere_else(root: Path, tmp_path: Path) -> None:
    workflow = read_yaml(root / "docs" / "ci" / "nightly.yml")
    (script,) = (step["run"] for step in workflow["jobs"]["build"]["steps"] if step.get("id") == "build")
    program = tmp_path / ".venv" / "bin" / "litsieve"
    program.parent.mkdir(parents=True)
    environment = {**os.environ, "GITHUB_OUTPUT": str(tmp_path / "outputs")}
    failed = []
    for status in range(5):
        program.write_text(f"#!/bin/sh\nexit {status}\n", encoding="utf-8")
        program.chmod(0o755)
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        done = subprocess.run(command, cwd=tmp_path, env=environment, check=False)  # noqa: S603 - as above
        failed.append(done.returncode != 0)
    assert failed == [False, True, True, False, True]
