"""Works of ORCID's records as JSON: what its interface answers (`/works`, `/record`, `/works/1,2`).

See https://info.orcid.org/documentation/integration-guide/orcid-record and
https://github.com/ORCID/orcid-model/tree/master/src/main/resources/record_3.0. A summary names no authors.
"""

from collections.abc import Iterable
from typing import Any, Final

from flows.formats.base import Cell, Export, Sample, State
from flows.formats.json_held import Reader, elements_of, members_of, objects_of, read_held, renamed
from flows.formats.json_records import share_known
from flows.formats.json_wrapped import ORCID

DESCRIPTION: Final = "Works of ORCID's records as JSON: groups with work-summary, or a bulk of works."
EXAMPLE: Final = (
    '{"group": [{"external-ids": {"external-id": []}, "work-summary": [{"put-code": 12, "title": {"title": {"value": '
    '"On Tides"}, "subtitle": null}, "external-ids": {"external-id": [{"external-id-type": "doi", "external-id-value": '
    '"10.5555/tides", "external-id-relationship": "self"}]}, "type": "journal-article", "publication-date": {"year": '
    '{"value": "2019"}, "month": {"value": "03"}, "day": null}, "journal-title": {"value": "Sea Letters"}}]}]}\n'
)

_IDS: Final = {"doi": "doi", "arxiv": "arxiv_id", "pmid": "pmid"}
_OWN: Final = ("self", "version-of", None)
_DATE: Final = ("year", "month", "day")


def is_group(keys: set[str]) -> bool:
    """Whether an object of these keys holds a work of ORCID's."""
    return any(keys >= known for known in ORCID)


def matches(sample: Sample) -> float:
    """The share of the first objects that hold works."""
    return share_known(sample, is_group, '"put-code"')


def read(text: str, state: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text: a group of summaries is one, for these are of one work."""
    return read_held(text, state, (("work",),), _READERS, last=last)


def _read_summaries(cell: Cell, text: str) -> Iterable[Cell]:
    """The summary that its owner prefers, which is the first; the others are kept aside."""
    for place, one in enumerate(elements_of(cell, text)):
        if place > 0:
            yield one
            continue
        for member in members_of(one, text):
            reader = _READERS.get(member.name)
            yield from (member,) if reader is None else reader(member, text)


def _read_title(cell: Cell, text: str) -> Iterable[Cell]:
    for member in members_of(cell, text):
        yield from _valued(
            member, text, member.name if member.name in ("title", "subtitle") else f"title.{member.name}"
        )


def _value(name: str) -> Reader:
    """A reader of what ORCID sets in an object by itself."""
    return lambda cell, text: _valued(cell, text, name)


def _valued(cell: Cell, text: str, name: str) -> Iterable[Cell]:
    for member in members_of(cell, text):
        yield member._replace(name=name if member.name == "value" else f"{name}.{member.name}")


def _read_date(cell: Cell, _: str) -> Iterable[Cell]:
    said = cell.value if isinstance(cell.value, dict) else {}
    parts = [part.get("value") for name in _DATE if isinstance(part := said.get(name), dict)]
    yield cell._replace(name="date", value="-".join(part for part in parts if isinstance(part, str)))


def _read_ids(cell: Cell, text: str) -> Iterable[Cell]:
    """Its own identifiers; those of what it is part of are kept aside."""
    for held in members_of(cell, text):
        for one in elements_of(held, text):
            members = {member.name.removeprefix("external-id-"): member for member in members_of(one, text)}
            if "value" in members and "type" in members:
                kind = str(members["type"].value)
                is_part = "relationship" in members and members["relationship"].value not in _OWN
                yield members["value"]._replace(name=f"external-ids.{kind}" if is_part else _IDS.get(kind, kind))


def _read_contributors(cell: Cell, _: str) -> Iterable[Cell]:
    people = objects_of(cell.value.get("contributor")) if isinstance(cell.value, dict) else []
    yield cell._replace(name="authors", value=[_credit(one) for one in people if _is_author(one)])


def _credit(person: dict[str, Any]) -> str:
    name = person.get("credit-name")
    said = name.get("value") if isinstance(name, dict) else None
    return said if isinstance(said, str) else ""


def _is_author(person: dict[str, Any]) -> bool:
    told = person.get("contributor-attributes")
    role = told.get("contributor-role") if isinstance(told, dict) else None
    return not isinstance(role, str) or role.lower() not in ("editor", "translator", "chair-or-translator")


_READERS: Final[dict[str, Reader]] = {
    "work-summary": _read_summaries,
    "title": _read_title,
    "short-description": renamed("abstract"),
    "external-ids": _read_ids,
    "publication-date": _read_date,
    "journal-title": _value("journal_title"),
    "url": _value("url"),
    "put-code": renamed("uid"),
    "contributors": _read_contributors,
}
