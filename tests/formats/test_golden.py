"""Exports and their answers: every field, where its bytes stand, and what is refused.

A golden export `tests/formats/<format>/<name>` lies beside its answer `<name>.answer.json`. A new export without an
answer fails and prints what was found, to be checked by eye and saved; nothing here writes an answer.
"""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from flows.formats.registry import Format, formats, identify_format
from flows.reading import extract_files
from flows.settings import ExtractSettings
from flows.stages.account import join_pieces
from flows.stages.extract import Extracted

GOLDEN: Final = sorted(
    path
    for path in Path(__file__).parent.glob("*/*")
    if path.suffix not in (".py", ".pyc") and ".answer" not in path.name
)
TOLD: Final = ("source_id", "authors_complete", "flags", "position")


def read(path: Path) -> Extracted:
    (found,) = extract_files([path], path.parent, ExtractSettings())
    return found


def as_answer(path: Path) -> dict[str, Any]:
    """What an answer says of an export: the values and the bytes of each record, the refusals, and all furniture."""
    found = read(path)
    content = path.read_bytes()
    records = [
        {
            **{name: row[name] for name in TOLD},
            **{name.removesuffix("_raw"): row[name] for name in row if name.endswith("_raw") and row[name]},
            "extra": [[one["name"], one["value"]] for one in row["extra"]],
            "bytes": [
                [span["field"], content[span["start"] : span["end"]].decode(errors="backslashreplace")]
                for span in row["spans"]
            ],
        }
        for row in found.records.iter_rows(named=True)
    ]
    rejects = [
        [row["position"], row["code"], row["message"], row["text"]] for row in found.rejects.iter_rows(named=True)
    ]
    facts = found.facts.row(0, named=True)
    kinds = {piece["kind"]: piece["bytes"] for piece in facts["furniture"]}
    return {"format": facts["layout"], "records": records, "rejects": rejects, "furniture": kinds}


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_golden_export(path: Path) -> None:
    told = as_answer(path)
    assert told["format"] == path.parent.name
    answer = path.with_name(f"{path.name}.answer.json")
    if not answer.exists():
        found = json.dumps(told, ensure_ascii=False, indent=1)
        pytest.fail(f"{answer.name} is missing. If this is right, save it there:\n{found}")
    assert told == json.loads(answer.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_byte_is_a_field_furniture_or_a_reject(path: Path) -> None:
    facts = join_pieces(read(path).facts).row(0, named=True)
    furniture = sum(piece["bytes"] for piece in facts["furniture"])
    assert facts["field_bytes"] + furniture + facts["reject_bytes"] == facts["content_bytes"] == path.stat().st_size


def test_every_format_has_a_golden_export_but_parquet_which_is_made_when_it_is_tested() -> None:
    assert {one.name for one in formats()} == {path.parent.name for path in GOLDEN} | {"parquet"}


@pytest.mark.parametrize("one", [one for one in formats() if one.name != "parquet"], ids=lambda one: one.name)
def test_an_example_is_claimed_by_its_format_alone_whatever_it_is_called(one: Format) -> None:
    for name in ("x.txt", "x.jsonl", "x.bib", "x"):
        claimed = identify_format(name, one.example)
        assert claimed is not None
        assert claimed.name == one.name
