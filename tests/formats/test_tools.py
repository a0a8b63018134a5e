"""Exports as the tools that people use write them, the whole way to clean records."""

from pathlib import Path

import pytest

from flows.reading import extract_files
from flows.settings import ExtractSettings, NormalizeSettings
from flows.stages.normalize import normalize
from tests.formats.cleaning import cleaned, cleaned_json


def test_names_in_the_extended_format_of_biblatex(tmp_path: Path) -> None:
    one, two, three = cleaned(
        tmp_path / "x.bib",
        "@book{a, title={T}, author={Moor, Ada and family=Berg, given=Jan, prefix=van der, useprefix=true}}\n"
        '@book{b, title={T}, author={given=Hans, family="Hill", suffix=III}}\n'
        "@book{c, title={T}, author={E = mc and Moor, Ada}}\n",
    )
    assert one["authors"] == ["Ada Moor", "Jan van der Berg"]
    assert two["authors"] == ["Hans Hill III"]
    assert three["authors"] == ["E = mc", "Ada Moor"]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("{On tides: a view}", "On tides: a view"),
        (r"{{Erd\H{o}s and \emph{Tides}: {3D} views}}", "Erdős and Tides: 3D views"),
        ("{3D} sand, {C++} and {AT\\&T}", "3D sand, C++ and AT&T"),
        (r"{\'E}tudes of {\o}re and $x^{2+1}$", "Études of øre and x^(2+1)"),
        (r"A \textbf{1: x} and \textsc {2: y}", "A 1: x and 2: y"),
        (r"{1,000} suns at \$5 and {2,000} at \$6", "1,000 suns at $5 and 2,000 at $6"),
    ],
)
def test_braces_of_bibtex_are_no_signs_of_the_text(tmp_path: Path, written: str, title: str) -> None:
    (row,) = cleaned(tmp_path / "x.bib", f"@book{{a, title = {{{written}}}}}\n")
    assert row["title"] == title


def test_a_comma_of_bibtex_parts_no_two_names(tmp_path: Path) -> None:
    (row,) = cleaned(tmp_path / "x.bib", "@book{a, title={T}, author={Ruiz Vega, Ana Luz}}\n")
    assert row["authors"] == ["Ana Luz Ruiz Vega"]


def test_lone_names_tell_how_a_table_writes_them(tmp_path: Path) -> None:
    rows = cleaned(tmp_path / "x.csv", 'title,authors\nSand,"Moor, Ada"\nSea,"Ruiz Vega, Ana Luz"\n')
    assert [row["authors"] for row in rows] == [["Ada Moor"], ["Ana Luz Ruiz Vega"]]


