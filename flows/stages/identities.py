"""Columns of identifiers."""

from typing import Final

import polars as pl

from flows.fields.identifiers import VIEW
from flows.fields.paper_ids import IN_VOLUME, read_ids
from flows.stages.rows import put

SOURCES: Final = ("doi_raw", "arxiv_id_raw", "pmid_raw", "identifier_raw", "url_raw", "venue_raw", "volume_raw")
IDS: Final = ("doi", "arxiv_id", "pmid")

# Bare ones, whose functions change nothing but case and version; a DOI of arXiv's stands for another identifier, and
# behind one may stand what an address shows of the paper.
PLAIN_DOI: Final = r"^10\.[0-9]{4,9}/(?:[A-Za-z0-9._/-]*[A-Za-z0-9])$"
TOLD_DOI: Final = rf"(?i)doi|^10\.48550/|{VIEW}$"
PLAIN_ARXIV_ID: Final = (
    r"^((?:(?:0[89]|1[0-4])(?:0[1-9]|1[0-2])|07(?:0[4-9]|1[0-2]))\.[0-9]{4}"
    r"|(?:1[5-9]|[2-9][0-9])(?:0[1-9]|1[0-2])\.[0-9]{5})(?:v[0-9]{1,3})?$"
)
PLAIN_PMID: Final = r"^[1-9][0-9]{0,8}$"


def read_identities(records: pl.DataFrame) -> list[pl.Series]:
    """The columns `doi`, `arxiv_id` and `pmid` of records with the columns SOURCES, as `paper_ids.read_ids`."""
    doi, arxiv_id, pmid = pl.col("doi_raw"), pl.col("arxiv_id_raw"), pl.col("pmid_raw")
    is_plain = (
        pl.col("identifier_raw").is_null()
        & (doi.is_null() | (doi.str.contains(PLAIN_DOI) & ~doi.str.contains(TOLD_DOI)))
        & (arxiv_id.is_null() | arxiv_id.str.contains(PLAIN_ARXIV_ID))
        & (pmid.is_null() | pmid.str.contains(PLAIN_PMID))
        & ~pl.col("url_raw").str.contains(r"(?i)doi\.org/|arxiv").fill_null(value=False)
        & ~pl.col("venue_raw").str.contains(r"(?i)arxiv").fill_null(value=False)
        & ~pl.col("volume_raw").str.starts_with(IN_VOLUME).fill_null(value=False)
    )
    found = records.select(
        doi=doi.str.to_lowercase(),
        arxiv_id=arxiv_id.str.extract(PLAIN_ARXIV_ID),
        pmid=pmid,
        is_odd=~is_plain,
    )
    odd = found["is_odd"]
    read = [read_ids(row) for row in records.select(SOURCES).filter(odd).iter_rows(named=True)]
    return [put(found[name], odd, pl.Series([getattr(one, name) for one in read], dtype=pl.String)) for name in IDS]
