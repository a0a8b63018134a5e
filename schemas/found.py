"""Columns of a record before it is cleaned: where it stands, and what its dump says."""

from typing import Final

import pandera.polars as pa
import polars as pl

from schemas.columns import EXTRA, SPANS, TEXTS, at_least, column, filled, not_blank
from schemas.patterns import SHA256

PLACE: Final = {
    "dump": column(
        pl.String,
        "The dump's path below the raw folder.",
        example="002_page.txt",
        checks=[pa.Check.str_length(min_value=1)],
    ),
    "dump_sha256": column(
        pl.String,
        "SHA-256 of the dump's file as it lies in the raw folder.",
        example="9f86d0…",
        checks=[pa.Check.str_matches(SHA256)],
    ),
    "layout": column(pl.String, "The page layout or export format that the record was read by.", example="glued"),
    "position": column(
        pl.Int64,
        "0-based place of the record among those of its dump.",
        example="4",
        unit="records",
        checks=[at_least(0)],
    ),
    "byte_start": column(
        pl.Int64,
        "First byte of the record in the dump, 0-based; in a compressed dump, of what it unpacks to.",
        example="1204",
        unit="bytes",
        checks=[at_least(0)],
    ),
    "byte_end": column(
        pl.Int64, "The byte after the record's last.", example="2790", unit="bytes", checks=[at_least(1)]
    ),
    "spans": column(
        SPANS,
        "Where each field stands: `field`, `start` and `end` in bytes of the dump, end exclusive. A field that the "
        "page prints once for all its records, as its owner, lies outside the record.",
        example="[{title, 1204, 1251}]",
        unit="bytes",
    ),
    "reference": column(
        pl.Boolean,
        "Whether the dump is a reference: its records complete papers of other dumps and make none.",
        example="false",
    ),
    "source_id": column(
        pl.String, "The input's own id of the record.", null="the input gives its records no ids", example="W2741809807"
    ),
}
"""Where a record stands, and what tells its dump from others."""

RAW: Final = {
    "title_raw": column(
        pl.String,
        "Title as the page shows it, white space collapsed.",
        null="the page shows no title",
        example=r"u-$\mu$P",
        checks=[not_blank()],
    ),
    "authors_raw": column(
        TEXTS,
        "Authors as the page writes them, in its order; empty: it names none.",
        example="[Pagliardini, Matteo]",
        checks=[filled()],
    ),
    "date_raw": column(
        pl.String,
        "Date or timestamp as the page shows it.",
        null="the page shows no date",
        example="Feb 02, 2023",
        checks=[not_blank()],
    ),
    "abstract_raw": column(
        pl.String,
        "Abstract as the page shows it, white space collapsed.",
        null="the page shows no abstract",
        example="We study …",
        checks=[not_blank()],
    ),
    "subjects_raw": column(
        pl.String,
        "Archive and subject as the page shows them.",
        null="the page shows none",
        example="arXiv.org Artificial Intelligence",
        checks=[not_blank()],
    ),
    "comment_raw": column(
        pl.String,
        "The authors' comment as the page shows it.",
        null="the page shows none",
        example="15 pages",
        checks=[not_blank()],
    ),
    "venue_raw": column(
        pl.String,
        "Where the paper appeared, as the page shows it.",
        null="the page shows none",
        example="NeurIPS 2023",
        checks=[not_blank()],
    ),
    "identifier_raw": column(
        pl.String,
        "The paper's identifiers as the page shows them.",
        null="the page shows none",
        example="arXiv:2401.00001",
        checks=[not_blank()],
    ),
    **{
        f"{name}_raw": column(
            pl.String,
            f"{meaning} as the input gives it.",
            null="the input gives none",
            example=example,
            checks=[not_blank()],
        )
        for name, meaning, example in (
            ("doi", "DOI", "https://doi.org/10.1145/3292500"),
            ("arxiv_id", "arXiv identifier", "arXiv:2401.00001v2"),
            ("pmid", "PubMed identifier", "PMID: 31452104"),
            ("volume", "Volume", "108"),
            ("number", "Number of the issue", "3"),
            ("pages", "Pages", "288--297"),
            ("url", "The paper's own web address", "https://arxiv.org/abs/2401.00001"),
            ("entry_type", "Kind of publication", "inproceedings"),
        )
    },
    "extra": column(
        EXTRA,
        "What else the input says of the record, by the input's own names; empty: nothing.",
        example="[{keywords, robotics}]",
    ),
}
"""What the dump says of it, as it is written there."""
