"""DataCite's XML, as Zenodo, Dryad and others let their records be exported: one resource a file, or several joined.

See https://schema.datacite.org/meta/kernel-4/.
"""

from typing import Final

from flows.fields.entry_type import KINDS, clean_entry_type
from flows.formats.base import Entry, Export, Sample, State
from flows.formats.xml_elements import Element
from flows.formats.xml_records import begins_with, put_first, put_person, put_rest, read_records, texts_at

DESCRIPTION: Final = "DataCite's XML: resource elements with titles and creators."
EXAMPLE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<resource xmlns="http://datacite.org/schema/kernel-4">'
    '<identifier identifierType="DOI">10.5555/tides</identifier><creators><creator><creatorName>Moor, Ada</creatorName>'
    "<givenName>Ada</givenName><familyName>Moor</familyName></creator></creators><titles><title>On Tides</title>"
    '</titles><publicationYear>2019</publicationYear><resourceType resourceTypeGeneral="JournalArticle"/><descriptions>'
    '<description descriptionType="Abstract">The sea rises.</description></descriptions></resource>\n'
)

_DATES: Final = ("Issued", "Submitted", "Available", "Created")
"""Of several dates the first of these counts; the year counts where none is there."""
_CONTAINER: Final = {
    "venue": "titles/title",
    "volume": "volume",
    "number": "issue",
}
"""Where a host's fields stand."""
_HOSTS: Final = ("IsPublishedIn", "IsPartOf")


def matches(sample: Sample) -> float:
    """1 where the first element is a resource with titles and creators."""
    is_resource = begins_with(sample.text, "resource") or begins_with(sample.text, "resources")
    return 1.0 if is_resource and "titles>" in sample.text and "creators>" in sample.text else 0.0


def read(text: str, _: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text, as `read_records` gives them."""
    return read_records(text, ("resource",), _fill, last=last)


def _fill(entry: Entry, root: Element, _: str) -> None:
    taken: set[int] = set()
    put_resource(entry, root, taken)
    put_rest(entry, root, taken)


def put_resource(entry: Entry, root: Element, taken: set[int]) -> None:
    """Put what an element `resource` says, and take it."""
    _put_titles(entry, root, taken)
    for creator in root.find_all("creators", "creator"):
        has_parts = any(texts_at(creator, ("familyName",)))
        put_person(entry, creator, (("familyName",), ("givenName",)) if has_parts else (("creatorName",),), taken)
    abstracts = (
        one for one in texts_at(root, ("descriptions/description",)) if _kind(one, "description") == "Abstract"
    )
    put_first(entry, "abstract", abstracts, taken)
    dates = sorted(
        (one for one in texts_at(root, ("dates/date",)) if _kind(one, "date") in _DATES),
        key=lambda one: _DATES.index(_kind(one, "date")),
    )
    put_first(entry, "date", [*dates, *texts_at(root, ("publicationYear",))], taken)
    put_first(entry, "doi", (one for one in texts_at(root, ("identifier",)) if _is_doi(one)), taken)
    _put_kind(entry, root, taken)
    for host in [one for one in root.find_all("relatedItems", "relatedItem") if _is_host(one)][:1]:
        for field, path in _CONTAINER.items():
            put_first(entry, field, texts_at(host, (path,)), taken)
        put_first(entry, "pages", texts_at(host, ("firstPage",)), taken)
        put_first(entry, "pages", texts_at(host, ("lastPage",)), taken, "-")


def put_payload(entry: Entry, root: Element, taken: set[int]) -> None:
    """Put what the resource within an element `oai_datacite` says, and take it."""
    for resource in list(root.find_all("payload", "resource"))[:1]:
        put_resource(entry, resource, taken)


def _put_titles(entry: Entry, root: Element, taken: set[int]) -> None:
    """Put the title, which has no type, and the subtitle; those in other languages are kept aside."""
    titles = list(texts_at(root, ("titles/title",)))
    put_first(entry, "title", (one for one in titles if not _kind(one, "title")), taken)
    for subtitle in [one for one in titles if _kind(one, "title") == "Subtitle"][:1]:
        if entry.put_subtitle(subtitle.text, subtitle.inner, subtitle.end):
            taken.add(subtitle.start)


def _put_kind(entry: Entry, root: Element, taken: set[int]) -> None:
    """Put the first of its two kinds, the general one and the publisher's own words, that is one of publications."""
    for kind in root.find_all("resourceType"):
        general = kind.attributes.get("resourceTypeGeneral", "")
        if clean_entry_type(general) in KINDS:
            entry.put("entry_type", general, kind.start, kind.end)
        elif clean_entry_type(kind.text) in KINDS:
            put_first(entry, "entry_type", [kind], taken)


def _kind(element: Element, of: str) -> str:
    return element.attributes.get(f"{of}Type", "")


def _is_doi(element: Element) -> bool:
    return _kind(element, "identifier").upper() == "DOI"


def _is_host(element: Element) -> bool:
    return element.attributes.get("relationType") in _HOSTS
