"""Names of people as rows of exports hold them: a text, a list, or objects with the parts of a name."""

import json
from collections.abc import Iterable
from typing import Any, Final

from flows.fields.author_lists import join_lists, split_authors
from flows.fields.left_out import AuthorList
from flows.formats.base import collapse, plain_name
from flows.formats.written import read_written

_PERSON: Final = (
    *("name", "displayname", "fullname", "literal", "collectivename", "author", "creator", "rawauthorname", "authname"),
)
_PARTICLES: Final = ("droppingparticle", "nondroppingparticle")
_FAMILY: Final = ("family", "last", "lastname", "surname", "familyname")
_GIVEN: Final = ("given", "first", "firstname", "givenname", "forename")
_MIDDLE: Final = ("middle", "middlename")
_INITIALS: Final = ("initials",)
_SUFFIX: Final = ("suffix",)
_LISTS: Final = ("authors", "author")
"""Members of an object that stands for the list in them: IEEE Xplore and Europe PMC set one around theirs."""


def read_authors(value: object, *, inverted: bool) -> AuthorList:
    """The names in a text, a list of names, or a list of objects or lists that hold the parts of a name.

    A text may be such a list of objects, as a program wrote it into a table.
    """
    written = read_written(value) if isinstance(value, str) else None
    if isinstance(value, str) and not _holds_objects(written):
        return split_authors(value, inverted=inverted)
    value = value if written is None else written
    if isinstance(value, dict):
        value = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), value)
    if not isinstance(value, list):
        value = [value]
    return join_lists([name for part in value if (name := read_person(part))])


def _holds_objects(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, dict) for one in value)


def read_person(value: object) -> str:
    """One name from a text, an object with a name or its parts, or a list of family name, given name and suffix.

    Crossref and CSL give suffixes, CSL also particles by themselves and a group as `literal`, S2ORC middle names.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(part for part in value[:3] if isinstance(part, str) and collapse(part))
    if not isinstance(value, dict):
        return ""
    parts = {plain_name(name): part for name, part in value.items()}
    family = first_text(parts, _FAMILY)
    if family:
        particles = [first_text(parts, [name]) for name in _PARTICLES]
        whole = " ".join(part for part in (*particles, family) if part)
        return ", ".join(part for part in (whole, _given_names(parts), first_text(parts, _SUFFIX)) if part)
    named = next((parts[name] for name in _PERSON if parts.get(name)), None)
    return json.dumps(value, ensure_ascii=False) if named is None else read_person(named)


def _given_names(parts: dict[str, Any]) -> str:
    """The given names, with those in the middle where they stand apart; else the initials."""
    middle = next((parts[name] for name in _MIDDLE if parts.get(name)), "")
    others = middle if isinstance(middle, list) else [middle]
    given = [first_text(parts, _GIVEN), *(part for part in others if isinstance(part, str))]
    return " ".join(part for part in given if collapse(part)) or first_text(parts, _INITIALS)


def first_text(parts: dict[str, Any], names: Iterable[str]) -> str:
    """The first of these members that is a text and says something, else an empty one."""
    return next((parts[name] for name in names if isinstance(parts.get(name), str) and parts[name].strip()), "")
