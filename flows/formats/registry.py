"""Which formats there are, and which one a dump has.

A format is a module of this package that defines `matches` and `read`; putting the file here is all it takes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Final

import flows.formats
from flows.formats.base import Export, Sample, State, extension_of

SAMPLE_CHARS: Final = 2**18
"""A format judges a dump by its first characters, this many: a work of OpenAlex may be longer than a page."""

CLAIM_SCORE: Final = 0.5
"""A format whose score reaches this claims the dump."""

EXTENSIONS: Final = frozenset(
    {
        *(".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet"),
        *(".bib", ".ris", ".nbib", ".enw", ".ciw", ".xml"),
    }
)
"""A dump that is called so is an export or nothing; any other may be a page."""


class UnknownFormatError(ValueError):
    """A dump is called as an export, but no format claims it."""


class AmbiguousFormatError(ValueError):
    """More than one format claims the dump."""


@dataclass(frozen=True)
class Format:
    """One format.

    `matches` gives a dump's score, 0 to 1; `read` reads a text, with the state that the piece before it left (empty at
    a dump's beginning) and whether the dump ends with it. Neither raises, whatever the text. `description` is one line,
    `example` a short export.
    """

    name: str
    description: str
    example: str
    matches: Callable[[Sample], float]
    read: Callable[[str, State, bool], Export]


@cache
def formats() -> tuple[Format, ...]:
    """Every format of this package, by name. Raises AttributeError where one has no DESCRIPTION or EXAMPLE."""
    found = []
    for info in iter_modules(flows.formats.__path__):
        module = import_module(f"{flows.formats.__name__}.{info.name}")
        if hasattr(module, "matches") and hasattr(module, "read"):
            found.append(Format(info.name, module.DESCRIPTION, module.EXAMPLE, module.matches, module.read))
    return tuple(sorted(found, key=lambda one: one.name))


@cache
def find_format(name: str) -> Format | None:
    """The format of this name, or None where it is a layout's."""
    return next((one for one in formats() if one.name == name), None)


def identify_format(dump: str, text: str) -> Format | None:
    """The one format that claims the dump of this name, or None where it may be a page.

    Raises UnknownFormatError or AmbiguousFormatError.
    """
    sample = Sample(extension_of(dump), text[:SAMPLE_CHARS])
    scores = [(one, one.matches(sample)) for one in formats()]
    claims = [(one, score) for one, score in scores if score >= CLAIM_SCORE]
    if len(claims) > 1:
        raise AmbiguousFormatError(f"{len(claims)} formats claim this file: {_listed(claims)}")
    if claims:
        return claims[0][0]
    if sample.extension in EXTENSIONS:
        raise UnknownFormatError(
            f"its name ends in {sample.extension}, but no format claims it; the scores are {_listed(scores)}"
        )
    return None


def _listed(scores: list[tuple[Format, float]]) -> str:
    return ", ".join(f"{one.name} {score:.2f}" for one, score in scores)
