"""Lists of names with commas between them."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from flows.layouts.base import collapse

SUFFIXES: Final = frozenset(("Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV", "2nd", "3rd"))
"""What follows a name behind a comma and is none itself."""

_COUNT: Final = r"\d{1,4}(?: (?:more|other|additional|others?))?(?: authors?)?(?: not shown)?"
_OTHERS: Final = re.compile(
    r"[\s,;]{0,4}(?:(?<!\w)[Ee]t\.? al(?:\.|\b)|\.{3}|…|(?<!\w)(?:and|&) others"
    rf"|(?<!\w)(?:and|&) (?:{_COUNT}|more)|(?<!\w)\(?\+ ?{_COUNT}\)?)(?:,? ?\({_COUNT}\))?\Z"
)
_OTHERS_CHARS: Final = 64  # at the end of a list; more than stands for others
_OTHERS_END: Final = (*".…)0123456789", "al", "more", "shown", "author", "authors", "other", "others", "additional")

_MARKS: Final = ("; ", " | ", " · ", " • ")
_AND: Final = re.compile(r"(?:^|\s)(?:and|&)\s")
_GROUP: Final = re.compile(r"ollaboration|onsorti|\b(?:Team|Group|Institute|University|Laboratory|Society|Project)\b")


class NameList(NamedTuple):
    """The names of a list, and whether it names all authors, as far as it tells."""

    names: tuple[str, ...]
    complete: bool


def without_others(text: str) -> tuple[str, bool]:
    """A list without what tells that it leaves names out, and whether nothing does.

    That is at its end: `et al.`, `…`, `+12 authors`, `and 12 more`.
    """
    if not text.endswith(_OTHERS_END):
        return text, True
    others = _OTHERS.search(text, max(0, len(text) - _OTHERS_CHARS))
    return (text, True) if others is None else (text[: others.start()], False)


def read_names(text: str) -> NameList:
    """The names of a list, as `split_names` gives them, without what stands for those that it leaves out.

    Semicolons, bars or points may stand between them: a comma is then part of a name, or there is none. The last two
    may have `and` between them, unless one is a group's name.
    """
    listed, complete = without_others(collapse(text).rstrip(" ,;"))
    mark = next((mark for mark in _MARKS if mark in listed), None)
    names = split_names(listed) if mark is None else tuple(filter(None, map(str.strip, listed.split(mark))))
    if names and _AND.search(names[-1]) is not None and _GROUP.search(names[-1]) is None:
        names = (*names[:-1], *filter(None, _AND.split(names[-1])))
    return NameList(names, complete)


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
