"""Holding a release against what it says of itself: whatever is broken is told, and nothing raises."""

import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from flows.release.files import describe_files, measure
from flows.release.manifest import BuildFacts, Manifest, content_hash, read_manifest, render_manifest
from flows.release.problems import PROBLEMS
from flows.release.tables import read_table, write_tables
from flows.release.verify import verify_release
from flows.settings import ReleaseSettings
from schemas.tables import TABLES

Frames = dict[str, pl.DataFrame]

FIRST_PAPER = "p0000000000000001"
OTHER_PAPER = "paaaaaaaaaaaaaaaa"


@pytest.fixture
def broken(release: Path, tmp_path: Path) -> Path:
    """A copy of the release that a test may break."""
    copy = tmp_path / "copy"
    shutil.copytree(release, copy)
    for path in copy.iterdir():
        path.chmod(0o644)
    return copy


def told(release: Path) -> list[tuple[str, str]]:
    """Code and file of each problem."""
    problems = verify_release(release)
    assert all(problem.code in PROBLEMS and problem.message and str(problem) for problem in problems)
    return [(problem.code, problem.file) for problem in problems]


def sign(release: Path, **changed: object) -> None:
    """Give a changed release the manifest of one that was published so."""
    manifest = read_manifest(release)
    (release / "manifest.json").unlink()
    files = describe_files(release)
    made = {"files": files, "content_hash": content_hash(files), **changed}
    signed = Manifest.model_validate({**manifest.model_dump(), **{key: _plain(value) for key, value in made.items()}})
    (release / "manifest.json").write_text(render_manifest(signed), encoding="utf-8")


def _plain(value: object) -> object:
    return [part.model_dump() for part in value] if isinstance(value, tuple) else value


def republish(release: Path, name: str, frame: pl.DataFrame, *, lines: bool = True) -> None:
    """Put another table into a release as if it had been published with it."""
    tables = {table: read_table(release, table) for table in TABLES}
    kept = {path.name: path.read_bytes() for path in release.glob("*.jsonl")}
    write_tables(release, {**tables, name: frame}, ReleaseSettings())
    if not lines:
        for file, content in kept.items():
            (release / file).write_bytes(content)
    sign(release)


def test_what_was_published_is_sound(release: Path, broken: Path) -> None:
    assert verify_release(release) == []
    assert verify_release(broken) == []


@pytest.mark.parametrize("name", ["papers.parquet", "papers.jsonl", "README.md", "CHANGES.md", "changes.parquet"])
def test_a_missing_file(broken: Path, name: str) -> None:
    (broken / name).unlink()
    assert told(broken) == [("missing_file", name)]


