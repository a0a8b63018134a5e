"""The data dictionary: every column of every published table, as its schema declares it."""

from functools import cache
from typing import Any, NamedTuple

import polars as pl
import pyarrow as pa
from pandera.polars import DataFrameSchema

from schemas.frames import empty_frame
from schemas.tables import TABLES


class Column(NamedTuple):
    """One column. `null` says when it holds nothing; None: never. `source` says where its values come from."""

    name: str
    type: str
    meaning: str
    null: str | None
    example: str
    unit: str | None
    source: str


def describe_columns(schema: DataFrameSchema) -> list[Column]:
    """The columns of a table in their order."""
    return [
        Column(
            name=str(column.name),
            type=type_name(column.dtype.type),
            meaning=str(column.description),
            null=(column.metadata or {}).get("null"),
            example=(column.metadata or {}).get("example", ""),
            unit=(column.metadata or {}).get("unit"),
            source=(column.metadata or {}).get("source") or "",
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


@cache
def arrow_schema(name: str) -> pa.Schema:
    """The Arrow schema of the published table `name`, with its entry of the data dictionary in each field's metadata.

    For `write_parquet(arrow_schema=...)` and `sink_parquet`: whoever opens the file reads there, under `description`,
    `null`, `unit`, `example` and `source`, what the card says of the column.
    """
    told = {column.name: column for column in describe_columns(TABLES[name])}
    fields = pa.schema(empty_frame(TABLES[name]).to_arrow().schema)
    return pa.schema([field.with_metadata(_metadata(told[field.name])) for field in fields])


def _metadata(column: Column) -> dict[str, str]:
    said = {
        "description": column.meaning,
        "null": "never" if column.null is None else column.null,
        "unit": column.unit,
        "example": column.example,
        "source": column.source,
    }
    return {key: text for key, text in said.items() if text}
