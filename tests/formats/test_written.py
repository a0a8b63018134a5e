"""What was written in a format by other means is read back the same, in any pieces, and damage loses no byte."""

import json
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, tostring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.test_round_trip import Row, assert_nothing_lost, read, rows_of

QUICK: Final = settings(deadline=None, derandomize=True, max_examples=6)
SIGNS: Final = st.text(st.sampled_from("abcXYZ éß漢 ,:'&<>%$#@|-_=()\"]"), min_size=1, max_size=30)
WORDS: Final = SIGNS.map(lambda text: " ".join(text.split())).filter(lambda text: any(map(str.isalpha, text)))


def put(parent: Element, path: str, text: str | None, **attributes: str) -> None:
    """A text below elements of these names, a new one each."""
    if text is None:
        return
    for name in path.split("/"):
        parent = SubElement(parent, name)
    parent.text = text
    parent.attrib |= attributes


def atom(row: Row) -> Element:
    one = Element("entry")
    put(one, "id", "http://arxiv.org/abs/2103.00001v1")
    put(one, "title", row["title"])
    put(one, "summary", row.get("abstract"))
    put(one, "arxiv:journal_ref", row.get("journal"))
    return one


def arxiv(row: Row) -> Element:
    one = Element("record")
    put(one, "header/identifier", "oai:arXiv.org:1")
    held = SubElement(SubElement(one, "metadata"), "arXiv")
    put(held, "title", row["title"])
    put(held, "abstract", row.get("abstract"))
    put(held, "journal-ref", row.get("journal"))
    return one


def dublin_core(row: Row) -> Element:
    one = Element("oai:record")
    put(one, "oai:header/oai:identifier", "oai:x:1")
    held = SubElement(SubElement(one, "oai:metadata"), "oai_dc:dc")
    put(held, "dc:title", row["title"])
    put(held, "dc:description", row.get("abstract"))
    return one


def dblp(row: Row) -> Element:
    one = Element("article", {"key": "a"})
    put(one, "title", row["title"])
    put(one, "journal", row.get("journal"))
    put(one, "volume", row.get("volume"))
    return one


def mods(row: Row) -> Element:
    one = Element("mods")
    put(one, "titleInfo/title", row["title"])
    put(one, "abstract", row.get("abstract"))
    host = SubElement(one, "relatedItem", {"type": "host"})
    put(host, "titleInfo/title", row.get("journal"))
    if "volume" in row:
        put(SubElement(SubElement(host, "part"), "detail", {"type": "volume"}), "number", row["volume"])
    return one


XML: Final[dict[str, Any]] = {
    "feed": (atom, ("title", "abstract", "journal")),
    "OAI-PMH": (arxiv, ("title", "abstract", "journal")),
    "oai:OAI-PMH": (dublin_core, ("title", "abstract")),
    "dblp": (dblp, ("title", "journal", "volume")),
    "modsCollection": (mods, ("title", "abstract", "journal", "volume")),
}


def datacite(row: Row) -> dict[str, Any]:
    described = [{"description": row["abstract"], "descriptionType": "Abstract"}] if "abstract" in row else []
    container = {"title": row.get("journal"), "volume": row.get("volume")}
    held = {"titles": [{"title": row["title"]}], "creators": [], "descriptions": described, "container": container}
    return {"id": "10.5555/a", "type": "dois", "attributes": held}


def crossref(row: Row) -> dict[str, Any]:
    work = {"title": [row["title"]], "abstract": row.get("abstract"), "volume": row.get("volume")}
    journals = [row["journal"]] if "journal" in row else []
    return {"message-type": "work", "message": {**work, "container-title": journals}}


def dblp_hit(row: Row) -> dict[str, Any]:
    return {"@id": "1", "info": {"title": row["title"], "venue": row.get("journal"), "volume": row.get("volume")}}


def summary(row: Row) -> dict[str, Any]:
    told = {"title": row["title"], "fulljournalname": row.get("journal"), "volume": row.get("volume")}
    return {"uid": "1", "pubdate": "2019", "articleids": [], **told}


JSON: Final[dict[str, Any]] = {
    "datacite": (datacite, ("title", "abstract", "journal", "volume")),
    "crossref_work": (crossref, ("title", "abstract", "journal", "volume")),
    "dblp_search": (dblp_hit, ("title", "journal", "volume")),
    "pubmed_summary": (summary, ("title", "journal", "volume")),
}
COLUMNS: Final = {"title": "title_raw", "abstract": "abstract_raw", "journal": "venue_raw", "volume": "volume_raw"}


def assert_said(content: bytes, rows: list[Row], fields: tuple[str, ...], piece: int, name: str) -> None:
    found = read(name, content, piece)
    assert found.rejects.is_empty()
    assert_nothing_lost(found, len(content))
    told = found.records.select(COLUMNS[field] for field in fields).rows()
    assert told == [tuple(row.get(field) for field in fields) for row in rows]


@pytest.mark.parametrize("root", XML)
@QUICK
@given(rows=rows_of(WORDS), piece=st.sampled_from([90, 700, 2**20]), between=st.sampled_from(["", "\n  "]))
def test_xml(root: str, rows: list[Row], piece: int, between: str) -> None:
    make, fields = XML[root]
    written = between.join(tostring(make(row), encoding="unicode") for row in rows)
    # What is between tags of a title stays as it is written, as in other formats that keep them.
    told = rows if root != "dblp" else [{**row, "title": _escaped(row["title"])} for row in rows]
    assert_said(f"<{root}>{between}{written}</{root}>\n".encode(), told, fields, piece, "x.xml")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.parametrize("name", JSON)
@QUICK
@given(rows=rows_of(WORDS), piece=st.sampled_from([90, 700, 2**20]), indent=st.sampled_from([None, 1]))
def test_json(name: str, rows: list[Row], piece: int, indent: int | None) -> None:
    make, fields = JSON[name]
    content = "".join(f"{json.dumps(make(row), indent=indent)}\n" for row in rows)
    assert_said(content.encode(), rows, fields, piece, "x.json")


@pytest.mark.parametrize("root", XML)
@QUICK
@given(rows=rows_of(WORDS), damage=st.data(), piece=st.sampled_from([90, 2**20]))
def test_damage_loses_no_byte_of_xml(root: str, rows: list[Row], damage: st.DataObject, piece: int) -> None:
    make, _ = XML[root]
    first, *others = [tostring(make(row), encoding="unicode") for row in [{"title": "Sound"}, *rows]]
    content = bytearray(f"<{root}>{first}{''.join(others)}</{root}>\n".encode())
    # What tells the format stays.
    begin = len(f"<{root}>{first}".encode())
    for place in damage.draw(st.lists(st.integers(begin, len(content) - 1), max_size=4)):
        content[place : place + 1] = damage.draw(st.sampled_from([b"<", b">", b"", b"\xff", b"&", b'"']))
    found = read("x.xml", bytes(content), piece)
    assert found.records["title_raw"][0] == "Sound"
    assert_nothing_lost(found, len(content))
