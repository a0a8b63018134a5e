"""Validating a frame: the sound rows, and the others with what is wrong with each."""

import json
from collections.abc import Iterator
from copy import copy
from functools import partial
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
    try:
        _at_once(schema, frame).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors:
        # This time column by column, to tell what is wrong.
        _by_column(schema, frame).validate(frame, lazy=True)
    return frame


def split_valid(frame: pl.DataFrame, schema: pa.DataFrameSchema) -> Split:
    """Tell sound rows from broken ones.

    Of rows that share a value that must be unique, the first stays. A missing or mistyped column is no row's fault:
    then pandera.errors.SchemaErrors is raised.
    """
    try:
        check_frame(frame, schema)
    except pandera.errors.SchemaErrors as errors:
        return _split(frame, _reasons(errors, frame))
    return Split(frame, frame.clear().with_columns(reason=pl.lit(None, pl.String)))


def _at_once(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> pa.DataFrameSchema:
    """The schema with one check of the whole frame in the place of those of its values: as strict, and quicker.

    For each check of a column pandera asks three queries of its own, and another for its nulls, however few the rows.
    """
    nulls = {column.name: column.null_count() for column in frame.get_columns()}

    def fits(data: pa.PolarsData) -> bool:
        told = [
            passed.select(pl.first().fill_null(value=True).all().alias(f"{name} {place}"))
            for name, column in schema.columns.items()
            if nulls[name] < frame.height
            for place, passed in enumerate(_tests(data.lazyframe, name, column))
        ]
        uniques = [[name] for name, column in schema.columns.items() if column.unique]
        told += [
            data.lazyframe.select((~pl.struct(names).is_duplicated()).all().alias(str(names)))
            for names in [*uniques, *([schema.unique] if schema.unique else [])]
        ]
        has_values = all(column.nullable or nulls[name] == 0 for name, column in schema.columns.items())
        if not has_values or (told and not all(pl.concat(told, how="horizontal").collect().row(0))):
            # Not False, which pandera cannot put beside failures of other types.
            raise ValueError("a value breaks its check")
        return True

    whole = copy(schema)
    # To find out what this comparison tells, pandera takes half a millisecond a column.
    is_typed = list(frame.schema.items()) == list(polars_schema(schema).items())
    whole.columns = {} if is_typed else {name: _bare(column) for name, column in schema.columns.items()}
    whole.strict = False if is_typed else schema.strict
    whole.unique = None
    whole.checks = [*schema.checks, pa.Check(fits, name="fits")]
    return whole


def _by_column(schema: pa.DataFrameSchema, frame: pl.DataFrame) -> pa.DataFrameSchema:
    """The schema without checks for columns that hold no value: pandera cannot put their failures beside others."""
    whole = copy(schema)
    whole.columns = {
        name: _without_checks(column) if name in frame.columns and frame[name].null_count() == frame.height else column
        for name, column in schema.columns.items()
    }
    return whole


def _tests(frame: pl.LazyFrame, name: str, column: pa.Column) -> Iterator[pl.LazyFrame]:
    """The outcome of each of the column's checks, a value a row."""
    for check in column.checks:
        backend = check.get_backend(frame)(check)
        if pa.Check.is_builtin_check(check.name):
            # What a check holds of it may be older than its form for polars.
            backend.check_fn = partial(pa.Check.get_builtin_check_fn(check.name), **backend.check_fn.keywords)
        yield backend.apply(pa.PolarsData(frame, name))
    if not column.nullable and column.dtype.type.is_float():
        yield frame.select(pl.col(name).is_not_nan())


def _without_checks(column: pa.Column) -> pa.Column:
    bare = copy(column)
    bare.checks = []
    return bare


def _bare(column: pa.Column) -> pa.Column:
    """The column, of which only its type is looked at."""
    bare = copy(column)
    # pandera copies every column with all that it holds.
    bare.checks, bare.unique, bare.nullable, bare.metadata = [], False, True, None
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
