"""What every format gives back: the entries of an export with the places of their values, and what is refused.

All positions here are characters of the text that the format was given; `stages.entries` turns them into bytes.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple

FIELDS: Final = (
    *("title", "authors", "date", "abstract", "subjects", "comment", "venue", "identifier", "doi", "arxiv_id"),
    *("pmid", "volume", "number", "pages", "url", "entry_type", "source_id"),
)
"""The fields that a span may name, besides `extra.` and the input's own name of what is kept aside."""

PUNCTUATION: Final = "keys and punctuation"
"""The furniture that stands within and around entries."""

PACKED: Final = frozenset({".gz", ".zst", ".zstd"})

TITLE_ENDS: Final = (":", "?", "!", ".")
"""Behind these a subtitle needs no colon."""

_NO_NAME: Final = re.compile("[^a-z0-9]+")

State = Mapping[str, Any]
"""What a piece of a dump leaves to the next one, as JSON has it: the header of a table, say."""


class Sample(NamedTuple):
    """What a format judges a dump by: the extension of its name (`.csv`) and its first characters."""

    extension: str
    text: str


class Span(NamedTuple):
    """A half-open stretch `text[start:end]` and what it is: a field, or a kind of furniture."""

    name: str
    start: int
    end: int


class Cell(NamedTuple):
    """A value by the input's own name for it, and where it stands, a string without its quotes.

    Texts and numbers are str, the latter as they are written; null is None; lists and objects are Python's.
    """

    name: str
    value: Any
    start: int
    end: int


@dataclass(slots=True)
class Entry:
    """One record `text[start:end]` as the export gives it.

    `values` are texts by their field, without the export's own marks and with white space collapsed; `authors` are the
    names; `extra` is what else the entry says, by the input's own names. All other bytes are keys and punctuation.
    """

    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    authors_complete: bool = True
    extra: list[tuple[str, str]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def put(self, name: str, text: str, start: int, end: int, glue: str = " ") -> None:
        """Keep a value that stands at `start:end`; a second value of a field goes behind the first, after `glue`."""
        said = collapse(text)
        if said:
            before = self.values.get(name)
            self.values[name] = said if before is None else f"{before}{glue}{said}"
            self.spans.append(Span(name, start, end))

    def put_subtitle(self, text: str, start: int, end: int) -> bool:
        """Put a subtitle that stands at `start:end` behind the title, which lists elsewhere give with a colon between.

        False where there is no title, or where it ends in these words already: then nothing is kept.
        """
        title = self.values.get("title")
        if title is None or title.lower().endswith(collapse(text).lower()):
            return False
        self.put("title", text, start, end, " " if title.endswith(TITLE_ENDS) else ": ")
        return True

    def put_authors(self, names: tuple[str, ...], start: int, end: int, *, complete: bool) -> None:
        """Add names that stand at `start:end`; `complete` tells whether these are all that belong there."""
        self.authors += names
        self.authors_complete = self.authors_complete and complete
        self.spans.append(Span("authors", start, end))

    def put_aside(self, name: str, text: str, start: int, end: int) -> None:
        """Keep a value under the input's own name for it."""
        said = collapse(text)
        if said:
            self.extra.append((name, said))
            self.spans.append(Span(f"extra.{name}", start, end))


class Refusal(NamedTuple):
    """An entry `text[start:end]` that is broken, and what is wrong with it, in a sentence."""

    start: int
    end: int
    message: str


@dataclass(slots=True)
class Export:
    """All that a format found in one text.

    `furniture` is what stands between the entries. `end` is where the part ends that reads the same whatever follows
    (0: a longer piece is needed), and `state` what the next piece must know.
    """

    entries: list[Entry] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    furniture: list[Span] = field(default_factory=list)
    end: int = 0
    state: State = field(default_factory=dict)


class BrokenEntryError(ValueError):
    """An entry that breaks its format; the message is a sentence."""


def collapse(text: str) -> str:
    """`text` with every run of white space as one blank and none at its ends."""
    return " ".join(text.split())


def extension_of(name: str) -> str:
    """The last extension of a dump's name, lower case, but for those of archives: `.csv` of `a/b.CSV.gz`."""
    path = PurePosixPath(name.lower())
    while path.suffix in PACKED:
        path = path.with_suffix("")
    return path.suffix


def plain_name(name: str) -> str:
    """The letters and digits of a column's name, lower case."""
    return _NO_NAME.sub("", name.lower())
