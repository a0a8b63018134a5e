"""Articles in JATS, as PubMed Central and publishers give out full texts.

See https://jats.nlm.nih.gov/archiving/: what an article says of itself stands in its `front`.
"""

import re
from itertools import islice
from typing import Final

from flows.formats.base import Entry, Export, Sample, State
from flows.formats.xml_elements import Element
from flows.formats.xml_records import (
    PREFIX,
    begins_with,
    put_first,
    put_person,
    put_rest,
    read_records,
    texts_at,
)

DESCRIPTION: Final = "Articles in JATS, whole or their front alone; one a file, or several in a set."
EXAMPLE: Final = (
    '<article article-type="research-article"><front><journal-meta><journal-title-group><journal-title>Sea Letters'
    '</journal-title></journal-title-group></journal-meta><article-meta><article-id pub-id-type="doi">10.5555/tides'
    "</article-id><title-group><article-title>On Tides</article-title></title-group><contrib-group>"
    '<contrib contrib-type="author"><name><surname>Moor</surname><given-names>Ada</given-names></name></contrib>'
    '</contrib-group><pub-date pub-type="epub"><day>5</day><month>3</month><year>2019</year></pub-date>'
    "<abstract><p>The sea rises.</p></abstract></article-meta></front></article>\n"
)

_META: Final = "front/article-meta"
_FIELDS: Final = {
    "venue": (
        *("front/journal-meta/journal-title-group/journal-title", "front/journal-meta/journal-title"),
        "front/journal-meta/journal-title-group/abbrev-journal-title",
    ),
    "volume": (f"{_META}/volume",),
    "number": (f"{_META}/issue",),
}
_IDS: Final = {
    "doi": "doi",
    "pmid": "pmid",
    **dict.fromkeys(("pmcid", "pmc", "publisher-id"), "source_id"),
}
"""The fields of an article's numbers by their kinds; of several for one field the first kind counts."""
_NAMES: Final = (
    ("name/surname", "name-alternatives/name/surname", "string-name", "collab"),
    ("name/given-names", "name-alternatives/name/given-names"),
    ("name/suffix",),
)
_PUBLISHED: Final = ("epub", "ppub", "epub-ppub", "collection", "pub", "electronic", "print")
_DATE: Final = ("year", "month", "day")
_LAST: Final = 9999
_TEXTS: Final = ("body", "back", "floats-group", "sub-article", "response")
# Marks of footnotes in a title are no part of it.
_MARKS: Final = re.compile(r"<(xref|fn)\b[^<>]*>[^<]*(?:<(?!/?\1\b)[^<]*)*</\1\s*>")
_FRONT: Final = re.compile(rf"<{PREFIX}article-meta[\s>]")


def matches(sample: Sample) -> float:
    """1 where the first element is an article or a set of them, with a front."""
    is_article = any(begins_with(sample.text, name) for name in ("article", "pmc-articleset", "articles"))
    return 1.0 if is_article and _FRONT.search(sample.text) is not None else 0.0


def read(text: str, _: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text, as `read_records` gives them."""
    return read_records(text, ("article",), _fill, last=last)


def _fill(entry: Entry, root: Element, text: str) -> None:
    taken: set[int] = set()
    put_article(entry, root, text, taken)
    put_rest(entry, root, taken)


def put_article(entry: Entry, root: Element, text: str, taken: set[int]) -> None:
    """Put what an element `article` of `text` says, and take it."""
    _put_ids(entry, root, taken)
    _put_titles(entry, root, text, taken)
    for field, paths in _FIELDS.items():
        put_first(entry, field, texts_at(root, paths), taken)
    abstracts = sorted(texts_at(root, (f"{_META}/abstract",)), key=lambda one: "abstract-type" in one.attributes)
    for abstract in abstracts[:1]:
        entry.put("abstract", text[abstract.inner : abstract.end], abstract.inner, abstract.end)
        taken.add(abstract.start)
    for author in root.find_all(*f"{_META}/contrib-group/contrib".split("/")):
        if author.attributes.get("contrib-type", "author") == "author":
            put_person(entry, author, _NAMES, taken)
    _put_date(entry, root, taken)
    _put_pages(entry, root, taken)
    entry.put("entry_type", root.attributes.get("article-type", ""), root.start, root.inner)
    for part in root.children:
        if part.name in _TEXTS:
            entry.put_aside(f"{root.name}.{part.name}", part.text, part.inner, part.end)
            taken.add(part.start)


def _put_ids(entry: Entry, root: Element, taken: set[int]) -> None:
    numbers = list(texts_at(root, (f"{_META}/article-id",)))
    for kind, field in _IDS.items():
        if field not in entry.values:
            put_first(entry, field, (one for one in numbers if one.attributes.get("pub-id-type") == kind), taken)


def _put_titles(entry: Entry, root: Element, text: str, taken: set[int]) -> None:
    for title in islice(texts_at(root, (f"{_META}/title-group/article-title",)), 1):
        # Its tags are read as those of other formats are: what is set high or low shows so.
        entry.put("title", _MARKS.sub("", text[title.inner : title.end]), title.inner, title.end)
        taken.add(title.start)
    for subtitle in islice(texts_at(root, (f"{_META}/title-group/subtitle",)), 1):
        if entry.put_subtitle(subtitle.text, subtitle.inner, subtitle.end):
            taken.add(subtitle.start)


def _put_date(entry: Entry, root: Element, taken: set[int]) -> None:
    """Put the earliest day of those on which it was published; one without month or day comes behind."""
    dates = [
        one
        for one in root.find_all(*f"{_META}/pub-date".split("/"))
        if one.attributes.get("pub-type", one.attributes.get("date-type", "pub")) in _PUBLISHED
    ]
    for date in sorted(dates, key=_order)[:1]:
        for part in _DATE:
            put_first(entry, "date", texts_at(date, (part,)), taken)


def _order(date: Element) -> tuple[int, ...]:
    said = [next((part.text.strip() for part in texts_at(date, (name,))), "") for name in _DATE]
    return tuple(int(part) if part.isdecimal() else _LAST for part in said)


def _put_pages(entry: Entry, root: Element, taken: set[int]) -> None:
    """Put first and last page, else the article's number."""
    for path, glue in ((f"{_META}/fpage", ""), (f"{_META}/lpage", "-")):
        put_first(entry, "pages", texts_at(root, (path,)), taken, glue)
    if "pages" not in entry.values:
        put_first(entry, "pages", texts_at(root, (f"{_META}/elocation-id",)), taken)
