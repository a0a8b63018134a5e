"""report.html as one text."""

import base64
import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from flows.release.manifest import BuildFacts
from flows.release.report.sankey import NODE_WIDTH
from flows.release.report.search import index_papers
from flows.release.report.sections import describe_build, describe_changes, describe_holdings, describe_merges
from flows.release.text import count_of, printable

TEMPLATE: Final = "report.html.jinja"

FIGURE: Final = re.compile(r"[<>]?-?[\d,.]+(e[-+]\d+)?( %)?")
"""A cell of a table that is a number or a share, which stands to the right."""


def render_report(folder: Path, facts: BuildFacts, *, first: bool) -> str:
    """The text of report.html for the tables in `folder`, which `facts` tell of the making of.

    `first` tells the first release, all of whose papers are new, from one that was compared with another. The same
    tables and facts give the same text: neither version nor date is part of it. Tables are read a few columns at a
    time.
    """
    style, script = (_part(name) for name in ("report.css", "report.js"))
    searched = index_papers(folder)
    return (
        _environment()
        .get_template(TEMPLATE)
        .render(
            style=style,
            script=script,
            policy=_policy(style, script),
            # Characters that could end the script element are escaped in it.
            searched=searched._replace(lines=None if searched.lines is None else Markup(searched.lines)),  # noqa: S704
            **describe_build(folder, facts),
            **describe_holdings(folder, facts),
            **describe_merges(folder),
            **describe_changes(folder, first=first),
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("flows.release.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["grouped"] = lambda number: f"{number:,}"
    environment.filters["places"] = lambda number: f"{number:.3f}".rstrip("0").rstrip(".")
    environment.tests["figure"] = lambda cell: FIGURE.fullmatch(f"{cell}") is not None
    environment.globals.update(count_of=count_of, node_width=NODE_WIDTH)
    return environment


def _shown(value: Any) -> Any:  # noqa: ANN401 - whatever a template prints
    """Text of other people without control characters; what is markup already as it is."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _part(name: str) -> Markup:
    """A file that lies beside the template, to stand in the page as it is."""
    text = (files("flows.release.report") / "templates" / name).read_text(encoding="utf-8")
    return Markup(f"\n{text}")  # noqa: S704 - our own style and script


def _policy(style: str, script: str) -> str:
    """What the page may do: run this one script, use this one style, and fetch nothing from anywhere."""
    allowed = [_digest(part) for part in (style, script)]
    return (
        f"default-src 'none'; style-src '{allowed[0]}'; script-src '{allowed[1]}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"
