"""MODS, as libraries, repositories and Zotero give out their records.

See https://www.loc.gov/standards/mods/userguide/.
"""

from collections.abc import Iterator
from typing import Final

from flows.fields.author_lists import join_lists
from flows.fields.authors import SUFFIXES
from flows.fields.entry_type import KINDS, clean_entry_type
from flows.fields.identifiers import clean_doi
from flows.formats.base import Entry, Export, Sample, State
from flows.formats.xml_elements import Element
from flows.formats.xml_records import begins_with, put_first, put_rest, read_records, texts_at

DESCRIPTION: Final = (
    "MODS: a modsCollection, or mods elements by themselves, as the Library of Congress and Zotero write."
)
EXAMPLE: Final = (
    '<modsCollection xmlns="http://www.loc.gov/mods/v3"><mods><titleInfo><title>On Tides</title></titleInfo>'
    '<name type="personal"><namePart type="family">Moor</namePart><namePart type="given">Ada</namePart><role>'
    '<roleTerm type="code">aut</roleTerm></role></name><genre>journalArticle</genre><abstract>The sea rises.</abstract>'
    '<relatedItem type="host"><titleInfo><title>Sea Letters</title></titleInfo><part><detail type="volume"><number>3'
    '</number></detail><extent unit="pages"><start>1</start><end>9</end></extent><date>2019-03-05</date></part>'
    '</relatedItem><identifier type="doi">10.5555/tides</identifier></mods></modsCollection>\n'
)

_AUTHORS: Final = frozenset({"", "aut", "author", "cre", "creator"})
"""The roles of those who wrote it; names without a role are theirs, too."""
_PARTS: Final = ("family", "given", "")
_DATES: Final = ("originInfo/dateIssued", "part/date", "originInfo/copyrightDate", "originInfo/dateCreated")
_DETAILS: Final = {"volume": "volume", "issue": "number", "number": "number"}


def matches(sample: Sample) -> float:
    """1 where the first element is a record of MODS, or a collection of them."""
    is_mods = any(begins_with(sample.text, name) for name in ("modsCollection", "mods"))
    return 1.0 if is_mods and "title>" in sample.text else 0.0


def read(text: str, _: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text, as `read_records` gives them."""
    return read_records(text, ("mods",), _fill, last=last)


def _fill(entry: Entry, root: Element, _: str) -> None:
    taken: set[int] = set()
    put_mods(entry, root, taken)
    put_rest(entry, root, taken)


def put_mods(entry: Entry, root: Element, taken: set[int]) -> None:
    """Put what an element `mods` says, and take it; where the record has an id already, its own is left."""
    hosts = [one for one in root.find_all("relatedItem") if one.attributes.get("type") == "host"][:1]
    for title in list(_titles(root))[:1]:
        put_first(entry, "title", texts_at(title, ("nonSort",)), taken)
        put_first(entry, "title", texts_at(title, ("title",)), taken)
        for subtitle in list(texts_at(title, ("subTitle",)))[:1]:
            if entry.put_subtitle(subtitle.text, subtitle.inner, subtitle.end):
                taken.add(subtitle.start)
    for name in root.find_all("name"):
        _put_name(entry, name, taken)
    put_first(entry, "abstract", texts_at(root, ("abstract",)), taken)
    if "source_id" not in entry.values:
        put_first(entry, "source_id", texts_at(root, ("recordInfo/recordIdentifier",)), taken)
    put_first(entry, "doi", (one for one in texts_at(root, ("identifier",)) if _is_doi(one)), taken)
    put_first(entry, "url", texts_at(root, ("location/url",)), taken)
    genres = (one for one in texts_at(root, ("genre",)) if clean_entry_type(one.text) in KINDS)
    put_first(entry, "entry_type", genres, taken)
    dates = (date for path in _DATES for held in (root, *hosts) for date in texts_at(held, (path,)))
    put_first(entry, "date", dates, taken)
    for host in hosts:
        put_first(entry, "venue", (part for title in _titles(host) for part in texts_at(title, ("title",))), taken)
    for held in (root, *hosts):
        _put_part(entry, held, taken)


def _titles(held: Element) -> Iterator[Element]:
    """The titles that are neither short, nor translated, nor any other but the one on the paper."""
    return (one for one in held.find_all("titleInfo") if "type" not in one.attributes)


def _put_name(entry: Entry, name: Element, taken: set[int]) -> None:
    """Put one who wrote it; the name stands in one text or in its parts, the given one perhaps in several."""
    roles = {one.text.strip().rstrip(".").lower() for one in texts_at(name, ("role/roleTerm",))} or {""}
    parts = list(texts_at(name, ("namePart",)))
    families, given, whole = ([one for one in parts if one.attributes.get("type", "") == kind] for kind in _PARTS)
    suffixes = [one for one in parts if one.text.strip().rstrip(".").lower() in SUFFIXES]
    told = [*families, *given, *suffixes] if families else whole[:1]
    if not roles & _AUTHORS or not told:
        return
    halves = [families, given, suffixes] if families else [told]
    said = ", ".join(" ".join(one.text.strip() for one in half) for half in halves if half)
    people = join_lists([said])
    inner, end = min(one.inner for one in told), max(one.end for one in told)
    entry.put_authors(people.names, inner, end, complete=people.complete)
    taken.update(part.start for part in told)


def _put_part(entry: Entry, held: Element, taken: set[int]) -> None:
    """Put volume, issue and pages, where they are not there yet."""
    for detail in held.find_all("part", "detail"):
        field = _DETAILS.get(detail.attributes.get("type", ""))
        if field is not None and field not in entry.values:
            put_first(entry, field, texts_at(detail, ("number",)), taken)
    for extent in held.find_all("part", "extent"):
        if extent.attributes.get("unit", "pages") in ("pages", "page") and "pages" not in entry.values:
            put_first(entry, "pages", texts_at(extent, ("start", "list")), taken)
            put_first(entry, "pages", texts_at(extent, ("end",)), taken, "-")


def _is_doi(element: Element) -> bool:
    return element.attributes.get("type", "").lower() in ("doi", "uri", "") and clean_doi(element.text) is not None
