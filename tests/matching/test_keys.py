"""What is read of titles and names: signs that spare looking for what cannot be there, and keys of who wrote it."""

import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from flows.fields.title import compare_title
from flows.matching.headings import (
    CATALOGUE_NOTES,
    GENERIC_HEADING,
    HEADING_SIGNS,
    NOTE_SIGNS,
    NOTICE,
    SESSION_LABEL,
    WEAK_HEADING,
)
from flows.matching.keys import read_values
from flows.matching.series import find_numbers, may_be_numbered
from flows.matching.wording import words

SETS = Path(__file__).parents[3] / "shared" / "data" / "dedup"

HEADINGS = (
    "An addendum to moss",
    "Author's comment on moss",
    "Corrections",
    "Publisher Correction: moss",
    "Moss [erratum]",
    "Commentary on moss",
    "Data from: Moss",
    "Replication data for: Moss",
    "Code for: Moss",
    "Dataset for: Moss",
    "Additional file 3 of Moss",
    "Supplementary material for Moss",
    "Moss: corrigenda",
    "Discussion of moss",
    "Errata",
    "Moss - expression of concern",
    "Rejoinder",
    "Moss (reply)",
    "Authors’ Response to the critics of moss",
    "Retraction notice to moss",
    "Withdrawal: moss",
    "Guest editors' introduction to the special issue",
    "Preface to the minitrack",
    "Foreword for a special section",
    "Overview of the theme",
    "Editor's Note",
    "A word from the program chairs",
    "Notes from the treasurer",
    "The president's column",
    "Subject index of volume 3",
    "Annual reports",
    "Calls for papers",
    "Book review column",
    "About the authors",
    "Issue information",
    "Title page",
    "Masthead",
    "List of referees",
    "Reviewers",
    "Letters",
)
NOTED = (
    "Moss [Norwegian; English]",
    "Moss (review article)",
    "Moss [31 refs]",
    "Moss - book review",
    "Moss (Erratum appears in 5:3)",
    "Moss (tutorial session): its growth",
    "Moss (panel)",
    "Keynote: moss",
    "invited talk: moss",
    "Moss [letter; comment]",
    "Moss [conference abstract]",
    "Moss (Preprint)",
    "Moss [version 1; referees: awaiting peer review]",
    "Moss [version 2; peer review: 2 approved, 1 approved with reservations]",
)


@pytest.fixture(scope="module")
def titles() -> list[str]:
    """Every title of the labelled sets."""
    if not SETS.exists():
        pytest.skip(f"the labelled sets are not at {SETS}")
    return [title for path in sorted(SETS.glob("*.jsonl")) for title in pl.read_ndjson(path)["title"].drop_nulls()]


def is_marked(title: str) -> bool:
    key = compare_title(title)
    return any(sign in key for sign in HEADING_SIGNS)


@pytest.mark.parametrize("title", HEADINGS)
def test_a_heading_has_a_sign_of_one(title: str) -> None:
    assert any(re.search(pattern, title) for pattern in (GENERIC_HEADING, NOTICE, WEAK_HEADING))
    assert is_marked(title)


@pytest.mark.parametrize("title", NOTED)
def test_a_note_has_a_sign_of_one(title: str) -> None:
    assert re.search(CATALOGUE_NOTES, title) or re.search(SESSION_LABEL, title)
    assert re.search(NOTE_SIGNS, title)


def test_no_heading_note_or_number_of_the_labelled_sets_goes_without_its_sign(titles: list[str]) -> None:
    assert len(titles) > 15_000
    for title in titles:
        if any(re.search(pattern, title) for pattern in (GENERIC_HEADING, NOTICE, WEAK_HEADING)):
            assert is_marked(title), title
        if re.search(CATALOGUE_NOTES, title) or re.search(SESSION_LABEL, title):
            assert re.search(NOTE_SIGNS, title), title
        if find_numbers(title):
            assert may_be_numbered(words(title)), title


@pytest.mark.parametrize(
    "title",
    [
        "Moss II",
        "Moss, part b",
        "Moss Ⅱ",
        "Moss Ⅱ(b)",
        "Two-leaved moss",
        "The 4th moss",
        "Moss²",
        "Fifth moss",
        "On M1",
    ],
)
def test_a_title_with_a_number_may_have_one(title: str) -> None:
    assert find_numbers(title)
    assert may_be_numbered(words(title))


def test_most_titles_have_no_number() -> None:
    assert not may_be_numbered(words("Growth of moss under constant frost"), words("Vines and divine voices"))


@pytest.mark.parametrize(
    ("doi", "compared"),
    [
        ("10.1101/2020.01.02.123456v2", "10.1101/2020.01.02.123456"),
        ("10.21203/rs.3.rs-123/v1", "10.21203/rs.3.rs-123"),
        ("10.20944/preprints202001.0012.v3", "10.20944/preprints202001.0012"),
        ("10.12688/f1000research.1234.2", "10.12688/f1000research.1234"),
        ("10.12688/f1000research.1234", "10.12688/f1000research.1234"),
        ("10.1016/j.moss.v2", "10.1016/j.moss.v2"),
    ],
)
def test_versions_of_a_preprint_have_one_doi(records_of: Callable[..., pl.DataFrame], doi: str, compared: str) -> None:
    assert read_values(records_of({"title": "Moss", "doi": doi}), 100)["doi"].to_list() == [compared]


def test_a_thesis_has_no_other_volume(records_of: Callable[..., pl.DataFrame]) -> None:
    thesis = {"title": "Moss", "entry_type": "phdthesis"}
    records = records_of(thesis, thesis | {"volume": "PhD"}, {"title": "Moss", "entry_type": "article", "volume": "7"})
    assert read_values(records, 100)["volume"].to_list() == ["thesis", "thesis", "7"]


def test_surnames_tell_who_wrote_it_in_whatever_order_and_spelling(records_of: Callable[..., pl.DataFrame]) -> None:
    lists: tuple[list[str], ...] = (
        ["Mei Tanaka", "Olav Bjørk", "José Núñez", "Li Tanaka"],
        ["J. NUNEZ 2", "O. Bjørk", "M. Tanaka"],
        ["Tanaka MB", "Nuñez J", "Bjørk O"],
        ["Olav Bjørk"],
        ["12"],
        [],
    )
    records = records_of(*({"title": "Moss", "authors": authors} for authors in lists))
    several, same, inverted, one, nameless, nobody = read_values(records, 100)["surnames"].to_list()
    assert several == same == inverted
    assert (sorted(several.split()), one, nameless, nobody) == (["bjørk", "nunez", "tanaka"], "bjørk", "", None)


def test_a_column_stands_in_three_issues_however_they_are_told(compared_of: Callable[..., pl.DataFrame]) -> None:
    there = {"title": "Growth of moss", "venue": "Moss Today", "year": 2012, "volume": "12", "number": "3"}
    copies = [there, there | {"number": None}, there | {"year": None}, there | {"volume": None, "number": None}]
    assert set(compared_of(*copies)["title_kind"]) == {"plain"}
    assert set(compared_of(*({**there, "number": number} for number in "345"))["title_kind"]) == {"generic"}
    years = [{"title": "Growth of moss", "venue": "Moss Today", "year": year} for year in (2012, 2013, 2014)]
    assert set(compared_of(*years)["title_kind"]) == {"generic"}
