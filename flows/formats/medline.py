"""PubMed's own format (MEDLINE, .nbib): tags of four characters and a dash, an empty line between records."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from flows.formats.base import Entry, Export, Refusal, Sample, State, collapse
from flows.formats.pubmed_words import choose_type, is_title
from flows.formats.tagged import Grammar, Line, first_lines, read_tagged
from flows.formats.tagged_fields import put, put_aside, put_authors, put_fields, take

DESCRIPTION: Final = "PubMed's format (MEDLINE, .nbib): lines with tags from PMID on, an empty line between records."
EXAMPLE: Final = (
    "PMID- 12345\nOWN - NLM\nVI  - 3\nIP  - 1\nDP  - 2019 Mar 5\nTI  - On Tides.\nPG  - 288-97\n"
    "LID - 10.5555/tides [doi]\nAB  - The sea rises\n      and falls.\nFAU - Moor, Ada\nAU  - Moor A\n"
    "PT  - Journal Article\nJT  - Sea Letters\nSO  - Sea Lett. 2019 Mar 5;3(1):288-97.\n"
)

HEAD_LINES: Final = 2
"""So many lines of a file, each with a tag, tell this format."""

# Lines that go on with a value are indented, and may begin with what looks like a tag.
_TAG: Final = re.compile(r"\ufeff?([A-Z][A-Z0-9]{1,3}) {0,2}-(?:[ \t]+|(?=[\r\n]|\Z))")
_OPENING: Final = re.compile(r"^PMID ?-", re.MULTILINE)
_OPENINGS: Final = ("PMID", "OWN", "PMC")
"""ERIC writes this format without a number of PubMed's; PubMed Central sets its own before that, if there is one."""
_FIELDS: Final = {
    "abstract": ("AB", "OAB"),
    "venue": ("JT", "TA", "BTI", "CTI"),
    "date": ("DP",),
    "volume": ("VI",),
    "number": ("IP",),
}
_DOI: Final = re.compile(r"(\S+)\s*\[doi\]\s*", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[^\s\[\]:]+")
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)


def matches(sample: Sample) -> float:
    """1 where the first line gives the number or the owner of a record, and the second has a tag, too.

    Of a file that is called so the first record may lack its beginning.
    """
    tags = [tag[1] for line in first_lines(sample.text, HEAD_LINES) if (tag := _TAG.match(line)) is not None]
    if len(tags) < HEAD_LINES:
        return 0.0
    is_cut = sample.extension == ".nbib" and _OPENING.search(sample.text) is not None
    return 1.0 if tags[0] in _OPENINGS or is_cut else 0.0


def read(text: str, state: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text, as `read_tagged` gives them.

    The last one is refused where it lacks what the others end with: then the file is cut off.
    """
    export = read_tagged(text, _GRAMMAR, last=last)
    ended = [*state.get("ended", []), *map(_is_ended, export.entries)]
    if last and export.entries and not ended[-1] and len(ended) > 1 and all(ended[:-1]):
        cut = export.entries.pop()
        export.refusals.append(Refusal(cut.start, cut.end, "The record has no end (SO): the file is cut off."))
    export.state = {"ended": [all(ended)] if ended else []}
    return export


def _is_ended(entry: Entry) -> bool:
    """Whether a record has PubMed's citation, which ends it; books have none."""
    return any(name == "SO" or value.endswith("[bookaccession]") for name, value in entry.extra)


def _begins(tag: str, tags: Sequence[str], is_apart: bool) -> bool:  # noqa: FBT001 - as Grammar has it
    return tag in _OPENINGS and (is_apart or (tag in tags and tag != "PMC"))


def _entry(start: int, end: int, lines: list[Line]) -> Entry:
    entry = Entry(start, end)
    # Long values are broken anywhere, names of groups too.
    rest = [line._replace(value=collapse(line.value)) for line in lines]
    _put_ids(entry, rest)
    _put_doi(entry, rest, {line.start: line.value for line in lines})
    put(entry, "title", take(rest, ("TI",), is_title) or take(rest, ("BTI", "TT", "TI")))
    put_fields(entry, rest, _FIELDS)
    put(entry, "pages", take(rest, ("PG",)) or take(rest, ("LID",), _fits(_NUMBER)))
    # PubMed writes every name twice, in full and with initials.
    put_authors(entry, rest, ("FAU" if any(line.tag == "FAU" for line in rest) else "AU", "CN"))
    kind = choose_type([line.value for line in rest if line.tag == "PT"])
    put(entry, "entry_type", take(rest, ("PT",), lambda value: value == kind))
    put_aside(entry, rest)
    return entry


def _put_ids(entry: Entry, rest: list[Line]) -> None:
    """The record's number and its address."""
    number = take(rest, ("PMID",))
    put(entry, "pmid", number)
    put(entry, "source_id", number or take(rest, ("OID", "PMC")))
    put(entry, "url", take(rest, ("LID",), _fits(_ADDRESS)))


def _put_doi(entry: Entry, rest: list[Line], written: Mapping[int, str]) -> None:
    """The first of the numbers that is marked as a DOI, without the mark; `written` gives values by their places."""
    doi = take(rest, ("LID", "AID"), _fits(_DOI))
    if doi is not None:
        bare = _DOI.sub(r"\1", doi.value)
        start = doi.start + written[doi.start].index(bare)
        entry.put("doi", bare, start, start + len(bare))


def _fits(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda value: pattern.fullmatch(value) is not None


_GRAMMAR: Final = Grammar(_TAG, _begins, "PMID", None, frozenset(), _entry)
