"""Lines that some pages of collaborators show round the archive of a record: its authors, its date, tags.

They are set aside before records are read, so that title, archive and abstract stand where they do on other pages.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from flows.layouts.base import Entry, Line, Span
from flows.layouts.dates import DATE

ARXIV: Final = re.compile(r"arXiv\.org( [\w&,()/-]+){1,10}\Z")
"""How arXiv's archives are named."""

_DATE: Final = re.compile(rf"{DATE}\Z")
_LABEL: Final = re.compile(r"(?:AI-Alerts|Country|Genre|Industry|Technology|Tags|Keywords|Topics?):(?P<value>\s*\S)?")
_TAG: Final = re.compile(r"(?:Duplicate|(?:Add )?[Ff]eedback)\Z|\S[^\n>]{0,60} > \S[^\n]{0,200}\Z")

_SHORT_CHARS: Final = 200  # a longer line is no tag
_NAMES_CHARS: Final = 4000  # the names of a few hundred authors
_NAME_WORDS: Final = 4  # more words than this between two commas are no part of a name
_PLAIN_LINES: Final = 3

RECORD_BREAKS: Final = 3
"""So many line ends stand between two records."""


class Asides(NamedTuple):
    """The lines that are left, and those set aside: fields of records (`authors`, `date`), and tags."""

    lines: list[Line]
    fields: list[Span]
    tags: list[Span]


def set_aside(seen: str, lines: Sequence[Line]) -> Asides:
    """The lines of a page without those that name authors, dates and tags of a record."""
    found = Asides([], [], [])
    for group in group_records(lines):
        if _is_plain(group) or group[0] is lines[0]:
            found.lines.extend(group)
            continue
        kinds = _kinds(seen, group)
        for line, kind in zip(group, kinds, strict=True):
            if kind == "":
                found.lines.append(line)
            else:
                (found.tags if kind == "tag" else found.fields).append(Span(kind, line.start, line.end))
    return found


def with_fields(text: str, entry: Entry, fields: list[Span]) -> Entry:
    """The entry with those of the fields set aside that stand in it; its own authors come before the page's owner."""
    own = [field for field in fields if entry.holds(field)]
    if not own:
        return entry
    people = " , ".join(text[field.start : field.end] for field in own if field.name == "authors")
    kept = [span for span in entry.spans if span.name != "authors" or not people]
    spans = tuple(sorted([*kept, *own], key=lambda span: span.start))
    if not people:
        return entry._replace(spans=spans)
    return entry._replace(spans=spans, authors=_split_inverted(people), authors_complete=True)


def _split_inverted(names: str) -> tuple[str, ...]:
    """The names of a list like `Lovelace, Ada, Babbage, Charles`, each with its family name first."""
    parts = [" ".join(part.split()) for part in names.split(",")]
    return tuple(f"{family}, {given}" for family, given in zip(parts[::2], parts[1::2], strict=False))


def group_records(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines between two empty lines and the next two."""
    group: list[Line] = []
    for line in lines:
        if group and line.breaks >= RECORD_BREAKS:
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _is_plain(group: Sequence[Line]) -> bool:
    """Whether a record has nothing to be set aside: most are a title, an archive and an abstract."""
    return len(group) < _PLAIN_LINES or (len(group) == _PLAIN_LINES and group[-1].end - group[-1].start > _SHORT_CHARS)


def _kinds(seen: str, group: Sequence[Line]) -> list[str]:
    """What each line of a record is if it is to be set aside, else nothing."""
    says = [seen[line.start : min(line.end, line.start + _NAMES_CHARS)] for line in group]
    archives = [at for at, words in enumerate(says) if len(words) <= _SHORT_CHARS and ARXIV.match(words)]
    kinds = [""] * len(group)
    if len(archives) <= 1:
        _mark_above(says, group, archives[0] if archives else None, kinds)
    below = archives[0] + 2 if archives else len(group)
    end = max(below, next((at + 1 for at in reversed(range(len(says))) if not _may_be_tag(says[at])), 0))
    for at in range(1, len(group)):
        if kinds[at] == "" and len(says[at]) <= _SHORT_CHARS:
            kinds[at] = _kind_below(says, at, kinds, end)
    return kinds


def _mark_above(says: list[str], group: Sequence[Line], archive: int | None, kinds: list[str]) -> None:
    """Mark what stands between a title and its archive in paragraphs of its own."""
    stop = archive if archive is not None else 2 if _names_above(says) else 1
    above = ["authors" if _reads_as_people(words) else "tag" for words in says[1:stop]]
    short = (kind != "tag" or _may_be_tag(words) for kind, words in zip(above, says[1:stop], strict=True))
    if all(line.breaks > 1 for line in group[1 : stop + 1]) and all(short):
        kinds[1:stop] = above


def _names_above(says: list[str]) -> bool:
    """Whether names stand below the title of a record, and then a short line and a longer one."""
    names, *below = says[1:4] or [""]
    return len(below) > 1 and _reads_as_people(names) and len(below[0]) <= _SHORT_CHARS < len(below[1])


def _may_be_tag(words: str) -> bool:
    return len(words) <= _SHORT_CHARS and not words.endswith(".")


def _kind_below(says: list[str], at: int, kinds: list[str], end: int) -> str:
    """What this line below a title is if it is to be set aside; from `end` on tags go on to the record's end."""
    words = says[at]
    if _DATE.match(words):
        return "date"
    if _LABEL.match(words) or _TAG.match(words):
        return "tag"
    label = _LABEL.match(says[at - 1])
    if label is not None and label["value"] is None and kinds[at - 1] == "tag":
        return "tag"
    return "tag" if kinds[at - 1] == "tag" and at >= end else ""


def _reads_as_people(words: str) -> bool:
    """Whether this is a list like `Lovelace, Ada, Babbage, Charles`."""
    parts = [part.split() for part in words.split(",")]
    return len(parts) % 2 == 0 and all(
        0 < len(part) <= _NAME_WORDS and part[-1][0].isupper() and not part[-1][0].isdigit() for part in parts
    )
