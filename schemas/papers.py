"""Papers, as a release publishes them."""

from typing import Final

import pandera.polars as pa
import polars as pl

from schemas.columns import TEXTS, at_least, column, filled
from schemas.records import CLEANED, FLAGS_COLUMN, PAPER_ID

Papers: Final = pa.DataFrameSchema(
    {
        "paper_id": column(
            pl.String,
            "Id of the paper: minted once, kept over releases, never given to another paper.",
            example="p81b2…",
            checks=[pa.Check.str_matches(PAPER_ID)],
            unique=True,
        ),
        **CLEANED,
        "n_records": column(
            pl.Int32,
            "Number of records that describe it, those of references included.",
            example="2",
            checks=[at_least(1)],
        ),
        "dumps": column(
            TEXTS, "Dumps that these records stand in, sorted.", example="[000_page.txt]", checks=[filled()]
        ),
        "flags": FLAGS_COLUMN,
    },
    name="papers",
    title="One row a paper.",
    strict=True,
    ordered=True,
)
