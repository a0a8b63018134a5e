"""The forms in which `check` answers."""

from collections.abc import Iterable, Iterator
from typing import Literal

from flows.checks.as_text import render_json, text_lines
from flows.checks.findings import Verdict
from flows.checks.github import render_github
from flows.checks.junit import render_junit
from flows.checks.sarif import render_sarif

Form = Literal["text", "json", "junit", "sarif", "github"]


def render(verdicts: Iterable[Verdict], form: Form) -> Iterator[str]:
    """The answer in pieces: for people a piece a dump as soon as it is judged, for programs one whole document."""
    match form:
        case "text":
            yield from ("\n".join(text_lines(verdict)) for verdict in verdicts)
        case "github":
            yield from (render_github(verdict) for verdict in verdicts)
        case "json":
            yield render_json(verdicts)
        case "junit":
            yield render_junit(verdicts)
        case "sarif":
            yield render_sarif(verdicts)
