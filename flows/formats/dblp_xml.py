"""DBLP's XML: its whole collection (`dblp.xml`), the papers of a person, and single records.

See https://dblp.org/faq/How+to+parse+dblp+xml.html and https://dblp.org/xml/docu/dblpxml.pdf.
"""

import re
from typing import Final

from flows.fields.author_lists import join_lists
from flows.fields.identifiers import find_doi
from flows.formats.base import Entry, Export, Sample, State
from flows.formats.dblp_search import without_number
from flows.formats.xml_elements import Element
from flows.formats.xml_records import MARKUP, begins_with, put_first, put_rest, read_records, texts_at

DESCRIPTION: Final = "DBLP's XML: dblp.xml, the papers of a person, or single records."
EXAMPLE: Final = (
    '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!DOCTYPE dblp SYSTEM "dblp.dtd">\n<dblp>\n'
    '<article key="journals/sea/Moor21" mdate="2021-03-02"><author>Ada Moor 0001</author><title>On Tides.</title>'
    "<pages>1-9</pages><year>2021</year><volume>3</volume><journal>Sea Lett.</journal>"
    "<ee>https://doi.org/10.5555/tides</ee></article>\n</dblp>\n"
)

_KINDS: Final = (
    "article",
    "inproceedings",
    "proceedings",
    "book",
    "incollection",
    "phdthesis",
    "mastersthesis",
    "data",
)
_FIELDS: Final = {
    "venue": ("journal", "booktitle"),
    "volume": ("volume",),
    "number": ("number",),
    "pages": ("pages",),
    "date": ("year",),
}
# Who a person is and with whom they wrote, which is no paper: up to the next of its kind where it is not closed.
_PEOPLE: Final = r"<(?P<name>www|person|coauthors)[\s>][^<]*(?:<(?!/?(?:www|person|coauthors)\b)[^<]*)*</(?P=name)\s*>"
_AROUND: Final = re.compile(rf"(?:{_PEOPLE}|{MARKUP})+")


def matches(sample: Sample) -> float:
    """1 where the first element is DBLP's, or one of a person's papers there."""
    return 1.0 if any(begins_with(sample.text, name) for name in ("dblp", "dblpperson")) else 0.0


def read(text: str, _: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text, as `read_records` gives them; what tells of a person is none."""
    return read_records(text, _KINDS, _fill, _AROUND, last=last)


def _fill(entry: Entry, root: Element, text: str) -> None:
    taken: set[int] = set()
    entry.put("source_id", root.attributes.get("key", ""), root.start, root.inner)
    informal = root.attributes.get("publtype") == "informal"
    entry.put("entry_type", "unpublished" if informal else root.name, root.start, root.inner)
    for title in list(texts_at(root, ("title",)))[:1]:
        # Its tags are read as those of other formats are: what is set high or low shows so.
        entry.put("title", text[title.inner : title.end], title.inner, title.end)
        taken.add(title.start)
    for author in texts_at(root, ("author",)):
        people = join_lists([without_number(author.text)])
        entry.put_authors(people.names, author.inner, author.end, complete=people.complete)
        taken.add(author.start)
    for field, paths in _FIELDS.items():
        put_first(entry, field, texts_at(root, paths), taken)
    pages = list(texts_at(root, ("ee",)))
    for page in [page for page in pages if find_doi(page.text) is not None][:1]:
        entry.put("doi", page.text, page.inner, page.end)
    put_first(entry, "url", pages, taken)
    put_rest(entry, root, taken)
