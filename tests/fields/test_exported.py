"""The fields that only exports give: pages, numbers, kinds, addresses, identifiers, venues and their dates."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.fields.address import clean_address
from flows.fields.dates import read_date, read_dates, read_year
from flows.fields.entry_type import clean_entry_type
from flows.fields.identifiers import clean_pmid
from flows.fields.numbering import clean_number
from flows.fields.pages import clean_pages
from flows.fields.paper_ids import PaperIds, read_ids
from flows.fields.venue import clean_venue

PAGES = [
    ("288--297", "288–297"),
    ("288-97", "288–297"),
    ("376 -- 383", "376–383"),
    ("S12-9", "S12–S19"),
    ("S12-S19", "S12–S19"),
    ("pp. 12-15", "12–15"),
    ("12:1-12:28", "12:1–12:28"),
    ("iii--xii", "iii–xii"),
    ("100A-101A", "100A–101A"),
    ("473-479,481", "473–479, 481"),
    ("901-7; quiz 907", "901–907, quiz 907"),
    ("288-288", "288"),
    ("e123", "e123"),
    ("123.0", "123"),
    ("123+", "123"),
    ("n/a", None),
    ("No Pagination Specified", None),
    ("n. pag.", None),
    ("No-Pagination Specified", None),
    ("", None),
]

NUMBERS = [("108", "108"), ("108.0", "108"), ("Vol. 7", "7"), ("2--3", "2-3"), ("Suppl 1", "Suppl 1"), ("nan", None)]

KINDS = [
    ("JOUR", "article"),
    ("journal-article", "article"),
    ("CPAPER", "inproceedings"),
    ("book-chapter", "incollection"),
    ("InProceedings", "inproceedings"),
    ("software", "software"),
    ("Article; Early Access", "article"),
    ("Conference Proceedings", "inproceedings"),
    (" ; ", None),
    ("-", None),
]

ADDRESSES = [
    (r"http://example.org/a\_b", "http://example.org/a_b"),
    (r"http://example.org/a{\_}b{\%}20c", "http://example.org/a_b%20c"),
    (r"\url{http://example.org/~a}", "http://example.org/~a"),
    ("<https://example.org/a>.", "https://example.org/a"),
    ("www.example.org/a", "https://www.example.org/a"),
    ("see https://example.org/a; https://example.org/b", "https://example.org/a"),
    ("example", None),
    ("https://", None),
]

PMIDS = [
    ("31452104", "31452104"),
    ("PMID: 31452104", "31452104"),
    ("https://pubmed.ncbi.nlm.nih.gov/31452104/", "31452104"),
    ("31452104.0", "31452104"),
    ("PMC123", None),
    ("0", None),
]

VENUES = [
    ("arXiv preprint arXiv:1706.03762", "arXiv.org"),
    ("CoRR", "arXiv.org"),
    ("ArXiv e-prints", "arXiv.org"),
    ("arXiv (Cornell University)", "arXiv.org"),
    ("arXiv: Machine Learning", "arXiv.org"),
    ("{IEEE} Transactions on Sand", "IEEE Transactions on Sand"),
    ("Phys. Rev. Lett.", "Phys. Rev. Lett."),
    ("Cancer research.", "Cancer research"),
    ("n/a", None),
]

DATES = [
    ("2019/03/05/", date(2019, 3, 5), 2019),
    ("2019/03//", None, 2019),
    ("2019///", None, 2019),
    ("2019-03", None, 2019),
    ("2019 mar 5", date(2019, 3, 5), 2019),
    ("2019 3 5", date(2019, 3, 5), 2019),
    ("2019 mar", None, 2019),
    ("2019 Mar-Apr", None, 2019),
    ("2019-03-01/2019-05-02", date(2019, 3, 1), 2019),
    ("{2019}", None, 2019),
    ("2010.0", None, 2010),
    ("2010", None, 2010),
    ("in press", None, None),
    ("in press 2019.0", None, 2019),
    ("43529", date(2019, 3, 5), 2019),
    ("43529.75", date(2019, 3, 5), 2019),
    ("19999", None, None),
    ("99999", None, None),
    ("2019-W10", None, 2019),
]


@pytest.mark.parametrize(("raw", "pages"), PAGES)
def test_pages(raw: str, pages: str | None) -> None:
    assert clean_pages(raw) == pages


@pytest.mark.parametrize(("raw", "number"), NUMBERS)
def test_volumes_and_issues(raw: str, number: str | None) -> None:
    assert clean_number(raw) == number


@pytest.mark.parametrize(("raw", "kind"), KINDS)
def test_kinds_are_those_of_bibtex(raw: str, kind: str | None) -> None:
    assert clean_entry_type(raw) == kind


@pytest.mark.parametrize(("raw", "address"), ADDRESSES)
def test_addresses(raw: str, address: str | None) -> None:
    assert clean_address(raw) == address


@pytest.mark.parametrize(("raw", "pmid"), PMIDS)
def test_pubmed_identifiers(raw: str, pmid: str | None) -> None:
    assert clean_pmid(raw) == pmid


@pytest.mark.parametrize(("raw", "venue"), VENUES)
def test_venues(raw: str, venue: str | None) -> None:
    assert clean_venue(raw).text == venue


@pytest.mark.parametrize(("raw", "day", "year"), DATES)
def test_dates_of_exports(raw: str, day: date | None, year: int | None) -> None:
    assert (read_date(raw).date, read_year(raw)) == (day, year)


def test_versions_give_the_first_day_and_the_last_time() -> None:
    found = read_dates("Mon, 2 Apr 2007 19:18:42 GMT; Tue, 24 Jul 2007 20:10:27 GMT")
    assert found == (date(2007, 4, 2), datetime(2007, 7, 24, 20, 10, 27, tzinfo=UTC))


COLUMNS = ("doi_raw", "arxiv_id_raw", "pmid_raw", "identifier_raw", "url_raw", "venue_raw", "volume_raw")


@pytest.mark.parametrize(
    ("raw", "ids"),
    [
        ({"doi_raw": "https://doi.org/10.5555/Tides"}, PaperIds("10.5555/tides", None, None)),
        ({"doi_raw": "https://doi.org/10.5555/Tides?from=x"}, PaperIds("10.5555/tides", None, None)),
        ({"url_raw": "https://doi.org/10.5555/Tides?from=x"}, PaperIds("10.5555/tides", None, None)),
        ({"doi_raw": "10.5555/a.1;10.5555/a.2"}, PaperIds("10.5555/a.1", None, None)),
        ({"doi_raw": "10.48550/arXiv.2103.00001"}, PaperIds("10.48550/arxiv.2103.00001", "2103.00001", None)),
        ({"arxiv_id_raw": "arXiv:2103.00001v2"}, PaperIds(None, "2103.00001", None)),
        ({"arxiv_id_raw": "2103.00001"}, PaperIds(None, "2103.00001", None)),
        ({"url_raw": "http://arxiv.org/abs/math/0309136v1"}, PaperIds(None, "math/0309136", None)),
        ({"url_raw": "https://dx.doi.org/10.5555/tides"}, PaperIds("10.5555/tides", None, None)),
        ({"venue_raw": "arXiv preprint arXiv:1706.03762"}, PaperIds(None, "1706.03762", None)),
        ({"venue_raw": "CoRR", "volume_raw": "abs/1706.03762"}, PaperIds(None, "1706.03762", None)),
        ({"pmid_raw": "PMID: 12", "doi_raw": "none"}, PaperIds(None, None, "12")),
        ({"url_raw": "https://example.org/10.5555/tides"}, PaperIds(None, None, None)),
    ],
)
def test_identifiers_come_from_wherever_an_export_gives_them(raw: dict[str, str], ids: PaperIds) -> None:
    assert read_ids({**dict.fromkeys(COLUMNS), **raw}) == ids


SIGNS = st.text(st.sampled_from("0123456789SevpxiA -–—.,;:+/()\\{}_~abchtps"), max_size=20)


@settings(deadline=None, derandomize=True)
@given(SIGNS | st.sampled_from([raw for raw, _ in (*PAGES, *NUMBERS, *KINDS, *ADDRESSES, *PMIDS, *VENUES)]))
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    for clean in (
        clean_pages,
        clean_number,
        clean_entry_type,
        clean_address,
        clean_pmid,
        lambda text: clean_venue(text).text,
    ):
        once = clean(raw)
        assert once is None or (once != "" and clean(once) == once)
