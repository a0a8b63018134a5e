"""Lists of names with commas between them."""

import re
from collections.abc import Iterable
from itertools import chain
from typing import Final

from flows.fields.authors import SUFFIXES as SUFFIX_WORDS
from flows.fields.authors import is_group
from flows.fields.left_out import AuthorList, without_others
from flows.layouts.base import collapse

SUFFIXES: Final = frozenset(
    f"{form}{point}"
    for suffix in SUFFIX_WORDS
    for form in (suffix, suffix.capitalize(), suffix.upper())
    for point in ("", ".")
)
"""What follows a name behind a comma and is none itself."""

NO_NAMES: Final = SUFFIXES | {""}
"""What stands between commas and is no name."""

_MARKS: Final = ("; ", " | ", " · ", " • ")
_LABEL: Final = re.compile(r"\A(?:[Bb]y:?\s(?=[^\W\d_a-z])|(?:Authors?|Author\(s\)):\s?)")
_AND: Final = re.compile(r"(?:^|\s)(?:and|&)\s")


def read_names(text: str) -> AuthorList:
    """The names of a list, as `split_names` gives them, without what stands for those that it leaves out or a label.

    Semicolons, bars or points may stand between them: a comma is then part of a name, or there is none. Two may have
    `and` between them, unless one is a group's name.
    """
    listed, complete = without_others(_LABEL.sub("", collapse(text)).rstrip(" ,;"))
    mark = next((mark for mark in _MARKS if mark in listed), None)
    names = _split(listed) if mark is None else tuple(filter(None, map(str.strip, listed.split(mark))))
    if _AND.search(listed) is not None:
        names = tuple(chain.from_iterable(map(_apart, names)))
    return AuthorList(names, complete)


def _apart(name: str) -> Iterable[str]:
    """The names that have `and` between them."""
    return (name,) if is_group(name) else filter(None, map(str.strip, _AND.split(name)))


def split_names(text: str) -> tuple[str, ...]:
    """The names of a list, each with its white space collapsed and its suffix behind it; empty ones left out."""
    return _split(collapse(text))


def _split(listed: str) -> tuple[str, ...]:
    """As `split_names`, of a list whose white space is collapsed; no name has a blank behind a hyphen."""
    names = listed.replace("- ", "-").replace(", ", ",").replace(" ,", ",").split(",")
    return tuple(names) if NO_NAMES.isdisjoint(names) else with_suffixes(filter(None, names))


def with_suffixes(names: Iterable[str]) -> tuple[str, ...]:
    """The names of a list with `Jr.` and its like put behind the name before them."""
    found: list[str] = []
    for name in names:
        if name in SUFFIXES and found:
            found[-1] += f", {name}"
        else:
            found.append(name)
    return tuple(found)
