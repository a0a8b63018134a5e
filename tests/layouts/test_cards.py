"""Cards with links to code: where facts, abstracts and the furniture below them are told apart."""

import time
from itertools import pairwise
from pathlib import Path

import pytest

from flows.dumps.text import with_plain_line_ends
from flows.layouts.base import Entry, claimed_spans, collapse
from flows.layouts.cards import EXAMPLE, matches, parse
from flows.layouts.registry import identify
from tests.layouts.contract import assert_tiled, fields_of

SAMPLE = Path(__file__).parent / "cards" / "sample.txt"
ABSTRACT = "We count the papers of a small library by hand and by machine, and say where the two counts differ."


def read(text: str) -> list[Entry]:
    """The page's entries; every character is accounted for."""
    page = parse(text)
    assert_tiled(claimed_spans(page), len(text))
    return page.entries


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("1 code implementation • 3 Jan 2024 • Ada E, Bo S", {"date": "3 Jan 2024", "authors": "Ada E, Bo S"}),
        ("no code implementations • ICCV 2019 4 • Plato", {"venue": "ICCV 2019 4", "authors": "Plato"}),
        ("3 code implementations in PyTorch\n•\nNeurIPS 2023\n•\nPlato", {"venue": "NeurIPS 2023", "authors": "Plato"}),
        ("2 code implementations", {}),
        ("5 code implementations\n3 Jan 2024\nAda E, Bo S", {"date": "3 Jan 2024", "authors": "Ada E, Bo S"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_facts_below_a_title(facts: str, expected: dict[str, str], between: str) -> None:
    text = between.join(["Comets", facts, ABSTRACT, "Information Retrieval +2"])
    assert identify(text).name == "cards"
    (entry,) = read(text)
    assert fields_of(text, entry) == {"title": "Comets", "abstract": ABSTRACT, **expected}


def test_a_listing_with_stars_and_links() -> None:
    stars = "★ 1,234\n\n0.51 stars / hour\n\nPaper\n\nCode"
    card = f"Comets\n\nada/comets •  • 3 Jan 2024\n\n{ABSTRACT}\n\nObject Detection\n\n{stars}\n\n"
    text = card + card.replace("Comets", "ImageNet 2012")
    assert identify(text).name == "cards"
    first, second = read(text)
    assert fields_of(text, first) == {"title": "Comets", "date": "3 Jan 2024", "abstract": ABSTRACT}
    assert fields_of(text, second) == {"title": "ImageNet 2012", "date": "3 Jan 2024", "abstract": ABSTRACT}
    assert first.confidence == 1


def test_the_number_of_implementations_may_stand_below_the_abstract() -> None:
    card = f"Comets\n3 Jan 2024\nAda Example, Bo Sample\n{ABSTRACT}\nObject Detection\n2 code implementations\n"
    text = 2 * card
    expected = {"title": "Comets", "date": "3 Jan 2024", "authors": "Ada Example, Bo Sample", "abstract": ABSTRACT}
    assert [fields_of(text, entry) for entry in read(text)] == [expected, expected]


def test_an_abstract_of_several_paragraphs_that_holds_words_of_the_page() -> None:
    abstract = (
        f"{ABSTRACT}\n\nNo code implementations exist; 1 code implementation is planned.\nWe give stars on 3 Jan 2024."
    )
    text = f"Comets\n1 code implementation • 3 Jan 2024 • Ada Example\n\n{abstract}\n\nObject Detection\n** Abacus **\n"
    (entry,) = read(text)
    assert fields_of(text, entry)["abstract"] == collapse(abstract)


@pytest.mark.parametrize("end", ["…", "..."])
def test_a_shortened_abstract_is_kept_as_it_stands(end: str) -> None:
    text = f"Comets\nno code implementations • 3 Jan 2024 • Ada Example\nWe count{end}\nObject Detection"
    (entry,) = read(text)
    assert fields_of(text, entry)["abstract"] == f"We count{end}"


def test_a_thousand_authors() -> None:
    names = [f"Ada{number} Example" for number in range(1000)]
    (entry,) = read(f"Comets\n1 code implementation • 3 Jan 2024 • {', '.join(names)}\n{ABSTRACT}\n")
    assert list(entry.authors) == names


def test_a_page_cut_off_anywhere_keeps_the_records_before() -> None:
    text = SAMPLE.read_bytes().decode()
    whole = read(text)
    assert whole[-1].confidence < 0.9
    for end in range(0, len(text), 11):
        kept = [fields_of(text, entry) for entry, after in pairwise(whole) if after.spans[1].end < end]
        found = read(text[:end])
        assert [fields_of(text, entry) for entry in found[: len(kept)]] == kept
    for start in range(0, len(text), 11):
        rest = [fields_of(text, entry) for entry in whole if entry.start > start]
        entries = read(text[start:])
        assert [fields_of(text[start:], entry) for entry in entries[len(entries) - len(rest) :]] == rest


def test_windows_and_mac_line_ends_read_the_same() -> None:
    text = SAMPLE.read_bytes().decode()
    expected = [fields_of(text, entry) for entry in read(text)]
    for line_end in ("\r\n", "\r"):
        other = with_plain_line_ends(text.replace("\n", line_end))
        assert [fields_of(other, entry) for entry in read(other)] == expected


def test_pages_of_other_kinds_are_not_claimed() -> None:
    assert matches("Comets\n\n3 Jan 2024\n\nWe found eight.\n") == 0
    assert matches("Abstract:There is no\nCode\nPaper\n1 code implementation.\n") == 0
    assert matches("") == 0


@pytest.mark.parametrize("piece", ["• ", "1 code implementation\n", "A 2012\n", "a, ", "T\n3 Jan 2024\n", " ", "\\\n"])
def test_time_grows_with_the_page_only(piece: str) -> None:
    text = "Comets\n1 code implementation\n" + piece * (60_000 // len(piece))
    start = time.process_time()
    parse(text)
    assert time.process_time() - start < 5  # a fifth of a second as measured, minutes if it were quadratic


@pytest.mark.parametrize("between", ["\n,\n", ",\n", "\n, "])
def test_names_of_a_list_on_several_lines(between: str) -> None:
    names = ("Ada Example", "Bo Sample", "Cy Wu")
    text = EXAMPLE.replace("Ada Example, Bo Sample", between.join(names))
    [entry] = parse(text).entries
    assert entry.authors == names
