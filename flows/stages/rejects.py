"""Turning a broken row into a reject that says why."""

from typing import NamedTuple

import pandera.polars as pa
import polars as pl

from schemas.frames import empty_frame, polars_schema, split_valid
from schemas.judgements import Rejects
from schemas.vocabulary import REJECT_CODES


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
    return Checked(
        valid, _rejected(invalid, stage, "invalid_record", pl.format("The record breaks its schema: {}.", "reason"))
    )


def reject_emptied(frame: pl.DataFrame, stage: str) -> Checked:
    """Part normalized records from those whose title and abstract say nothing once they are clean: `empty_record`."""
    says_nothing = pl.all_horizontal(pl.col("title", "abstract").is_null())
    # What had neither was refused when it was read.
    said = pl.any_horizontal(pl.col("title_raw", "abstract_raw").is_not_null())
    is_empty = frame.select(says_nothing & said).to_series()
    if not is_empty.any():
        return Checked(frame, empty_frame(Rejects))
    code = "empty_record"
    return Checked(frame.filter(~is_empty), _rejected(frame.filter(is_empty), stage, code, pl.lit(REJECT_CODES[code])))


def _rejected(records: pl.DataFrame, stage: str, code: str, message: pl.Expr) -> pl.DataFrame:
    """A reject for each of these records."""
    rejects = records.select(
        "dump",
        "layout",
        "position",
        pl.col("byte_start", "byte_end").clip(lower_bound=0),
        stage=pl.lit(stage),
        code=pl.lit(code),
        message=message,
        text=pl.concat_str("title_raw", "abstract_raw", separator="\n", ignore_nulls=True),
    )
    return rejects.cast(polars_schema(Rejects))  # type: ignore[arg-type]
