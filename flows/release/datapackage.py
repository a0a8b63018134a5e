"""datapackage.json: the tables of a release as a Data Package (version 1), which frictionless and others read."""

import json
from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from flows.release.croissant import KEYS, PARQUET
from flows.release.dictionary import Column, describe_columns
from flows.release.files import Measured
from flows.release.manifest import DATASET
from schemas.frames import polars_schema
from schemas.tables import TABLES

TYPES: Final[dict[Any, str]] = {
    pl.String: "string",
    pl.Boolean: "boolean",
    pl.Int32: "integer",
    pl.Int64: "integer",
    pl.Float64: "number",
    pl.Date: "date",
    pl.Datetime: "datetime",
    # Readers hand lists of a Parquet file over as arrays of their own, which frictionless takes for no `array`.
    pl.List: "any",
}

MISSING: Final = {"integer": ["", "nan"], "number": ["", "nan"], "datetime": ["", "NaT"]}
"""How readers that hand Parquet on by way of pandas, as frictionless does, write a null of these types."""

REFERENCES: Final = {
    ("records", "paper_id"): ("papers", "paper_id"),
    ("matches", "record_a"): ("records", "record_id"),
    ("matches", "record_b"): ("records", "record_id"),
    ("ids", "redirect"): ("papers", "paper_id"),
}
"""Columns that name a row of another table."""


def render_datapackage(files: Mapping[str, Measured]) -> str:
    """The text of datapackage.json for the tables as `files`, by name."""
    said = {
        "profile": "data-package",
        "name": DATASET,
        "title": "Papers",
        "description": "Papers, made of the records of scraped listings and exports; README.md tells all about them.",
        "resources": [_resource(name, files[f"{name}.parquet"]) for name in TABLES],
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _resource(name: str, found: Measured) -> dict[str, Any]:
    return {
        "name": name,
        "title": str(TABLES[name].title),
        "path": f"{name}.parquet",
        "format": "parquet",
        "mediatype": PARQUET,
        # No `bytes`: frictionless counts none of a Parquet file, and then finds that they differ.
        "hash": f"sha256:{found.sha256}",
        "schema": _schema(name),
    }


def _schema(name: str) -> dict[str, Any]:
    types = polars_schema(TABLES[name])
    fields = [_field(column, TYPES[types[column.name].base_type()]) for column in describe_columns(TABLES[name])]
    foreign = [
        {"fields": [column], "reference": {"resource": target, "fields": [key]}}
        for (table, column), (target, key) in REFERENCES.items()
        if table == name
    ]
    keys = {"primaryKey": list(KEYS[name])} if name in KEYS else {}
    return {"fields": fields, **keys, **({"foreignKeys": foreign} if foreign else {})}


def _field(column: Column, dtype: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": column.name,
        "type": dtype,
        "description": column.meaning,
        "constraints": {"required": column.null is None},
    }
    if column.null is not None and dtype in MISSING:
        said["missingValues"] = MISSING[dtype]
    # The example of a list is written for a person, and would be no valid value.
    return said if dtype == "any" else {**said, "example": column.example}
