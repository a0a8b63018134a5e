"""Verdicts as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), for code scanning pages and editors."""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from flows import __version__
from flows.checks.findings import CODES, Finding, Verdict

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

TOP: Final = "SRCROOT"
"""What stands for the working folder, as a reader of the answer knows it."""


def render_sarif(verdicts: Iterable[Verdict]) -> str:
    """One run; every code is a rule, every finding a result."""
    rules = [{"id": code, "shortDescription": {"text": text}} for code, text in CODES.items()]
    results = [result for verdict in verdicts for result in _results(verdict)]
    driver = {"name": "litsieve", "semanticVersion": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {TOP: {"description": {"text": "The folder that the check ran in."}}},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1)


def _results(verdict: Verdict) -> Iterator[dict[str, Any]]:
    known = {code: at for at, code in enumerate(CODES)}
    file = _location(verdict.path)
    for found in verdict.findings:
        yield {
            "ruleId": found.code,
            "ruleIndex": known[found.code],
            "level": found.level,
            "message": {"text": found.message},
            "locations": [{"physicalLocation": {"artifactLocation": file, "region": _region(found)}}],
        }


def _location(path: Path) -> dict[str, str]:
    """The file from the working folder on, if it lies there, else as a URI of its own."""
    place = Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` would follow links, and name another file
    if place.is_relative_to(Path.cwd()):
        return {"uri": _quote(place.relative_to(Path.cwd())), "uriBaseId": TOP}
    return {"uri": "file://" + _quote(place)}


def _quote(path: Path) -> str:
    return quote(os.fsencode(path.as_posix()))


def _region(found: Finding) -> dict[str, int]:
    """Lines where the file has any; readers want one in any case."""
    if found.begins is None:
        return {"startLine": 1}
    region = {"startLine": found.begins.line, "startColumn": found.begins.column}
    if found.ends is not None:
        region |= {"endLine": found.ends.line, "endColumn": found.ends.column}
    return region
