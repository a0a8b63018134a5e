"""EndNote's XML, which Zotero and others write as well."""

from typing import Final

from flows.fields.author_lists import join_lists
from flows.fields.identifiers import clean_doi
from flows.formats.base import Entry, Export, Sample, State
from flows.formats.pubmed_words import names_pubmed
from flows.formats.xml_elements import Element
from flows.formats.xml_records import begins_with, put_first, put_rest, read_records, texts_at

DESCRIPTION: Final = "EndNote's XML: records of an xml element, their texts in style elements."
EXAMPLE: Final = (
    '<?xml version="1.0" encoding="UTF-8" ?><xml><records><record><rec-number>1</rec-number>'
    '<ref-type name="Journal Article">17</ref-type><contributors><authors><author><style face="normal">Moor, Ada'
    "</style></author></authors></contributors><titles><title><style>On </style><style>Tides</style></title>"
    "<secondary-title>Sea Letters</secondary-title></titles><pages>1-9</pages><volume>3</volume>"
    "<dates><year>2019</year></dates><electronic-resource-num>10.5555/tides</electronic-resource-num></record></records></xml>\n"
)

_FIELDS: Final = {
    "source_id": ("rec-number",),
    "title": ("titles/title",),
    "abstract": ("abstract",),
    "venue": ("periodical/full-title", "titles/secondary-title", "titles/alt-title", "periodical/abbr-1"),
    "volume": ("volume",),
    "number": ("number", "issue"),
    # EndNote has no field for an article's number but one of those that are the user's own.
    "pages": ("pages", "custom7"),
    "url": ("urls/related-urls/url", "urls/text-urls/url", "urls/pdf-urls/url"),
}
_DATE: Final = ("dates/year", "dates/pub-dates/date")
_DOIS: Final = ("electronic-resource-num", "accession-num")
_DATABASES: Final = ("remote-database-name", "remote-database-provider")


def matches(sample: Sample) -> float:
    """1 where the first element is `xml`, and one of the next is a record."""
    return 1.0 if begins_with(sample.text, "xml") and "<record" in sample.text else 0.0


def read(text: str, _: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text, as `read_records` gives them."""
    return read_records(text, ("record",), _fill, last=last)


def _fill(entry: Entry, root: Element, _: str) -> None:
    taken: set[int] = set()
    for field, paths in _FIELDS.items():
        put_first(entry, field, texts_at(root, paths), taken)
    for path in _DATE:
        put_first(entry, "date", texts_at(root, (path,)), taken)
    put_first(entry, "doi", (one for one in texts_at(root, _DOIS) if clean_doi(one.text) is not None), taken)
    for kind in root.find_all("ref-type"):
        # Its name is an attribute, its text EndNote's number for it.
        entry.put("entry_type", kind.attributes.get("name", ""), kind.start, kind.end)
        taken.add(kind.start)
    for author in texts_at(root, ("contributors/authors/author",)):
        people = join_lists([author.text])
        entry.put_authors(people.names, author.inner, author.end, complete=people.complete)
        taken.add(author.start)
    if names_pubmed(" ".join(one.text for one in texts_at(root, _DATABASES))):
        put_first(entry, "pmid", (one for one in texts_at(root, ("accession-num",)) if one.text.isdecimal()), taken)
    put_rest(entry, root, taken, "style")
