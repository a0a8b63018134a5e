"""Verdicts as workflow commands of GitHub Actions, which annotate the lines of a pull request.

The form is that of https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
"""

from typing import Final

from flows.checks.as_text import text_lines
from flows.checks.findings import Finding, Level, Verdict
from flows.release.text import printable

COMMANDS: Final[dict[Level, str]] = {"error": "error", "warning": "warning", "note": "notice"}


def render_github(verdict: Verdict) -> str:
    """A command for each finding, and after them the verdict on the dump for who reads the log.

    That begins with a word of its own: a line that a dump's name begins might be a command too.
    """
    told = [_command(verdict, finding) for finding in verdict.findings]
    return "\n".join([*told, *map(printable, text_lines(verdict)[: 1 if verdict.against is None else 2])])


def _command(verdict: Verdict, found: Finding) -> str:
    properties = {"file": verdict.path.as_posix()}
    if found.begins is not None:
        properties["line"] = str(found.begins.line)
        last = found.begins if found.ends is None else found.ends
        if last.line == found.begins.line:
            properties["col"] = str(found.begins.column)
            if last.column > found.begins.column:
                properties["endColumn"] = str(last.column)
        else:
            properties["endLine"] = str(last.line)
    properties["title"] = f"litsieve {found.code}"
    given = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    return f"::{COMMANDS[found.level]} {given}::{escape_data(found.message)}"


def escape_data(text: str) -> str:
    """Text as the message of a command: a line break would end it, and begin another."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return escape_data(text).replace(":", "%3A").replace(",", "%2C")
