"""RIS: a tag a line, from `TY` to `ER` a reference.

The kept reader (rispy) gives no places and stops at the first broken reference, so it cannot keep litsieve's promises;
tests hold this one to what it reads.
"""

import re
from collections.abc import Sequence
from typing import Final

from flows.fields.identifiers import clean_doi
from flows.formats.base import Entry, Export, Sample, State
from flows.formats.tagged import Grammar, Line, read_tagged
from flows.formats.tagged_fields import (
    put,
    put_accession,
    put_aside,
    put_authors,
    put_date,
    put_fields,
    put_pages,
    take,
)

DESCRIPTION: Final = "RIS, as reference managers and publishers export it: lines with tags from TY to ER."
EXAMPLE: Final = (
    "TY  - JOUR\nAU  - Moor, Ada\nAU  - Li, Bo\nTI  - On Tides\nJO  - Sea Letters\nVL  - 3\nSP  - 1\nEP  - 9\n"
    "PY  - 2019\nDO  - 10.5555/tides\nER  - \n"
)

_TAG: Final = re.compile(r"[\ufeff \t]*([A-Z][A-Z0-9])[ \t]{1,2}-(?:[ \t]+|(?=[\r\n]|\Z))")
_OPENING: Final = re.compile(r"TY[ \t]{1,2}-")
_MEETINGS: Final = frozenset({"CONF", "CPAPER"})
_FIELDS: Final = {
    "entry_type": ("TY",),
    "source_id": ("ID",),
    "title": ("TI", "T1", "CT"),
    "venue": ("JF", "JO", "T2", "BT", "JA", "J2", "J1"),
    "abstract": ("AB", "N2"),
    "doi": ("DO",),
    "url": ("UR", "LK", "L1"),
    "volume": ("VL", "VO"),
    "number": ("IS",),
}


def matches(sample: Sample) -> float:
    """1 where a line is `TY  - ` and none before it is a tag."""
    if _OPENING.search(sample.text) is None:
        return 0.0
    tags = (_TAG.match(line) for line in sample.text.splitlines())
    return 1.0 if next((tag[1] for tag in tags if tag is not None), None) == "TY" else 0.0


def read(text: str, _: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text, as `read_tagged` gives them; the `EF` of Web of Science is a comment."""
    return read_tagged(text, _GRAMMAR, last=last)


def _begins(tag: str, _: Sequence[str], __: bool) -> bool:  # noqa: FBT001 - as Grammar has it
    return tag == "TY"


def _entry(start: int, end: int, lines: list[Line]) -> Entry:
    entry, rest = Entry(start, end), list(lines)
    put_fields(entry, rest, _FIELDS)
    if "doi" not in entry.values:
        # Older exports of publishers have no tag for it, CiteULike's and Mendeley's had that of a link.
        put(entry, "doi", take(rest, ("M3", "L3", "N1", "M1"), lambda value: clean_doi(value) is not None))
    if "venue" not in entry.values and entry.values.get("entry_type") in _MEETINGS:
        # Zotero and EndNote have the proceedings' title here; of articles Web of Science has where the authors work.
        put(entry, "venue", take(rest, ("C3",)))
    put_date(entry, rest, "DA", ("PY", "Y1"))
    put_pages(entry, rest, ("SP", "EP"), "C7")
    put_authors(entry, rest, ("AU", "A1"))
    put_accession(entry, rest, "AN", ("DB", "DP"))
    put_aside(entry, rest)
    return entry


_GRAMMAR: Final = Grammar(_TAG, _begins, "TY", "ER", frozenset(), _entry)
