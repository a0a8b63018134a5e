"""Other people's loaders open a release as it stands: the hub's `datasets`, Croissant's and Data Package's readers.

They are the dependency group `loaders`; all work offline.
"""

import logging
from pathlib import Path

import pytest


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No request to any hub, and nothing kept beside the test."""
    for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE", "HF_HUB_DISABLE_TELEMETRY"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))


@pytest.mark.usefixtures("offline")
@pytest.mark.filterwarnings("default")
def test_datasets_loads_each_table_by_the_head_of_the_card(release: Path, tmp_path: Path) -> None:
    datasets = pytest.importorskip("datasets", reason="the dependency group `loaders` is not installed")
    cache = str(tmp_path / "cache")
    papers = datasets.load_dataset(str(release), cache_dir=cache)["train"]
    assert papers["title"][0].startswith("Mixing")
    assert papers["authors"][0] == ["Ann Lee"]
    for name, rows in {"records": 5, "matches": 2, "rejects": 2, "ids": 6}.items():
        assert datasets.load_dataset(str(release), name, cache_dir=cache)["train"].num_rows == rows


@pytest.mark.filterwarnings("default")
def test_mlcroissant_validates_croissant_json_and_reads_records_by_it(
    release: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mlcroissant = pytest.importorskip("mlcroissant", reason="the dependency group `loaders` is not installed")
    caplog.set_level(logging.ERROR)
    dataset = mlcroissant.Dataset(jsonld=str(release / "croissant.json"))
    assert dataset.metadata.ctx.issues.errors == set()
    papers = list(dataset.records("papers"))
    assert [paper["papers/title"] for paper in papers[1:3]] == [b"Second paper", b"Third paper"]
    assert len(list(dataset.records("matches"))) == 2


@pytest.mark.filterwarnings("default")
def test_frictionless_reads_tables_by_datapackage_json(release: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="the dependency group `loaders` is not installed")
    package = frictionless.Package(str(release / "datapackage.json"))
    assert list(frictionless.Package.metadata_validate(package.to_descriptor())) == []
    rows = package.get_resource("papers").read_rows()
    assert [row["title"] for row in rows[1:3]] == ["Second paper", "Third paper"]
    assert [str(row["date"]) for row in rows[1:2]] == ["2023-02-02"]
