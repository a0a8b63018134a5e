"""The file of a part's records. What they say twice is in it once, and columns in which they say nothing are not.

Two of three texts are clean as they were found, and most dumps tell little of what papers may have: together a third of
the bytes, which a build would write, read and keep in its cache.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from schemas.frames import polars_schema
from schemas.records import Normalized

CLEANED: Final = {"title_raw": "title", "abstract_raw": "abstract", "comment_raw": "comment"}
"""Columns of texts, each with that of the same texts cleaned: the longest of those that cleaning seldom changes."""

SAME: Final = "{} is clean"
"""The column that tells where a text is what it is when cleaned; there the file has null in place of the text."""


def write_records(path: Path, records: pl.DataFrame, *, compress: bool = False) -> None:
    """Write records (schemas.records.Normalized) to a file that `read_records` reads."""
    told = records.with_columns(
        (pl.col(found) == pl.col(clean)).fill_null(value=False).alias(SAME.format(found))
        for found, clean in CLEANED.items()
    )
    # Put together anew: a text that is only left out of a column stays in the memory that is written with it.
    once = told.with_columns(
        pl.concat_str(pl.when(~pl.col(SAME.format(found))).then(found), pl.lit("")).alias(found) for found in CLEANED
    )
    says = [column.name for column in once if column.null_count() < len(once) or once.is_empty()]
    once.select(says).write_ipc(path, compression="lz4" if compress else "uncompressed")


def read_records(path: Path, names: Sequence[str] | None = None) -> pl.DataFrame:
    """The records in a file of `write_records`, as schemas.records.Normalized, or these columns of them."""
    types = polars_schema(Normalized)
    wanted = list(types) if names is None else list(names)
    file = pl.scan_ipc(path, glob=False)
    there = set(file.collect_schema())

    def stored(name: str) -> pl.Expr:
        return pl.col(name) if name in there else pl.lit(None, types[name]).alias(name)

    def whole(name: str) -> pl.Expr:
        same = SAME.format(name)
        if same not in there:
            return stored(name)
        return pl.when(same).then(stored(CLEANED[name])).otherwise(stored(name)).alias(name)

    return file.with_columns(map(whole, wanted)).select(wanted).collect()
