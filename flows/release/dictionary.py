"""The data dictionary: every column of every published table, as its schema declares it."""

from typing import Any, NamedTuple

import pandera.polars as pa
import polars as pl


class Column(NamedTuple):
    """One column. `null` says when it holds nothing; None: never."""

    name: str
    type: str
    meaning: str
    null: str | None
    example: str


def describe_columns(schema: pa.DataFrameSchema) -> list[Column]:
    """The columns of a table in their order."""
    return [
        Column(
            name=str(column.name),
            type=type_name(column.dtype.type),
            meaning=str(column.description),
            null=(column.metadata or {}).get("null"),
            example=(column.metadata or {}).get("example", ""),
        )
        for column in schema.columns.values()
    ]


def type_name(dtype: Any) -> str:  # noqa: ANN401 - polars' own union of types and classes is private
    """A type as the dictionary writes it: `List[String]`, `Datetime[us, UTC]`, `Struct{field: String, end: Int64}`."""
    if isinstance(dtype, pl.List):
        return f"List[{type_name(dtype.inner)}]"
    if isinstance(dtype, pl.Struct):
        return f"Struct{{{', '.join(f'{field.name}: {type_name(field.dtype)}' for field in dtype.fields)}}}"
    if isinstance(dtype, pl.Datetime):
        return f"Datetime[{dtype.time_unit}, {dtype.time_zone}]"
    return str(dtype)
