"""PubMed's XML, as its programming interface and its yearly files give it."""

import re
from itertools import islice
from typing import Final

from flows.formats.base import Entry, Export, Sample, State
from flows.formats.pubmed_words import choose_type, is_title
from flows.formats.xml_elements import Element
from flows.formats.xml_records import begins_with, put_first, put_person, put_rest, read_records, texts_at

DESCRIPTION: Final = "PubMed's XML: a PubmedArticleSet with PubmedArticle and PubmedBookArticle elements."
EXAMPLE: Final = (
    '<?xml version="1.0" ?>\n<PubmedArticleSet>\n<PubmedArticle><MedlineCitation><PMID Version="1">12345</PMID>\n'
    "<Article><Journal><JournalIssue><Volume>3</Volume><PubDate><Year>2019</Year><Month>Mar</Month><Day>5</Day>"
    "</PubDate></JournalIssue><Title>Sea Letters</Title></Journal>\n<ArticleTitle>On Tides.</ArticleTitle>\n"
    "<Pagination><MedlinePgn>288-97</MedlinePgn></Pagination>\n"
    '<AuthorList CompleteYN="Y"><Author><LastName>Moor</LastName><ForeName>Ada</ForeName></Author></AuthorList>\n'
    '</Article></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="doi">10.5555/tides</ArticleId>'
    "</ArticleIdList></PubmedData></PubmedArticle>\n</PubmedArticleSet>\n"
)

# The daily files end with the numbers of records that PubMed took back.
_AROUND: Final = re.compile(r"(?:<DeleteCitation>(?:[\s\d]|</?PMID[^<>]*>)*</DeleteCitation>|[\s\ufeff]|<[^<>]*>)+")
_NUMBERS: Final = ("MedlineCitation/PMID", "BookDocument/PMID")
_FIELDS: Final = {
    "venue": (
        *("MedlineCitation/Article/Journal/Title", "MedlineCitation/Article/Journal/ISOAbbreviation"),
        *("MedlineCitation/MedlineJournalInfo/MedlineTA", "BookDocument/Book/BookTitle"),
    ),
    "volume": ("MedlineCitation/Article/Journal/JournalIssue/Volume", "BookDocument/Book/Volume"),
    "number": ("MedlineCitation/Article/Journal/JournalIssue/Issue",),
}
_TITLES: Final = (
    *("MedlineCitation/Article/ArticleTitle", "BookDocument/ArticleTitle"),
    *("MedlineCitation/Article/VernacularTitle", "BookDocument/VernacularTitle", "BookDocument/Book/BookTitle"),
)
_ABSTRACTS: Final = ("MedlineCitation/Article/Abstract", "BookDocument/Abstract", "MedlineCitation/OtherAbstract")
_NO_LABELS: Final = frozenset({"", "UNLABELLED", "UNLABELED", "UNASSIGNED"})
_DATES: Final = (
    *("MedlineCitation/Article/Journal/JournalIssue/PubDate", "MedlineCitation/Article/ArticleDate"),
    *("BookDocument/ContributionDate", "BookDocument/Book/PubDate"),
)
_PAGES: Final = ("MedlineCitation/Article/Pagination/MedlinePgn", "BookDocument/Pagination/MedlinePgn")
_FIRST_PAGES: Final = ("MedlineCitation/Article/Pagination/StartPage", "BookDocument/Pagination/StartPage")
_LAST_PAGES: Final = ("MedlineCitation/Article/Pagination/EndPage", "BookDocument/Pagination/EndPage")
_AUTHORS: Final = ("MedlineCitation/Article/AuthorList", "BookDocument/AuthorList", "BookDocument/Book/AuthorList")
_NAMES: Final = (("CollectiveName",), ("LastName",), ("ForeName", "Initials"), ("Suffix",))
"""The parts of a name, each by the first of its elements that is there."""
_DOIS: Final = (
    *("MedlineCitation/Article/ELocationID", "PubmedData/ArticleIdList/ArticleId"),
    *("BookDocument/ArticleIdList/ArticleId", "BookDocument/Book/ELocationID"),
)
_TYPES: Final = ("MedlineCitation/Article/PublicationTypeList/PublicationType", "BookDocument/PublicationType")


def matches(sample: Sample) -> float:
    """1 where the first element is a set of PubMed's articles, or one of them."""
    names = ("PubmedArticleSet", "PubmedArticle", "PubmedBookArticleSet", "PubmedBookArticle")
    return 1.0 if any(begins_with(sample.text, name) for name in names) else 0.0


def read(text: str, _: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text, as `read_records` gives them."""
    return read_records(text, ("PubmedArticle", "PubmedBookArticle"), _fill, _AROUND, last=last)


def _fill(entry: Entry, root: Element, text: str) -> None:
    taken: set[int] = set()
    titles = list(texts_at(root, _TITLES))
    for title in [title for title in titles if is_title(title.text)][:1] or titles[:1]:
        # Its tags are read as those of other formats are: what is set high or low shows so.
        entry.put("title", text[title.inner : title.end], title.inner, title.end)
        taken.add(title.start)
    number = list(texts_at(root, _NUMBERS))[:1]
    put_first(entry, "pmid", number, taken)
    put_first(entry, "source_id", number, set())
    for field, paths in _FIELDS.items():
        put_first(entry, field, texts_at(root, paths), taken)
    put_first(entry, "doi", filter(_is_doi, texts_at(root, _DOIS)), taken)
    for abstract in islice(texts_at(root, _ABSTRACTS), 1):
        _put_abstract(entry, abstract, text, taken)
    for date in islice(texts_at(root, _DATES), 1):
        for part in date.children:
            put_first(entry, "date", [part], taken)
    _put_pages(entry, root, taken)
    for authors in islice(texts_at(root, _AUTHORS), 1):
        _put_authors(entry, authors, taken)
    types = list(texts_at(root, _TYPES))
    kind = choose_type([one.text for one in types])
    put_first(entry, "entry_type", [one for one in types if one.text == kind], taken)
    put_rest(entry, root, taken)


def _put_abstract(entry: Entry, abstract: Element, text: str, taken: set[int]) -> None:
    """Put the parts of an abstract, with their labels as PubMed shows them."""
    for part in texts_at(abstract, ("AbstractText",)):
        label = part.attributes.get("Label", "")
        told = text[part.inner : part.end]
        if label.upper() in _NO_LABELS:
            entry.put("abstract", told, part.inner, part.end)
        else:
            entry.put("abstract", f"{label}: {told}", part.start, part.end)
        taken.add(part.start)


def _put_pages(entry: Entry, root: Element, taken: set[int]) -> None:
    """Put the pages in one, else the first and the last."""
    put_first(entry, "pages", texts_at(root, _PAGES), taken)
    if "pages" not in entry.values:
        put_first(entry, "pages", texts_at(root, _FIRST_PAGES), taken)
        put_first(entry, "pages", texts_at(root, _LAST_PAGES), taken, "-")


def _put_authors(entry: Entry, authors: Element, taken: set[int]) -> None:
    """Put the names of authors but those that PubMed has corrected, which stand beside what they were corrected to."""
    complete = authors.attributes.get("CompleteYN") != "N"
    for author in authors.find_all("Author"):
        if author.attributes.get("ValidYN") != "N":
            put_person(entry, author, _NAMES, taken, complete=complete)


def _is_doi(element: Element) -> bool:
    attributes = element.attributes
    return "doi" in (attributes.get("EIdType"), attributes.get("IdType")) and attributes.get("ValidYN") != "N"
