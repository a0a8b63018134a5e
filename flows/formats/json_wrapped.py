"""Arrays of records, also within an object, as interfaces of the web answer: `{"total": 2, "items": [{…}, {…}]}`."""

import re
from typing import Final, NamedTuple

from flows.formats.base import BrokenEntryError
from flows.formats.column_names import fields_of
from flows.formats.json_values import keys_of, read_key, read_step, read_value

ARRAYS: Final = frozenset(
    {
        *("items", "results", "result", "data", "records", "papers", "articles", "documents", "docs", "works"),
        *("publications", "entries", "entry", "hits", "hit", "collection", "group", "bulk", "edges"),
        *("recommendedpapers", "notes"),
    }
)
"""Members that may hold the records, in small letters: those of Crossref, OpenAlex, Semantic Scholar and others."""

_AROUND: Final = frozenset(
    {*ARRAYS, "message", "response", "resultlist", "search-results", "feed", "activities-summary"}
)
"""Members that may be an object which holds them in its turn."""
_MAX_DEPTH: Final = 3
DATACITE: Final = (frozenset({"titles", "creators"}), frozenset({"id", "type", "attributes"}))
"""Keys of DataCite's records, and of what it sets around them."""
HIT: Final = frozenset({"@id", "info"})
"""Keys of what DBLP's search sets around a record."""
ZOTERO: Final = frozenset({"key", "version", "data"})
"""Keys of Zotero's items."""
INVENIO: Final = frozenset({"id", "metadata"})
"""Keys of the records of repositories that run Invenio: Zenodo's, INSPIRE's."""
ORCID: Final = (frozenset({"work-summary"}), frozenset({"work"}))
"""Keys of ORCID's groups of works, and of what it answers where several are asked for."""
HOLDERS: Final = {
    **{name: frozenset({name}) for name in ("_source", "citingPaper", "citedPaper", "node")},
    "content": frozenset({"content", "forum"}),
}
"""Members that hold the record of an object, with the keys that tell so: those of Elasticsearch, of Semantic Scholar's
citations and references, of GraphQL, and of OpenReview."""
ANSWER: Final = frozenset({"message-type", "message"})
"""Keys of Crossref's answers."""
DATACITE_ANSWER: Final = frozenset({"data"})
"""All keys of DataCite's answer on one record."""

_KNOWN: Final = (*DATACITE, HIT, ZOTERO, INVENIO, *ORCID, *HOLDERS.values())
_SPACE: Final = re.compile(r"[\s\ufeff]*")
_SPREAD: Final = re.compile(r"\{[ \t]*[\r\n]")


class Opening(NamedTuple):
    """Where the first element of an array may begin, how many objects stand around the array, and what closes it.

    That is a brace where an object stands for the array, as PubMed sets its records in one by their numbers.
    """

    at: int
    depth: int
    closing: str = "]"


def find_array(text: str, at: int = 0) -> Opening | None:
    """The array that a text begins with, or whose records the object holds that it begins with; else None.

    Objects that are records themselves, or answers on one record, but go over several lines, count as an array that
    lacks its brackets.
    """
    start = _past_space(text, at)
    if text.startswith("[", start):
        return Opening(start + 1, 0)
    if _SPREAD.match(text, start) is not None and is_record(text, start):
        return Opening(start, 0)
    try:
        found = _find_within(text, start, 1)
    except BrokenEntryError:
        return None
    if found is None and _SPREAD.match(text, start) is not None and _is_answer(keys_of(text, start)):
        return Opening(start, 0)
    return found


def leave_array(text: str, at: int, depth: int) -> int:
    """Where the last of the objects ends that stand around an array which closes before `at`.

    Raises BrokenEntryError where they do not.
    """
    for _ in range(depth):
        at, is_closed = read_step(text, at, "}")
        while not is_closed:
            key, value_at = read_key(text, at)
            at, is_closed = read_step(text, read_value(text, value_at)[3], "}", key)
    return at


def is_record(text: str, at: int) -> bool:
    """Whether an object with a title or an abstract begins at `at`, or one that is known to hold them deeper."""
    return _names_paper(keys_of(text, at))


def _find_within(text: str, at: int, depth: int) -> Opening | None:
    """The array of records in the object at `at`, or in one of its own. Raises BrokenEntryError."""
    if not text.startswith("{", at) or depth > _MAX_DEPTH:
        return None
    place = _past_space(text, at + 1)
    is_closed = text.startswith("}", place)
    while not is_closed:
        key, value_at = read_key(text, place)
        if _names_paper({key}):
            return None
        found = _opening(text, key.lower(), value_at, depth)
        if found is not None:
            return found
        place, is_closed = read_step(text, read_value(text, value_at)[3], "}", key)
    return None


def _opening(text: str, name: str, value_at: int, depth: int) -> Opening | None:
    """The array of records that the value of a member is or holds. Raises BrokenEntryError."""
    if name in ARRAYS and text.startswith("[", value_at) and is_record(text, _past_space(text, value_at + 1)):
        return Opening(value_at + 1, depth)
    if name == "result" and text.startswith("{", value_at):
        numbered = _find_numbered(text, value_at, depth)
        if numbered is not None:
            return numbered
    return _find_within(text, value_at, depth + 1) if name in _AROUND else None


def _find_numbered(text: str, at: int, depth: int) -> Opening | None:
    """Where the records begin in an object that lists their numbers first. Raises BrokenEntryError."""
    first = _past_space(text, at + 1)
    if not text.startswith('"uids"', first):
        return None
    key, value_at = read_key(text, first)
    place, is_closed = read_step(text, read_value(text, value_at)[3], "}", key)
    return None if is_closed else Opening(place, depth, "}")


def _names_paper(keys: set[str]) -> bool:
    return bool(fields_of(keys) & {"title", "abstract"}) or any(known <= keys for known in _KNOWN)


def _is_answer(keys: set[str]) -> bool:
    """Whether an object of these keys may be what Crossref or DataCite answers on one record."""
    return keys == DATACITE_ANSWER or keys >= ANSWER


def _past_space(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr] # it matches nothing, too
