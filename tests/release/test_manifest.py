"""The manifest of a release."""

import json
import re
from pathlib import Path

import polars as pl
import pytest

from flows.release.errors import ReleaseDamagedError
from flows.release.manifest import FileFacts, content_hash, inputs_from, read_manifest, render_manifest
from schemas.dumps import DumpFacts
from schemas.frames import polars_schema


def overwrite(path: Path, text: str) -> None:
    path.chmod(0o644)
    path.write_text(text, encoding="utf-8")


def test_a_manifest_comes_back_as_it_was_written(release: Path) -> None:
    manifest = read_manifest(release)
    assert (release / "manifest.json").read_text(encoding="utf-8") == render_manifest(manifest)
    assert manifest.counts["dedup"].model_extra == {"papers": 4}
    assert manifest.inputs[0].bytes_read.furniture == {"space": 60}


def test_a_manifest_says_what_the_design_asks(release: Path) -> None:
    said = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    assert said["version"] == "2026-11-20.001"
    assert said["previous"] is None
    assert said["created_at"] == "2026-11-20T12:00:00Z"
    assert {"path", "sha256", "bytes", "layout", "records"} <= set(said["inputs"][0])
    files = {file["name"]: file for file in said["files"]}
    assert files["papers.parquet"]["rows"] == files["papers.jsonl"]["rows"] == 4
    assert files["README.md"]["rows"] is None
    assert "manifest.json" not in files


def test_a_changed_digit_anywhere_is_found(release: Path) -> None:
    path = release / "manifest.json"
    text = path.read_text(encoding="utf-8")
    for found in list(re.finditer(r"\d", text))[::7]:
        digit = str((int(found[0]) + 1) % 10)
        overwrite(path, text[: found.start()] + digit + text[found.end() :])
        with pytest.raises(ReleaseDamagedError):
            read_manifest(release)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "\x00", '{"manifest_hash": 1}', "[" * 100_000])
def test_garbage_is_told_with_what_to_do(release: Path, text: str) -> None:
    overwrite(release / "manifest.json", text)
    with pytest.raises(ReleaseDamagedError, match=r"manifest\.json .*Restore it from a copy"):
        read_manifest(release)


def test_a_folder_without_a_manifest_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseDamagedError, match="is missing, so this is no complete release"):
        read_manifest(tmp_path)


def test_the_content_hash_leaves_the_comparison_out() -> None:
    papers = FileFacts(name="papers.parquet", sha256="1" * 64, bytes=1, rows=1)
    changes = FileFacts(name="changes.parquet", sha256="2" * 64, bytes=1, rows=1)
    other = changes.model_copy(update={"sha256": "3" * 64})
    assert content_hash([papers, changes]) == content_hash([other, papers])
    assert content_hash([papers]) != content_hash([papers.model_copy(update={"sha256": "3" * 64})])
    assert content_hash([papers]) != content_hash([papers.model_copy(update={"name": "ids.parquet"})])


def test_inputs_are_made_of_the_facts_of_dumps() -> None:
    facts = pl.DataFrame(
        [
            {
                "dump": "b.txt",
                "dump_sha256": "a" * 64,
                "size_bytes": 10,
                "packed": True,
                "content_bytes": 30,
                "encoding": "utf-8",
                "layout": "bare",
                "code": None,
                "entries": 2,
                "records": 1,
                "field_bytes": 20,
                "furniture": [{"kind": "space", "bytes": 4}, {"kind": "label", "bytes": 1}],
                "reject_bytes": 5,
            },
            {
                "dump": "a.txt",
                "size_bytes": 0,
                "packed": False,
                "content_bytes": 0,
                "code": "empty_dump",
                "entries": 0,
                "records": 0,
            }
            | {"field_bytes": 0, "furniture": [], "reject_bytes": 0},
        ],
        schema=polars_schema(DumpFacts),
    )
    first, second = inputs_from(facts)
    assert (first.path, first.sha256, first.layout, first.code) == ("a.txt", None, None, "empty_dump")
    assert (second.bytes, second.bytes_read.total()) == (10, 30)


def test_a_manifest_of_another_shape_says_who_wrote_it_and_where_it_differs(release: Path) -> None:
    manifest = read_manifest(release).model_copy(update={"version": "newest", "code_version": "9.0.0+abc"})
    overwrite(release / "manifest.json", render_manifest(manifest))
    told = r"is of another version of litsieve \(9\.0\.0\+abc\), .*: version: String should match pattern"
    with pytest.raises(ReleaseDamagedError, match=told):
        read_manifest(release)
