"""arXiv's own listings: labels that lack their value or their name, abstracts that hold labels, dates above records."""

import textwrap
import time
from itertools import pairwise
from pathlib import Path

import pytest

from flows.dumps.text import with_plain_line_ends
from flows.layouts.arxiv_listing import EXAMPLE, matches, parse
from flows.layouts.base import Entry, claimed_spans, collapse
from flows.layouts.registry import identify
from tests.layouts.contract import assert_tiled, fields_of

SAMPLE = Path(__file__).parent / "arxiv_listing" / "sample.txt"
FIRST_LINE = "[1] arXiv:2401.00001 [pdf, html, other]\n"
FILED = "Subjects: Machine Learning (cs.LG)\n"


def read(text: str) -> list[Entry]:
    """The page's entries; every character is accounted for."""
    page = parse(text)
    assert_tiled(claimed_spans(page), len(text))
    return page.entries


def read_one(text: str) -> dict[str, str]:
    (entry,) = read(text)
    return fields_of(text, entry)


@pytest.mark.parametrize(
    "links",
    [
        "[pdf, html, other]",
        "[pdf, ps, other]",
        "[pdf]",
        "(cross-list from cs.CV) [pdf]",
        "(replaced) [v2]\n[pdf, other]",
    ],
)
def test_the_first_line_gives_the_identifier_whatever_its_marks(links: str) -> None:
    text = f"[7]  arXiv:2401.00001 {links}\nTitle: Comets\nAuthors: Bo Sample\n{FILED}Eight of them.\n"
    assert identify(text).name == "arxiv_listing"
    assert read_one(text) == {
        "identifier": "arXiv:2401.00001",
        "title": "Comets",
        "authors": "Bo Sample",
        "subjects": "Machine Learning (cs.LG)",
        "abstract": "Eight of them.",
    }


def test_identifiers_of_both_ages_and_dois_are_identifiers_and_journals_venues() -> None:
    text = "[1] arXiv:math.AG/9901001 [pdf]\nTitle: T\nJournal-ref: J. Small Libr. 1 (1999)\nDOI: 10.1000/xyz\n"
    found = read_one(text)
    assert found["identifier"] == "arXiv:math.AG/9901001 10.1000/xyz"
    assert found["venue"] == "J. Small Libr. 1 (1999)"


@pytest.mark.parametrize(
    ("lines", "title", "authors"),
    [
        ("Title: Two\n Long Lines\nAda Example, Bo Sample\n", "Two Long Lines", ["Ada Example", "Bo Sample"]),
        ("Title:\nShort\nAda Example,\nBo Sample\n", "Short", ["Ada Example", "Bo Sample"]),
        ("Title: Short\nAuthors:\nAda Example\n, \nBo Sample\n", "Short", ["Ada Example", "Bo Sample"]),
        ("Title: Nobody Wrote This\n", "Nobody Wrote This", []),
        ("Title: One Name\nPlato\n", "One Name", ["Plato"]),
        ("Title: X\nAuthors: Ada Example (At A, B), Bo Sample ((1), (2))\n", "X", ["Ada Example", "Bo Sample"]),
        ("Title: X\nAuthors: A B and C D, A and B Collaborations\n", "X", ["A B", "C D", "A and B Collaborations"]),
        ("Title: X\nAuthors: A B, C D & E F\n", "X", ["A B", "C D", "E F"]),
    ],
)  # fmt: skip
def test_titles_and_names_with_and_without_labels(lines: str, title: str, authors: list[str]) -> None:
    text = f"{FIRST_LINE}{lines}{FILED}An abstract, of a few words.\n"
    (entry,) = read(text)
    found = fields_of(text, entry)
    assert found["title"] == title
    assert list(entry.authors) == authors
    assert found["abstract"] == "An abstract, of a few words."


@pytest.mark.parametrize("more", ["et al. (20 additional authors not shown)", "...", "et al."])
def test_a_shortened_list_of_authors_is_incomplete(more: str) -> None:
    (entry,) = read(f"{FIRST_LINE}Title: X\nAda Example, Bo Sample, {more}\n{FILED}")
    assert entry.authors == ("Ada Example", "Bo Sample")
    assert not entry.authors_complete


def test_a_thousand_authors() -> None:
    names = [f"Ada{number} Example" for number in range(1000)]
    for joined in (", ".join(names), ",\n".join(names)):
        (entry,) = read(f"{FIRST_LINE}Title: X\n{joined}\n{FILED}We are many.\n")
        assert list(entry.authors) == names


def test_labels_inside_an_abstract_are_its_own_words() -> None:
    abstract = (
        "Comments: none.\nTitle: a word.\n\nSubjects: Machine Learning (cs.LG)\nTotal of 3 entries, [1] arXiv:2401.1"
    )
    assert read_one(f"{FIRST_LINE}Title: X\n{FILED}We begin.\n{abstract}")["abstract"] == collapse(
        f"We begin. {abstract}"
    )


