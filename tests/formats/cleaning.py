"""Exports read and cleaned, for tests of what programs write."""

import json
from pathlib import Path
from typing import Any

from flows.reading import extract_files
from flows.settings import ExtractSettings, NormalizeSettings
from flows.stages.normalize import normalize


def cleaned(path: Path, content: str) -> list[dict[str, Any]]:
    path.write_text(content, encoding="utf-8")
    (found,) = extract_files([path], path.parent, ExtractSettings())
    records = normalize(found.records, NormalizeSettings())
    assert found.rejects.is_empty()
    assert records.rejects.is_empty()
    return records.records.to_dicts()


def cleaned_json(path: Path, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    """As lines, which are read in whole columns; as an array, which is not, they must say the same."""
    lines = cleaned(path.with_suffix(".jsonl"), "".join(f"{json.dumps(row)}\n" for row in rows))
    array = cleaned(path.with_suffix(".json"), json.dumps(rows))
    told = ("title", "authors", "date", "year", "venue", "pages", "doi", "arxiv_id", "pmid", "entry_type")
    assert [[row[name] for name in told] for row in lines] == [[row[name] for name in told] for row in array]
    return lines
