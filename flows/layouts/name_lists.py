"""Lists of names with commas between them."""

from collections.abc import Iterable
from typing import Final

from flows.layouts.base import collapse

SUFFIXES: Final = frozenset(("Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV", "2nd", "3rd"))
"""What follows a name behind a comma and is none itself."""


def split_names(text: str) -> tuple[str, ...]:
    """The names of a list, each with its white space collapsed and its suffix behind it; empty ones left out."""
    return with_suffixes(filter(None, map(str.strip, collapse(text).split(","))))


def with_suffixes(names: Iterable[str]) -> tuple[str, ...]:
    """The names of a list with `Jr.` and its like put behind the name before them."""
    found: list[str] = []
    for name in names:
        if name in SUFFIXES and found:
            found[-1] += f", {name}"
        else:
            found.append(name)
    return tuple(found)
