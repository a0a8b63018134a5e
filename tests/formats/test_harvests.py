"""What archives give out in XML, the whole way to clean records: arXiv's feeds, OAI-PMH in its forms."""

import re
from pathlib import Path
from time import process_time

import pytest

from flows.formats.registry import find_format, identify_format
from tests.formats.cleaning import cleaned

OAI = "<OAI-PMH><ListRecords>\n{}</ListRecords></OAI-PMH>\n"


def record(metadata: str) -> str:
    return f"<record><header><identifier>oai:x:1</identifier></header><metadata>{metadata}</metadata></record>\n"


def dublin_core(*elements: str) -> str:
    return record(f"<oai_dc:dc>{''.join(elements)}</oai_dc:dc>")


def test_an_answer_of_arxiv_says_what_its_snapshot_does(tmp_path: Path) -> None:
    (found,) = cleaned(
        tmp_path / "x.xml",
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2103.00001v2</id>'
        "<published>2021-03-01T09:00:00Z</published><updated>2021-04-01T09:00:00Z</updated><title>On\n  $H_2$</title>"
        "<summary>Where $x &lt; y$.</summary><author><name>Ada Moor</name></author>"
        '<category term="physics.ao-ph"/><category term="I.2.6; J.2"/></entry></feed>',
    )
    assert (found["title"], found["abstract"], found["authors"]) == ("On H_2", "Where x < y.", ["Ada Moor"])
    assert (str(found["date"]), str(found["updated_at"])[:10], found["venue"]) == (
        "2021-03-01",
        "2021-04-01",
        "arXiv.org",
    )
    assert (found["arxiv_id"], found["subjects"]) == ("2103.00001", ["physics.ao-ph"])


def test_a_feed_of_another_site_is_no_feed_of_arxiv() -> None:
    assert identify_format("x.txt", "<feed><entry><id>tag:example.org</id><title>News</title></entry></feed>") is None


def test_where_authors_work_is_no_name(tmp_path: Path) -> None:
    authors = (
        "Ada Moor (1), Bo Li (1 and 2), for the Tide Collaboration ((1) Sea Station (Heligoland), (2) Sand Station)"
    )
    metadata = f"<arXivRaw><id>0704.0001</id><title>T</title><authors>{authors}</authors></arXivRaw>"
    (found,) = cleaned(tmp_path / "x.xml", OAI.format(record(metadata)))
    assert found["authors"][:2] == ["Ada Moor", "Bo Li"]
    assert "Station" not in str(found["authors"])


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Plato, Bo Li and Cy Wu", ["Plato", "Bo Li", "Cy Wu"]),
        ("Plato, Bo Li, and Cy Wu", ["Plato", "Bo Li", "Cy Wu"]),
        ("Ada Moor, Jr., Bo Li", ["Ada Moor Jr.", "Bo Li"]),
        ("Ada Moor", ["Ada Moor"]),
        ("Ada Moor, et al", ["Ada Moor"]),
    ],
)
def test_a_comma_of_arxiv_parts_two_names(tmp_path: Path, authors: str, names: list[str]) -> None:
    metadata = f"<arXivRaw><title>T</title><authors>{authors}</authors></arXivRaw>"
    (found,) = cleaned(tmp_path / "x.xml", OAI.format(record(metadata)))
    assert found["authors"] == names


