"""Candidates: whoever may be one paper meets, and a common key costs no more than a rare one."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from flows.matching.blocks import split_pairs
from flows.matching.candidates import find_candidates

Rows = Callable[..., pl.DataFrame]
Candidates = Callable[..., list[tuple[int, int]]]

MOSS = (
    "We grow moss at a constant temperature below freezing and count its leaves every week. After a year the moss has "
    "doubled its leaves, although it hardly grew in height. We explain both with a model of how water moves in stems. "
    "The model also tells at which temperature growth must end, and we find it to end there. Seeds and data are free."
)


@pytest.fixture
def candidates(set_of: Callable[..., Any], tmp_path: Path) -> Candidates:
    """Gives the positions of the records of each candidate pair, sorted."""

    def find(records: pl.DataFrame, max_block_records: int = 200) -> list[tuple[int, int]]:
        search, record_ids = set_of(records, max_block_records)
        position = dict(records.select("record_id", "position").rows())
        rows = [position[record] for record in record_ids]
        a, b = split_pairs(find_candidates(search, tmp_path, map))
        return sorted(
            (min(rows[i], rows[j]), max(rows[i], rows[j])) for i, j in zip(a.tolist(), b.tolist(), strict=True)
        )

    return find


def test_records_that_share_a_key_or_wording_meet_once(records_of: Rows, candidates: Candidates) -> None:
    records = records_of(
        {"title": "Growth of moss", "abstract": MOSS, "doi": "10.1000/moss"},
        {"title": "growth of MOSS"},
        {"title": "Slow plants", "doi": "10.1000/moss"},
        {"abstract": MOSS.replace("every week", "each week")},
        {"abstract": MOSS[:170]},
        {"title": "Numbers that are prime"},
    )
    assert candidates(records) == [(0, 1), (0, 2), (0, 3), (0, 4), (3, 4)]


def test_an_arxiv_doi_meets_the_arxiv_id(records_of: Rows, candidates: Candidates) -> None:
    records = records_of({"title": "Moss", "arxiv_id": "2103.00001"}, {"doi": "10.48550/arxiv.2103.00001"})
    assert candidates(records) == [(0, 1)]


def test_a_title_that_thousands_share_costs_a_few_pairs_a_record_and_its_copies_still_meet(
    records_of: Rows, candidates: Candidates
) -> None:
    people = [[f"Ada Number{number}"] for number in range(1_000)]
    editorials = [{"title": "Editorial", "authors": names, "date": date(2020, 1, 1)} for names in people]
    records = records_of(*editorials, *editorials[::-1])
    found = candidates(records)
    assert len(found) <= 10 * len(records)
    assert {(number, 1_999 - number) for number in range(1_000)} <= set(found)


def test_equal_abstracts_meet_even_where_a_sketch_sees_nothing(records_of: Rows, candidates: Candidates) -> None:
    # Without the letters that a stretch of a sketch begins at.
    text = "Few woods or bogs show us the slow growth of reeds, so we spent one long summer by the north shore. " * 2
    assert not set("ai") & set(text)
    assert candidates(records_of({"abstract": text}, {"abstract": text.upper()})) == [(0, 1)]


def test_a_fifth_of_an_abstract_mostly_meets_the_whole(records_of: Rows, candidates: Candidates) -> None:
    rng = np.random.default_rng(4)
    texts = ["".join(chr(97 + letter) for letter in rng.integers(0, 26, 1_000)) for _ in range(100)]
    records = records_of(*({"abstract": text[:cut]} for text in texts for cut in (1_000, 200)))
    assert len(candidates(records)) >= 75


def test_misspelt_and_cut_titles_meet_without_an_abstract(records_of: Rows, candidates: Candidates) -> None:
    records = records_of(
        {"title": "Growth of moss under constant frost in the mountains of Norway"},
        {"title": "Gorwth of mosses under constant frost in the mountains of Norway"},
        {"title": "Growth of moss under constant frost in the mountains of Norway: a comparative study of two winters"},
        {"title": "Numbers that are prime"},
    )
    assert {(0, 1), (0, 2)} <= set(candidates(records))
    assert all(3 not in pair for pair in candidates(records))


def test_long_titles_meet_that_are_alike_but_for_their_first_letters(records_of: Rows, candidates: Candidates) -> None:
    rest = "of moss under constant frost in the mountains of Norway"
    assert candidates(records_of({"title": f"Growth {rest}"}, {"title": f"A growth {rest}"})) == [(0, 1)]


def test_a_title_in_another_language_meets_by_volume_and_page(records_of: Rows, candidates: Candidates) -> None:
    place = {"volume": "27", "pages": "205–226"}
    assert candidates(records_of({"title": "Moos im Winter", **place}, {"title": "How plants survive", **place})) == [
        (0, 1)
    ]
    other = {"volume": "27", "pages": "305–326"}
    assert candidates(records_of({"title": "Moos im Winter", **place}, {"title": "How plants survive", **other})) == []


def test_a_rewritten_title_meets_by_people_and_year(records_of: Rows, candidates: Candidates) -> None:
    people = {"authors": ["Ingrid Dahl", "Olav Berg"], "year": 2011}
    later = {"authors": ["O. Berg", "I. Dahl"], "year": 2012}
    titles = ({"title": "Moss and its growth under frost"}, {"title": "Moss: what growth under frost"})
    assert candidates(records_of(titles[0] | people, titles[1] | later)) == [(0, 1)]


def test_a_paper_with_another_title_and_text_meets_by_first_author_and_day(
    records_of: Rows, candidates: Candidates
) -> None:
    day = date(2018, 5, 10)
    records = records_of(
        {"title": "Growth of moss in the cold", "authors": ["Ada Birk", "Bo Chen"], "date": day},
        {"title": "How water climbs through small plants", "authors": ["A. Birk", "Cy Dorn", "Bo Chen"], "date": day},
        {"title": "Seeds that travel", "authors": ["Ada Birk"], "date": date(2018, 5, 11)},
        {"title": "Stones that roll", "authors": ["Cy Dorn", "Ada Birk"], "date": day},
    )
    assert candidates(records) == [(0, 1)]
