"""Metadata in arXiv's own forms of XML, as its OAI-PMH interface gives them: `arXiv` and `arXivRaw`.

See https://info.arxiv.org/help/oa/index.html.
"""

import re
from typing import Final

from flows.fields.author_lists import join_lists
from flows.fields.authors import SUFFIXES
from flows.formats.base import Entry, collapse
from flows.formats.xml_elements import Element
from flows.formats.xml_records import put_first, put_person, texts_at

_FIELDS: Final = {
    "arxiv_id": ("id",),
    "title": ("title",),
    "abstract": ("abstract",),
    "subjects": ("categories",),
    "comment": ("comments",),
    "venue": ("journal-ref",),
    "doi": ("doi",),
}
_NAMES: Final = (("keyname",), ("forenames",), ("suffix",))
# Where authors work stands in round brackets: `Ada Moor (1), Bo Li (1 and 2) ((1) Sea Station, (2) Sand Station)`.
_IN_BRACKETS: Final = re.compile(r"\s*\([^()]*\)")
_DEEPEST: Final = 4
_BETWEEN: Final = re.compile(r"[,;] ?(?:and )?| (?:and|&) ")
_DATES: Final = ("created", "updated")


def put_arxiv(entry: Entry, metadata: Element, taken: set[int]) -> None:
    """Put what an element `arXiv` says, and take it."""
    _put_fields(entry, metadata, taken)
    for author in metadata.find_all("authors", "author"):
        put_person(entry, author, _NAMES, taken)
    for path in _DATES:
        put_first(entry, "date", texts_at(metadata, (path,)), taken, "; ")


def put_arxiv_raw(entry: Entry, metadata: Element, taken: set[int]) -> None:
    """Put what an element `arXivRaw` says, and take it; of its versions the first and the last."""
    _put_fields(entry, metadata, taken)
    for authors in list(texts_at(metadata, ("authors",)))[:1]:
        people = join_lists(_split(_without_affiliations(collapse(authors.text))))
        entry.put_authors(people.names, authors.inner, authors.end, complete=people.complete)
        taken.add(authors.start)
    dates = list(texts_at(metadata, ("version/date",)))
    put_first(entry, "date", dates[:1], taken)
    put_first(entry, "date", dates[1:][-1:], taken, "; ")


def _put_fields(entry: Entry, metadata: Element, taken: set[int]) -> None:
    for field, paths in _FIELDS.items():
        put_first(entry, field, texts_at(metadata, paths), taken)


def _without_affiliations(authors: str) -> str:
    for _ in range(_DEEPEST):
        authors = _IN_BRACKETS.sub("", authors)
    return authors


def _split(authors: str) -> list[str]:
    """The names of a list as arXiv asks for it: given names first, so a comma parts two unless a suffix follows."""
    names: list[str] = []
    for name in _BETWEEN.split(authors):
        if names and name.strip(" .").lower() in SUFFIXES:
            names[-1] += f" {name}"
        else:
            names.append(name)
    return names
