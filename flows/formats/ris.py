"""RIS: a tag a line, from `TY` to `ER` a reference.

The kept reader (rispy) gives no places and stops at the first broken reference, so it cannot keep litsieve's promises;
tests hold this one to what it reads.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from flows.fields.author_lists import join_lists, split_authors
from flows.fields.dates import read_date
from flows.fields.identifiers import clean_doi
from flows.formats.base import Entry, Export, Refusal, Sample, Span, State, collapse

DESCRIPTION: Final = "RIS, as reference managers and publishers export it: lines with tags from TY to ER."
EXAMPLE: Final = (
    "TY  - JOUR\nAU  - Moor, Ada\nAU  - Li, Bo\nTI  - On Tides\nJO  - Sea Letters\nVL  - 3\nSP  - 1\nEP  - 9\n"
    "PY  - 2019\nDO  - 10.5555/tides\nER  - \n"
)

_TAG: Final = re.compile(r"([A-Z][A-Z0-9])[ \t]{1,2}-(?:[ \t]+|(?=[\r\n]|\Z))")
_OPENING: Final = re.compile(r"TY[ \t]{1,2}-")
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
_TITLES: Final = ("TI", "T1", "CT")
_VENUES: Final = ("JF", "JO", "T2", "BT", "JA", "J2", "J1")
_ABSTRACTS: Final = ("AB", "N2")
_AUTHORS: Final = frozenset({"AU", "A1"})
_SINGLE: Final = {"TY": "entry_type", "ID": "source_id", "VL": "volume", "IS": "number"}
_FIRST_OF: Final = {
    "title": _TITLES,
    "venue": _VENUES,
    "abstract": _ABSTRACTS,
    "doi": ("DO",),
    "url": ("UR", "LK", "L1"),
}
_YEAR: Final = re.compile(r"\d{4}")


class _Line(NamedTuple):
    """A tag, its value with what the lines below it without a tag hold, and where the value stands."""

    tag: str
    value: str
    start: int
    end: int


def matches(sample: Sample) -> float:
    """1 where a line is `TY  - ` and none before it is a tag."""
    if _OPENING.search(sample.text) is None:
        return 0.0
    for line in _LINE.finditer(sample.text.lstrip("\ufeff")):
        tag = _TAG.match(line[0].lstrip())
        if tag is not None:
            return 1.0 if tag[1] == "TY" else 0.0
    return 0.0


def read(text: str, _: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text.

    A reference without `ER`, or a tag with a value outside any, is refused; what else stands between references is a
    comment, as the `EF` behind the last one of Web of Science is.
    """
    export = Export(end=len(text) if last else 0)
    lines: list[_Line] = []
    start = at = None
    for line in _LINE.finditer(text):
        if not line[0].strip("\ufeff \t\r\n"):
            continue
        tag = _tag_of(text, line.start(), line.end())
        left, right = tag.line if tag is not None else _trim(text, line.start(), line.end())
        if tag is not None and tag.name == "TY":
            if start is not None and at is not None:
                export.refusals.append(Refusal(start, at, "The reference has no end (ER) before the next one begins."))
            start, lines = left, []
        if start is None:
            _outside(export, left, right, is_tag=tag is not None and tag.value < right)
        elif tag is None:
            above = lines.pop()
            lines.append(above._replace(value=f"{above.value}\n{text[left:right]}", end=right))
        elif tag.name == "ER":
            export.entries.append(_entry(start, right, lines))
            start = None
            export.end = len(text) if last else line.end()
        else:
            lines.append(_Line(tag.name, text[tag.value : right], tag.value, right))
        at = right
    if start is not None and at is not None and last:
        export.refusals.append(Refusal(start, at, "The reference has no end (ER): the file is cut off."))
    return export if last else _before(export)


class _Tag(NamedTuple):
    name: str
    line: tuple[int, int]
    value: int


