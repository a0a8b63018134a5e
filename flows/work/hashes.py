"""What tells the records of a part from all others: hashes, made once when the part is read and kept with it."""

from typing import Final

import polars as pl

from flows.matching.sources import FIELDS, UNIONS

KEPT: Final = ("record_id", "paper_id", "dump", "reference", "authors_complete", "flags", *FIELDS, *UNIONS)
"""What merging looks at of a record."""

GIVEN: Final = ("record_id", "paper_id")
"""What a record is given when all are known."""


def hash_records(records: pl.DataFrame, prints: pl.DataFrame) -> pl.DataFrame:
    """Of records (schemas.records.Normalized) and what their fingerprints are chosen from a row each.

    `one` and `two` (UInt64) are made of all that a record says but its position, which is settled later; `merged_one`
    and `merged_two` of what merging looks at and of `prints`.
    """
    # Texts are gone through once; what a record says is told by the hashes of its values.
    values = records.select(pl.exclude("position").hash())
    telling = prints.select(pl.all().hash().name.prefix("print "))
    merged = values.select(name for name in KEPT if name not in GIVEN).hstack(telling)
    return pl.DataFrame(
        {
            "one": values.hash_rows(1),
            "two": values.hash_rows(2),
            "merged_one": merged.hash_rows(1),
            "merged_two": merged.hash_rows(2),
        }
    )
