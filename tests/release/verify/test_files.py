"""Files of a release that are not what was published: each is told, and nothing raises."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import polars as pl
import pytest

from flows.release.difference import compare_releases
from flows.release.files import is_intact, measure
from flows.release.manifest import content_hash, read_manifest, render_manifest
from flows.release.verify import verify_release
from schemas.tables import TABLES

Frames = dict[str, pl.DataFrame]
Told = Callable[[Path], list[tuple[str, str]]]
Write = Callable[..., None]


def test_what_was_published_is_sound(release: Path, broken: Path) -> None:
    assert verify_release(release) == []
    assert verify_release(broken) == []
    assert is_intact(broken)


@pytest.mark.parametrize("name", ["out[1]", "a*", "{raw}", "50%", "x?y=z#1"])
def test_a_release_in_a_folder_whose_name_reads_like_a_pattern_is_sound(
    release: Path, tmp_path: Path, name: str
) -> None:
    place = Path(copytree(release, tmp_path / name / release.name))
    assert verify_release(place) == []
    assert compare_releases(release, place).is_empty()


@pytest.mark.parametrize("name", ["papers.parquet", "papers.jsonl", "README.md", "CHANGES.md", "changes.parquet"])
def test_a_missing_file(broken: Path, name: str, told: Told) -> None:
    (broken / name).unlink()
    assert told(broken) == [("missing_file", name)]
    assert not is_intact(broken)


@pytest.mark.parametrize("name", [f"{table}.parquet" for table in TABLES] + ["papers.jsonl", "rejects.jsonl"])
def test_a_file_that_was_cut_off(broken: Path, name: str, told: Told) -> None:
    content = (broken / name).read_bytes()
    (broken / name).write_bytes(content[: len(content) // 2])
    assert told(broken) == [("wrong_checksum", name)]


def test_a_flipped_bit_anywhere_in_a_table(broken: Path, told: Told) -> None:
    path = broken / "papers.parquet"
    content = path.read_bytes()
    for at in range(0, len(content), len(content) // 20):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert told(broken) == [("wrong_checksum", "papers.parquet")]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\x00", b"{}", b"[]"])
def test_a_manifest_that_is_none(broken: Path, content: bytes, told: Told) -> None:
    (broken / "manifest.json").write_bytes(content)
    assert told(broken) == [("bad_manifest", "manifest.json")]


def test_no_manifest_and_no_folder(broken: Path, tmp_path: Path, told: Told) -> None:
    (broken / "manifest.json").unlink()
    assert told(broken) == [("bad_manifest", "manifest.json")]
    assert told(tmp_path / "nowhere") == [("bad_manifest", "manifest.json")]


def test_a_file_too_many_but_for_hidden_ones(broken: Path, told: Told) -> None:
    (broken / "notes.txt").touch()
    (broken / ".DS_Store").touch()
    assert told(broken) == [("unlisted_file", "notes.txt")]


def test_a_folder_in_the_place_of_a_file(broken: Path, told: Told) -> None:
    (broken / "ids.parquet").unlink()
    (broken / "ids.parquet").mkdir()
    assert told(broken) == [("unreadable_file", "ids.parquet")]


def test_a_table_that_was_published_broken(broken: Path, told: Told) -> None:
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


def test_a_content_hash_of_other_files(broken: Path, told: Told, sign: Write) -> None:
    sign(broken, content_hash="0" * 64)
    assert told(broken) == [("bad_manifest", "manifest.json")]


def test_a_table_that_the_manifest_forgot(broken: Path, told: Told, sign: Write) -> None:
    (broken / "matches.parquet").unlink()
    sign(broken)
    assert told(broken) == [("missing_file", "matches.parquet")]


def test_rows_that_the_manifest_counts_otherwise(broken: Path, told: Told, sign: Write) -> None:
    files = read_manifest(broken).files
    sign(broken, files=[{**file.model_dump(), "rows": 9 if file.rows else None} for file in files])
    assert ("wrong_rows", "papers.parquet") in told(broken)


def test_lines_that_say_something_else(broken: Path, retitled: Frames, told: Told, republish: Write) -> None:
    republish(broken, "papers", retitled["papers"], lines=False)
    assert told(broken) == [("different_rows", "papers.jsonl")]


def test_lines_that_are_no_lines(broken: Path, told: Told, sign: Write) -> None:
    (broken / "papers.jsonl").write_text('{"paper_id": "p1"\n', encoding="utf-8")
    sign(broken)
    assert told(broken) == [("unreadable_file", "papers.jsonl")]


def test_a_row_that_breaks_its_schema(broken: Path, frames: Frames, republish: Write) -> None:
    republish(broken, "papers", frames["papers"].with_columns(doi=pl.lit("no doi")))
    (problem,) = verify_release(broken)
    assert problem.code == "broken_schema"
    assert "4 rows break the schema; the first: doi: " in problem.message


def test_an_id_that_stands_twice(broken: Path, frames: Frames, told: Told, republish: Write) -> None:
    papers = frames["papers"]
    republish(broken, "papers", pl.concat([papers, papers.head(1)]))
    assert ("broken_schema", "papers.parquet") in told(broken)


def test_a_column_of_another_type(broken: Path, frames: Frames, sign: Write) -> None:
    frames["papers"].cast({"n_records": pl.Int64}).write_parquet(broken / "papers.parquet")
    sign(broken)
    (problem,) = verify_release(broken)
    assert (problem.code, problem.file) == ("broken_schema", "papers.parquet")
    assert "n_records" in problem.message


def test_a_release_of_another_schema_is_held_against_its_checksums_only(
    broken: Path, frames: Frames, told: Told, sign: Write
) -> None:
    frames["papers"].drop("comment").write_parquet(broken / "papers.parquet")
    sign(broken, schema_hash="0" * 64)
    assert verify_release(broken) == []
    (broken / "papers.parquet").write_bytes(b"")
    assert told(broken) == [("wrong_checksum", "papers.parquet")]
