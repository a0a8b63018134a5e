"""Validating a frame: the sound rows, and the others with what is wrong with each."""

import json
from copy import copy
from hashlib import sha256
from typing import Final, NamedTuple

import pandera.errors
import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrorReason

REPEATS: Final = (SchemaErrorReason.SERIES_CONTAINS_DUPLICATES, SchemaErrorReason.DUPLICATES)

MAX_REASONS: Final = 3
"""Failed checks told of one row; a row that breaks more is told its first ones."""


class Split(NamedTuple):
    """`valid`: the sound rows in their order. `invalid`: the other rows with a column `reason` (String) added."""

    valid: pl.DataFrame
    invalid: pl.DataFrame


def empty_frame(schema: pa.DataFrameSchema) -> pl.DataFrame:
    """A frame of no rows with the schema's columns."""
    return pl.DataFrame(schema=polars_schema(schema))


def polars_schema(schema: pa.DataFrameSchema) -> dict[str, pl.DataType]:
    """Column names to polars types, in the order of the schema."""
    return {name: column.dtype.type for name, column in schema.columns.items()}


def check_frame(frame: pl.DataFrame, schema: pa.DataFrameSchema) -> pl.DataFrame:
    """The frame, if every row fits the schema. Raises pandera.errors.SchemaErrors otherwise."""
    return _told_to(schema, frame).validate(frame, lazy=True)


def split_valid(frame: pl.DataFrame, schema: pa.DataFrameSchema) -> Split:
    """Tell sound rows from broken ones.

    Of rows that share a value that must be unique, the first stays. A missing or mistyped column is no row's fault:
    then pandera.errors.SchemaErrors is raised.
    """
    try:
        _told_to(schema, frame).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        return _split(frame, _reasons(errors, frame))
    return Split(frame, frame.clear().with_columns(reason=pl.lit(None, pl.String)))


def _told_to(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> pa.DataFrameSchema:
    """The schema without checks of values for columns that hold none: most of a frame's time would go into them."""
    empty = {
        column.name
        for column in frame.get_columns()
        if column.name in schema.columns and column.null_count() == frame.height
    }
    told = copy(schema)
    told.columns = {
        name: _without_checks(column) if name in empty else column for name, column in schema.columns.items()
    }
    return told


def _without_checks(column: pa.Column) -> pa.Column:
    bare = copy(column)
    bare.checks = []
    return bare


def _reasons(errors: pandera.errors.SchemaErrors, frame: pl.DataFrame) -> pl.DataFrame:
    """Columns `row` (UInt32, index into the frame) and `reason` (String), one row for each broken row."""
    told = []
    for error in errors.schema_errors:
        if not isinstance(error.check_output, pl.DataFrame):
            raise errors
        failed = ~error.check_output["check_output"]
        if error.reason_code in REPEATS:
            key = error.schema.unique if error.column_name is None else [error.column_name]
            failed &= ~frame.select(pl.struct(key).is_first_distinct()).to_series()
        where = "" if error.column_name is None else f"{error.column_name}: "
        told.append(
            frame.select(pl.row_index("row")).filter(failed).with_columns(reason=pl.lit(f"{where}{_told(error)}"))
        )
    return pl.concat(told).group_by("row").agg(pl.col("reason").head(MAX_REASONS).str.join("; "))


def _told(error: pandera.errors.SchemaError) -> str:
    return str(error.check.error if isinstance(error.check, pa.Check) else error.check)


def _split(frame: pl.DataFrame, reasons: pl.DataFrame) -> Split:
    told = frame.with_row_index("row").join(reasons, on="row", how="left", maintain_order="left").drop("row")
    return Split(told.filter(pl.col("reason").is_null()).drop("reason"), told.filter(pl.col("reason").is_not_null()))


def schema_hash(schemas: dict[str, pa.DataFrameSchema]) -> str:
    """SHA-256 over the names, types, checks and nullability of every column of every table."""
    described = {
        name: [
            [column.name, str(column.dtype), column.nullable, [str(check.error) for check in column.checks]]
            for column in schema.columns.values()
        ]
        for name, schema in schemas.items()
    }
    return sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()
