"""Papers, as a release publishes them."""

from typing import Final

import pandera.polars as pa
import polars as pl

from schemas.cleaned import CLEANED
from schemas.columns import TEXTS, at_least, column, filled, sourced
from schemas.patterns import PAPER_ID
from schemas.records import FLAGS_COLUMN

_CHOSEN: Final = {
    "title": "the record cut up surely whose title is whole and in mixed case, of the published version",
    "authors": "the record that names all authors, with most names and most given names in full",
    "authors_complete": "the record that `authors` is from",
    "abstract": "the record cut up surely with the longest whole abstract",
    "date": "the record of the published version, then the one with the earliest date",
    "updated_at": "the record with the latest timestamp",
    "year": "the record of the published version, with a volume, then the one with the earliest date or year",
    **dict.fromkeys(
        ("venue", "volume", "number", "pages", "entry_type"),
        "the one record, no preprint's, that says most of where it appeared",
    ),
    "subjects": "all its records",
    "doi": "a record with a DOI that no archive gave, no preprint's; where none has one, any with a DOI",
    "arxiv_id": "any of its records",
    "pmid": "any of its records",
    "url": "a record, no preprint's",
    "comment": "the record with the longest comment",
    **dict.fromkeys(("links", "code_urls", "named_ids"), "all its records"),
}

Papers: Final = pa.DataFrameSchema(
    {
        **sourced(
            {
                "paper_id": column(
                    pl.String,
                    "Id of the paper: minted once, kept over releases, never given to another paper.",
                    example="p81b2…",
                    checks=[pa.Check.str_matches(PAPER_ID)],
                    unique=True,
                )
            },
            "the latest release that had a record of it; else new",
        ),
        **sourced(CLEANED, _CHOSEN),
        **sourced(
            {
                "n_records": column(
                    pl.Int32,
                    "Number of records that describe it, those of references included.",
                    example="2",
                    unit="records",
                    checks=[at_least(1)],
                ),
                "dumps": column(
                    TEXTS, "Dumps that these records stand in, sorted.", example="[000_page.txt]", checks=[filled()]
                ),
            },
            "all its records, counted",
        ),
        **sourced({"flags": FLAGS_COLUMN}, "all its records, and what is missing of the paper"),
    },
    name="papers",
    title="One row a paper.",
    strict=True,
    ordered=True,
)
