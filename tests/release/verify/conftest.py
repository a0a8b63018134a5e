"""Breaking releases on purpose."""

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from flows.release.files import describe_files
from flows.release.manifest import Manifest, content_hash, read_manifest, render_manifest
from flows.release.problems import PROBLEMS
from flows.release.tables import load_table, write_tables
from flows.release.verify import verify_release
from flows.settings import ReleaseSettings
from schemas.tables import TABLES

Told = Callable[[Path], list[tuple[str, str]]]
Sign = Callable[..., None]
Republish = Callable[..., None]


@pytest.fixture
def broken(release: Path, tmp_path: Path) -> Path:
    """A copy of the release that a test may break."""
    copy = tmp_path / "copy"
    shutil.copytree(release, copy)
    for path in copy.iterdir():
        path.chmod(0o644)
    return copy


@pytest.fixture
def told() -> Told:
    """Code and file of each problem of a release."""

    def tell(release: Path) -> list[tuple[str, str]]:
        problems = verify_release(release)
        assert all(problem.code in PROBLEMS and problem.message and str(problem) for problem in problems)
        return [(problem.code, problem.file) for problem in problems]

    return tell


@pytest.fixture
def sign() -> Sign:
    """Give a changed release the manifest of one that was published so; `changed` are parts of it as plain data."""

    def write(release: Path, **changed: object) -> None:
        manifest = read_manifest(release)
        (release / "manifest.json").unlink()
        files = describe_files(release, {})
        made = {"files": [file.model_dump() for file in files], "content_hash": content_hash(files)}
        signed = Manifest.model_validate({**manifest.model_dump(), **made, **changed})
        (release / "manifest.json").write_text(render_manifest(signed), encoding="utf-8")

    return write


@pytest.fixture
def republish(sign: Sign) -> Republish:
    """Put another table into a release as if it had been published with it."""

    def write(release: Path, name: str, frame: pl.DataFrame, *, lines: bool = True) -> None:
        kept = {path: path.read_bytes() for path in release.glob("*.jsonl")}
        tables = {table: load_table(release, table) for table in TABLES}
        write_tables(release, {**tables, name: frame}, ReleaseSettings())
        if not lines:
            for path, content in kept.items():
                path.write_bytes(content)
        sign(release)

    return write
