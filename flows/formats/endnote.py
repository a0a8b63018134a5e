"""EndNote's tagged export (.enw), which refer and BibIX began: a tag of a per cent sign and one more a line."""

import re
from collections.abc import Sequence
from typing import Final

from flows.fields.identifiers import clean_doi
from flows.formats.base import Entry, Export, Sample, State
from flows.formats.tagged import Grammar, Line, first_lines, read_tagged
from flows.formats.tagged_fields import put, put_accession, put_aside, put_authors, put_date, put_fields, take

DESCRIPTION: Final = "EndNote's tagged export (.enw, refer, BibIX): lines with tags such as %0, %A and %T."
EXAMPLE: Final = (
    "%0 Journal Article\n%A Moor, Ada\n%A Li, Bo\n%T On Tides\n%J Sea Letters\n%V 3\n%N 1\n%P 1-9\n%D 2019\n"
    "%R 10.5555/tides\n%X The sea rises.\n"
)

# Two signs of per cent begin comments of LaTeX.
_TAG: Final = re.compile(r"\ufeff?(%[0-9A-Z!-$&-/:-@\[-`{-~])(?:[ \t]+|(?=[\r\n]|\Z))")
_TYPE: Final = "%0"
_FIELDS: Final = {
    "entry_type": (_TYPE,),
    "source_id": ("%F",),
    "title": ("%T",),
    "venue": ("%J", "%B"),
    "abstract": ("%X",),
    "volume": ("%V",),
    "number": ("%N",),
    "pages": ("%P",),
    "url": ("%U",),
}
_FEWEST_LINES: Final = 2
_SAMPLE_LINES: Final = 200
"""A reference has no more lines before its title."""


def matches(sample: Sample) -> float:
    """1 where the first two lines have tags, and a title is among the first lines.

    Of a file that is called so the first reference may have lost its beginning.
    """
    tags = [None if tag is None else tag[1] for tag in map(_TAG.match, first_lines(sample.text, _SAMPLE_LINES))]
    opens = len(tags) >= _FEWEST_LINES and None not in tags[:_FEWEST_LINES]
    return 1.0 if "%T" in tags and (opens or sample.extension == ".enw") else 0.0


def read(text: str, _: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text, as `read_tagged` gives them. Nothing tells where the last one should end."""
    return read_tagged(text, _GRAMMAR, last=last)


def _begins(tag: str, tags: Sequence[str], is_apart: bool) -> bool:  # noqa: FBT001 - as Grammar has it
    """Whether a type is another reference's, or, where references do not begin with one, anything behind a gap.

    Open Journal Systems sets the type in the middle, and an abstract may end in an empty line.
    """
    if tag == _TYPE and tags:
        return is_apart or _TYPE in tags
    return not tags or (is_apart and tags[0] != _TYPE)


def _entry(start: int, end: int, lines: list[Line]) -> Entry:
    entry, rest = Entry(start, end), list(lines)
    put_fields(entry, rest, _FIELDS)
    # `%R` may hold other numbers as well.
    put(entry, "doi", take(rest, ("%R", "%M"), lambda value: clean_doi(value) is not None))
    put_date(entry, rest, "%8", ("%D",))
    put_authors(entry, rest, ("%A",))
    put_accession(entry, rest, "%M", ("%~", "%W"))
    put_aside(entry, rest)
    return entry


_GRAMMAR: Final = Grammar(_TAG, _begins, _TYPE, None, frozenset(), _entry)