@pytest.mark.parametrize(
    ("dates", "date", "year"),
    [
        (["2021-03-01", "2021-04-01"], "2021-03-01", 2021),
        (["2020-06-01T08:00:00Z", "2015"], "None", 2015),
        (["2020-06-01T08:00:00Z", "2020"], "2020-06-01", 2020),
        (["in press", "2019-03-05"], "2019-03-05", 2019),
    ],
)
def test_of_several_dates_the_earliest_counts(tmp_path: Path, dates: list[str], date: str, year: int) -> None:
    told = dublin_core("<dc:title>T</dc:title>", *(f"<dc:date>{one}</dc:date>" for one in dates))
    (found,) = cleaned(tmp_path / "x.xml", OAI.format(told))
    assert (str(found["date"]), found["year"]) == (date, year)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("Sea Letters; Vol. 3 No. 1 (2019): The Moon; 1-9", ("Sea Letters", "3", "1", "1–9")),
        ("Sea Letters; Vol 3, No 1 (2019); e12", ("Sea Letters", "3", "1", "e12")),
        ("Cartas; Vol. 3 Núm. 1 (2019); 1-9", ("Cartas", "3", "1", "1–9")),
        ("Lettres; Vol. 3 No. 1-2 (2019)", ("Lettres", "3", "1-2", None)),
        ("Sea Letters", ("Sea Letters", None, None, None)),
        ("ISSN: 1234-567X", (None, None, None, None)),
        ("1234-567X", (None, None, None, None)),
        ("https://example.org/sea", (None, None, None, None)),
    ],
)
def test_a_source_tells_venue_and_issue(tmp_path: Path, source: str, told: tuple[str | None, ...]) -> None:
    (found,) = cleaned(
        tmp_path / "x.xml", OAI.format(dublin_core("<dc:title>T</dc:title>", f"<dc:source>{source}</dc:source>"))
    )
    assert (found["venue"], found["volume"], found["number"], found["pages"]) == told


@pytest.mark.parametrize(
    "number",
    [
        "<dc:identifier>doi:10.5555/A</dc:identifier>",
        "<dc:identifier>info:doi/10.5555/a</dc:identifier>",
        "<dc:identifier>https://doi.org/10.5555/a</dc:identifier>",
        "<dc:relation>info:eu-repo/semantics/altIdentifier/doi/10.5555/a</dc:relation>",
    ],
)
def test_a_doi_is_known_by_its_form(tmp_path: Path, number: str) -> None:
    (found,) = cleaned(tmp_path / "x.xml", OAI.format(dublin_core("<dc:title>T</dc:title>", number)))
    assert found["doi"] == "10.5555/a"


def test_the_doi_of_a_related_paper_is_not_its_own(tmp_path: Path) -> None:
    related = "<dc:relation>https://doi.org/10.5555/a</dc:relation>"
    (found,) = cleaned(tmp_path / "x.xml", OAI.format(dublin_core("<dc:title>T</dc:title>", related)))
    assert (found["doi"], found["extra"]) == (None, [{"name": "dc.relation", "value": "https://doi.org/10.5555/a"}])


