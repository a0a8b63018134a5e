"""BibTeX as the tools that people use write it, the whole way to clean records."""

from pathlib import Path

import pytest

from flows.formats.bibtex_journals import with_name
from tests.formats.cleaning import cleaned


@pytest.mark.parametrize(
    ("written", "pages"),
    [
        ("elocation-id = {e12}", "e12"),  # HighWire
        ("article-number = {{103640}}", "103640"),  # Web of Science
        ("art_number = {103640}", "103640"),  # Scopus
        ("pages = {1--9}, art_number = {103640}", "1–9"),
        ("eid = {arXiv:2103.00001}, pages = {arXiv:2103.00001}", None),  # ADS
    ],
)
def test_the_articles_number_stands_for_pages(tmp_path: Path, written: str, pages: str | None) -> None:
    (row,) = cleaned(tmp_path / "x.bib", f"@article{{a, title={{T}}, {written}}}\n")
    assert row["pages"] == pages


@pytest.mark.parametrize(
    "written",
    [
        "archivePrefix = {arXiv}, eprint = {2103.00001}, pages = {arXiv:2103.00001}",  # ADS
        "arxivId = {2103.00001}",  # Mendeley
        "number = {arXiv:2103.00001}",  # Zotero
        "eprint = {2103.00001}, eprinttype = {arxiv}, number = {{arXiv:2103.00001}}",  # Better BibTeX
        "eprint = {https://example.org/x.pdf}, note = {arXiv:2103.00001 [physics]}",
    ],
)
def test_the_id_of_a_preprint_is_found_wherever_it_stands(tmp_path: Path, written: str) -> None:
    (row,) = cleaned(tmp_path / "x.bib", f"@misc{{a, title={{T}}, {written}}}\n")
    assert (row["arxiv_id"], row["number"], row["pages"]) == ("2103.00001", None, None)


def test_an_id_of_pubmed_stays_beside_one_of_its_own(tmp_path: Path) -> None:
    one, two = cleaned(
        tmp_path / "x.bib",
        "@article{a, title={T}, eprint={12}, eprinttype={pubmed}}\n"
        "@article{b, title={U}, eprint={12}, eprinttype={pubmed}, pmid={13}}\n",
    )
    assert (one["pmid"], two["pmid"]) == ("12", "13")
    assert {"name": "eprint", "value": "12"} in two["extra"]


def test_the_full_name_of_a_journal_counts_before_its_abbreviation(tmp_path: Path) -> None:
    (row,) = cleaned(tmp_path / "x.bib", "@article {MR1, TITLE={T}, JOURNAL={Sea Lett.}, FJOURNAL={Sea Letters}}\n")
    assert (row["venue"], row["extra"]) == ("Sea Letters", [{"name": "journal", "value": "Sea Lett."}])


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (r"\mnras", "Monthly Notices of the Royal Astronomical Society"),
        (r"{\aap}", "Astronomy and Astrophysics"),
        (r"\foo", r"\foo"),
        (r"\apj Letters", r"\apj Letters"),
        ("mnras", "mnras"),
    ],
)
def test_journals_that_ads_names_by_macros_have_their_names(written: str, name: str) -> None:
    assert with_name(written) == name


def test_comments_within_an_entry_are_no_fields(tmp_path: Path) -> None:
    (row,) = cleaned(
        tmp_path / "x.bib",
        "@article{a, % the first\n  % author = {Nobody},\n  author = {Moor, Ada}, title = {50\\% Sand} % }\n}\n",
    )
    assert (row["title"], row["authors"], row["extra"]) == ("50% Sand", ["Ada Moor"], [])