def test_tables_of_zotero_scopus_and_ieee_keep_what_they_say(tmp_path: Path) -> None:
    (zotero,) = cleaned(
        tmp_path / "zotero.csv",
        "\ufeffKey,Item Type,Publication Year,Author,Title,Publication Title,Abstract Note,Date,Pages\n"
        'AB12,conferencePaper,2019,"Moor, Ada; Li, Bo",Sand,Sea Letters,Sand moves.,2019-03-05,1-9\n',
    )
    assert (zotero["abstract"], zotero["venue"], zotero["entry_type"]) == (
        "Sand moves.",
        "Sea Letters",
        "inproceedings",
    )
    one, two = cleaned(
        tmp_path / "scopus.csv",
        "Authors,Author full names,Title,Year,Source title,Art. No.,Page start,Page end\n"
        'Moor A.; Li B.,"Moor, Ada (571); Li, Bo (572)",Sand,2019,Sea Letters,e12,288,297\n'
        "Moor A.; Li B.,,Sea,2019,Sea Letters,e13,,\n",
    )
    assert (one["authors"], two["authors"]) == (["Ada Moor", "Bo Li"], ["A. Moor", "B. Li"])
    assert (one["pages"], two["pages"]) == ("288–297", "e13")
    assert {extra["name"]: extra["value"] for extra in one["extra"]} == {
        "Authors": "Moor A.; Li B.",
        "Art. No.": "e12",
    }
    (ieee,) = cleaned(
        tmp_path / "ieee.csv",
        "Document Title,Authors,Publication Title,Publication Year,Start Page,End Page\n"
        "Sand,A. Moor; B. Li,Sea,2019,1,9\n",
    )
    assert (ieee["venue"], ieee["pages"], ieee["year"]) == ("Sea", "1–9", 2019)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_rows_of_web_of_science_end_in_a_tab_more_than_their_header(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "savedrecs.txt"
    path.write_text(
        "PT\tAU\tAF\tTI\tSO\tPY\tUT\tPM\r\n"
        'J\tMoor, A; Li, B\tMoor, Ada; Li, Bo\t"Singing" sand\tSEA\t2019\tWOS:1\t12\t\r\n',
        encoding=encoding,
        newline="",
    )
    (found,) = extract_files([path], tmp_path, ExtractSettings())
    (row,) = normalize(found.records, NormalizeSettings()).records.to_dicts()
    assert (row["title"], row["authors"], row["venue"]) == ('"Singing" sand', ["Ada Moor", "Bo Li"], "SEA")
    assert (row["source_id"], row["pmid"], row["year"]) == ("WOS:1", "12", 2019)


def test_the_year_counts_where_the_date_names_none(tmp_path: Path) -> None:
    rows = [
        {"Article Title": "A", "Publication Date": "MAR 5", "Publication Year": 2019},
        {"Article Title": "B", "Publication Date": "JUN-JUL", "Publication Year": 2019},
        {"Article Title": "C", "Publication Date": "in press", "Publication Year": 2019},
        {"Article Title": "D", "Publication Date": "03/05/2019", "Publication Year": 2020},
    ]
    found = cleaned_json(tmp_path / "x", *rows)
    assert [str(row["date"]) for row in found] == ["2019-03-05", "None", "None", "None"]
    assert [row["year"] for row in found] == [2019] * 4


def test_the_first_line_of_excel_that_tells_the_delimiter_is_no_header(tmp_path: Path) -> None:
    for content in ("sep=;\r\ntitle;year\r\nSand;2019\r\n", '"sep=\t"\ntitle\tyear\nSand\t2019\n'):
        (row,) = cleaned(tmp_path / "x.csv", content)
        assert (row["title"], row["year"]) == ("Sand", 2019)


def test_the_end_of_a_file_of_web_of_science_is_no_reject(tmp_path: Path) -> None:
    (row,) = cleaned(tmp_path / "x.ris", "TY  - JOUR\nTI  - Sand\nER  - \n\nEF  - \n")
    assert row["title"] == "Sand"


def test_what_stands_where_its_own_field_is_missing(tmp_path: Path) -> None:
    """A DOI in RIS' `M3`, the day in `Y1` beside a year, arXiv's id in what BibTeX has for notes."""
    (row,) = cleaned(
        tmp_path / "x.ris", "TY  - JOUR\nTI  - T\nPY  - 2019\nY1  - 2019 Mar 05\nM3  - doi: 10.5555/a\nER  - \n"
    )
    assert (row["doi"], str(row["date"])) == ("10.5555/a", "2019-03-05")
    note, more = cleaned(
        tmp_path / "x.bib",
        "@misc{a, title={T}, howpublished={arXiv:2103.00001}}\n@misc{b, title={U}, note={See arXiv:2103.00002}}\n",
    )
    assert (note["arxiv_id"], more["arxiv_id"]) == ("2103.00001", None)


def test_a_subtitle_follows_its_title(tmp_path: Path) -> None:
    rows = cleaned_json(
        tmp_path / "x",
        {"title": ["Sand that Sings"], "subtitle": ["What Dunes Say at Night"]},
        {"title": "Why does it sing?", "subtitle": "A view"},
        {"title": "Sand: A view", "subtitle": ["A View"]},
        {"title": "Sand", "subtitle": []},
    )
    titles = ["Sand that Sings: What Dunes Say at Night", "Why does it sing? A view", "Sand: A view", "Sand"]
    assert [row["title"] for row in rows] == titles
    assert rows[2]["extra"] == [{"name": "subtitle", "value": "A View"}]
    (row,) = cleaned(tmp_path / "x.csv", "title,subtitle\nSand,A view\n")
    assert row["title"] == "Sand: A view"
    (row,) = cleaned(tmp_path / "x.bib", "@book{a, title={Sand: a view}, subtitle={A View}}\n")
    assert (row["title"], row["extra"]) == ("Sand: a view", [{"name": "subtitle", "value": "A View"}])


def test_the_article_number_of_bibtex_stands_for_pages(tmp_path: Path) -> None:
    one, two = cleaned(
        tmp_path / "x.bib",
        "@article{a, title={T}, articleno={12}, editor={Wu, Cy}}\n"
        "@article{b, title={U}, articleno={12}, pages={1--9}}\n",
    )
    assert (one["pages"], one["authors"], two["pages"]) == ("12", [], "1–9")


def test_values_that_name_nobody_are_no_authors(tmp_path: Path) -> None:
    rows = cleaned(
        tmp_path / "x.csv",
        "title;authors\nA;[No author name available]\nB;Anonymous\nC;Unknown Author\nD;n/a\n"
        "E;Dr. Ada Moor, Prof. Bo Li\n",
    )
    assert [row["authors"] for row in rows] == [[], [], [], [], ["Ada Moor", "Bo Li"]]
    assert "no_authors" in rows[1]["flags"]


def test_a_line_that_tells_of_the_export_stands_before_the_header(tmp_path: Path) -> None:
    header = 'DOI,Title,Pagination,Document Type,Authors\n10.5555/a,Sand,101-112,Research Article,"Moor, Ada; Li, Bo"\n'
    for first in ('"About the data: Exported on May 5, 2024. Criteria: ""sand"" in title."\n', "About sand,,,,\n"):
        (row,) = cleaned(tmp_path / "x.csv", first + header)
        assert (row["title"], row["doi"], row["pages"]) == ("Sand", "10.5555/a", "101–112")
        assert (row["entry_type"], row["authors"]) == ("article", ["Ada Moor", "Bo Li"])


def test_a_table_of_openalex_keeps_what_it_says(tmp_path: Path) -> None:
    (row,) = cleaned(
        tmp_path / "x.csv",
        "id,doi,title,publication_year,ids.pmid,primary_location.source.display_name,authorships.author.display_name,"
        "biblio.volume,biblio.issue,biblio.first_page,biblio.last_page\n"
        "https://openalex.org/W1,https://doi.org/10.5555/a,Sand,2019,https://pubmed.ncbi.nlm.nih.gov/12,Sea Letters,"
        "Ada B. Moor|Bo Li,12,3,101,112\n",
    )
    assert (row["authors"], row["venue"], row["pmid"]) == (["Ada B. Moor", "Bo Li"], "Sea Letters", "12")
    assert (row["volume"], row["number"], row["pages"], row["year"]) == ("12", "3", "101–112", 2019)


def test_days_as_excel_counts_them_stand_beside_years(tmp_path: Path) -> None:
    one, two = cleaned_json(
        tmp_path / "x", {"title": "T", "date": "43529", "year": 2019.0}, {"title": "U", "date": "soon", "year": 2019.0}
    )
    assert (str(one["date"]), one["year"], two["date"], two["year"]) == ("2019-03-05", 2019, None, 2019)


def test_a_quote_that_begins_a_cell_between_tabs_may_be_its_own(tmp_path: Path) -> None:
    rows = cleaned(tmp_path / "x.tsv", 'title\tauthors\n"Singing" sand\tAda Moor\n"Whole ""sand"""\tBo Li\n')
    assert [row["title"] for row in rows] == ['"Singing" sand', 'Whole "sand"']


def test_tables_of_web_of_science_have_names_of_two_letters(tmp_path: Path) -> None:
    header = (
        "PT",
        "AU",
        "AF",
        "TI",
        "SO",
        "DT",
        "ID",
        "AB",
        "PD",
        "PY",
        "VL",
        "IS",
        "BP",
        "EP",
        "AR",
        "DI",
        "PM",
        "UT",
    )
    cells = ("J", "Moor, AB; Li, B", "Moor, Ada B.; Li, Bo", "Sand", "Sea Letters", "Article", "SEA; TIDE", "We look.")
    rest = ("MAR 5", "2019", "12", "3", "101", "112", "", "10.5555/a", "12", "WOS:1")
    (row,) = cleaned(tmp_path / "x.txt", "\t".join(header) + "\r\n" + "\t".join((*cells, *rest)) + "\r\n")
    assert (row["source_id"], row["title"], row["authors"]) == ("WOS:1", "Sand", ["Ada B. Moor", "Bo Li"])
    assert (row["venue"], row["volume"], row["number"], row["pages"]) == ("Sea Letters", "12", "3", "101–112")
    assert (str(row["date"]), row["doi"], row["pmid"], row["abstract"]) == ("2019-03-05", "10.5555/a", "12", "We look.")


def test_tables_of_covidence_and_embase_keep_year_and_pubmed_id(tmp_path: Path) -> None:
    (row,) = cleaned(tmp_path / "x.csv", "Title,Published Year,MEDLINE PMID\nSand,2019,12\n")
    assert (row["year"], row["pmid"]) == (2019, "12")