def test_a_date_above_records_is_the_date_of_each_and_stands_outside() -> None:
    text = (
        f"Mon, 1 Jan 2024 (showing 2 of 2 entries )\n{FIRST_LINE}Title: A\n{FILED}[2] arXiv:2401.00002 [pdf]\n"
        f"Title: B\n{FILED}Fri, 29 Dec 2023\n[3] arXiv:2312.00003 [pdf]\nTitle: C\n{FILED}"
    )
    entries = read(text)
    assert [fields_of(text, entry)["date"] for entry in entries] == ["1 Jan 2024", "1 Jan 2024", "29 Dec 2023"]
    assert not any(entry.holds(span) for entry in entries for span in entry.spans if span.name == "date")


def test_an_e_mail_has_dates_and_subjects_of_its_own() -> None:
    text = (
        "\\\\\narXiv:2401.00001\nDate: Mon, 1 Jan 2024 00:00:00 GMT   (9kb)\n\nTitle: A Title That\n  Runs Over\n"
        "Authors: Ada Example and Bo Sample\nCategories: cs.LG\n\\\\\n  An abstract,\nAuthors: of two lines\n"
        "\\\\ ( https://arxiv.org/abs/2401.00001 ,  9kb)\n"
    )
    assert identify(text).name == "arxiv_listing"
    assert read_one(text) == {
        "identifier": "arXiv:2401.00001",
        "date": "1 Jan 2024 00:00:00 GMT",
        "title": "A Title That Runs Over",
        "authors": "Ada Example and Bo Sample",
        "subjects": "cs.LG",
        "abstract": "An abstract, Authors: of two lines",
    }


def test_a_page_cut_off_anywhere_keeps_the_records_before_and_doubts_the_last() -> None:
    text = SAMPLE.read_bytes().decode()
    whole = read(text)
    for end in range(0, len(text), 11):
        kept = [fields_of(text, entry) for entry, after in pairwise(whole) if after.start < end]
        found = read(text[:end])
        assert [fields_of(text, entry) for entry in found[: len(kept)]] == kept
    assert whole[-1].confidence < 0.9
    number = len("[2]  ")
    for start in range(0, len(text), 11):
        rest = [fields_of(text, entry) for entry in whole if entry.start - number >= start]
        entries = read(text[start:])
        last = [fields_of(text[start:], entry) for entry in entries[len(entries) - len(rest) :]]
        # A date above several records is lost with the page's beginning.
        assert [{**row, "date": ""} for row in last] == [{**row, "date": ""} for row in rest]


def test_windows_and_mac_line_ends_read_the_same() -> None:
    text = SAMPLE.read_bytes().decode()
    expected = [fields_of(text, entry) for entry in read(text)]
    for line_end in ("\r\n", "\r"):
        other = with_plain_line_ends(text.replace("\n", line_end))
        assert [fields_of(other, entry) for entry in read(other)] == expected


def test_pages_of_other_kinds_are_not_claimed() -> None:
    assert matches("Abstract:We follow [1] arXiv:2401.00001 and [2] arXiv:2401.00002 [pdf].\n") == 0
    assert matches("arXiv:2401.00001") == 0
    assert matches("") == 0


@pytest.mark.parametrize("piece", [FIRST_LINE, "Title: a\n", "a,\n", "(", " ", "\\\\\n", "Mon, 1 Jan 2024 ", "://"])
def test_time_grows_with_the_page_only(piece: str) -> None:
    text = f"{FIRST_LINE}Title: X\n{FILED}" + piece * (60_000 // len(piece))
    start = time.process_time()
    parse(text)
    assert time.process_time() - start < 5  # a tenth of a second as measured, minutes if it were quadratic


@pytest.mark.parametrize("between", [", ", "; ", " | ", " · ", "\n,\n", ",\n"])
def test_what_stands_between_names(between: str) -> None:
    names = [f"{given} Example" for given in ("Ada", "Bo", "Cy", "Di", "Eva", "Fay", "Gus", "Hal", "Ida", "Jo")]
    text = EXAMPLE.replace("Ada Example, Bo Sample", between.join(names))
    [entry] = parse(text).entries
    assert entry.authors == tuple(names)


@pytest.mark.parametrize("width", [40, 52, 60, 72])
def test_names_on_wrapped_lines(width: int) -> None:
    names = "Ada Example, Bo Sample, Charles Babbage, Marie Curie, Leonhard Euler, Sofia Kovalevskaya, Emmy Noether"
    lines = EXAMPLE.replace("Ada Example, Bo Sample", names).splitlines()
    text = "\n".join("\n".join(textwrap.wrap(line, width)) for line in lines)
    [entry] = parse(text).entries
    assert entry.authors == tuple(names.split(", "))