@pytest.mark.parametrize("name", [f"{table}.parquet" for table in TABLES] + ["papers.jsonl", "rejects.jsonl"])
def test_a_file_that_was_cut_off(broken: Path, name: str) -> None:
    content = (broken / name).read_bytes()
    (broken / name).write_bytes(content[: len(content) // 2])
    assert told(broken) == [("wrong_checksum", name)]


def test_a_flipped_bit_anywhere_in_a_table(broken: Path) -> None:
    path = broken / "papers.parquet"
    content = path.read_bytes()
    for at in range(0, len(content), len(content) // 20):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert told(broken) == [("wrong_checksum", "papers.parquet")]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\x00", b"{}", b"[]"])
def test_a_manifest_that_is_none(broken: Path, content: bytes) -> None:
    (broken / "manifest.json").write_bytes(content)
    assert told(broken) == [("bad_manifest", "manifest.json")]


def test_no_manifest_and_no_folder(broken: Path, tmp_path: Path) -> None:
    (broken / "manifest.json").unlink()
    assert told(broken) == [("bad_manifest", "manifest.json")]
    assert told(tmp_path / "nowhere") == [("bad_manifest", "manifest.json")]


def test_a_file_too_many_but_for_hidden_ones(broken: Path) -> None:
    (broken / "notes.txt").touch()
    (broken / ".DS_Store").touch()
    assert told(broken) == [("unlisted_file", "notes.txt")]


def test_a_folder_in_the_place_of_a_file(broken: Path) -> None:
    (broken / "ids.parquet").unlink()
    (broken / "ids.parquet").mkdir()
    assert told(broken) == [("unreadable_file", "ids.parquet")]


def test_a_table_that_was_published_broken(broken: Path) -> None:
    (broken / "matches.parquet").write_bytes(b"no table")
    manifest = read_manifest(broken)
    found = measure(broken / "matches.parquet")
    files = tuple(
        file.model_copy(update={"sha256": found.sha256, "bytes": found.bytes})
        if file.name == "matches.parquet"
        else file
        for file in manifest.files
    )
    changed = manifest.model_copy(update={"files": files, "content_hash": content_hash(files)})
    (broken / "manifest.json").write_text(render_manifest(changed), encoding="utf-8")
    assert told(broken) == [("unreadable_file", "matches.parquet")]


def test_a_content_hash_of_other_files(broken: Path) -> None:
    sign(broken, content_hash="0" * 64)
    assert told(broken) == [("bad_manifest", "manifest.json")]


def test_a_table_that_the_manifest_forgot(broken: Path) -> None:
    (broken / "matches.parquet").unlink()
    sign(broken)
    assert told(broken) == [("missing_file", "matches.parquet")]


def test_rows_that_the_manifest_counts_otherwise(broken: Path) -> None:
    files = read_manifest(broken).files
    sign(broken, files=tuple(file.model_copy(update={"rows": 9} if file.rows else {}) for file in files))
    assert ("wrong_rows", "papers.parquet") in told(broken)


def test_lines_that_say_something_else(broken: Path, retitled: Frames) -> None:
    republish(broken, "papers", retitled["papers"], lines=False)
    assert told(broken) == [("different_rows", "papers.jsonl")]


def test_lines_that_are_no_lines(broken: Path) -> None:
    (broken / "papers.jsonl").write_text('{"paper_id": "p1"\n', encoding="utf-8")
    sign(broken)
    assert told(broken) == [("unreadable_file", "papers.jsonl")]


def test_a_row_that_breaks_its_schema(broken: Path, frames: Frames) -> None:
    republish(broken, "papers", frames["papers"].with_columns(doi=pl.lit("no doi")))
    (problem,) = verify_release(broken)
    assert problem.code == "broken_schema"
    assert "4 rows break the schema; the first: doi: " in problem.message


def test_an_id_that_stands_twice(broken: Path, frames: Frames) -> None:
    papers = frames["papers"]
    republish(broken, "papers", pl.concat([papers, papers.head(1)]))
    assert ("broken_schema", "papers.parquet") in told(broken)


def test_a_column_of_another_type(broken: Path, frames: Frames) -> None:
    frames["papers"].cast({"n_records": pl.Int64}).write_parquet(broken / "papers.parquet")
    sign(broken)
    (problem,) = verify_release(broken)
    assert (problem.code, problem.file) == ("broken_schema", "papers.parquet")
    assert "n_records" in problem.message


Break = Callable[[Frames], tuple[str, pl.DataFrame]]


@pytest.mark.parametrize(
    ("harm", "expected"),
    [
        (
            lambda tables: ("papers", tables["papers"].with_columns(n_records=pl.lit(1, pl.Int32))),
            [("broken_ids", "papers.parquet")],
        ),
        (
            lambda tables: ("papers", tables["papers"].head(3)),
            [("broken_ids", "records.parquet"), ("broken_ids", "ids.parquet")],
        ),
        (
            lambda tables: ("records", tables["records"].head(4)),
            [
                ("lost_records", "records.parquet"),
                ("broken_ids", "papers.parquet"),
                ("broken_ids", "ids.parquet"),
            ],
        ),
        (lambda tables: ("rejects", tables["rejects"].tail(1)), [("lost_records", "records.parquet")]),
        (
            lambda tables: ("records", tables["records"].with_columns(byte_end=pl.lit(331, pl.Int64))),
            [("broken_ids", "records.parquet")],
        ),
        (
            lambda tables: ("records", tables["records"].with_columns(dump_sha256=pl.lit("f" * 64))),
            [("broken_ids", "records.parquet")],
        ),
        (
            lambda tables: ("matches", tables["matches"].with_columns(record_b=pl.lit("r" + "f" * 20))),
            [("broken_ids", "matches.parquet")],
        ),
        (
            lambda tables: ("ids", tables["ids"].filter(pl.col("redirect").is_null()).tail(4)),
            [("broken_ids", "ids.parquet")] * 2,
        ),
        (
            lambda tables: (
                "ids",
                tables["ids"].with_columns(pl.col("redirect").replace(FIRST_PAPER, OTHER_PAPER)),
            ),
            [("broken_ids", "ids.parquet")],
        ),
        (
            lambda tables: ("ids", tables["ids"].with_columns(redirect=pl.lit(FIRST_PAPER))),
            [("broken_ids", "ids.parquet")],
        ),
        (
            lambda tables: ("ids", tables["ids"].with_columns(status=pl.lit("live"), redirect=pl.lit(None, pl.String))),
            [("broken_ids", "ids.parquet")] * 2,
        ),
        (
            lambda tables: ("ids", tables["ids"].with_columns(pl.col("record_ids").list.head(1))),
            [("broken_ids", "ids.parquet")],
        ),
    ],
)
def test_tables_that_do_not_agree(broken: Path, frames: Frames, harm: Break, expected: list[tuple[str, str]]) -> None:
    name, frame = harm(frames)
    republish(broken, name, frame)
    assert told(broken) == expected


def test_bytes_that_are_not_accounted_for(broken: Path, facts: BuildFacts) -> None:
    inputs = tuple(source.model_copy(update={"content_bytes": 400}) for source in facts.inputs)
    sign(broken, inputs=inputs)
    first, second = verify_release(broken)
    assert first.code == second.code == "lost_bytes"
    assert first.message == "first.txt: fields, furniture and rejects are 330 bytes of 400."


@pytest.mark.parametrize(
    ("step", "name", "message"),
    [
        ("normalize", "records_rejected", "normalize: 5 records in, 5 out, 9 refused."),
        ("validate", "records_in", "dedup gave 5 records, validate took 9."),
    ],
)
def test_steps_that_lose_records(broken: Path, facts: BuildFacts, step: str, name: str, message: str) -> None:
    counts = {key: dict(value) for key, value in facts.counts.items()}
    counts[step][name] = 9
    sign(broken, counts=counts)
    assert message in [problem.message for problem in verify_release(broken)]


def test_a_release_of_another_schema_is_held_against_its_checksums_only(broken: Path, frames: Frames) -> None:
    frames["papers"].drop("comment").write_parquet(broken / "papers.parquet")
    sign(broken, schema_hash="0" * 64)
    assert verify_release(broken) == []
    (broken / "papers.parquet").write_bytes(b"")
    assert told(broken) == [("wrong_checksum", "papers.parquet")]
