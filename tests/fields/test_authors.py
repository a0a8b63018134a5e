"""Names: how they are shown, how they compare, and who may be one person."""

import pytest

from flows.fields.authors import NameKey, clean_authors, clean_name, compare_name, same_person

NAMES = [
    # turned around
    ("Pagliardini, Matteo", "Matteo Pagliardini"),
    ("van den Driessche, George", "George van den Driessche"),
    ("García Márquez, Gabriel", "Gabriel García Márquez"),
    ("Zuna, R E", "R E Zuna"),
    # suffixes last, degrees gone
    ("King, Martin Luther, Jr.", "Martin Luther King Jr."),
    ("King, Jr., Martin Luther", "Martin Luther King Jr."),
    ("King Jr., Martin Luther", "Martin Luther King Jr."),
    ("King, Martin Luther Jr.", "Martin Luther King Jr."),
    ("Martin Luther King, Jr.", "Martin Luther King Jr."),
    ("Evans, Neal J., II", "Neal J. Evans II"),
    ("Smith, John, MD", "John Smith"),
    ("Ada Smith, Ph.D.", "Ada Smith"),
    ("Team, CATCH Study", "CATCH Study Team"),
    # titles
    ("Dr. Ada Moor", "Ada Moor"),
    ("Dr Ada B Moor", "Ada B Moor"),
    ("Moor, Prof. Dr.-Ing. Ada", "Ada Moor"),
    ("DR. A. Moor", "A. Moor"),
    # braces around a group
    ("{Sand = Sea}", "Sand = Sea"),
    # initials
    ("J.Smith", "J. Smith"),
    ("J.K. Rowling", "J. K. Rowling"),
    ("Rowling, J.K.", "J. K. Rowling"),
    ("J.-P. Serre", "J.-P. Serre"),
    ("L. -K. G. Chan", "L.-K. G. Chan"),
    ("Yu.I. Manin", "Yu. I. Manin"),
    # accents, apostrophes, hyphens
    (r"Erd\H{o}s, P\'al", "Pál Erdős"),
    ("S{\\o}ren {\\L}ukasiewicz", "Søren Łukasiewicz"),
    ("Re\u0301mi Leblond", "Rémi Leblond"),
    ("Conan O’Brien", "Conan O’Brien"),
    ("Jean-Baptiste~Lespiau", "Jean-Baptiste Lespiau"),
    ("P. Kosi{ń}ski", "P. Kosiński"),
    # what listings hang on them
    ("Li Wei*†", "Li Wei"),
    ("Li Wei$^{1,2}$", "Li Wei"),
    ("Li Wei^*", "Li Wei"),
    ("Lei Chen1,2", "Lei Chen"),
    ("4 S. Hassan", "S. Hassan"),
    ("and Huchuan Lu", "Huchuan Lu"),
    ("Mina Doosti and", "Mina Doosti"),
    ("Javier Fajardo,", "Javier Fajardo"),
    ("; Don J. Summers", "Don J. Summers"),
    ("Tyrian Hobbs.", "Tyrian Hobbs"),
    ("John Smith (MIT)", "John Smith"),
    ("John Smith <john@x.org>", "John Smith"),
]

KEPT = [
    "Matteo Pagliardini",
    "Bart de Vylder",
    "Robert W. Heath Jr.",
    "danah boyd",
    "A. GHOSH",
    "Li",
    "王伟",
    "The ATLAS Collaboration",
    "for the T2K Collaboration",
    "SAM 3D Team",
    "IPCC Working Group 2",
    "Yvonne Pachmayer for the ALICE Collaboration",
    "one, two, three, four",
    "js@x.org",
    "UT-diss-1994",
    "Dr. Moor",
    "Drew Barr Moor",
    "DR Moor",
    "D. R. Moor",
    "Profeta",
    "Nan",
    "Na",
    "No-Ho Moor",
    "Ada Unknown",
    "Author, Ada B., Bo, Cy",
]

