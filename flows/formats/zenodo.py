"""Zenodo's records as JSON, in the form of its interface and in that of InvenioRDM, which other repositories run, too.

See https://developers.zenodo.org and https://inveniordm.docs.cern.ch/reference/metadata.
"""

from collections.abc import Iterable
from typing import Final

from flows.formats.base import Cell, Export, Sample, State
from flows.formats.json_held import Reader, members_of, objects_of, read_held, renamed
from flows.formats.json_records import share_known
from flows.formats.json_wrapped import INVENIO

DESCRIPTION: Final = "Records of Zenodo and other repositories that run Invenio, as JSON with an id and metadata."
EXAMPLE: Final = (
    '{"hits": {"hits": [{"id": 12, "doi": "10.5555/tides", "metadata": {"title": "On Tides", "creators": [{"name": '
    '"Moor, Ada"}], "description": "<p>The sea rises.</p>", "publication_date": "2019-03-05", "resource_type": '
    '{"type": "publication", "subtype": "article"}, "journal": {"title": "Sea Letters", "pages": "1-9"}}}]}}\n'
)

_KINDS: Final = ("subtype", "type", "id")


def is_record(keys: set[str]) -> bool:
    """Whether an object of these keys may be a record of Invenio's."""
    return keys >= INVENIO


def matches(sample: Sample) -> float:
    """The share of the first lines that have the keys of records, where creators and kinds are called so."""
    names_kind = '"resource_type"' in sample.text or '"upload_type"' in sample.text
    return names_kind * share_known(sample, is_record, '"creators"')


def read(text: str, state: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text."""
    return read_held(text, state, (), _READERS, last=last)


def _read_metadata(cell: Cell, text: str) -> Iterable[Cell]:
    """What a record says of the work; around it stands what the repository says of the record."""
    for member in members_of(cell, text):
        reader = _WITHIN.get(member.name)
        yield from (member,) if reader is None else reader(member, text)


def _read_creators(cell: Cell, _: str) -> Iterable[Cell]:
    """The names, which InvenioRDM sets in an object beside the affiliations."""
    yield cell._replace(name="authors", value=[one.get("person_or_org", one) for one in objects_of(cell.value)])


def _read_kind(cell: Cell, text: str) -> Iterable[Cell]:
    """The most particular kind: `article` of a publication, in InvenioRDM `publication-article`."""
    members = {member.name: member for member in members_of(cell, text)}
    kind = next((members[name] for name in _KINDS if isinstance(getattr(members.get(name), "value", None), str)), None)
    for member in members.values():
        if member is kind:
            yield member._replace(name="type", value=member.value.removeprefix("publication-"))
        else:
            yield member._replace(name=f"resource_type.{member.name}")


def _read_pids(cell: Cell, text: str) -> Iterable[Cell]:
    for pid in members_of(cell, text):
        for member in members_of(pid, text):
            is_number = member.name == "identifier"
            yield member._replace(name=pid.name if is_number else f"pids.{pid.name}.{member.name}")


def _read_custom_fields(cell: Cell, text: str) -> Iterable[Cell]:
    for member in members_of(cell, text):
        yield member._replace(name="journal") if member.name == "journal:journal" else member


_WITHIN: Final[dict[str, Reader]] = {
    "creators": _read_creators,
    "description": renamed("abstract"),
    "resource_type": _read_kind,
    "upload_type": renamed("genre"),
}
_READERS: Final[dict[str, Reader]] = {
    "metadata": _read_metadata,
    "pids": _read_pids,
    "custom_fields": _read_custom_fields,
}
