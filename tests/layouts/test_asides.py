"""Authors, dates and tags that some pages of collaborators show round the archive."""

import time
from datetime import date

import pytest

from flows.fields.dates import read_date
from flows.layouts import collaborators
from tests.layouts.contract import fields_of

HEADER = "Goto\n\nCollaborating Authors\n\n\u00a0Lovelace, Ada\n\n"
ABSTRACT = (
    "We count the papers of a small library twice, by hand and by machine, and explain where the two counts differ, "
    "which is at the shelf nearest the window, where the light is good and the reader stays too long."
)
NAMES = "Lovelace, Ada, de Vylder, Bart, Cen, Sarah H."
TAGS = "Country:\n\nNorth America > United States (0.14)\n\nEurope\n\nGenre: Research Report (1.00)\n\nNew Finding\n\n"
WHOLE = {"title": "Thinking Slow, Fast", "subjects": "arXiv.org Machine Learning", "abstract": ABSTRACT}


def page(above: str = "", below: str = "", end: str = "", archive: str = WHOLE["subjects"]) -> str:
    record = f"\n{WHOLE['title']}\n\n{above}{archive}\n\n{below}{ABSTRACT}\n\n{end}"
    return HEADER + record * 3


def records(text: str) -> list[dict[str, str]]:
    """Each record's fields; all must be sure, and nothing of the page refused."""
    found = collaborators.parse(text)
    assert found.refusals == []
    assert {entry.confidence for entry in found.entries} == {1}
    return [fields_of(text, entry) for entry in found.entries]


def furniture(text: str, kind: str) -> list[str]:
    return [text[span.start : span.end] for span in collaborators.parse(text).furniture if span.name == kind]


@pytest.mark.parametrize("archive", ["arXiv.org Machine Learning", "Journal of Small Libraries"])
def test_the_authors_below_the_title_are_all_of_them(archive: str) -> None:
    text = page(above=f"{NAMES}\n\n", archive=archive)
    assert records(text) == [{**WHOLE, "subjects": archive, "authors": NAMES}] * 3
    for entry in collaborators.parse(text).entries:
        assert entry.authors == ("Lovelace, Ada", "de Vylder, Bart", "Cen, Sarah H.")
        assert entry.authors_complete


@pytest.mark.parametrize("day", ["May-1-2023", "1 May 2023", "2023-05-01", "May 1, 2023"])
def test_a_date_below_the_archive(day: str) -> None:
    (one, *_) = found = records(page(below=f"{day}\n\n"))
    assert found == [{**WHOLE, "authors": "Lovelace, Ada", "date": day}] * 3
    assert read_date(one["date"]).date == date(2023, 5, 1)


def test_tags_below_the_abstract() -> None:
    text = page(end=TAGS)
    assert records(text) == [{**WHOLE, "authors": "Lovelace, Ada"}] * 3
    assert furniture(text, "tag") == [line for line in TAGS.split("\n") if line] * 3


@pytest.mark.parametrize("tag", ["Duplicate", "Genre: Overview", "Industry:\n\nHealth & Medicine"])
def test_tags_above_and_below_the_archive(tag: str) -> None:
    expected = [{**WHOLE, "authors": "Lovelace, Ada"}] * 3
    assert records(page(above=f"{tag}\n\n")) == expected
    assert records(page(below=f"{tag}\n\n")) == expected
    assert furniture(page(below=f"{tag}\n\n"), "tag") == tag.split("\n\n") * 3


@pytest.mark.parametrize(
    "abstract", [f"Background\n\n{ABSTRACT}", f"{ABSTRACT}\n\nThis was in May 2023.", f"{ABSTRACT}\n\nIt ends: here."]
)
def test_short_paragraphs_stay_in_their_abstract(abstract: str) -> None:
    text = page().replace(ABSTRACT, abstract)
    assert [record["abstract"] for record in records(text)] == [" ".join(abstract.split())] * 3


@pytest.mark.parametrize("title", ["Genre: A Short History", "May 1, 2023", "North > South", "Red, Green, Blue, Grey"])
def test_titles_that_look_like_tags(title: str) -> None:
    text = page(end=TAGS).replace(WHOLE["title"], title)
    assert [record["title"] for record in records(text)] == [title] * 3


def test_time_grows_with_the_page_only() -> None:
    def seconds(count: int) -> float:
        text = page(end="Country: Norway\n" + "a tag\n" * count)
        began = time.process_time()
        collaborators.parse(text)
        return time.process_time() - began

    assert seconds(8000) < 40 * max(seconds(800), 0.01)
