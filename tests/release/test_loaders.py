"""Other people's loaders open a release as it stands: the hub's `datasets`, Croissant's and Data Package's readers.

All work offline. What they print is held to docs/loading.md by test_loading_docs.
"""

import logging
from pathlib import Path
from typing import Any

import polars as pl
import pytest

# These readers warn of what they do themselves: of coming versions of pandas and rdflib.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No request to any hub, and nothing kept beside the test."""
    for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))


@pytest.mark.usefixtures("offline")
def test_datasets_loads_each_table_by_the_head_of_the_card(release: Path, tmp_path: Path) -> None:
    import datasets  # noqa: PLC0415 - it reads its environment when it is imported

    cache = str(tmp_path / "cache")
    papers = datasets.load_dataset(str(release), cache_dir=cache)["train"]
    assert papers["title"][0].startswith("Mixing")
    assert papers["authors"][0] == ["Ann Lee"]
    for name, rows in {"records": 5, "matches": 2, "rejects": 2, "ids": 6}.items():
        assert datasets.load_dataset(str(release), name, cache_dir=cache)["train"].num_rows == rows


def test_mlcroissant_validates_croissant_json_and_reads_records_by_it(
    release: Path, caplog: pytest.LogCaptureFixture
) -> None:
    import mlcroissant  # noqa: PLC0415 - its warnings are of its import, and only these tests allow them

    caplog.set_level(logging.ERROR)
    dataset = mlcroissant.Dataset(jsonld=str(release / "croissant.json"))
    assert dataset.metadata.ctx.issues.errors == set()
    papers = list(dataset.records("papers"))
    assert [paper["papers/title"] for paper in papers[1:3]] == [b"Second paper", b"Third paper"]
    assert len(list(dataset.records("matches"))) == 2


def validate(release: Path) -> Any:  # noqa: ANN401 - frictionless' own report
    """What `frictionless validate datapackage.json` finds."""
    import frictionless  # noqa: PLC0415 - as above

    return frictionless.validate(str(release / "datapackage.json"))


def test_frictionless_finds_every_table_valid_with_its_types_and_keys(both: Path) -> None:
    # The later release, which has rows in all tables, `changes` too; numbers, dates and redirects are null in some.
    report = validate(both / "latest")
    assert report.flatten(["title", "rowNumber", "fieldName", "message"]) == []
    assert report.valid
    assert {task.name: task.stats["rows"] for task in report.tasks} == {
        "papers": 4,
        "records": 5,
        "matches": 2,
        "rejects": 2,
        "changes": 1,
        "ids": 6,
    }


def test_frictionless_sees_a_record_of_no_paper_and_a_missing_id(release: Path) -> None:
    records = pl.read_parquet(release / "records.parquet")
    orphan = pl.Series(["p" + "f" * 16, None, *records["paper_id"][2:]])
    records.with_columns(paper_id=orphan).write_parquet(release / "records.parquet")
    assert sorted({found[0] for found in validate(release).flatten(["type"])}) == ["constraint-error", "foreign-key"]


def test_frictionless_reads_nulls_as_nulls(release: Path) -> None:
    import frictionless  # noqa: PLC0415 - as above

    rows = frictionless.Package(str(release / "datapackage.json")).get_table_resource("papers").read_rows()
    assert [(row["title"], row["year"]) for row in rows[1:3]] == [("Second paper", 2023), ("Third paper", None)]
    assert [str(row["date"]) for row in rows[1:3]] == ["2023-02-02", "None"]
    assert [row["updated_at"] is None for row in rows[1:3]] == [False, True]


def test_the_data_package_of_a_release_without_rejects_is_valid(release: Path) -> None:
    # Tables may be empty; here all but papers are.
    for path in release.glob("*.parquet"):
        if path.name != "papers.parquet":
            pl.read_parquet(path).clear().write_parquet(path)
    report = validate(release)
    assert report.flatten(["title", "message"]) == []
    assert report.valid
