"""Every example of docs/loading.md runs as it stands, beside a folder of releases.

Those with R and jq need these on the machine: `make readers` installs them.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import polars as pl
import pytest

from flows.release.publish import Published

Frames = dict[str, pl.DataFrame]
Publish = Callable[..., Published]

SECTIONS: Final = {
    "Polars": "polars",
    "pandas": "pandas",
    "DuckDB": "duckdb",
    "What a column means": "pyarrow",
    "An old id": "polars",
}
"""Sections of Python and what they need, all of it installed for the tests."""

EXPECTED: Final = {
    "Polars": ("Third paper", "Second paper", "second.txt", "Ann Lee", "Second paper, revised"),
    "pandas": ("Third paper", "Second paper", "second.txt", "Ann Lee", "Second paper, revised"),
    "DuckDB": ("Third paper", "Second paper", "second.txt", "Ann Lee", "Second paper, revised"),
    "R": ("2023-02-02", "Second paper", "second.txt", "Mixing", "Second paper, revised"),
    "R with arrow": ("Third paper",),
    "jq": (
        "Third paper",
        "Second paper",
        "Second paper, revised\tfirst.txt\t100",
        '"dumps":["first.txt","second.txt"]',
        '"old":"Second paper"',
        "1 empty_record",
    ),
    "What a column means": ("date date32[day] Date of publication",),
    "An old id": ("merged",),
}
"""What the examples of a section print, in their order."""


@pytest.fixture(scope="module")
def beside(publish_frames: Publish, frames: Frames, retitled: Frames, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `output`, which holds two releases; the first is the one that the page pins."""
    folder = tmp_path_factory.mktemp("beside")
    publish_frames(folder / "output", frames)
    publish_frames(folder / "output", retitled)
    return folder


@pytest.fixture(scope="module")
def retitled(frames: Frames) -> Frames:
    """The sample with another title of the second paper."""
    title = pl.when(pl.col("title") == "Second paper").then(pl.lit("Second paper, revised")).otherwise("title")
    return {**frames, "papers": frames["papers"].with_columns(title=title)}


def examples(root: Path, section: str, language: str) -> list[str]:
    page = (root / "docs" / "loading.md").read_text(encoding="utf-8")
    part = re.split(rf"^## {re.escape(section)}\n", page, flags=re.MULTILINE)[1].split("\n## ")[0]
    return re.findall(rf"```{language}\n(.*?)```", part, flags=re.DOTALL)


def output_of(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own page
    assert done.returncode == 0, done.stderr
    return done.stdout


def run_python(blocks: list[str], folder: Path, warned: str = "error") -> list[str]:
    """What each example prints. One process for all; each is a program by itself. `warned` is what warnings do."""
    program = "\nprint('=====')\n".join(f"exec({block!r}, {{}})" for block in blocks)
    # A table as wide as its columns, whatever the terminal.
    wide = "import os; os.environ['COLUMNS'] = '300'; os.environ['POLARS_TABLE_WIDTH'] = '300'\n"
    return output_of([sys.executable, "-W", warned, "-c", wide + program], folder).split("=====\n")


@pytest.mark.parametrize("section", SECTIONS)
def test_examples_in_python_run_as_they_stand(root: Path, beside: Path, section: str) -> None:
    blocks = examples(root, section, "python")
    assert all(SECTIONS[section] in block for block in blocks)
    told = run_python(blocks, beside)
    assert len(told) == len(EXPECTED[section])
    for expected, printed in zip(EXPECTED[section], told, strict=True):
        assert expected in printed


@pytest.fixture(scope="module")
def as_lines(root: Path, beside: Path) -> Path:
    """The folder of releases, with the tables that the page turns into JSON Lines."""
    (beside / ".venv").symlink_to(sys.prefix)
    [block] = examples(root, "Any table as JSON Lines", "sh")
    output_of(["sh", "-c", block], beside)
    return beside


def test_any_table_is_turned_into_json_lines(as_lines: Path) -> None:
    for table in ("records", "matches", "changes", "ids"):
        lines = pl.read_ndjson(as_lines / f"{table}.jsonl", infer_schema_length=None)
        assert len(lines) == len(pl.read_parquet(as_lines / "output" / "latest" / f"{table}.parquet"))


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed (`make readers`)")
def test_examples_with_jq_run_as_they_stand(root: Path, as_lines: Path) -> None:
    told = [output_of(["sh", "-c", block], as_lines) for block in examples(root, "jq", "sh")]
    for expected, printed in zip(EXPECTED["jq"], told, strict=True):
        assert expected in printed


def skip_without(package: str, folder: Path) -> None:
    """Skip where R, or a package of it, is not on this machine."""
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed (`make readers`)")
    if "TRUE" not in output_of(["Rscript", "-e", f'cat(requireNamespace("{package}", quietly = TRUE))'], folder):
        pytest.skip(f"R has no package {package}")


@pytest.mark.parametrize(("section", "package"), [("R", "jsonlite"), ("R with arrow", "arrow")])
def test_examples_in_r_run_as_they_stand(root: Path, as_lines: Path, section: str, package: str) -> None:
    skip_without(package, as_lines)
    blocks = examples(root, section, "r")
    # One process for all; each is a program by itself.
    program = "\ncat('=====\\n')\n".join(f"local({{{block}}})" for block in blocks)
    told = output_of(["Rscript", "-e", f"options(width = 300)\n{program}"], as_lines).split("=====\n")
    for expected, printed in zip(EXPECTED[section], told, strict=True):
        assert expected in printed


def test_examples_of_other_loaders_run_as_they_stand(root: Path, beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(beside / "hub"))
    blocks = examples(root, "Datasets, Croissant, Data Package", "python")
    told = run_python(blocks, beside, warned="ignore")
    assert ["Second paper" in printed for printed in told] == [True, True, True]
