"""Files that nothing here reads: they are refused with what they look like and what to do."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.check import check_dumps
from flows.dumps.foreign import look_at_text
from flows.layouts.registry import layouts
from flows.settings import Settings


def message_on(path: Path) -> tuple[str | None, str]:
    """The code that `litsieve check` refuses a file with, and the message."""
    (verdict,) = check_dumps([path], path.parent, Settings())
    return verdict.facts.code, verdict.findings[0].message


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        ("word/document.xml", "a Word document (.docx). Save it as plain text."),
        ("xl/workbook.xml", "an Excel workbook (.xlsx). Save the sheet as CSV (UTF-8)."),
        ("papers.ris", "a ZIP archive. Unpack it"),
    ],
)
def test_what_is_packed_is_named_by_what_is_in_it(tmp_path: Path, inside: str, kind: str) -> None:
    path = tmp_path / "x"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(inside, "text")
    code, message = message_on(path)
    assert code == "binary_dump"
    assert f" It looks like {kind}" in message


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_an_archive_of_one_large_page_is_not_read_as_that_page(
    tmp_path: Path, form: int, pack: Callable[[bytes], bytes]
) -> None:
    page = "".join(
        f"Abstract:The sea was measured on day {day}, and found to be wet.\n" for day in range(2_000)
    ).encode()
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w", format=form) as tar:
        member = tarfile.TarInfo("sea/abstracts.txt")
        member.size = len(page)
        tar.addfile(member, io.BytesIO(page))
    (tmp_path / "page.txt").write_bytes(page)
    (tmp_path / "pages.tar").write_bytes(pack(archive.getvalue()))
    (whole,) = check_dumps([tmp_path / "page.txt"], tmp_path, Settings())
    assert whole.facts.records == 2_000
    code, message = message_on(tmp_path / "pages.tar")
    assert code == "binary_dump"
    assert " It looks like a tar archive. Unpack it" in message


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("x.pdf", "%PDF-1.7\n", "a PDF. Export the references as RIS"),
        ("x.sqlite", "SQLite format 3\0" + "\0" * 99, "an SQLite database"),
        ("x.html", "<!DOCTYPE html>\n<html><body>Sea</body></html>", "a web page (HTML). Save the text"),
        ("x.xml", '<?xml version="1.0"?><rdf:RDF></rdf:RDF>', "RDF, as Zotero writes it. Export the references"),
        ("x.xml", "<things/>", "XML of none of the kinds that are read"),
        ("x.txt", '<?xml version="1.0"?>\n<feed xmlns="x"><title>q</title></feed>', "an Atom feed without a paper"),
        ("x.xml", "<rss><channel><title>q</title></channel></rss>", "an RSS feed without a paper of arXiv"),
        ("x.xml", "<OAI-PMH><error code='noRecordsMatch'>none</error></OAI-PMH>", "an answer of an OAI-PMH interface"),
        ("x.rtf", "{\\rtf1\\ansi Sea}", "a rich text document (.rtf)"),
        ("x.txt", "RT Journal Article\r\nA1 Moor, Ada\r\nT1 Sand\r\n", "RefWorks' tagged export. Export it as RIS."),
        ("x.txt", "\ufeff<1>\nUnique Identifier\n  12\n", "Ovid's tagged export"),
        ("x.txt", "Record #1 of 2\nID: CN-1\nAU: Moor A\n", "Cochrane's plain text. Export it as RIS."),
        ("x.txt", "1. Sea Lett. 2019 Mar 5;3(1):288-97. doi: 10.5555/x\n\nSand.\n", "a list of citations, as PubMed's"),
        ("x.txt", "1: Moor A. Sand. Sea Lett.\n2019;3:288.\n", "a list of citations, as PubMed's"),
        ("x.json", '{"items": [{"name": "Sand"}]}', "JSON whose first record has neither title nor abstract"),
        ("x.json", "[]", "JSON whose first record"),
        ("x.csv", "name,size\nSand,3\n", "a table whose header names neither title nor abstract"),
    ],
)
def test_a_refusal_says_what_a_file_looks_like_and_what_to_do(
    tmp_path: Path, name: str, content: str, kind: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8", newline="")
    code, message = message_on(path)
    assert code in ("unknown_layout", "binary_dump")
    assert f" It looks like {kind}" in message


@pytest.mark.parametrize("page", ["Some prose.", "[1] A list", "<b>bold</b> words", "1. An item\n2. Another", ""])
def test_of_other_text_nothing_is_said(page: str) -> None:
    assert look_at_text(page, ".txt") is None


def test_of_pages_nothing_is_said() -> None:
    assert [look_at_text(layout.example, ".txt") for layout in layouts()] == [None] * len(layouts())
