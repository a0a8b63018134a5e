"""The files of a release that tell of its tables: which they are, and that they are no content of their own."""

import json
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq

from flows.release.dictionary import arrow_schema, describe_columns
from flows.release.documents import write_documents
from flows.release.manifest import BuildFacts, content_hash, read_manifest
from schemas.tables import TABLES


def test_the_same_tables_and_facts_give_the_same_files(release: Path, facts: BuildFacts, tmp_path: Path) -> None:
    for name in TABLES:
        (tmp_path / f"{name}.parquet").write_bytes((release / f"{name}.parquet").read_bytes())
    for name in ("papers", "rejects"):
        (tmp_path / f"{name}.jsonl").write_bytes((release / f"{name}.jsonl").read_bytes())
    write_documents(tmp_path, facts, first=True)
    for name in ("README.md", "croissant.json", "datapackage.json", "report.html"):
        assert (tmp_path / name).read_bytes() == (release / name).read_bytes()
        assert "2026-11" not in (tmp_path / name).read_text(encoding="utf-8")


def test_what_gives_checksums_or_tells_of_the_step_from_the_last_release_is_no_content(release: Path) -> None:
    files = read_manifest(release).files
    told = {file.name for file in files}
    for name in ("report.html", "croissant.json", "datapackage.json"):
        assert name in told
        other = tuple(file.model_copy(update={"sha256": "0" * 64}) if file.name == name else file for file in files)
        assert content_hash(other) == content_hash(files)


def test_checksums_and_sizes_are_those_of_the_files(release: Path) -> None:
    croissant = json.loads((release / "croissant.json").read_text(encoding="utf-8"))
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    told = {one["contentUrl"]: (one["sha256"], one["contentSize"]) for one in croissant["distribution"]}
    assert {f"{table}.parquet" for table in TABLES} <= set(told)
    for file, (digest, size) in told.items():
        content = (release / file).read_bytes()
        assert (digest, size) == (sha256(content).hexdigest(), f"{len(content)} B")
    assert {one["path"]: one["hash"] for one in package["resources"]} == {
        f"{table}.parquet": f"sha256:{told[f'{table}.parquet'][0]}" for table in TABLES
    }


def test_every_column_is_told_with_its_meaning(release: Path) -> None:
    croissant = json.loads((release / "croissant.json").read_text(encoding="utf-8"))
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    for name, schema in TABLES.items():
        meanings = {column.name: column.meaning for column in describe_columns(schema)}
        fields = next(one["field"] for one in croissant["recordSet"] if one["name"] == name)
        assert {field["name"].removeprefix(f"{name}/"): field["description"] for field in fields} == meanings
        columns = next(one["schema"]["fields"] for one in package["resources"] if one["name"] == name)
        assert {column["name"]: column["description"] for column in columns} == meanings


def test_every_column_says_where_its_values_come_from_and_numbers_have_a_unit() -> None:
    for schema in TABLES.values():
        for column in describe_columns(schema):
            assert column.source
            assert column.unit or not column.type.startswith(("Int", "Float", "Date"))


def test_the_dictionary_stands_in_the_parquet_files(release: Path) -> None:
    for name in TABLES:
        written = pq.read_schema(release / f"{name}.parquet")
        assert [(field.name, field.type, field.metadata) for field in written] == [
            (field.name, field.type, field.metadata) for field in arrow_schema(name)
        ]
    date = pq.read_schema(release / "papers.parquet").field("date").metadata
    assert date[b"unit"] == b"day"
    assert date[b"description"].startswith(b"Date of publication")


def test_statistics_are_in_the_manifest(release: Path) -> None:
    papers = read_manifest(release).statistics["papers"]
    assert papers["title"].nulls == 1
    assert papers["title"].distinct == 3
    assert papers["year"].minimum == papers["year"].maximum == "2023"
    assert papers["authors"].nulls == 3
    assert papers["authors"].mean_length == 0.25
    assert papers["n_records"].maximum == "2"
