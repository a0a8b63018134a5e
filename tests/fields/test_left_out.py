"""What stands in lists of authors for names that they leave out, on pages and in exports alike."""

from time import process_time

import pytest

from flows.fields.author_lists import join_lists, split_authors
from flows.fields.left_out import without_others
from flows.layouts.name_lists import read_names

ENDS = [
    " et al.",
    " et al",
    ", et. al.",
    ", Et Al.",
    " et alii",
    ", et al. (12 additional authors not shown)",
    " [et al.]",
    ", ...",
    "…",
    ", […]",
    ", +12 authors",
    " (+12 more)",
    " +12",
    " and others",
    ", others",
    " and 3 others",
    " & 3 other authors",
    " [and 3 more]",
    " and 12 more authors",
    " and 12",
    " и др.",
    " [и др.]",
    " u. a.",
    ", 等",
    ", et al.,",
    " and others; ",
]


@pytest.mark.parametrize("end", ENDS)
def test_pages_and_exports_know_the_same_forms(end: str) -> None:
    listed = (("Ada Moor", "Bo Li"), False)
    assert read_names(f"Ada Moor, Bo Li{end}") == listed
    assert split_authors(f"Ada Moor, Bo Li{end}") == listed
    assert split_authors(f"Moor, Ada; Li, Bo{end}") == (("Moor, Ada", "Li, Bo"), False)


@pytest.mark.parametrize("element", ["et al.", "others", "Others.", "and 3 more", "+3", "...", "等"])
def test_an_element_of_a_list_may_stand_for_others(element: str) -> None:
    assert join_lists(["Ada Moor", element]) == (("Ada Moor",), False)


@pytest.mark.parametrize(
    "name", ["Thomas More", "Ada Alto", "Jan Etal", "Martin King Jr.", "Li B. A.", "Moor GA.", "Ann Brothers", "张伟等"]
)
def test_names_that_stay_whole(name: str) -> None:
    assert without_others(name) == (name, True)
    assert without_others(f"Ada Moor and {name}") == (f"Ada Moor and {name}", True)


@pytest.mark.parametrize("gap", [" ", ",", "; ", " and", "(", "+1"])
def test_a_long_gap_costs_no_time(gap: str) -> None:
    start = process_time()
    without_others(f"Ada Moor{gap * 50_000} al")
    assert process_time() - start < 1
