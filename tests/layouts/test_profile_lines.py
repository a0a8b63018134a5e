"""Lines of authors' pages that scrapes show in other forms: dates, comments, buttons and icons."""

import pytest

from flows.layouts import profile
from flows.layouts.base import collapse
from flows.layouts.registry import identify

TITLE = "Counting Twice, Slowly"
HEADER = "Alert button\nPicture for Ada Lovelace\n\nAda Lovelace\n\nAlert button\n"
ABSTRACT = "We count the papers of a small library twice, by hand and by machine, and explain where the counts differ."
AUTHORS = "Ada Lovelace, Bart de Vylder"
ABOVE = f"\n{TITLE}\n\nFeb 02, 2023\n{AUTHORS}\n\nFigure 1 for {TITLE}\n\n{ABSTRACT}\n\n"
RECORD = f"{ABOVE}* 12 pages\nViaarxiv icon\n"
WHOLE = {"title": TITLE, "date": "Feb 02, 2023", "authors": AUTHORS, "abstract": ABSTRACT, "comment": "12 pages"}


def records(text: str) -> list[dict[str, str]]:
    """Each record's fields, in page order; nothing of the page may be refused."""
    page = profile.parse(text)
    assert page.refusals == []
    found = []
    for entry in page.entries:
        fields: dict[str, str] = {}
        for span in entry.spans:
            fields[span.name] = collapse(f"{fields.get(span.name, '')} {text[span.start : span.end]}")
        found.append(fields)
    return found


@pytest.mark.parametrize(
    "date",
    [
        "2 Feb 2023",
        "02 February 2023",
        "2nd Feb. 2023",
        "2-Feb-2023",
        "Feb 2nd, 2023",
        "February 2 2023",
        "2023-02-02",
        "2023/2/2",
        "2023.02.02",
    ],
)
def test_dates_of_all_kinds(date: str) -> None:
    text = HEADER + RECORD.replace("Feb 02, 2023", date) * 2
    assert records(text) == [{**WHOLE, "date": date}] * 2
    assert [entry.confidence for entry in profile.parse(text).entries] == [1, 1]


@pytest.mark.parametrize("title", ["2023-02-02", "2 Feb 2023"])
def test_a_title_may_be_such_a_date(title: str) -> None:
    assert records(HEADER + RECORD.replace(TITLE, title)) == [{**WHOLE, "title": title}]


@pytest.mark.parametrize("comment", ["Comments: 12 pages\n", "Comment:12 pages\n", "Comments: 12 pages\n\n"])
def test_a_comment_behind_its_label(comment: str) -> None:
    assert records(HEADER + (ABOVE + comment + "Viaarxiv icon\n") * 2) == [WHOLE, WHOLE]


def test_a_title_may_begin_as_a_comment_does() -> None:
    title = "Comments: Who Writes Them, and Why?"
    assert records(HEADER + RECORD.replace(TITLE, title) * 2) == [{**WHOLE, "title": title}] * 2


def test_an_abstract_keeps_a_paragraph_that_begins_as_a_comment_does() -> None:
    abstract = f"{ABSTRACT}\n\nComments: there are some.\n\nThey are few."
    record = RECORD.replace(ABSTRACT, abstract)
    assert records(HEADER + record) == [{**WHOLE, "abstract": collapse(abstract)}]


@pytest.mark.parametrize("line", ["Code", "Code: https://example.org/ada/sieve", "Add code"])
@pytest.mark.parametrize(
    "above", [f"\n{TITLE}\n", "Feb 02", AUTHORS, f"\n{ABSTRACT}", "* 12", "Viaarxiv icon"], ids=lambda above: above[:9]
)
def test_a_line_about_code_belongs_to_no_record(line: str, above: str) -> None:
    before, _, after = (HEADER + RECORD * 2).rpartition(above)
    rest, _, below = after.partition("\n")
    assert records(f"{before}{above}{rest}\n{line}\n{below}") == [WHOLE, WHOLE]


@pytest.mark.parametrize(
    "lines",
    [
        "Share this with someone who'll enjoy it:\n\nView paper onarxiv icon\n",
        "Load more\n",
        "Previous page\nNext page\n",
    ],
)
def test_what_else_the_page_offers_belongs_to_no_record(lines: str) -> None:
    assert records(HEADER + f"{RECORD}\n{lines}" * 2) == [WHOLE, WHOLE]


@pytest.mark.parametrize("icon", ["Via", "Via arXiv", "Via arxiv"])
def test_what_is_left_of_an_icon_without_its_caption(icon: str) -> None:
    text = HEADER + RECORD.replace("Viaarxiv icon", icon) * 2
    assert records(text) == [WHOLE, WHOLE]
    assert identify(RECORD.replace("Viaarxiv icon", icon).replace(f"Figure 1 for {TITLE}\n", "")).name == "profile"


def test_such_a_word_is_no_icon_where_icons_have_captions() -> None:
    record = RECORD.replace(ABSTRACT, f"{ABSTRACT}\n\nVia\n\nOver the hill.")
    assert records(HEADER + record)[0]["abstract"] == f"{ABSTRACT} Via Over the hill."


@pytest.mark.parametrize("authors", ["ada lovelace, bart de vylder, bo li, ann wu, jan roe", "plato"])
def test_authors_in_small_letters(authors: str) -> None:
    assert records(HEADER + RECORD.replace(AUTHORS, authors) * 2) == [{**WHOLE, "authors": authors}] * 2


@pytest.mark.parametrize("label", ["Published: ", "Published on ", "Submitted ", "Updated: ", "Date:"])
def test_a_label_before_a_date(label: str) -> None:
    text = HEADER + RECORD.replace("Feb 02, 2023", f"{label}Feb 02, 2023") * 2
    assert records(text) == [WHOLE, WHOLE]


def test_a_title_may_begin_as_such_a_label_does() -> None:
    title = "Published on Monday: News of Lakes"
    assert records(HEADER + RECORD.replace(TITLE, title)) == [{**WHOLE, "title": title}]


def test_a_dot_before_a_comment_that_touches_its_icon() -> None:
    text = HEADER + RECORD.replace("* 12 pages", "• 12 pages") * 2
    assert records(text) == [WHOLE, WHOLE]


def test_a_list_with_dots_in_an_abstract() -> None:
    abstract = f"{ABSTRACT}\n• one\n• two"
    assert records(HEADER + RECORD.replace(ABSTRACT, abstract))[0]["abstract"] == collapse(abstract)


@pytest.mark.parametrize(
    "caption", ["figure 1 for {}", "Image: Figure 1 for {}", "[Figure 1 for {}]", "[Image: Figure 1 for {}]"]
)
def test_captions_of_other_forms(caption: str) -> None:
    assert records(HEADER + RECORD.replace(f"Figure 1 for {TITLE}", caption.format(TITLE))) == [WHOLE]


@pytest.mark.parametrize("line", ["12 citations", "1 citation", "Cited by 12", "Cited by: 3"])
def test_how_often_a_paper_is_cited_belongs_to_no_record(line: str) -> None:
    assert records(HEADER + RECORD.replace("* 12 pages\n", f"* 12 pages\n{line}\n") * 2) == [WHOLE, WHOLE]
