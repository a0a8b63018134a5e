"""Names of people as rows of exports hold them: a text, a list, or objects with the parts of a name."""

import json
from collections.abc import Iterable
from typing import Any, Final

from flows.fields.author_lists import AuthorList, join_lists, split_authors
from flows.formats.base import collapse, plain_name

_PERSON: Final = ("name", "displayname", "fullname", "literal", "author")
_PARTICLES: Final = ("droppingparticle", "nondroppingparticle")
_FAMILY: Final = ("family", "last", "lastname", "surname", "familyname")
_GIVEN: Final = ("given", "first", "firstname", "givenname", "forename")
_SUFFIX: Final = ("suffix",)


def read_authors(value: object, *, inverted: bool) -> AuthorList:
    """The names in a text, a list of names, or a list of objects or lists that hold the parts of a name."""
    if isinstance(value, str):
        return split_authors(value, inverted=inverted)
    if not isinstance(value, list):
        value = [value]
    return join_lists([name for part in value if (name := read_person(part))])


def read_person(value: object) -> str:
    """One name from a text, an object with a name or its parts, or a list of family name, given name and suffix.

    Crossref and CSL give suffixes, CSL also particles by themselves and a group as `literal`.
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
        return ", ".join(part for part in (whole, first_text(parts, _GIVEN), first_text(parts, _SUFFIX)) if part)
    named = next((parts[name] for name in _PERSON if parts.get(name)), None)
    return json.dumps(value, ensure_ascii=False) if named is None else read_person(named)


def first_text(parts: dict[str, Any], names: Iterable[str]) -> str:
    """The first of these members that is a text and says something, else an empty one."""
    return next((parts[name] for name in names if isinstance(parts.get(name), str) and parts[name].strip()), "")
