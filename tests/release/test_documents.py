"""The files of a release that tell of its tables: which they are, and that they are no content of their own."""

import json
from hashlib import sha256
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from flows.release.dictionary import arrow_schema, describe_columns
from flows.release.documents import write_documents
from flows.release.manifest import BuildFacts, content_hash, read_manifest
from flows.release.statistics import describe_tables
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


@pytest.mark.parametrize("name", ["croissant.json", "datapackage.json"])
def test_checksums_and_sizes_are_those_of_the_files(release: Path, name: str) -> None:
    said = json.loads((release / name).read_text(encoding="utf-8"))
    if name == "croissant.json":
        told = {one["contentUrl"]: (one["sha256"], one["contentSize"]) for one in said["distribution"]}
    else:
        told = {one["path"]: (one["hash"].removeprefix("sha256:"), f"{one['bytes']} B") for one in said["resources"]}
    assert {f"{table}.parquet" for table in TABLES} <= set(told)
    for file, (digest, size) in told.items():
        content = (release / file).read_bytes()
        assert (digest, size) == (sha256(content).hexdigest(), f"{len(content)} B")


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
    assert describe_tables(release) == read_manifest(release).statistics


def test_statistics_of_many_rows_are_estimated_and_say_so(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = pl.read_parquet(release / "papers.parquet")
    pl.concat([papers.with_columns(title=pl.format("title {}", pl.lit(at))) for at in range(500)]).write_parquet(
        tmp_path / "papers.parquet"
    )
    monkeypatch.setattr("flows.release.statistics.EXACT_ROWS", 1000)
    title = describe_tables(tmp_path)["papers"]["title"]
    assert not title.distinct_is_exact
    assert title.distinct == pytest.approx(500, rel=0.1)
    assert title.mean_length == pytest.approx(8.78)
