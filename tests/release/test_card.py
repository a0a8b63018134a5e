"""The dataset card of a release."""

import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
import yaml

from flows.release.card import render_card
from flows.release.dictionary import describe_columns, type_name
from flows.release.manifest import BuildFacts
from schemas.tables import TABLES
from schemas.vocabulary import FLAGS, REJECT_CODES


@pytest.fixture
def card(release: Path) -> str:
    """README.md of the sample release."""
    return (release / "README.md").read_text(encoding="utf-8")


def rewrite(path: Path, frame: pl.DataFrame) -> None:
    path.unlink()
    frame.write_parquet(path)


def examples(card: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", card, flags=re.DOTALL)


def test_the_examples_of_loading_run_as_they_stand(release: Path, card: str) -> None:
    blocks = examples(card)
    assert [re.search(r"import (\w+)", block).group(1) for block in blocks] == ["polars", "pandas", "duckdb", "polars"]  # type: ignore[union-attr]
    # One process for all; each example is a program by itself.
    program = "\n".join(f"exec({block!r}, {{}})" for block in blocks)
    command = [sys.executable, "-W", "error", "-c", program]
    done = subprocess.run(command, cwd=release, capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter
    assert done.stderr == ""
    assert done.stdout.count("Second paper") == 4


def test_every_column_flag_and_reject_code_is_explained(card: str) -> None:
    for name, schema in TABLES.items():
        section = card.split(f"## Table {name}\n")[1].split("\n## ", maxsplit=1)[0]
        assert re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE) == list(schema.columns)
    for word in (*FLAGS, *REJECT_CODES):
        assert f"| `{word}` |" in card


def test_columns_are_described_as_the_schema_declares_them(card: str) -> None:
    assert (
        "| `updated_at` | Datetime\\[us, UTC\\], microsecond, UTC | The latest full timestamp that a listing shows, in "
        "UTC. | no record of it shows a time of day | 2023-02-02 18:44:11+00:00 | the record with the latest timestamp "
    ) in card
    assert "| never |" in card


def test_the_card_counts(card: str) -> None:
    assert card.split("---\n")[2].startswith(
        "# Papers\n\n4 papers, made of 5 records that stood in 2 dumps of paper listings."
    )
    assert "3 have a title, 2 have an abstract, 1 have an author, 1 have a date" in card
    assert "| profile | 1 | 4 | 330 |" in card
    assert "| `papers.parquet`, `papers.jsonl` | 4 | One row a paper. |" in card
    assert "| `no_title` | 1 |" in card
    assert "| `empty_record` | 1 |" in card
    assert "| `unsure` | 1 |" in card


def test_references_are_counted_only_where_there_are_some(release: Path, facts: BuildFacts, card: str) -> None:
    assert "references complete" not in card
    records = pl.read_parquet(release / "records.parquet")
    rewrite(release / "records.parquet", records.with_columns(reference=pl.col("layout") == "bare"))
    assert (
        "make none: 2 records of them did so,\n1 record had no such paper, and no part in the release.\nWhat could not"
    ) in render_card(release, facts.inputs, 1)


def test_the_card_holds_the_three_promises(card: str) -> None:
    for promise in ("Nothing is lost", "Nothing is invented", "Complete or absent"):
        assert f"**{promise}.**" in card


def test_the_card_depends_on_the_content_alone(release: Path, facts: BuildFacts, card: str) -> None:
    rewrite(release / "changes.parquet", pl.read_parquet(release / "changes.parquet").clear())
    assert render_card(release, facts.inputs, 0) == card
    assert "2026" not in card


def test_the_head_of_the_card_tells_the_hub_tables_types_and_sizes(release: Path, card: str) -> None:
    head = yaml.safe_load(card.split("---\n")[1])
    assert head["size_categories"] == ["n<1K"]
    configs = {config["config_name"]: config["data_files"][0]["path"] for config in head["configs"]}
    assert configs == {name: f"{name}.parquet" for name in TABLES if name != "changes"}
    papers = head["dataset_info"][0]
    assert [feature["name"] for feature in papers["features"]] == list(TABLES["papers"].columns)
    assert {"name": "authors", "large_list": "large_string"} in papers["features"]
    assert papers["splits"][0]["num_examples"] == 4
    assert papers["download_size"] == (release / "papers.parquet").stat().st_size


def test_tables_of_the_card_have_as_many_cells_as_columns(card: str) -> None:
    for block in re.findall(r"(?:^\|.*\n)+", card, flags=re.MULTILINE):
        cells = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(cells) == 1


def test_a_build_of_nothing_has_a_card_too(release: Path) -> None:
    for name in TABLES:
        path = release / f"{name}.parquet"
        rewrite(path, pl.read_parquet(path).clear())
    assert "\n# Papers\n\n0 papers, made of 0 records" in render_card(release, [], 0)


@pytest.mark.parametrize(
    ("column", "expected"),
    [("n_records", "Int32"), ("authors", "List[String]"), ("updated_at", "Datetime[us, UTC]"), ("date", "Date")],
)
def test_types_are_named_as_polars_names_them(column: str, expected: str) -> None:
    assert {told.name: told.type for told in describe_columns(TABLES["papers"])}[column] == expected


def test_a_nested_type_names_its_fields() -> None:
    spans = TABLES["records"].columns["spans"].dtype.type
    assert type_name(spans) == "List[Struct{field: String, start: Int64, end: Int64}]"