def _tag_of(text: str, start: int, end: int) -> _Tag | None:
    """The tag that a line begins with, or None."""
    left, right = _trim(text, start, end)
    found = _TAG.match(text, left, end)
    return None if found is None else _Tag(found[1], (left, max(right, found.end())), found.end())


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without white space at its ends."""
    while start < end and text[start] in "\ufeff \t\r\n":
        start += 1
    while start < end and text[end - 1] in " \t\r\n":
        end -= 1
    return start, end


def _before(export: Export) -> Export:
    """What of the export stands before its end."""
    export.refusals = [refusal for refusal in export.refusals if refusal.end <= export.end]
    export.furniture = [span for span in export.furniture if span.end <= export.end]
    return export


def _outside(export: Export, start: int, end: int, *, is_tag: bool) -> None:
    if is_tag:
        export.refusals.append(Refusal(start, end, "The tag stands in no reference: there is no TY before it."))
    else:
        export.furniture.append(Span("comment", start, end))


def _entry(start: int, end: int, lines: list[_Line]) -> Entry:
    entry = Entry(start, end)
    taken: set[int] = set()
    for field, tags in _FIRST_OF.items():
        found = _first(lines, tags)
        if found is not None:
            taken.add(found)
            _put(entry, field, lines[found])
    for place, line in enumerate(lines):
        # Older exports of publishers have no tag for it.
        if line.tag == "M3" and "doi" not in entry.values and clean_doi(line.value) is not None:
            taken.add(place)
            _put(entry, "doi", line)
    for place in _dates(lines):
        taken.add(place)
        _put(entry, "date", lines[place])
    _put_pages(entry, lines, taken)
    _put_authors(entry, lines, taken)
    for place, line in enumerate(lines):
        if place in taken:
            continue
        if line.tag in _SINGLE and _SINGLE[line.tag] not in entry.values:
            _put(entry, _SINGLE[line.tag], line)
        elif (identifier := _accession(lines, line)) is not None:
            _put(entry, identifier, line)
        else:
            entry.put_aside(line.tag, line.value, line.start, line.end)
    return entry


def _put(entry: Entry, field: str, line: _Line, glue: str = " ") -> None:
    entry.put(field, line.value, line.start, line.end, glue)


def _first(lines: list[_Line], tags: tuple[str, ...]) -> int | None:
    """The place of the line whose tag comes first in `tags` and says something."""
    return next(
        (place for tag in tags for place, line in enumerate(lines) if line.tag == tag and collapse(line.value)), None
    )


def _dates(lines: list[_Line]) -> Iterator[int]:
    """The lines that make the date: the day where it has a year, else the year with the day behind it.

    Of two years the one with a day counts: ProQuest gives it in `Y1` alone.
    """
    day, years = _first(lines, ("DA",)), [_first(lines, (tag,)) for tag in ("PY", "Y1")]
    told = [place for place in years if place is not None]
    year = next((place for place in told if read_date(lines[place].value).date is not None), next(iter(told), None))
    if day is not None and (year is None or _YEAR.search(lines[day].value)):
        yield day
        return
    yield from (place for place in (year, day) if place is not None)


def _put_pages(entry: Entry, lines: list[_Line], taken: set[int]) -> None:
    """First and last page, or the article's number where there is none."""
    first, last = _first(lines, ("SP",)), _first(lines, ("EP",))
    if first is None:
        first, last = _first(lines, ("C7",)), None
    if first is None:
        return
    taken.add(first)
    _put(entry, "pages", lines[first])
    if last is not None and collapse(lines[last].value) not in entry.values["pages"].split("-"):
        taken.add(last)
        _put(entry, "pages", lines[last], "-")


def _put_authors(entry: Entry, lines: list[_Line], taken: set[int]) -> None:
    """Each line is one author; a line with semicolons holds several."""
    for place, line in enumerate(lines):
        if line.tag in _AUTHORS:
            people = split_authors(line.value) if ";" in line.value else join_lists([line.value])
            taken.add(place)
            if collapse(line.value):
                entry.put_authors(people.names, line.start, line.end, complete=people.complete)


def _accession(lines: list[_Line], line: _Line) -> str | None:
    """The field of an accession number: PubMed's where the reference says that it is from there."""
    if line.tag != "AN":
        return None
    databases = " ".join(one.value.lower() for one in lines if one.tag in ("DB", "DP"))
    if line.value.strip().isdecimal() and (
        "pubmed" in databases or "medline" in databases or "nlm" in databases.split()
    ):
        return "pmid"
    return "arxiv_id" if line.value.strip().lower().startswith("arxiv:") else None
