"""Which layouts there are, and which one a page has.

A layout is a module of this package that defines `matches` and `parse`; putting the file here is all it takes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

import flows.layouts
from flows.layouts.base import Page

SAMPLE_CHARS: Final = 2**16
"""A layout judges a page by its first characters, this many."""

CLAIM_SCORE: Final = 0.5
"""A layout whose score reaches this claims the page."""


class UnknownLayoutError(ValueError):
    """No layout claims the page, or none has the name that was asked for."""


class AmbiguousLayoutError(ValueError):
    """More than one layout claims the page."""


@dataclass(frozen=True)
class Layout:
    """One page layout.

    `matches` gives a page's score, 0 to 1, from its first SAMPLE_CHARS characters; `parse` reads a whole page. Neither
    raises, whatever the text. `description` is one line, `example` a short page.
    """

    name: str
    description: str
    example: str
    matches: Callable[[str], float]
    parse: Callable[[str], Page]


@cache
def layouts() -> tuple[Layout, ...]:
    """Every layout of this package, by name. Raises AttributeError where one has no DESCRIPTION or EXAMPLE."""
    found = []
    for info in iter_modules(flows.layouts.__path__):
        if info.ispkg:
            continue
        module = import_module(f"{flows.layouts.__name__}.{info.name}")
        if hasattr(module, "matches") and hasattr(module, "parse"):
            found.append(Layout(info.name, module.DESCRIPTION, module.EXAMPLE, module.matches, module.parse))
    return tuple(sorted(found, key=lambda layout: layout.name))


def find_layout(name: str) -> Layout:
    """The layout of this name. Raises UnknownLayoutError where there is none."""
    for layout in layouts():
        if layout.name == name:
            return layout
    message = f"there is no layout {name!r}, only {', '.join(layout.name for layout in layouts())}"
    raise UnknownLayoutError(message)


def identify(text: str) -> Layout:
    """The one layout that claims this page. Raises UnknownLayoutError or AmbiguousLayoutError."""
    sample = text[:SAMPLE_CHARS]
    scores = [(layout, layout.matches(sample)) for layout in layouts()]
    claims = [(layout, score) for layout, score in scores if score >= CLAIM_SCORE]
    if not claims:
        message = f"no layout claims this page; the scores are {_listed(scores)}"
        raise UnknownLayoutError(message)
    if len(claims) > 1:
        message = f"{len(claims)} layouts claim this page: {_listed(claims)}"
        raise AmbiguousLayoutError(message)
    return claims[0][0]


def _listed(scores: list[tuple[Layout, float]]) -> str:
    return ", ".join(f"{layout.name} {score:.2f}" for layout, score in scores)
