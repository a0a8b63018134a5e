"""Verdicts as JUnit XML, in the part of it that GitLab, Jenkins and GitHub's readers share.

A dump is a test case; a refused one has one `failure`, since readers show no more, with every error in its text.
"""

import re
from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from flows.checks.as_text import text_lines
from flows.checks.findings import Verdict

NO_XML: Final = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold in any form."""


def render_junit(verdicts: Iterable[Verdict]) -> str:
    """One `testsuites` with one `testsuite` and a `testcase` a dump."""
    cases = [_case(verdict) for verdict in verdicts]
    failed = sum(case.find("failure") is not None for case in cases)
    counts = {"tests": str(len(cases)), "failures": str(failed), "errors": "0", "skipped": "0"}
    suites = ET.Element("testsuites", counts)
    suite = ET.SubElement(suites, "testsuite", {"name": "litsieve check", **counts})
    suite.extend(cases)
    ET.indent(suites)
    # In ASCII, which is UTF-8 too, whatever the encoding of who prints it.
    return '<?xml version="1.0" encoding="utf-8"?>\n' + str(ET.tostring(suites, encoding="us-ascii"), "ascii")


def _case(verdict: Verdict) -> ET.Element:
    path = _plain(verdict.path.as_posix())
    case = ET.Element("testcase", {"classname": "litsieve.check", "name": path, "file": path, "time": "0"})
    errors = verdict.errors
    if errors:
        first = errors[0]
        if first.begins is not None:
            case.set("line", str(first.begins.line))
        failure = ET.SubElement(case, "failure", {"type": first.code, "message": _plain(first.message)})
        failure.text = _plain("\n".join(text_lines(verdict)))
    elif verdict.findings or verdict.against is not None:
        ET.SubElement(case, "system-out").text = _plain("\n".join(text_lines(verdict)))
    return case


def _plain(text: str) -> str:
    return NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)
