"""Metadata in Dublin Core, which archives and journals fill each in its own way.

See https://www.dublincore.org/specifications/dublin-core/dces/: every element may be there more than once.
"""

import re
from datetime import date
from typing import Final

from flows.fields.author_lists import join_lists
from flows.fields.dates import LAST_YEAR, read_date, read_year
from flows.fields.entry_type import KINDS, clean_entry_type
from flows.fields.identifiers import clean_doi
from flows.formats.base import Entry
from flows.formats.xml_elements import Element
from flows.formats.xml_records import put_first, texts_at

_COMMENT: Final = re.compile(r"\s*Comments?:", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://\S+")
_NO_VENUE: Final = re.compile(r"https?://\S+|(?:[ep]-?)?(?:issn|isbn)\b.*|\d{4}-?\d{3}[\dx]|10\.\S+", re.IGNORECASE)
# What stands before a DOI or a kind where the guidelines of OpenAIRE are kept.
_SCHEME: Final = re.compile(r"\s*info:(?:doi/|eu-repo/semantics/(?:altIdentifier/doi/)?)")
_VOLUME: Final = re.compile(r"\b(?:vol(?:ume|umen|\.)?|v\.|bd\.?)\s*(\w+)", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\b(?:no|nr|n[úu]m|n|issue|heft)\b[.º°]*\s*(\d[\w/–-]*)", re.IGNORECASE)
_PAGES: Final = re.compile(r"\w[\w.–-]*")


def put_dublin_core(entry: Entry, metadata: Element, taken: set[int]) -> None:
    """Put what an element `dc` says, and take it."""
    titles = list(texts_at(metadata, ("title",)))[:1]
    put_first(entry, "title", titles, taken)
    for creator in texts_at(metadata, ("creator",)):
        people = join_lists([creator.text])
        entry.put_authors(people.names, creator.inner, creator.end, complete=people.complete)
        taken.add(creator.start)
    _put_descriptions(entry, list(texts_at(metadata, ("description",))), _language(titles), taken)
    put_first(entry, "date", sorted(texts_at(metadata, ("date",)), key=_day)[:1], taken)
    numbers = list(texts_at(metadata, ("identifier", "relation")))
    for number in [one for one in numbers if clean_doi(_plain(one)) is not None and _is_own(one)][:1]:
        entry.put("doi", _plain(number), number.inner, number.end)
        taken.add(number.start)
    put_first(
        entry, "url", (one for one in numbers if one.name == "identifier" and _ADDRESS.fullmatch(one.text)), taken
    )
    for kind in [one for one in texts_at(metadata, ("type",)) if clean_entry_type(_plain(one)) in KINDS][:1]:
        entry.put("entry_type", _plain(kind), kind.inner, kind.end)
        taken.add(kind.start)
    for source in [one for one in texts_at(metadata, ("source",)) if not _NO_VENUE.fullmatch(one.text.strip())][:1]:
        _put_source(entry, source)
        taken.add(source.start)


def _put_descriptions(entry: Entry, descriptions: list[Element], language: str, taken: set[int]) -> None:
    """Put the longest in the title's language as the abstract: archives set notes of all kinds beside it."""
    comments = [one for one in descriptions if _COMMENT.match(one.text)]
    for comment in comments[:1]:
        entry.put("comment", _COMMENT.sub("", comment.text, count=1), comment.inner, comment.end)
        taken.add(comment.start)
    others = [one for one in descriptions if one not in comments]
    fitting = [one for one in others if _language([one]) == language] or others
    put_first(entry, "abstract", sorted(fitting, key=lambda one: -len(one.text))[:1], taken)


def _language(elements: list[Element]) -> str:
    return next((one.attributes.get("xml:lang", "")[:2].lower() for one in elements), "")


def _day(element: Element) -> tuple[int, date]:
    """What puts dates in order: archives say when they got a paper, too, which is later than when it came out."""
    year = read_year(element.text)
    return LAST_YEAR + 1 if year is None else year, read_date(element.text).date or date.max


def _is_own(element: Element) -> bool:
    """Whether an element names the paper itself; a relation does where it says that it is another name of it."""
    return element.name == "identifier" or "/altIdentifier/doi/" in element.text


def _plain(element: Element) -> str:
    return _SCHEME.sub("", element.text, count=1)


def _put_source(entry: Entry, source: Element) -> None:
    """Put the venue; where Open Journal Systems wrote it, issue and pages stand behind it, with semicolons between."""
    venue, issue, pages, *_ = [part.strip() for part in source.text.split(";")] + ["", ""]
    volume, number = _VOLUME.search(issue), _NUMBER.search(issue)
    if volume is None and number is None:
        entry.put("venue", source.text, source.inner, source.end)
        return
    parts = {
        "venue": venue,
        "volume": volume[1] if volume is not None else "",
        "number": number[1] if number is not None else "",
        "pages": pages if _PAGES.fullmatch(pages) is not None else "",
    }
    for field, said in parts.items():
        entry.put(field, said, source.inner, source.end)
