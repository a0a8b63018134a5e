"""Turning a broken row into a reject that says why."""

from typing import NamedTuple

import pandera.polars as pa
import polars as pl

from schemas.frames import empty_frame, polars_schema, split_valid
from schemas.judgements import Rejects


class Checked(NamedTuple):
    """The sound rows, and a reject (schema Rejects) for every other one."""

    valid: pl.DataFrame
    rejects: pl.DataFrame


def reject_invalid(frame: pl.DataFrame, schema: pa.DataFrameSchema, stage: str) -> Checked:
    """Hold a frame of records against its schema; a broken row becomes a reject `invalid_record` of the stage.

    Raises pandera.errors.SchemaErrors where a column is missing or mistyped.
    """
    valid, invalid = split_valid(frame, schema)
    if invalid.is_empty():
        return Checked(valid, empty_frame(Rejects))
    rejects = invalid.select(
        "dump",
        "layout",
        "position",
        pl.col("byte_start", "byte_end").clip(lower_bound=0),
        stage=pl.lit(stage),
        code=pl.lit("invalid_record"),
        message=pl.format("The record breaks its schema: {}.", "reason"),
        text=pl.concat_str("title_raw", "abstract_raw", separator="\n", ignore_nulls=True),
    )
    return Checked(valid, rejects.cast(polars_schema(Rejects)))  # type: ignore[arg-type]
