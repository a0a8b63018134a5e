"""What a file looks like that nothing here reads, and what its owner can do."""

import re
from typing import Final, NamedTuple

from flows.dumps.text import is_tar

_EXPORT: Final = "Export the references as RIS, BibTeX or CSV."
_UNPACK: Final = "Unpack it and put what is in it below the raw folder."
_AS_TEXT: Final = "Save it as plain text."
_HEAD_CHARS: Final = 4096


class Look(NamedTuple):
    """What a file looks like, and what to do about it, in a sentence."""

    kind: str
    advice: str

    def __str__(self) -> str:
        """Both, for a person."""
        return f"It looks like {self.kind}. {self.advice}"


_MAGIC: Final = (
    (b"%PDF-", Look("a PDF", _EXPORT)),
    (b"\xd0\xcf\x11\xe0", Look("an old document of Word or Excel", "Save it as plain text or as CSV.")),
    (b"SQLite format 3\0", Look("an SQLite database, as Zotero keeps its library in", _EXPORT)),
    (b"\xfd7zXZ", Look("an xz archive", _UNPACK)),
    (b"BZh", Look("a bzip2 archive", _UNPACK)),
    (b"7z\xbc\xaf", Look("a 7-Zip archive", _UNPACK)),
    (b"Rar!", Look("a RAR archive", _UNPACK)),
    *(
        (magic, Look("a picture", "Put the text there that it shows."))
        for magic in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
    ),
)
_TAR: Final = Look("a tar archive", _UNPACK)
_ZIP: Final = b"PK\x03\x04"
_ZIPPED: Final = (
    (b"word/document.xml", Look("a Word document (.docx)", _AS_TEXT)),
    (b"xl/workbook.xml", Look("an Excel workbook (.xlsx)", "Save the sheet as CSV (UTF-8).")),
    (b"opendocument.spreadsheet", Look("an OpenDocument table (.ods)", "Save the sheet as CSV.")),
    (b"opendocument.text", Look("an OpenDocument text (.odt)", _AS_TEXT)),
    (b"application/epub+zip", Look("an EPUB book", _EXPORT)),
    (b"", Look("a ZIP archive", _UNPACK)),
)
_ROOTS: Final = {
    "html": Look("a web page (HTML)", "Save the text that the browser shows, or export the references."),
    "feed": Look("an Atom feed without a paper of arXiv", _EXPORT),
    "rss": Look("an RSS feed without a paper of arXiv", _EXPORT),
    "rdf:rdf": Look("RDF, as Zotero writes it", _EXPORT),
    "oai-pmh": Look(
        "an answer of an OAI-PMH interface without a record in oai_dc, MODS, JATS, oai_datacite, arXiv or arXivRaw",
        "Ask it for ListRecords with metadataPrefix=oai_dc.",
    ),
    "article": Look("an article without a front (JATS)", _EXPORT),
    **dict.fromkeys(("crossref_result", "doi_batch"), Look("Crossref's XML", "Ask its interface for JSON.")),
}
_OTHER_XML: Final = Look("XML of none of the kinds that are read", _EXPORT)
_ROOT: Final = re.compile(r"<([A-Za-z][\w.:-]*)")
_BEGINNINGS: Final = (
    (re.compile(r"\{\\rtf"), Look("a rich text document (.rtf)", _AS_TEXT)),
    (re.compile(r"RT [A-Z]\w+[^\n]*\n[A-Za-z0-9]{2} "), Look("RefWorks' tagged export", "Export it as RIS.")),
    (re.compile(r"Record #1 of \d"), Look("Cochrane's plain text", "Export it as RIS.")),
    (re.compile(r"<1>\s"), Look("Ovid's tagged export", "Export it as RIS.")),
    (
        re.compile(r"1[.:] [^\n]*(?:\n[^\n]*)?\b(?:19|20)\d\d(?: [A-Z][a-z]{2}(?: \d+)?)?;\s?\d"),
        Look("a list of citations, as PubMed's formats Summary and Abstract are", "Choose its format PubMed."),
    ),
    (
        re.compile(r"[\[{]\s*[\"\[\]{}]"),
        Look("JSON whose first record has neither title nor abstract", "See docs/formats.md for names it can have."),
    ),
)
_TABLE: Final = Look(
    "a table whose header names neither title nor abstract", "See docs/formats.md for names of columns."
)


def look_at_bytes(content: bytes) -> Look | None:
    """What the bytes of a file that is no text look like, from their beginning."""
    if content.startswith(_ZIP):
        return next(look for name, look in _ZIPPED if name in content)
    if is_tar(content):
        return _TAR
    return next((look for magic, look in _MAGIC if content.startswith(magic)), None)


def look_at_text(text: str, extension: str) -> Look | None:
    """What a text looks like that no layout and no format claims, from its beginning and the file's extension."""
    head = text[:_HEAD_CHARS].lstrip("\ufeff \t\r\n").replace("\r\n", "\n")
    known = next((look for pattern, look in _BEGINNINGS if pattern.match(head) is not None), None)
    if known is not None:
        return known
    if extension in (".csv", ".tsv"):
        return _TABLE
    root = _ROOT.search(head) if head.startswith("<") else None
    if root is None:
        return None
    is_declared = head.startswith("<?xml") or extension == ".xml"
    return _ROOTS.get(root[1].lower(), _OTHER_XML if is_declared else None)
