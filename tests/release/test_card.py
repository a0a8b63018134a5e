"""The dataset card of a release."""

import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from flows.release.card import render_card
from flows.release.dictionary import describe_columns, type_name
from flows.release.manifest import BuildFacts
from schemas.tables import TABLES
from schemas.vocabulary import FLAGS, REJECT_CODES

Frames = dict[str, pl.DataFrame]


@pytest.fixture
def card(release: Path) -> str:
    """README.md of the sample release."""
    return (release / "README.md").read_text(encoding="utf-8")


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
        "| `updated_at` | Datetime\\[us, UTC\\] | The latest full timestamp that a listing shows, in UTC. | "
        "no record of it shows a time of day | 2023-02-02 18:44:11+00:00 |"
    ) in card
    assert "| never |" in card


def test_the_card_counts(card: str) -> None:
    assert card.startswith("# Papers\n\n4 papers, made of 5 records that stood in 2 dumps of paper listings.")
    assert "3 have a title, 2 have an abstract, 1 have an author, 1 have a date" in card
    assert "| profile | 1 | 4 | 330 |" in card
    assert "| `papers.parquet`, `papers.jsonl` | 4 | One row a paper. |" in card
    assert "| `no_title` | 1 |" in card
    assert "| `empty_record` | 1 |" in card
    assert "| `unsure` | 1 |" in card


def test_references_are_counted_only_where_there_are_some(frames: Frames, facts: BuildFacts, card: str) -> None:
    assert "references complete" not in card
    bare = pl.col("layout") == "bare"
    referred = {**frames, "records": frames["records"].with_columns(reference=bare), "changes": pl.DataFrame()}
    assert (
        "make none: 2 records of them did so,\n1 record had no such paper, and no part in the release.\nWhat could not"
    ) in render_card(referred, facts.inputs, 1)


def test_the_card_holds_the_three_promises(card: str) -> None:
    for promise in ("Nothing is lost", "Nothing is invented", "Complete or absent"):
        assert f"**{promise}.**" in card


def test_the_card_depends_on_the_content_alone(frames: Frames, facts: BuildFacts, card: str) -> None:
    changes = pl.DataFrame({"paper_id": ["p0000000000000001"] * 7})
    assert render_card({**frames, "changes": changes}, facts.inputs, 0) == card
    assert "2026" not in card


def test_tables_of_the_card_have_as_many_cells_as_columns(card: str) -> None:
    for block in re.findall(r"(?:^\|.*\n)+", card, flags=re.MULTILINE):
        cells = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(cells) == 1


def test_a_build_of_nothing_has_a_card_too(frames: Frames) -> None:
    empty = {name: frame.clear() for name, frame in frames.items()}
    assert render_card(empty, [], 0).startswith("# Papers\n\n0 papers, made of 0 records")


@pytest.mark.parametrize(
    ("column", "expected"),
    [("n_records", "Int32"), ("authors", "List[String]"), ("updated_at", "Datetime[us, UTC]"), ("date", "Date")],
)
def test_types_are_named_as_polars_names_them(column: str, expected: str) -> None:
    assert {told.name: told.type for told in describe_columns(TABLES["papers"])}[column] == expected


def test_a_nested_type_names_its_fields() -> None:
    spans = TABLES["records"].columns["spans"].dtype.type
    assert type_name(spans) == "List[Struct{field: String, start: Int64, end: Int64}]"
