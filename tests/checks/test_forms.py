"""Each form of the answer is what its readers take, whatever the dumps are called and hold."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from time import process_time
from typing import Any, Final
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from flows.checks.findings import CODES, Finding, Verdict, with_places
from flows.checks.forms import Form, render

SARIF_SHAPES: Final[dict[str, tuple[set[str], dict[str, str | type]]]] = {
    "sarifLog": ({"version", "runs"}, {"$schema": str, "version": str, "runs": "run[]"}),
    "run": ({"tool"}, {"tool": "tool", "originalUriBaseIds": dict, "columnKind": str, "results": "result[]"}),
    "tool": ({"driver"}, {"driver": "toolComponent"}),
    "toolComponent": ({"name"}, {"name": str, "semanticVersion": str, "rules": "reportingDescriptor[]"}),
    "reportingDescriptor": ({"id"}, {"id": str, "shortDescription": "message"}),
    "result": (
        {"message"},
        {"ruleId": str, "ruleIndex": int, "level": str, "message": "message", "locations": "location[]"},
    ),
    "message": ({"text"}, {"text": str}),
    "location": (set(), {"physicalLocation": "physicalLocation"}),
    "physicalLocation": ({"artifactLocation"}, {"artifactLocation": "artifactLocation", "region": "region"}),
    "artifactLocation": ({"uri"}, {"uri": str, "uriBaseId": str}),
    "region": ({"startLine"}, {"startLine": int, "startColumn": int, "endLine": int, "endColumn": int}),
}
"""The part of the schema of SARIF 2.1.0 that is used: of each object what it must have, and what it may, with types."""


def broken_shapes(told: Any, shape: str) -> Iterator[str]:  # noqa: ANN401 - JSON
    """What of a SARIF object breaks SARIF_SHAPES."""
    if shape.endswith("[]"):
        for one in told:
            yield from broken_shapes(one, shape[:-2])
        return
    must, may = SARIF_SHAPES[shape]
    yield from (f"{shape} has no {name}" for name in must - set(told))
    yield from (f"{shape} may not have {name}" for name in set(told) - set(may))
    for name, wanted in may.items():
        if name not in told:
            continue
        if isinstance(wanted, str):
            yield from broken_shapes(told[name], wanted)
        elif not isinstance(told[name], wanted):
            yield f"{shape}.{name} is {told[name]!r}"


def answer(form: Form, *verdicts: Verdict) -> str:
    return "\n".join(render(verdicts, form))


def test_sarif_has_the_shape_of_its_schema_and_names_files_lines_and_rules(refused: Verdict, accepted: Verdict) -> None:
    told = json.loads(answer("sarif", refused, accepted))
    assert list(broken_shapes(told, "sarifLog")) == []
    assert told["version"] == "2.1.0"
    (run,) = told["runs"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == set(CODES)
    assert len(run["results"]) == 2
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
    second = run["results"][1]["locations"][0]["physicalLocation"]
    assert second["region"] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 25}
    uri = second["artifactLocation"]["uri"]
    assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
    assert unquote(uri) == "raw/a, b:<100%>.txt"
    assert second["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]


def test_junit_has_a_case_a_dump_and_one_failure_for_a_refused_one(refused: Verdict, accepted: Verdict) -> None:
    suites = ET.fromstring(answer("junit", refused, accepted).encode())  # noqa: S314 - our own answer
    (suite,) = suites
    assert (suites.tag, suite.tag) == ("testsuites", "testsuite")
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("2", "1", "0")
    bad, good = suite
    assert (bad.get("name"), bad.get("classname"), bad.get("line")) == ("raw/a, b:<100%>.txt", "litsieve.check", "1")
    (failure,) = bad
    assert failure.get("type") == "max_unsure_share"
    assert "<b>&\ufffd[31m\ufffd [unclaimed_text]" in str(failure.text)
    assert list(good) == []


def test_github_gets_one_line_a_finding_that_nothing_in_it_can_break(refused: Verdict, accepted: Verdict) -> None:
    first, second, *log = answer("github", refused, accepted).split("\n")
    assert first == (
        "::error file=raw/a%2C b%3A<100%25>.txt,line=1,col=1,title=litsieve max_unsure_share::100%25 of it,%0Aor: more"
    )
    assert second.startswith("::warning file=raw/a%2C b%3A<100%25>.txt,line=3,col=5,endColumn=25,title=")
    assert [line.split()[0] for line in log] == ["refused", "accepted"]


def test_json_tells_all_and_text_what_a_person_needs(refused: Verdict, accepted: Verdict) -> None:
    told = json.loads(answer("json", refused, accepted))
    assert [dump["accepted"] for dump in told] == [False, True]
    assert told[0]["findings"][1] | {"code": "unclaimed_text", "byte_start": 80} == told[0]["findings"][1]
    assert (told[0]["findings"][1]["begins_line"], told[0]["findings"][1]["ends_column"]) == (3, 25)
    lines = answer("text", refused).split("\n")
    assert lines[0].startswith("refused ")
    assert "error line 1:1: " in lines[1]


def test_a_flood_of_findings_is_told_in_seconds(refused: Verdict, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("a line\n" * 30_000, encoding="utf-8")
    facts = refused.facts.model_copy(update={"content_bytes": path.stat().st_size})
    found = [Finding("broken_entry", "warning", "no entry", 7 * at, 7 * at + 6, at) for at in range(30_000)]
    begun = process_time()
    placed = with_places(refused._replace(path=path, facts=facts, findings=found))
    told = json.loads(answer("sarif", placed))["runs"][0]["results"]
    # A look at every finding for every finding takes half a minute.
    assert process_time() - begun < 15
    assert told[-1]["locations"][0]["physicalLocation"]["region"]["endLine"] == 30_000


def test_junit_names_files_by_characters_that_every_encoding_has(accepted: Verdict) -> None:
    told = answer("junit", accepted._replace(path=Path("raw/é.txt")))
    assert told.isascii()
    assert ET.fromstring(told)[0][0].get("file") == "raw/é.txt"  # noqa: S314 - our own answer


@pytest.mark.parametrize("form", ["json", "junit", "sarif"])
def test_no_dump_at_all_is_a_whole_answer_too(form: Form) -> None:
    told = answer(form)
    assert json.loads(told) is not None if form != "junit" else ET.fromstring(told.encode()) is not None  # noqa: S314
