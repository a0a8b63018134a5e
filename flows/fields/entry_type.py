"""Kinds of publication, in BibTeX's words."""

import re
from typing import Final

_WORDS: Final = {
    # RIS
    **dict.fromkeys(("jour", "ejour", "jfull", "mgzn", "news", "abst", "inpr"), "article"),
    **dict.fromkeys(("conf", "cpaper"), "inproceedings"),
    **dict.fromkeys(("chap", "echap"), "incollection"),
    **dict.fromkeys(("book", "ebook", "edbook"), "book"),
    **dict.fromkeys(("thes", "dissertation", "thesis"), "phdthesis"),
    **dict.fromkeys(("rprt", "report", "reportpaper"), "techreport"),
    **dict.fromkeys(("unpb", "manscpt", "preprint", "posted_content", "submitted"), "unpublished"),
    **dict.fromkeys(("gen", "elec", "web", "data", "dataset", "other", "online", "electronic"), "misc"),
    # EndNote
    **dict.fromkeys(("electronic_article", "magazine_article", "newspaper_article"), "article"),
    "conference_proceedings": "inproceedings",
    "electronic_book_section": "incollection",
    "electronic_book": "book",
    **dict.fromkeys(("unpublished_work", "manuscript"), "unpublished"),
    **dict.fromkeys(("generic", "web_page", "blog", "online_database"), "misc"),
    # IEEE Xplore, AMiner
    **dict.fromkeys(("journals", "magazines", "early_access_articles", "journal"), "article"),
    "conferences": "inproceedings",
    # bioRxiv
    **dict.fromkeys(("new_results", "confirmatory_results", "contradictory_results"), "unpublished"),
    # Crossref, OpenAlex, Scopus, DBLP, Zotero, Web of Science
    **dict.fromkeys(
        ("journal_article", "article_journal", "journalarticle", "review", "letter", "editorial", "research_article"),
        "article",
    ),
    **dict.fromkeys(("proceedings_article", "proceedings_paper", "paper_conference"), "inproceedings"),
    **dict.fromkeys(("conference_paper", "conferencepaper", "conference"), "inproceedings"),
    **dict.fromkeys(("book_chapter", "bookchapter", "chapter", "book_section", "booksection"), "incollection"),
    **dict.fromkeys(("monograph", "edited_book", "reference_book"), "book"),
    # DBLP's search
    "journal_articles": "article",
    "conference_and_workshop_papers": "inproceedings",
    **dict.fromkeys(("parts_in_books_or_collections", "reference_works"), "incollection"),
    "books_and_theses": "book",
    "editorship": "proceedings",
    **dict.fromkeys(("informal_and_other_publications", "informal_publications"), "unpublished"),
    "data_and_artifacts": "misc",
    # HAL
    "art": "article",
    "comm": "inproceedings",
    "couv": "incollection",
    "ouv": "book",
    "these": "phdthesis",
    # JATS
    **dict.fromkeys(("review_article", "brief_report", "case_report", "rapid_communication"), "article"),
    # What archives say of theirs, in the words of OpenAIRE
    **dict.fromkeys(("doctoralthesis", "doctoral_thesis"), "phdthesis"),
    **dict.fromkeys(("masterthesis", "master_thesis"), "mastersthesis"),
    **dict.fromkeys(("conferenceobject", "conference_object"), "inproceedings"),
    **dict.fromkeys(("bookpart", "book_part"), "incollection"),
    **dict.fromkeys(("workingpaper", "working_paper"), "techreport"),
}
KINDS: Final = frozenset(_WORDS.values())
"""The kinds of publication that have a word in BibTeX."""

_NO_WORD: Final = re.compile("[^a-z0-9]+")


def clean_entry_type(raw: str) -> str | None:
    """The kind of publication, lower case: that of RIS, Crossref and OpenAlex in BibTeX's words, any other as it is.

    Of several with `;` between, as Web of Science gives them, the first counts. Cleaning twice changes nothing.
    """
    first = next(filter(None, (part.strip() for part in raw.split(";"))), "")
    word = _NO_WORD.sub("_", first.lower()).strip("_")
    return _WORDS.get(word, word) or None
