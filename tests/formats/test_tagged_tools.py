"""RIS, PubMed's format and EndNote's XML as the tools that people use write them, the whole way to clean records."""

from pathlib import Path

import pytest

from flows.reading import extract_files
from flows.settings import ExtractSettings
from tests.formats.cleaning import cleaned


def ris(path: Path, *lines: str) -> dict[str, object]:
    (row,) = cleaned(path / "x.ris", "".join(f"{line}\n" for line in ("TY  - JOUR", "TI  - T", *lines, "ER  - ")))
    return row


def test_the_proceedings_of_a_meeting_are_its_venue(tmp_path: Path) -> None:
    said = "C3  - Proceedings of Sand"
    for kind in ("CONF", "CPAPER"):
        (row,) = cleaned(tmp_path / "x.ris", f"TY  - {kind}\nTI  - T\n{said}\nER  - \n")
        assert row["venue"] == "Proceedings of Sand"
    (row,) = cleaned(tmp_path / "x.ris", f"TY  - CONF\nTI  - T\nT2  - Sand '19\n{said}\nER  - \n")
    assert row["venue"] == "Sand '19"
    # Of articles Web of Science tells where the authors work.
    assert ris(tmp_path, "C3  - University of Sand")["venue"] is None


@pytest.mark.parametrize("tag", ["M3", "L3", "N1", "M1"])
def test_a_doi_stands_where_older_exports_have_it(tmp_path: Path, tag: str) -> None:
    assert ris(tmp_path, f"{tag}  - 10.5555/a")["doi"] == "10.5555/a"
    row = ris(tmp_path, f"{tag}  - see 10.5555/a", "DO  - 10.5555/b")
    assert (row["doi"], row["extra"]) == ("10.5555/b", [{"name": tag, "value": "see 10.5555/a"}])


def test_the_volume_of_ieee_stands_in_another_tag(tmp_path: Path) -> None:
    assert ris(tmp_path, "VO  - 3")["volume"] == "3"
    assert ris(tmp_path, "VO  - 3", "VL  - 4")["volume"] == "4"


@pytest.mark.parametrize(("base", "pmid"), [("cmedm", "12"), ("mdc", "12"), ("mnh", "12"), ("a9h", None)])
def test_numbers_of_ebscos_forms_of_medline_are_pubmeds(tmp_path: Path, base: str, pmid: str | None) -> None:
    assert ris(tmp_path, "AN  - 12", f"DB  - {base}", "DP  - EBSCOhost")["pmid"] == pmid


@pytest.mark.parametrize("piece_bytes", [20, 2**20])
def test_records_of_pubmed_central_begin_with_its_own_number(tmp_path: Path, piece_bytes: int) -> None:
    path = tmp_path / "x.nbib"
    end = "SO  - Sea Lett. 2019\n"
    path.write_text(
        f"PMC - PMC1\nPMID- 11\nTI  - A\n{end}\nPMC - PMC2\nTI  - B\n{end}\nPMID- 33\nTI  - C\nPMC - PMC3\n{end}",
        encoding="utf-8",
    )
    parts = list(extract_files([path], tmp_path, ExtractSettings(piece_bytes=piece_bytes)))
    assert all(part.rejects.is_empty() for part in parts)
    rows = [row for part in parts for row in part.records.iter_rows(named=True)]
    assert [(row["title_raw"], row["source_id"]) for row in rows] == [("A", "11"), ("B", "PMC2"), ("C", "33")]
    extra = [[one["value"] for one in row["extra"] if one["name"] == "PMC"] for row in rows]
    assert extra == [["PMC1"], [], ["PMC3"]]


def test_the_articles_number_of_endnote_stands_in_a_field_of_the_users_own(tmp_path: Path) -> None:
    record = "<xml><records><record><titles><title>T</title></titles>{}<custom7>e12</custom7></record></records></xml>"
    assert cleaned(tmp_path / "x.xml", record.format(""))[0]["pages"] == "e12"
    assert cleaned(tmp_path / "x.xml", record.format("<pages>1-9</pages>"))[0]["pages"] == "1–9"
