"""A paper's own identifiers, from all that an input says of them."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from flows.fields.identifiers import (
    arxiv_id_of_doi,
    clean_arxiv_id,
    clean_doi,
    clean_pmid,
    find_arxiv_id,
    find_doi,
)

IN_VOLUME: Final = "abs/"
"""DBLP files preprints as `CoRR`, volume `abs/1706.03762`."""

_RESOLVER: Final = "doi.org/"


class PaperIds(NamedTuple):
    """Identifiers in the forms that papers have them, None where none is known."""

    doi: str | None
    arxiv_id: str | None
    pmid: str | None


def read_ids(raw: Mapping[str, str | None]) -> PaperIds:
    """The identifiers of a record.

    `raw` holds its columns `doi_raw`, `arxiv_id_raw`, `pmid_raw`, `identifier_raw`, `url_raw`, `venue_raw` and
    `volume_raw`. An identifier's own column counts first; an address counts where it is the resolver's or arXiv's, a
    venue where it names the preprint (`arXiv preprint arXiv:1706.03762`).
    """
    named, url, identifier = raw["doi_raw"] or "", raw["url_raw"] or "", raw["identifier_raw"] or ""
    doi = clean_doi(named) or find_doi(named) or find_doi(identifier)
    if doi is None and _RESOLVER in url.lower():
        doi = find_doi(url)
    number, volume = raw["arxiv_id_raw"] or "", raw["volume_raw"] or ""
    arxiv_id = clean_arxiv_id(number) or find_arxiv_id(number) or find_arxiv_id(identifier)
    if arxiv_id is None and doi is not None:
        arxiv_id = arxiv_id_of_doi(doi)
    if arxiv_id is None:
        arxiv_id = find_arxiv_id(url) or find_arxiv_id(raw["venue_raw"] or "")
    if arxiv_id is None and volume.startswith(IN_VOLUME):
        arxiv_id = clean_arxiv_id(volume.removeprefix(IN_VOLUME))
    return PaperIds(doi, arxiv_id, clean_pmid(raw["pmid_raw"] or ""))
