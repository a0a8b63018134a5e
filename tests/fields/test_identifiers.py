"""arXiv identifiers and DOIs."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.fields.identifiers import arxiv_id_of_doi, clean_arxiv_id, clean_doi, find_arxiv_id, find_doi

ARXIV_IN_TEXT = [
    ("see arXiv:2401.00001v2 for more", "2401.00001"),
    ("ARXIV: 0704.0001", "0704.0001"),
    ("https://arxiv.org/abs/2401.00001v2.", "2401.00001"),
    ("http://www.arxiv.org/pdf/2401.00001.pdf", "2401.00001"),
    ("https://doi.org/10.48550/arXiv.2401.00001", "2401.00001"),
    ("(arXiv:hep-th/9901001)", "hep-th/9901001"),
    ("arXiv:math.GT/0309136v3", "math/0309136"),
    ("arxiv.org/abs/cond-mat.mes-hall/0301001", "cond-mat/0301001"),
    ("arXiv:2413.00001, rather arXiv:2412.00001", "2412.00001"),
]

NO_ARXIV_IN_TEXT = [
    "a ratio of 1234.5678, or 2401.00001",
    "arXiv:2413.00001",
    "arXiv:2400.00001",
    "arXiv:2401.0001",
    "arXiv:1401.00001",
    "arXiv:2401.000001",
    "arXiv:0703.0001",
    "arXiv:foo-bar/9901001",
    "arXiv:hep-th/9913001",
    "arXiv:hep-th/0801001",
    "arXiv.org",
    "",
]

ARXIV_VALUES = [
    ("2401.00001v2", "2401.00001"),
    (" arXiv:2401.00001 [cs.LG] ", "2401.00001"),
    ("https://arxiv.org/pdf/2401.00001v1.pdf", "2401.00001"),
    ("hep-th/9901001", "hep-th/9901001"),
    ("math.GT/0309136", "math/0309136"),
    ("2401.00001 and more", None),
    ("1234.5678", None),
    ("", None),
]

DOIS_IN_TEXT = [
    ("https://doi.org/10.1145/3292500.3330701.", "10.1145/3292500.3330701"),
    ("(doi:10.1145/ABC)", "10.1145/abc"),
    ("[10.1145/abc](https://doi.org/10.1145/abc)", "10.1145/abc"),
    ("10.1016/S0140-6736(20)30183-5, and", "10.1016/s0140-6736(20)30183-5"),
    ("10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2", None),
    ("<b>10.1145/abc</b>", "10.1145/abc"),
    ("see https://doi.org/10.5555/abc.19?from=x", "10.5555/abc.19"),
    ("https://dx.doi.org/10.5555/abc#sec-2", "10.5555/abc"),
    ("https://doi.org/10.5555/3%3C4%3Fa?b", "10.5555/3<4?a"),
    ("http://dx.doi.org/10.5555/1998:2;2-#", "10.5555/1998:2;2-#"),
    ("10.5555/a?b", "10.5555/a?b"),
    ("10.5555/a;10.5555/b", "10.5555/a"),
    ("10.5555/A,https://doi.org/10.5555/b", "10.5555/a"),
    ("10.5555/a;10.b,c", "10.5555/a;10.b,c"),
    ("doi:10.5555/a#b", "10.5555/a#b"),
    ('"10.1145/abc"; 10.1145/def', "10.1145/abc"),
    ("version 10.1145 / 3 of 110.1145/x", None),
    ("10.12/abc", None),
]

DOI_VALUES = [
    ("10.1145/3292500", "10.1145/3292500"),
    ("https://dx.doi.org/10.1145/ABC", "10.1145/abc"),
    ("DOI: 10.1145/abc.", "10.1145/abc"),
    (r"10.1007/978-3\_1", "10.1007/978-3_1"),
    (r"10.1007/978-3{\_}1", "10.1007/978-3_1"),
    ("10.1002/a&lt;1::b&gt;3.0&amp;4", "10.1002/a<1::b>3.0&4"),
    ("10.1002/a&AMP;LT;b", "10.1002/a<b"),
    ("https://doi.org/10.1016%2Fs0140-6736%2819%291", "10.1016/s0140-6736(19)1"),
    ("10.1016/a%2Fb", "10.1016/a%2fb"),
    ("10.1016/S0140-6736%2819%291", "10.1016/s0140-6736(19)1"),
    ("10.1002/a%3C1::b%3E3", "10.1002/a<1::b>3"),
    ("10.3389/moss.2019.1/full", "10.3389/moss.2019.1"),
    ("https://doi.org/10.1101/2020.1.full.pdf", "10.1101/2020.1"),
    ("10.1136/moss.7.abstract", "10.1136/moss.7"),
    ("10.5555/full", "10.5555/full"),
    ("10.5555/moss-abstract", "10.5555/moss-abstract"),
    ("10.1103/abc\u200b", "10.1103/abc"),
    ("10.1145/", None),
    ("10.1145/abc def", None),
    ("no doi", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "identifier"), ARXIV_IN_TEXT)
def test_arxiv_ids_are_found_where_the_text_says_so(text: str, identifier: str) -> None:
    assert find_arxiv_id(text) == identifier


@pytest.mark.parametrize("text", NO_ARXIV_IN_TEXT)
def test_no_other_number_is_an_arxiv_id(text: str) -> None:
    assert find_arxiv_id(text) is None


@pytest.mark.parametrize(("raw", "identifier"), ARXIV_VALUES)
def test_arxiv_ids_are_cleaned(raw: str, identifier: str | None) -> None:
    assert clean_arxiv_id(raw) == identifier
    assert identifier is None or clean_arxiv_id(identifier) == identifier


@pytest.mark.parametrize(("text", "doi"), DOIS_IN_TEXT)
def test_dois_are_found(text: str, doi: str | None) -> None:
    if doi is None and "SICI" in text:
        doi = text.lower()
    assert find_doi(text) == doi


@pytest.mark.parametrize(("raw", "doi"), DOI_VALUES)
def test_dois_are_cleaned(raw: str, doi: str | None) -> None:
    assert clean_doi(raw) == doi
    assert doi is None or clean_doi(doi) == doi


@pytest.mark.parametrize(
    ("doi", "identifier"),
    [
        ("10.48550/arXiv.2401.00001", "2401.00001"),
        ("10.48550/arxiv.hep-th/9901001", "hep-th/9901001"),
        ("10.48550/arxiv.2413.00001", None),
        ("10.1145/2401.00001", None),
    ],
)
def test_arxivs_own_dois_tell_the_arxiv_id(doi: str, identifier: str | None) -> None:
    assert arxiv_id_of_doi(doi) == identifier


@given(st.from_regex(re.compile(r"(doi:|https://doi.org/)?10\.\d{3,9}/\S{0,12}", re.ASCII), fullmatch=True))
@settings(deadline=None, derandomize=True)
def test_a_clean_doi_stays_and_fits_its_form(raw: str) -> None:
    doi = clean_doi(raw)
    assert doi is None or (clean_doi(doi) == doi and re.fullmatch(r"10\.\d{4,9}/\S+", doi))
