"""Web of Science's plain text: two letters a tag, from `PT` to `ER` a record, `FN` and `VR` before them, `EF` behind.

The kept reader (rispy's `WokParser`) gives no places either; tests hold this one to what it reads.
"""

import re
from collections.abc import Sequence
from typing import Final

from flows.formats.base import Entry, Export, Sample, State
from flows.formats.tagged import Grammar, Line, first_lines, read_tagged
from flows.formats.tagged_fields import put_aside, put_authors, put_date, put_fields, put_pages

DESCRIPTION: Final = "Web of Science's plain text export (savedrecs.txt, .ciw): lines with tags from PT to ER."
EXAMPLE: Final = (
    "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Moor, A\n   Li, B\nAF Moor, Ada\n   Li, Bo\nTI On Tides\n"
    "SO SEA LETTERS\nDT Article\nAB The sea rises\n   and falls.\nPD MAR 5\nPY 2019\nVL 3\nIS 1\nBP 1\nEP 9\n"
    "DI 10.5555/tides\nUT WOS:000123456789012\nER\n\nEF\n"
)

# Lines that go on with a value are indented, and may begin with what looks like a tag.
_TAG: Final = re.compile(r"\ufeff?([A-Z][A-Z0-9])(?: +|(?=[\r\n]|\Z))")
_TYPE: Final = re.compile(r"^PT [A-Z]$", re.MULTILINE)
_VERSION: Final = re.compile(r"VR \d")
_MARKS: Final = frozenset({"FN", "VR", "EF"})
_LISTS: Final = frozenset({"AU", "AF", "BA", "BE", "BF", "CA", "C1", "CR"})
"""Their lines are one name or one work each; those of other tags were only too long."""
_FIELDS: Final = {
    "entry_type": ("DT",),
    "source_id": ("UT",),
    "title": ("TI",),
    "venue": ("SO",),
    "abstract": ("AB",),
    "doi": ("DI",),
    "pmid": ("PM",),
    "volume": ("VL",),
    "number": ("IS",),
}


def matches(sample: Sample) -> float:
    """1 where the first line is the type of a record and the second has a tag, too, or they name the file.

    Of a file that is called so the first record may have lost its beginning.
    """
    first, second = [*first_lines(sample.text, 2), "", ""][:2]
    opens = _TYPE.match(first) is not None and _TAG.match(second) is not None
    is_named = first.startswith("FN ") and _VERSION.match(second) is not None
    is_cut = sample.extension == ".ciw" and _TYPE.search(sample.text.replace("\r", "")) is not None
    return 1.0 if opens or is_named or (is_cut and _TAG.match(first) is not None) else 0.0


def read(text: str, _: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text, as `read_tagged` gives them."""
    return read_tagged(text, _GRAMMAR, last=last)


def _begins(tag: str, _: Sequence[str], __: bool) -> bool:  # noqa: FBT001 - as Grammar has it
    return tag == "PT"


def _entry(start: int, end: int, lines: list[Line]) -> Entry:
    entry, rest = Entry(start, end), list(lines)
    put_fields(entry, rest, _FIELDS)
    put_date(entry, rest, "PD", ("PY",))
    put_pages(entry, rest, ("BP", "EP"), "AR")
    # The same names in full and with initials; groups stand apart from both.
    put_authors(entry, rest, ("AF" if any(line.tag == "AF" for line in rest) else "AU", "CA"))
    put_aside(entry, [line._replace(value=_listed(line.value)) if line.tag in _LISTS else line for line in rest])
    return entry


def _listed(value: str) -> str:
    return "; ".join(value.splitlines())


_GRAMMAR: Final = Grammar(_TAG, _begins, "PT", "ER", _MARKS, _entry)
