"""Exports as the tools that people use write them, the whole way to clean records."""

import json
from pathlib import Path
from typing import Any

import pytest

from flows.reading import extract_files
from flows.settings import ExtractSettings, NormalizeSettings
from flows.stages.normalize import normalize


def cleaned(path: Path, content: str) -> list[dict[str, Any]]:
    path.write_text(content, encoding="utf-8")
    (found,) = extract_files([path], path.parent, ExtractSettings())
    records = normalize(found.records, NormalizeSettings())
    assert found.rejects.is_empty()
    assert records.rejects.is_empty()
    return records.records.to_dicts()


def cleaned_json(path: Path, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    """As lines, which are read in whole columns; as an array, which is not, they must say the same."""
    lines = cleaned(path.with_suffix(".jsonl"), "".join(f"{json.dumps(row)}\n" for row in rows))
    array = cleaned(path.with_suffix(".json"), json.dumps(rows))
    told = ("title", "authors", "date", "year", "venue", "pages", "doi", "arxiv_id", "pmid", "entry_type")
    assert [[row[name] for name in told] for row in lines] == [[row[name] for name in told] for row in array]
    return lines


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


def test_names_in_parts_as_csl_and_crossref_have_them(tmp_path: Path) -> None:
    people = [
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"family": "Silva", "given": "Rui", "dropping-particle": "da", "suffix": "Jr."},
        {"literal": "The Tide Consortium"},
        {"firstName": "Ada", "lastName": "Moor"},
    ]
    (row,) = cleaned_json(tmp_path / "x", {"title": "T", "author": people})
    assert row["authors"] == ["Jan van der Berg", "Rui da Silva Jr.", "The Tide Consortium", "Ada Moor"]


def test_the_first_name_of_a_journal_counts_where_crossref_lists_several(tmp_path: Path) -> None:
    one, two, none = cleaned_json(
        tmp_path / "x",
        {"title": ["T"], "container-title": ["Sea Letters", "Lettres de la mer"]},
        {"title": ["T"], "container-title": ["Sea Letters"]},
        {"title": ["T"], "container-title": ["", 1]},
    )
    assert [row["venue"] for row in (one, two)] == ["Sea Letters", "Sea Letters"]
    assert one["extra"] == [{"name": "container-title", "value": "Lettres de la mer"}]
    assert two["extra"] == []
    assert none["title"] == "T"


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


def test_crossref_and_csl_give_dates_in_parts(tmp_path: Path) -> None:
    rows = [
        {"title": ["A"], "published": {"date-parts": [[2019, 3, 5]]}},
        {"title": ["B"], "issued": {"date-parts": [["2019", 3]]}},
        {"title": ["C"], "issued": {"date-parts": [[None]]}},
    ]
    found = cleaned_json(tmp_path / "x", *rows)
    assert [(str(row["date"]), row["year"]) for row in found] == [("2019-03-05", 2019), ("None", 2019), ("None", None)]


def test_semantic_scholar_gives_objects(tmp_path: Path) -> None:
    (row,) = cleaned_json(
        tmp_path / "x",
        {
            "title": "A",
            "venue": "",
            "journal": {"name": "Sea Letters", "pages": "1-9", "volume": "3"},
            "externalIds": {"DOI": "10.5555/A", "ArXiv": "2103.00001", "PubMed": "12", "CorpusId": 7},
            "publicationDate": "2019-03-05",
        },
    )
    assert (row["venue"], row["volume"], row["pages"]) == ("Sea Letters", "3", "1–9")
    assert (row["doi"], row["arxiv_id"], row["pmid"]) == ("10.5555/a", "2103.00001", "12")
    assert str(row["date"]) == "2019-03-05"
    assert row["extra"] == [{"name": "externalIds.CorpusId", "value": "7"}]


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


def test_the_answer_of_europe_pmc_names_authors_and_pages(tmp_path: Path) -> None:
    paper = {"id": "1", "title": "Sand.", "authorString": "Moor A, Li B.", "journalTitle": "Sea", "pageInfo": "1-9"}
    (row,) = cleaned(tmp_path / "x.json", json.dumps({"hitCount": 1, "resultList": {"result": [paper]}}))
    assert (row["title"], row["authors"], row["venue"], row["pages"]) == ("Sand", ["A Moor", "B Li"], "Sea", "1–9")


@pytest.mark.parametrize("between", ["", "\n", "\r\n\ufeff"])
def test_objects_over_several_lines_need_no_array(tmp_path: Path, between: str) -> None:
    rows = cleaned(tmp_path / "x.json", between.join(json.dumps({"title": name}, indent=2) for name in "AB"))
    assert [row["title"] for row in rows] == ["A", "B"]


def test_joined_files_of_lines_keep_a_byte_order_mark_out_of_their_records(tmp_path: Path) -> None:
    rows = cleaned(tmp_path / "x.jsonl", '\ufeff{"title": "A"}\n\ufeff{"title": "B"}\n \ufeff{"title": "C"}\n')
    assert [row["title"] for row in rows] == ["A", "B", "C"]


def test_a_record_with_works_of_its_own_is_no_answer(tmp_path: Path) -> None:
    record = {"id": 1, "results": [], "abstract": "A", "works": [{"title": "Another"}]}
    rows = cleaned(tmp_path / "x.jsonl", f"{json.dumps(record)}\n" * 2)
    assert [row["abstract"] for row in rows] == ["A", "A"]


def test_a_broken_record_of_an_answer_costs_no_other_answer(tmp_path: Path) -> None:
    pages = [json.dumps({"items": [{"title": name}, {"title": name * 2}]}) for name in "ABC"]
    path = tmp_path / "x.jsonl"
    path.write_text("\n".join([pages[0], pages[1].replace('"BB"', '"BB'), pages[2]]), encoding="utf-8")
    for piece in (10, 60, 2**20):
        parts = list(extract_files([path], tmp_path, ExtractSettings(piece_bytes=piece)))
        assert [title for part in parts for title in part.records["title_raw"]] == ["A", "AA", "B", "C", "CC"]
        (message,) = [message for part in parts for message in part.rejects["message"]]
        assert message.startswith("Line 2: ")
