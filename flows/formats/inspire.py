"""INSPIRE's records as JSON, which its interface answers for papers on high energies (`/api/literature`).

See https://inspire-schemas.readthedocs.io/en/latest/schemas/records/hep.html.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flows.formats.base import Cell, Export, Sample, State
from flows.formats.json_held import Reader, elements_of, members_of, objects_of, read_held, renamed
from flows.formats.json_records import share_known
from flows.formats.json_wrapped import INVENIO

DESCRIPTION: Final = "INSPIRE's records as JSON: answers of its interface, with titles and arxiv_eprints in metadata."
EXAMPLE: Final = (
    '{"hits": {"hits": [{"id": "12", "metadata": {"titles": [{"title": "On Tides"}], "authors": [{"full_name": '
    '"Moor, Ada"}], "abstracts": [{"value": "The sea rises."}], "arxiv_eprints": [{"value": "2103.00001", '
    '"categories": ["physics.ao-ph"]}], "publication_info": [{"journal_title": "Sea Lett.", "journal_volume": "3", '
    '"artid": "12", "year": 2021}], "dois": [{"value": "10.5555/tides"}]}}], "total": 1}}\n'
)

_PUBLISHED: Final = {
    "journal_title": "venue",
    "journal_volume": "volume",
    "journal_issue": "issue",
    "page_start": "first_page",
    "page_end": "last_page",
    "artid": "article_number",
    "year": "year",
}


def is_record(keys: set[str]) -> bool:
    """Whether an object of these keys may be a record of INSPIRE's, which has no title but in its metadata."""
    return keys >= INVENIO and "title" not in keys


def matches(sample: Sample) -> float:
    """The share of the first lines that have the keys of records."""
    return share_known(sample, is_record, '"titles"')


def read(text: str, state: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text."""
    return read_held(text, state, (("metadata",),), _READERS, last=last)


def _read_authors(cell: Cell, _: str) -> Iterable[Cell]:
    """The authors; editors and supervisors are kept aside."""
    people = objects_of(cell.value)
    others = [one for one in people if _is_other(one)]
    yield cell._replace(value=[one.get("full_name") for one in people if one not in others])
    for one in others:
        yield cell._replace(name="authors.others", value=one.get("full_name"))


def _is_other(person: dict[str, Any]) -> bool:
    roles = person.get("inspire_roles")
    return isinstance(roles, list) and bool(roles) and "author" not in roles


def _first(columns: Mapping[str, str]) -> Reader:
    """A reader of a list of objects: members of the first are these columns, all others are kept aside."""

    def read_list(cell: Cell, text: str) -> Iterable[Cell]:
        for place, one in enumerate(elements_of(cell, text)):
            for part in members_of(one, text):
                name = columns.get(part.name) if place == 0 else None
                yield part._replace(name=name or f"{cell.name}.{part.name}")

    return read_list


_READERS: Final[dict[str, Reader]] = {
    "titles": _first({"title": "title", "subtitle": "subtitle"}),
    "authors": _read_authors,
    "abstracts": _first({"value": "abstract"}),
    "arxiv_eprints": _first({"value": "arxiv_id"}),
    "dois": _first({"value": "doi"}),
    "publication_info": _first(_PUBLISHED),
    "preprint_date": renamed("date"),
    "earliest_date": renamed("published"),
    "control_number": renamed("uid"),
}
