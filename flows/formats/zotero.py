"""Zotero's items as JSON: what its interface on the web answers, and what Better BibTeX exports.

See https://www.zotero.org/support/dev/web_api/v3/basics and https://api.zotero.org/schema.
"""

import re
from collections.abc import Iterable
from typing import Final

from flows.formats.base import Cell, Entry, Export, Sample, Span, State
from flows.formats.json_held import Reader, objects_of, read_held, renamed
from flows.formats.json_records import share_known
from flows.formats.json_wrapped import ZOTERO

DESCRIPTION: Final = "Zotero's items as JSON, as its interface answers (key, version, data) or Better BibTeX exports."
EXAMPLE: Final = (
    '{"key": "ABCD2345", "version": 7, "data": {"key": "ABCD2345", "itemType": "journalArticle", "title": "On Tides", '
    '"creators": [{"creatorType": "author", "firstName": "Ada", "lastName": "Moor"}], "abstractNote": "It rises.", '
    '"publicationTitle": "Sea Letters", "volume": "3", "pages": "1-9", "date": "2019-03-05", "DOI": "10.5555/t"}}\n'
)

_NO_WORKS: Final = frozenset({"attachment", "note", "annotation"})
_OTHERS: Final = frozenset(
    {
        *("editor", "seriesEditor", "translator", "contributor", "reviewedAuthor", "bookAuthor", "commenter"),
        *("counsel", "cosponsor", "recipient", "guest", "castMember"),
    }
)
"""Those who had a part in a work and are not its authors: a chapter's `bookAuthor`, say."""
# A line of what Zotero has no field for in this type of item.
_SAID: Final = re.compile(r"^[ \t]*(DOI|PMID|arXiv):[ \t]*(\S+)", re.MULTILINE | re.IGNORECASE)


def is_item(keys: set[str]) -> bool:
    """Whether an object of these keys is an item of Zotero's, or holds one."""
    return keys >= ZOTERO or {"itemType", "creators"} <= keys


def matches(sample: Sample) -> float:
    """The share of the first lines that have the keys of items."""
    return share_known(sample, is_item, '"itemType"')


def read(text: str, state: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text. Files and notes that belong to an item are furniture."""
    export = read_held(text, state, (("data",),), _READERS, last=last)
    works, others = list[Entry](), list[Entry]()
    for entry in export.entries:
        (others if entry.values.get("entry_type") in _NO_WORKS else works).append(entry)
    export.entries = works
    export.furniture += [Span("attachment or note", entry.start, entry.end) for entry in others]
    return export


def _read_creators(cell: Cell, _: str) -> Iterable[Cell]:
    """Those who wrote it, whatever its type calls them; editors and others are kept aside."""
    people = objects_of(cell.value)
    for one in people:
        if _kind(one) in _OTHERS:
            yield cell._replace(name=f"creators.{_kind(one)}", value=_name(one))
    yield cell._replace(name="authors", value=[one for one in people if _kind(one) not in _OTHERS])


def _kind(person: dict[str, object]) -> str:
    return str(person.get("creatorType"))


def _name(person: dict[str, object]) -> str:
    parts = (person.get(part) for part in ("name", "firstName", "lastName"))
    return " ".join(part for part in parts if isinstance(part, str))


def _read_extra(cell: Cell, _: str) -> Iterable[Cell]:
    """Identifiers that stand in a line of their own."""
    yield cell
    if isinstance(cell.value, str):
        for name, said in _SAID.findall(cell.value):
            yield cell._replace(name=name, value=said)


_READERS: Final[dict[str, Reader]] = {
    "creators": _read_creators,
    "extra": _read_extra,
    "archiveID": renamed("identifier"),
    **dict.fromkeys(("proceedingsTitle", "bookTitle", "repository"), renamed("publication")),
}
