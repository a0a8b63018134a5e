"""Answers of OAI-PMH interfaces, by which archives and journals give out their records.

See https://www.openarchives.org/OAI/openarchivesprotocol.html; what a record holds may be in Dublin Core (`oai_dc`), in
MODS, in JATS, as PubMed Central has it, in DataCite's XML (`oai_datacite`), or in arXiv's own forms (`arXiv` and
`arXivRaw`).
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from flows.formats.arxiv_xml import put_arxiv, put_arxiv_raw
from flows.formats.base import Entry, Export, Sample, State
from flows.formats.datacite_xml import put_payload, put_resource
from flows.formats.dublin_core import put_dublin_core
from flows.formats.jats import put_article
from flows.formats.mods import put_mods
from flows.formats.xml_elements import Element
from flows.formats.xml_records import MARKUP, PREFIX, begins_with, put_first, put_rest, read_records, texts_at

DESCRIPTION: Final = (
    "Answers of OAI-PMH interfaces (ListRecords, GetRecord) in oai_dc, MODS, JATS, DataCite's, arXiv's forms."
)
EXAMPLE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\n<ListRecords>\n'
    "<record><header><identifier>oai:example.org:1</identifier><datestamp>2021-03-02</datestamp></header><metadata>\n"
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>On Tides</dc:title><dc:creator>Moor, Ada</dc:creator>'
    "<dc:description>The sea rises.</dc:description><dc:date>2021-03-01</dc:date>"
    "<dc:identifier>https://doi.org/10.5555/tides</dc:identifier></oai_dc:dc></metadata></record>\n"
    "</ListRecords>\n</OAI-PMH>\n"
)

_KINDS: Final[Mapping[str, Callable[[Entry, Element, set[int]], None]]] = {
    "dc": put_dublin_core,
    "arXiv": put_arxiv,
    "arXivRaw": put_arxiv_raw,
    "mods": put_mods,
    "resource": put_resource,
    "oai_datacite": put_payload,
}
"""The forms of metadata that are read, by the names of their elements; `article` is JATS."""

_KNOWN: Final = re.compile(rf"<{PREFIX}metadata\s*>\s*<{PREFIX}(?:{'|'.join(_KINDS)}|article)[\s>]")
_ROOTS: Final = ("OAI-PMH", "ListRecords", "GetRecord", "record")

# A record that its archive took back: all that is left of it is its header.
_DELETED: Final = rf"{PREFIX}header\s[^<>]*\bstatus\s*=\s*[\"']deleted[^<>]*>"
_LEAF: Final = r"(?:\s[^<>]*)?>[^<]*</[^<>]*>"
_HEADER: Final = rf"<{_DELETED}(?:\s*<{PREFIX}(?:identifier|datestamp|setSpec){_LEAF})*"
# What an answer says of itself.
_ANSWER: Final = rf"<{PREFIX}(?:responseDate|request|resumptionToken){_LEAF}"
_AROUND: Final = re.compile(rf"(?:{_HEADER}|{_ANSWER}|{MARKUP})+")


def matches(sample: Sample) -> float:
    """1 where the first element is an answer or a part of one, and metadata in it are of a form that is read."""
    is_answer = any(begins_with(sample.text, name) for name in _ROOTS)
    return 1.0 if is_answer and _KNOWN.search(sample.text) is not None else 0.0


def read(text: str, _: State, last: bool) -> Export:  # noqa: FBT001 - every format's `read` has this form
    """The entries of a text, as `read_records` gives them; a record that was taken back is none."""
    return read_records(text, ("record",), _fill, _AROUND, rf"[^<>]*>\s*<{_DELETED}", last=last)


def _fill(entry: Entry, root: Element, text: str) -> None:
    taken: set[int] = set()
    put_first(entry, "source_id", texts_at(root, ("header/identifier",)), taken)
    for held in root.find_all("metadata"):
        for metadata in held.children[:1]:
            fill = _KINDS.get(metadata.name)
            if fill is not None:
                fill(entry, metadata, taken)
            elif metadata.name == "article":
                put_article(entry, metadata, text, taken)
    put_rest(entry, root, taken)
