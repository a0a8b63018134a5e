"""The published tables, in the order in which a person reads a release."""

from typing import Final

import pandera.polars as pa

from schemas.judgements import Changes, Ids, Matches, Rejects
from schemas.papers import Papers
from schemas.records import Records

SCHEMA_VERSION: Final = "1"
"""Goes up when a published column changes its meaning or goes away."""

TABLES: Final[dict[str, pa.DataFrameSchema]] = {
    "papers": Papers,
    "records": Records,
    "matches": Matches,
    "rejects": Rejects,
    "changes": Changes,
    "ids": Ids,
}
