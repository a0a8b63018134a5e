"""Verdicts for a person at a terminal, and as JSON for a program."""

import json
from collections.abc import Iterable, Sequence

from flows.checks.findings import Compared, Finding, Verdict
from flows.release.text import printable

MOST = 5
"""Of a longer list of papers or files so many are named."""


def text_lines(verdict: Verdict) -> list[str]:
    """One line for the dump, and one more for the release and for each finding; one in all where nobody can read it."""
    path = printable(str(verdict.path))
    if not verdict.readable:
        return [f"refused  {path}: {verdict.findings[0].message} [{verdict.facts.code}]"]
    word = "accepted" if verdict.accepted else "refused "
    told = [f"{word} {path}: {verdict.sentence()}"]
    if verdict.against is not None:
        told.append(f"         {against_sentence(verdict.against)}")
    return told + [f"         {_finding_line(finding)}" for finding in verdict.findings]


def _finding_line(found: Finding) -> str:
    where = f"bytes {found.byte_start:,}-{found.byte_end:,}"
    if found.begins is not None:
        where = f"line {found.begins.line:,}:{found.begins.column}"
    return f"{found.level} {where}: {found.message} [{found.code}]"


def against_sentence(against: Compared) -> str:
    """How the records of a dump stand to the release, in a sentence."""
    told = (
        f"against {against.release}: {against.new:,} new, {against.known:,} known, {against.unchanged:,} unchanged, "
        f"{against.conflicting:,} conflicting"
    )
    if against.joins:
        told += f"; would join {some_of(against.joins)}"
    if against.gone:
        told += f"; of {against.gave:,} papers that this dump gave, lacks {some_of(against.gone)}"
    return told


def some_of(names: Sequence[str]) -> str:
    """The first of the names, and how many more there are."""
    rest = len(names) - MOST
    return ", ".join(names[:MOST]) + (f" and {rest:,} more" if rest > 0 else "")


def render_json(verdicts: Iterable[Verdict]) -> str:
    """A JSON array with an object a dump."""
    return json.dumps([_as_dict(verdict) for verdict in verdicts], indent=1)


def _as_dict(verdict: Verdict) -> dict[str, object]:
    against = verdict.against
    return {
        "path": str(verdict.path),
        "dump": verdict.dump,
        "accepted": verdict.accepted,
        "readable": verdict.readable,
        "facts": verdict.facts.model_dump(mode="json", exclude={"path"}),
        "findings": [finding.as_dict() for finding in verdict.findings],
        "against": None
        if against is None
        else {**against._asdict(), "drift": [gate._asdict() for gate in against.drift]},
    }
