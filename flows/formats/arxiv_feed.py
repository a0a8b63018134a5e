"""arXiv's feeds: what its interface answers a query with (Atom), and what it announces every day (Atom and RSS).

See https://info.arxiv.org/help/api/user-manual.html and https://info.arxiv.org/help/rss_specifications.html.
"""

import re
from typing import Final

from flows.fields.author_lists import split_authors
from flows.fields.identifiers import ARCHIVES
from flows.formats.base import BrokenEntryError, Entry, Export, Sample, State, collapse
from flows.formats.xml_elements import Element
from flows.formats.xml_records import (
    MARKUP,
    PREFIX,
    begins_with,
    put_first,
    put_person,
    put_rest,
    read_records,
    texts_at,
)

DESCRIPTION: Final = (
    "arXiv's feeds: the Atom that its interface answers with, and its daily announcements as Atom or RSS."
)
EXAMPLE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<title>arXiv Query</title>\n'
    "<entry><id>http://arxiv.org/abs/2103.00001v2</id><updated>2021-04-01T09:00:00Z</updated>"
    "<published>2021-03-01T09:00:00Z</published>\n<title>On Tides</title><summary>The sea rises.</summary>\n"
    "<author><name>Ada Moor</name></author><author><name>Bo Li</name></author>\n"
    '<arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">9 pages</arxiv:comment>'
    '<category term="physics.ao-ph" scheme="http://arxiv.org/schemas/atom"/></entry>\n</feed>\n'
)

_FIELDS: Final = {
    "title": ("title",),
    "venue": ("journal_ref", "journal_reference"),
    "doi": ("doi", "DOI"),
    "comment": ("comment",),
}
_NUMBERS: Final = ("id", "guid")
_NUMBERED: Final = re.compile(
    rf"<{PREFIX}(?:id|guid)(?:\s[^<>]*)?>\s*(?:oai:arXiv\.org:|https?://(?:\w+\.)?arxiv\.org/(?:abs/|api/errors))"
)
_DATES: Final = ("published", "pubDate", "updated")
_OAI: Final = "oai:arXiv.org:"
# The announcement says so itself before an abstract; what kind it is stands in an element of its own, too.
_ANNOUNCED: Final = re.compile(r"\s*arXiv:\S+\s+Announce Type:\s*[\w-]+\s+(?:Abstract:\s*)?", re.IGNORECASE)
_ERROR: Final = "/api/errors"
"""Stands in the number of the entry by which arXiv tells that it could not answer."""

# What feeds say of themselves, before their first entry.
_LEAF: Final = (
    rf"<(?P<leaf>{PREFIX}(?:title|subtitle|id|updated|link|description|docs|language|lastBuildDate|managingEditor"
    r"|pubDate|day|totalResults|startIndex|itemsPerPage|Query|rights|copyright|generator|icon|logo))"
    r"(?:\s[^<>]*)?>[^<]*</(?P=leaf)\s*>"
)
_AROUND: Final = re.compile(rf"(?:<{PREFIX}(?:feed|rss)(?:\s[^<>]*)?>(?:{_LEAF}|{MARKUP})*|{MARKUP})+")


def matches(sample: Sample) -> float:
    """1 where the first element is a feed, and an entry in it has a number of arXiv's."""
    is_feed = begins_with(sample.text, "feed") or begins_with(sample.text, "rss")
    return 1.0 if is_feed and _NUMBERED.search(sample.text) is not None else 0.0


def read(text: str, _: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text, as `read_records` gives them."""
    return read_records(text, ("entry", "item"), _fill, _AROUND, last=last)


def _fill(entry: Entry, root: Element, _: str) -> None:
    """Fill an entry. Raises BrokenEntryError where it is arXiv's word for an error."""
    taken: set[int] = set()
    for number in list(texts_at(root, _NUMBERS))[:1]:
        if _ERROR in number.text:
            raise BrokenEntryError("arXiv could not answer: ask it again.")
        put_first(entry, "source_id", [number], taken)
        entry.put("arxiv_id", number.text.strip().removeprefix(_OAI), number.inner, number.end)
    for field, paths in _FIELDS.items():
        put_first(entry, field, texts_at(root, paths), taken)
    for abstract in list(texts_at(root, ("summary", "description")))[:1]:
        entry.put("abstract", _ANNOUNCED.sub("", abstract.text, count=1), abstract.inner, abstract.end)
        taken.add(abstract.start)
    for path in _DATES:
        put_first(entry, "date", texts_at(root, (path,)), taken, "; ")
    for author in root.find_all("author"):
        put_person(entry, author, (("name",),), taken)
    for creator in texts_at(root, ("creator",)):
        people = split_authors(collapse(creator.text))
        entry.put_authors(people.names, creator.inner, creator.end, complete=people.complete)
        taken.add(creator.start)
    _put_categories(entry, root, taken)
    _put_links(entry, root, taken)
    put_rest(entry, root, taken)


def _put_categories(entry: Entry, root: Element, taken: set[int]) -> None:
    """Put arXiv's own; those of other schemes, as of the ACM and the AMS, are kept aside."""
    for category in root.find_all("category"):
        term = category.attributes.get("term", category.text).strip()
        start = category.inner if category.text.strip() else category.start
        if term.partition(".")[0] in ARCHIVES:
            entry.put("subjects", term, start, category.end)
        else:
            entry.put_aside(f"{root.name}.category", term, start, category.end)
        taken.add(category.start)
    for primary in root.find_all("primary_category"):
        term = primary.attributes.get("term", "")
        entry.put_aside(f"{root.name}.{primary.name}", term, primary.start, primary.end)


def _put_links(entry: Entry, root: Element, taken: set[int]) -> None:
    """Put the address of the paper's page; those of its files are kept aside."""
    put_first(entry, "url", texts_at(root, ("link",)), taken)
    for link in root.find_all("link"):
        address = link.attributes.get("href", "")
        if link.attributes.get("rel") == "alternate" and "url" not in entry.values:
            entry.put("url", address, link.start, link.end)
        else:
            entry.put_aside(f"{root.name}.link", address, link.start, link.end)
