"""Answers of DBLP's search for publications, as JSON.

See https://dblp.org/faq/How+to+use+the+dblp+search+API.html.
"""

import re
from collections.abc import Iterable
from typing import Final

from flows.formats.base import Cell, Export, Sample, State
from flows.formats.json_held import Reader, objects_of, read_held, renamed
from flows.formats.json_records import sample_keys
from flows.formats.json_wrapped import HIT

DESCRIPTION: Final = "Answers of DBLP's search as JSON: result, hits, hit, and an info for each publication."
EXAMPLE: Final = (
    '{"result": {"hits": {"@total": "1", "hit": [{"@score": "1", "@id": "1", "info": {"authors": {"author": '
    '[{"@pid": "1/1", "text": "Ada Moor 0001"}, {"@pid": "1/2", "text": "Bo Li"}]}, "title": "On Tides.", '
    '"venue": "Sea Lett.", "year": "2021", "type": "Journal Articles", "key": "journals/sea/MoorL21"}}]}}}\n'
)

# DBLP tells people of one name apart by four digits behind it.
_HOMONYM: Final = re.compile(r"\s+\d{4}\Z")


def without_number(name: str) -> str:
    """A name without the digits by which DBLP tells people apart: `Wei Wang 0001` is `Wei Wang`."""
    return _HOMONYM.sub("", name)


def is_hit(keys: set[str]) -> bool:
    """Whether an object of these keys is a hit of DBLP's search."""
    return "title" not in keys and keys >= HIT


def matches(sample: Sample) -> float:
    """1 where the first record is a hit."""
    found = sample_keys(sample.text)
    return 1.0 if found and is_hit(found[0]) and '"title"' in sample.text else 0.0


def read(text: str, state: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text."""
    return read_held(text, state, (("info",),), _READERS, last=last)


def _read_authors(cell: Cell, _: str) -> Iterable[Cell]:
    people = objects_of(cell.value.get("author")) if isinstance(cell.value, dict) else []
    names = [without_number(person["text"]) for person in people if isinstance(person.get("text"), str)]
    yield cell._replace(value=names)


def _read_pages_of_its_own(cell: Cell, _: str) -> Iterable[Cell]:
    """The paper's own page; DBLP's page on it is kept aside."""
    addresses = cell.value if isinstance(cell.value, list) else [cell.value]
    for place, address in enumerate(addresses):
        yield cell._replace(name="url" if place == 0 else "ee", value=address)


_READERS: Final[dict[str, Reader]] = {
    "authors": _read_authors,
    "ee": _read_pages_of_its_own,
    "key": renamed("source_id"),
    "url": renamed("info.url"),
}