NOBODY = ["N/A", "Unknown", "[Anonymous]", "Anonymous.", "[No author name available]", "NaN", "none", "NA", "Null"]

KEYS = [
    ("Matteo Pagliardini", NameKey("pagliardini", "m", "matteo")),
    ("George van den Driessche", NameKey("vandendriessche", "g", "george")),
    ("George Van Den Driessche", NameKey("vandendriessche", "g", "george")),
    ("Van Morrison", NameKey("morrison", "v", "van")),
    ("Martin Luther King Jr.", NameKey("king", "ml", "martin luther")),
    ("J.-P. Serre", NameKey("serre", "jp", "j p")),
    ("JB Lespiau", NameKey("lespiau", "jb", "j b")),
    ("Søren Łukasiewicz-Weiß", NameKey("lukasiewiczweiss", "s", "soren")),
    ("D'Arcy O'Brien", NameKey("obrien", "d", "darcy")),
    ("the IceCube collaboration", NameKey("icecubecollaboration", "", "")),
    ("王伟", NameKey("王伟", "", "")),
    ("", NameKey("", "", "")),
]

ONE_PERSON = [
    ("Rémi Leblond", "Remi Leblond"),
    ("Jerome T. Connor", "J. T. Connor"),
    ("Jerome T. Connor", "Jerome Connor"),
    ("Jean-Baptiste Lespiau", "J.-B. Lespiau"),
    ("Jean-Baptiste Lespiau", "JB Lespiau"),
    ("Hong-fei Wang", "Hongfei Wang"),
    ("Hong-fei Wang", "Wang Hongfei"),
    ("R E Zuna", "Zuna RE"),
    ("Chris Manning", "Christopher Manning"),
    ("J. A. B. Smith", "J. B. Smith"),
    ("Yang", "Wei Yang"),
    ("The ATLAS Collaboration", "ATLAS Collaboration"),
    ("Robert W. Heath Jr.", "Robert Heath"),
]

TWO_PEOPLE = [
    ("Jerome T. Connor", "Jerome B. Connor"),
    ("Yu Chen", "Yuan Chen"),
    ("Wei Wang", "Wei Zhang"),
    ("A. Smith", "B. Smith"),
    ("The ATLAS Collaboration", "The CMS Collaboration"),
    ("John Adams", "Quincy Adams"),
]


@pytest.mark.parametrize(("raw", "name"), NAMES)
def test_names_are_shown_given_name_first(raw: str, name: str) -> None:
    assert clean_name(raw) == name
    assert clean_name(name) == name


@pytest.mark.parametrize("name", KEPT)
def test_names_in_order_or_in_no_known_form_stay(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize("raw", ["", " ", "*", ";", "1", "--"])
def test_no_letter_is_no_name(raw: str) -> None:
    assert clean_name(raw) is None


def test_authors_keep_their_order_and_namesakes_stay() -> None:
    raw = ["Qingxiu Dong", "Li, Lei", "*", "Jingjing  Xu", "Lei Li", "and Zhifang Sui"]
    assert clean_authors(raw) == ("Qingxiu Dong", "Lei Li", "Jingjing Xu", "Lei Li", "Zhifang Sui")


@pytest.mark.parametrize(("name", "key"), KEYS)
def test_keys_have_no_accents_and_no_case(name: str, key: NameKey) -> None:
    assert compare_name(name) == key


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_names_that_may_be_one_person(one: str, other: str) -> None:
    assert same_person(compare_name(one), compare_name(other))
    assert same_person(compare_name(other), compare_name(one))


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_names_that_differ(one: str, other: str) -> None:
    assert not same_person(compare_name(one), compare_name(other))
    assert not same_person(compare_name(other), compare_name(one))


@pytest.mark.parametrize("raw", NOBODY)
def test_what_names_nobody_is_no_name(raw: str) -> None:
    assert clean_name(raw) is None
