"""Exports in XML that somebody made to harm, or that were cut: nothing is looked up, and one record costs no other.

Golden exports (test_golden.py) show every field.
"""

from pathlib import Path
from time import process_time

import pytest

from flows.formats.pubmed_xml import read
from flows.formats.registry import find_format, identify_format
from flows.reading import extract_files
from flows.settings import ExtractSettings
from flows.stages.extract import Extracted

HEAD = '<?xml version="1.0" ?>\n'


def article(title: str) -> str:
    inner = f"<Article><ArticleTitle>{title}</ArticleTitle></Article>"
    return f"<PubmedArticle><MedlineCitation>{inner}</MedlineCitation></PubmedArticle>\n"


def extracted(path: Path, content: str, piece_bytes: int = 2**20) -> list[Extracted]:
    path.write_text(content, encoding="utf-8")
    return list(extract_files([path], path.parent, ExtractSettings(piece_bytes=piece_bytes)))


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("&bomb;", "undefined entity"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]>", "not well-formed (invalid token)"),
        ("<b>", "mismatched tag"),
        ("\x01", "not well-formed (invalid token)"),
        ("<i>" * 100_000 + "</i>" * 100_000, "nested too deeply"),
    ],
)
def test_a_record_that_is_no_sound_xml_is_refused_alone(tmp_path: Path, broken: str, message: str) -> None:
    bomb = '<!DOCTYPE PubmedArticleSet [<!ENTITY bomb SYSTEM "file:///etc/passwd">]>\n'
    content = f"{HEAD}{bomb}<PubmedArticleSet>\n{article('A')}{article(broken)}{article('B')}</PubmedArticleSet>\n"
    (found,) = extracted(tmp_path / "x.xml", content)
    assert found.records["title_raw"].to_list() == ["A", "B"]
    (told,) = [message for message in found.rejects["message"] if message.startswith("Line 5: ")]
    assert message in told


@pytest.mark.parametrize("between", ["", "\n", "\r\n\ufeff"])
def test_joined_files_and_pieces_say_what_each_file_says(tmp_path: Path, between: str) -> None:
    whole = f"{HEAD}<PubmedArticleSet>{article('Ä &amp; B')}{article('C')}</PubmedArticleSet>"
    for piece in (60, 300, 2**20):
        parts = extracted(tmp_path / "x.xml", f"\ufeff{whole}{between}{whole}\n", piece)
        records = [row for part in parts for row in part.records.iter_rows(named=True)]
        assert [row["title_raw"] for row in records] == ["Ä &amp; B", "C"] * 2
        raw = (tmp_path / "x.xml").read_bytes()
        assert all(raw[row["byte_start"] : row["byte_end"]].endswith(b"</PubmedArticle>") for row in records)
        assert all(part.rejects.is_empty() for part in parts)


def test_a_record_without_an_end_costs_only_itself() -> None:
    cut = article("Lost").removesuffix("</PubmedArticle>\n")
    export = read(f"<PubmedArticleSet>{cut}{article('A')}{cut}", {}, True)  # noqa: FBT003 - as the stage calls it
    assert [entry.values["title"] for entry in export.entries] == ["A"]
    assert [refusal.message for refusal in export.refusals] == [
        "The element is not closed before the next one begins.",
        "The element is not closed: the file is cut off.",
    ]


@pytest.mark.parametrize(
    "page", ["<html><body><record>x</record></body></html>", "<xml>nothing</xml>", "a <PubmedArticle> b"]
)
def test_other_xml_is_claimed_by_no_format(page: str) -> None:
    assert identify_format("x.txt", page) is None


@pytest.mark.parametrize(
    "piece", ["<PubmedArticle>", "<PubmedArticle><a>", "<", "<!-- ", "<DeleteCitation>", article("A")]
)
def test_time_grows_with_the_file_and_not_with_its_square(piece: str) -> None:
    one = find_format("pubmed_xml")
    assert one is not None
    spent = []
    for times in (1_000, 8_000):
        start = process_time()
        one.read("<PubmedArticleSet>" + piece * times, {}, True)  # noqa: FBT003 - as the stage calls it
        spent.append(process_time() - start)
    assert spent[1] < 40 * spent[0] + 0.2
