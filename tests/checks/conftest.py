"""Records in the form in which the normalize stage gives them, and verdicts on dumps of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import polars as pl
import pytest

from flows.checks.findings import Finding, Verdict
from flows.checks.lines import Place
from flows.release.manifest import BytesRead, Input
from schemas.frames import polars_schema
from schemas.records import Normalized

MakeRecords = Callable[..., pl.DataFrame]


@pytest.fixture
def make_records() -> MakeRecords:
    """Rows of the schema Normalized, numbered by position; of what they leave out lists are empty, all else null."""
    types = polars_schema(Normalized)
    empty: dict[str, Any] = {name: [] if isinstance(dtype, pl.List) else None for name, dtype in types.items()}

    def make(rows: list[dict[str, Any]], dump: str = "page.txt", layout: str = "profile") -> pl.DataFrame:
        numbered = [
            {
                **empty,
                "record_id": f"r{crc32(f'{dump} {at}'.encode()):020x}",
                "dump": dump,
                "layout": layout,
                "position": at,
                "byte_start": 100 * at,
                "byte_end": 100 * at + 90,
                "authors_complete": True,
                "confidence": 1.0,
                "reference": False,
                **row,
            }
            for at, row in enumerate(rows)
        ]
        return pl.DataFrame(numbered, schema=types)

    return make


@pytest.fixture
def refused() -> Verdict:
    """A dump with a name and a message that mean something to every form that they are put in."""
    facts = Input(
        path="odd.txt",
        sha256="a" * 64,
        bytes=100,
        packed=False,
        content_bytes=100,
        encoding="utf-8",
        layout="profile",
        code=None,
        entries=2,
        records=1,
        bytes_read=BytesRead(fields=80, furniture={}, rejects=20),
    )
    findings = [
        Finding("max_unsure_share", "error", "100% of it,\nor: more", 0, 100, None, Place(1, 1)),
        Finding("unclaimed_text", "warning", "<b>&\x1b[31m\ud800", 80, 100, None, Place(3, 5), Place(3, 25)),
    ]
    return Verdict(Path("raw/a, b:<100%>.txt"), "a, b:<100%>.txt", facts, findings)


@pytest.fixture
def accepted(refused: Verdict) -> Verdict:
    """A dump with nothing to say of it."""
    return refused._replace(path=Path("raw/fine.txt"), findings=[])
