"""Records of DataCite, as its interface answers and as its files hold them.

See https://support.datacite.org/docs/api and https://schema.datacite.org: Zenodo, Figshare, Dryad, arXiv and others
register their works so.
"""

from collections.abc import Iterable
from typing import Final

from flows.fields.entry_type import KINDS, clean_entry_type
from flows.formats.base import Cell, Export, Sample, State
from flows.formats.json_held import Reader, members_of, objects_of, read_held, renamed
from flows.formats.json_records import share_known
from flows.formats.json_wrapped import DATACITE, DATACITE_ANSWER

DESCRIPTION: Final = "DataCite's JSON: answers of its interface, or a record a line, with titles and creators."
EXAMPLE: Final = (
    '{"data": [{"id": "10.5555/tides", "type": "dois", "attributes": {"doi": "10.5555/tides", '
    '"titles": [{"title": "On Tides"}], "creators": [{"name": "Moor, Ada", "givenName": "Ada", "familyName": "Moor"}], '
    '"publicationYear": 2021, "descriptions": [{"description": "The sea rises.", "descriptionType": "Abstract"}]}}]}\n'
)

_KIND_NAMES: Final = ("resourceTypeGeneral", "resourceType", "bibtex")
_DATES: Final = ("Issued", "Submitted", "Available", "Created")
"""Of several dates the first of these counts; a record's year counts where none is there."""
_CONTAINER: Final = {
    "title": "venue",
    "volume": "volume",
    "issue": "issue",
    "firstPage": "first_page",
    "lastPage": "last_page",
}


def is_work(keys: set[str]) -> bool:
    """Whether an object of these keys is a record of DataCite, or holds one."""
    return keys == DATACITE_ANSWER or ("title" not in keys and any(known <= keys for known in DATACITE))


def matches(sample: Sample) -> float:
    """The share of the first lines that have the keys of DataCite's records."""
    return share_known(sample, is_work, '"titles"', '"creators"')


def read(text: str, state: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text."""
    return read_held(text, state, (("data",), ("attributes",)), _READERS, last=last)


def _read_titles(cell: Cell, _: str) -> Iterable[Cell]:
    """The title, which has no type, and the subtitle; those in other languages are kept aside."""
    for title in objects_of(cell.value):
        name = {"None": "title", "Subtitle": "subtitle"}.get(str(title.get("titleType")), "titles")
        yield cell._replace(name=name, value=title.get("title"))


def _read_descriptions(cell: Cell, _: str) -> Iterable[Cell]:
    for one in objects_of(cell.value):
        is_abstract = one.get("descriptionType") == "Abstract"
        yield cell._replace(name="abstract" if is_abstract else "descriptions", value=one.get("description"))


def _read_dates(cell: Cell, _: str) -> Iterable[Cell]:
    dates = objects_of(cell.value)
    kinds = [one.get("dateType") for one in dates]
    chosen = next((kind for kind in _DATES if kind in kinds), None)
    for one, kind in zip(dates, kinds, strict=True):
        yield cell._replace(name="date" if kind == chosen else f"dates.{kind}", value=one.get("date"))


def _read_types(cell: Cell, text: str) -> Iterable[Cell]:
    """The first of the types that tells a kind of publication."""
    members = {member.name: member for member in members_of(cell, text)}
    told = [members[name] for name in _KIND_NAMES if name in members and isinstance(members[name].value, str)]
    known = [member for member in told if clean_entry_type(member.value) in KINDS][:1]
    for member in members.values():
        yield member._replace(name="entry_type" if member in known else f"types.{member.name}")


def _read_container(cell: Cell, text: str) -> Iterable[Cell]:
    for member in members_of(cell, text):
        yield member._replace(name=_CONTAINER.get(member.name, f"container.{member.name}"))


_READERS: Final[dict[str, Reader]] = {
    "titles": _read_titles,
    "creators": renamed("authors"),
    "descriptions": _read_descriptions,
    "dates": _read_dates,
    "types": _read_types,
    "container": _read_container,
}
