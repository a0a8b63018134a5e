"""Lists of authors in one text: every separator, either way round."""

import json
from pathlib import Path
from time import process_time

import pytest

from flows.fields.author_lists import are_inverted, join_lists, split_authors
from flows.fields.authors import clean_authors
from flows.fields.index_names import with_initials_first

LISTS = [
    # ` and `, as BibTeX has it
    ("Zuna, R E and Wang, S S and Schiffman, M", ["Zuna, R E", "Wang, S S", "Schiffman, M"]),
    ("Ada Moor and Bo Li", ["Ada Moor", "Bo Li"]),
    ("van der Berg, Anna and John Smith", ["van der Berg, Anna", "John Smith"]),
    ("{Barnes and Noble} and Xu, A", ["{Barnes and Noble}", "Xu, A"]),
    ("Xu, A. & Li, B.", ["Xu, A.", "Li, B."]),
    ("Anna, C. M. and Maria, and Schultheis, T.", ["Anna, C. M.", "Maria", "Schultheis, T."]),
    # commas between whole names
    ("D. Scott Mackay, Janet L. Wiener", ["D. Scott Mackay", "Janet L. Wiener"]),
    ("Ada Xu, Bo Li, and Cy Wu", ["Ada Xu", "Bo Li", "Cy Wu"]),
    ("A. B. Xu, C. D. Li and E. F. Wu", ["A. B. Xu", "C. D. Li", "E. F. Wu"]),
    ("Zuna RE, Wang SS", ["Zuna RE", "Wang SS"]),
    ("William J. McIver, Jr., Roger King", ["William J. McIver Jr.", "Roger King"]),
    ("이종호, 김철수", ["이종호", "김철수"]),
    # commas within names
    ("Mackay, D. Scott", ["Mackay, D. Scott"]),
    ("Smith, J., Jones, K. L., Wu, X", ["Smith, J.", "Jones, K. L.", "Wu, X"]),
    ("Van de Ven, Andrew H.", ["Van de Ven, Andrew H."]),
    ("Hunter III, Starling David", ["Hunter III, Starling David"]),
    ("Smith, J., and Jones, K.", ["Smith, J.", "Jones, K."]),
    ("Xu-Li, A. B., Wu, C. & Berg, D.", ["Xu-Li, A. B.", "Wu, C.", "Berg, D."]),
    ("van der Berg, J., Li, B. and Wu, C.-D.", ["van der Berg, J.", "Li, B.", "Wu, C.-D."]),
    # semicolons, bars, lines
    ("Mackay, D. Scott; Wiener, Janet L.", ["Mackay, D. Scott", "Wiener, Janet L."]),
    ("Chiang, Y.-H.; and Jane, W.-J.", ["Chiang, Y.-H.", "Jane, W.-J."]),
    ("Ada Moor|Bo Li", ["Ada Moor", "Bo Li"]),
    ("Moor, Ada / Li, Bo", ["Moor, Ada", "Li, Bo"]),
    ("Tide / Sand Collaboration; Moor, Ada", ["Tide / Sand Collaboration", "Moor, Ada"]),
    ("Tide / Sand Collaboration", ["Tide / Sand Collaboration"]),
    ("Ada Moor\nBo Li", ["Ada Moor", "Bo Li"]),
    ("M&#225;rcio de Souza, Marcus Sampaio", ["M&#225;rcio de Souza", "Marcus Sampaio"]),
    ("이종호", ["이종호"]),
    ("The ATLAS Collaboration", ["The ATLAS Collaboration"]),
    ("张伟，李娜、王芳；刘洋", ["张伟", "李娜", "王芳", "刘洋"]),
    # as programs write a list into a cell
    ("""['Moor, Ada', "Ann O'Neill"]""", ["Moor, Ada", "Ann O'Neill"]),
    ("""["Ada Moor", "Bo \\"B\\" Li"]""", ["Ada Moor", 'Bo "B" Li']),
    ("['Ada Moor' 'Bo Li']", ["Ada Moor", "Bo Li"]),
    # PubMed's, with a group behind them
    ("Zuna RE, Van Dyke S 3rd; Sea Study Group.", ["Zuna RE", "Van Dyke S 3rd", "Sea Study Group."]),
]


@pytest.mark.parametrize(("text", "names"), LISTS)
def test_lists_are_split_whatever_stands_between_the_names(text: str, names: list[str]) -> None:
    assert split_authors(text) == (tuple(names), True)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Knuth, Donald E. and others", ["Knuth, Donald E."]),
        ("Ada Xu et al.", ["Ada Xu"]),
        ("Ada Xu, Bo Li, ...", ["Ada Xu", "Bo Li"]),
        ("Ada Xu, Bo Li and 12 others", ["Ada Xu", "Bo Li"]),
        ("et al.", []),
        ("", []),
    ],
)
def test_a_list_that_names_only_some_is_incomplete(text: str, names: list[str]) -> None:
    assert split_authors(text) == (tuple(names), False)