def test_letters_may_be_written_as_html_names_them(tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    paper = (
        "<article key='a'><author>Ren&eacute; M&ouml;r &Lstrok;</author><title>&Eacute;tude &mdash; 1</title></article>"
    )
    (found,) = cleaned(path, f"<dblp>\n{paper.replace(' &Lstrok;', '')}</dblp>")
    assert (found["title"], found["authors"]) == ("Étude — 1", ["René Mör"])
    author = next(span for span in found["spans"] if span["field"] == "authors")
    assert path.read_bytes()[author["start"] : author["end"]] == b"Ren&eacute; M&ouml;r"
    (refusal,) = find_format("dblp_xml").read(f"<dblp>{paper}</dblp>", {}, True).refusals  # type: ignore[union-attr]  # noqa: FBT003
    assert "undefined entity" in refusal.message


@pytest.mark.parametrize(
    ("dates", "day", "year"),
    [
        (
            {"collection": "<year>2019</year>", "epub": "<day>5</day><month>3</month><year>2019</year>"},
            "2019-03-05",
            2019,
        ),
        (
            {"ppub": "<month>7</month><year>2020</year>", "epub": "<day>5</day><month>12</month><year>2019</year>"},
            "2019-12-05",
            2019,
        ),
        ({"ppub": "<season>Spring</season><year>2020</year>"}, "None", 2020),
        ({"pmc-release": "<day>5</day><month>3</month><year>2019</year>"}, "None", None),
        ({"epub": "<month>7</month>", "ppub": "<year>2019</year>"}, "None", 2019),
    ],
)
def test_the_earliest_day_of_an_article_counts(tmp_path: Path, dates: dict[str, str], day: str, year: int) -> None:
    told = "".join(f'<pub-date pub-type="{kind}">{date}</pub-date>' for kind, date in dates.items())
    meta = f"<title-group><article-title>T</article-title></title-group>{told}"
    (found,) = cleaned(tmp_path / "x.xml", f"<article><front><article-meta>{meta}</article-meta></front></article>")
    assert (str(found["date"]), found["year"]) == (day, year)


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_archives_give_mods_jats_and_datacites_xml_as_well(tmp_path: Path, prefix: str) -> None:
    mods = (
        "<mods><titleInfo><title>T</title></titleInfo><name><namePart>Moor, Ada</namePart></name><recordInfo>"
        "<recordIdentifier>12</recordIdentifier></recordInfo><originInfo><dateIssued>2019</dateIssued></originInfo></mods>"
    )
    meta = (
        '<article-id pub-id-type="pmc">12</article-id><title-group><article-title>T</article-title></title-group>'
        '<contrib-group><contrib contrib-type="author"><name><surname>Moor</surname><given-names>Ada</given-names>'
        '</name></contrib></contrib-group><pub-date pub-type="epub"><year>2019</year></pub-date>'
    )
    resource = (
        '<resource><identifier identifierType="URN">12</identifier><creators><creator><creatorName>Moor, Ada'
        "</creatorName></creator></creators><titles><title>T</title></titles><publicationYear>2019</publicationYear>"
        "</resource>"
    )
    for held in (
        mods,
        f"<article><front><article-meta>{meta}</article-meta></front><body><p>Sand.</p></body></article>",
        resource,
        f"<oai_datacite><schemaVersion>3.1</schemaVersion><payload>{resource}</payload></oai_datacite>",
    ):
        names = re.sub(r"<(/?)", rf"<\1{prefix}", held)
        (found,) = cleaned(tmp_path / "x.xml", OAI.format(record(names)))
        assert (found["title"], found["authors"], found["year"]) == ("T", ["Ada Moor"], 2019)
        assert found["source_id"] == "oai:x:1"
        assert "12" in [one["value"] for one in found["extra"]]


def test_records_that_were_taken_back_are_none(tmp_path: Path) -> None:
    header = "<identifier>oai:x:2</identifier>\n<datestamp>2020-01-01</datestamp><setSpec>a</setSpec></header>"
    gone = f'<record>\n<header status="deleted">{header}</record>\n'
    rows = cleaned(tmp_path / "x.xml", OAI.format(gone + dublin_core("<dc:title>T</dc:title>") + gone * 3))
    assert [row["title"] for row in rows] == ["T"]


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("oai_pmh", "<record>"),
        ("oai_pmh", '<record><header status="deleted">'),
        ("oai_pmh", "<record><header "),
        ("oai_pmh", "<request>"),
        ("arxiv_feed", "<entry>"),
        ("arxiv_feed", "<feed>"),
        ("arxiv_feed", "<title>"),
        ("arxiv_feed", "<feed><id>x"),
        ("jats", "<article>"),
        ("mods", "<mods>"),
        ("datacite_xml", "<resource><titles><title>"),
        ("jats", "<article><front><article-meta><title-group><article-title><xref><fn>"),
        ("dblp_xml", "<www>"),
        ("dblp_xml", "<coauthors><na>"),
        ("dblp_xml", "<article>&eacute;"),
    ],
)
def test_time_grows_with_the_file_and_not_with_its_square(name: str, piece: str) -> None:
    one = find_format(name)
    assert one is not None
    spent = []
    for times in (1_000, 8_000):
        start = process_time()
        one.read("<feed>" + piece * times, {}, True)  # noqa: FBT003 - as the stage calls it
        spent.append(process_time() - start)
    assert spent[1] < 40 * spent[0] + 0.2


@pytest.mark.parametrize(
    "said", ["(" * 50_000, "((x)" * 20_000, ";" * 50_000, "1" * 50_000, " " * 50_000 + "x", "Vol. " * 20_000]
)
def test_what_a_value_holds_takes_no_time(said: str) -> None:
    start = process_time()
    core = dublin_core(f"<dc:title>T</dc:title><dc:source>{said}</dc:source><dc:description>{said}</dc:description>")
    raw = record(f"<arXivRaw><title>T</title><authors>{said}</authors></arXivRaw>")
    one = find_format("oai_pmh")
    assert one is not None
    one.read(OAI.format(core + raw), {}, True)  # noqa: FBT003 - as the stage calls it
    assert process_time() - start < 2