def test_a_family_name_is_not_taken_for_others() -> None:
    assert split_authors("Ada Xu and Thomas More") == (("Ada Xu", "Thomas More"), True)


def test_two_names_or_one_is_told_by_how_the_input_writes_names() -> None:
    assert split_authors("Perez Cachon, Ana Lucia").names == ("Perez Cachon", "Ana Lucia")
    assert split_authors("Perez Cachon, Ana Lucia", inverted=True).names == ("Perez Cachon, Ana Lucia",)
    assert split_authors("Moor GA, Li B", inverted=True).names == ("Moor GA", "Li B")
    assert split_authors("A. Moor, Bo C. Li", inverted=True).names == ("A. Moor", "Bo C. Li")
    assert split_authors("A Moor, B Li", inverted=True).names == ("A Moor", "B Li")
    assert split_authors("O Brien, Conor", inverted=True).names == ("O Brien, Conor",)
    assert are_inverted(["Moor, Ada and Li, Bo", "Perez Cachon, Ana Lucia"])
    assert not are_inverted(["Ada Moor, Bo Li, Cy Wu", "Ada Moor and Bo Li", "Moor, Ada and Li, Bo"])


@pytest.mark.parametrize("gap", [" ", "\t", "\n", "\u00a0", " ,", " ;", " and", ";"])
def test_a_long_gap_costs_no_time(gap: str) -> None:
    text = f"Ada Moor{gap * 50_000} Bo Li"
    start = process_time()
    split_authors(text)
    are_inverted([text])
    join_lists([text])
    assert process_time() - start < 2


def test_elements_of_a_list_are_names_and_et_al_is_none() -> None:
    assert join_lists(["Moor, Ada", "Health and Sea Institute", "et al."]) == (
        ("Moor, Ada", "Health and Sea Institute"),
        False,
    )


@pytest.mark.parametrize(
    ("names", "turned"),
    [
        (["Zuna RE", "Wang S"], ["R E Zuna", "S Wang"]),
        (["van der Berg A", "WHO Group", "Li BC"], ["A van der Berg", "WHO Group", "B C Li"]),
        (["Lu YU", "Bo LI"], ["Lu YU", "Bo LI"]),
        (["Soman KP"], ["Soman KP"]),
        (["Zuna RE", "Ada Moor"], ["Zuna RE", "Ada Moor"]),
        (["Moor A.", "van der Berg J.-P.", "Ødegård Å. M."], ["A. Moor", "J.-P. van der Berg", "Å. M. Ødegård"]),
        (["Hill R 3rd", "King ML Jr", "Wang S."], ["R Hill 3rd", "M L King Jr", "S Wang"]),
        (["King M. L. Jr."], ["M. L. King Jr."]),
        (["Soman KP."], ["K P Soman"]),
        (["Moor A.", "Bo Li"], ["Moor A.", "Bo Li"]),
        (["A. Moor", "J. P."], ["A. Moor", "J. P."]),
    ],
)
def test_names_as_indexes_list_them_are_turned_where_all_are_so(names: list[str], turned: list[str]) -> None:
    assert with_initials_first(names) == tuple(turned)


@pytest.mark.parametrize("name", ["digital_work", "stroke", "cytology_screening"])
def test_real_lists_with_and(shared: Path, name: str) -> None:
    """All but a few lists with semicolons, suffixes, slips or `others` split at ` and ` alone."""
    rows = (shared / "data" / "dedup" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    lists = [authors for row in rows if (authors := json.loads(row).get("authors"))]
    assert are_inverted(lists)
    odd = [one for one in lists if split_authors(one, inverted=True).names != tuple(one.split(" and "))]
    assert len(odd) <= 8
    names = [name for text in lists for name in clean_authors(split_authors(text, inverted=True).names)]
    assert sum("," in name for name in names) <= len(names) / 200


def test_real_lists_with_commas(shared: Path) -> None:
    rows = (shared / "data" / "dedup" / "dblp_acm.jsonl").read_text(encoding="utf-8").splitlines()
    lists = [authors for row in rows if (authors := json.loads(row).get("authors"))]
    assert not are_inverted(lists)
    odd = [one for one in lists if split_authors(one).names != tuple(" ".join(one.split()).split(", "))]
    assert all("Jr." in one for one in odd)
