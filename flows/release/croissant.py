"""croissant.json: the tables of a release as Croissant, which dataset search and loaders for machine learning read."""

import json
from collections.abc import Mapping
from typing import Any, Final

import pyarrow as pa

from flows.release.dictionary import arrow_schema, describe_columns
from flows.release.files import Measured
from flows.release.manifest import DATASET
from flows.release.tables import AS_LINES
from schemas.tables import TABLES

CONTEXT: Final = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that Croissant 1.0 prescribes word by word."""

PARQUET: Final = "application/x-parquet"
LINES: Final = "application/jsonlines"

TYPES: Final = {
    "large_string": "sc:Text",
    "bool": "sc:Boolean",
    "int32": "sc:Integer",
    "int64": "sc:Integer",
    "double": "sc:Float",
    "date32[day]": "sc:Date",
    "timestamp[us, tz=UTC]": "sc:DateTime",
}

TABLE_FILES: Final = (*(f"{name}.parquet" for name in TABLES), *(f"{name}.jsonl" for name in AS_LINES))

KEYS: Final = {
    "papers": ("paper_id",),
    "records": ("record_id",),
    "matches": ("record_a", "record_b"),
    "ids": ("paper_id",),
}
"""What tells the rows of a table apart."""


def render_croissant(files: Mapping[str, Measured]) -> str:
    """The text of croissant.json for the tables as `files`, by name."""
    said = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": DATASET,
        "description": "Papers, made of the records of scraped listings and exports: deduplicated, each value with the "
        "bytes that it came from. README.md tells all about it.",
        "distribution": [_file(name, files[name]) for name in TABLE_FILES],
        "recordSet": [_record_set(name) for name in TABLES],
    }
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _file(name: str, found: Measured) -> dict[str, Any]:
    table, suffix = name.split(".")
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "description": str(TABLES[table].title),
        "contentUrl": name,
        "contentSize": f"{found.bytes} B",
        "encodingFormat": PARQUET if suffix == "parquet" else LINES,
        "sha256": found.sha256,
    }


def _record_set(name: str) -> dict[str, Any]:
    meanings = {column.name: column.meaning for column in describe_columns(TABLES[name])}
    fields = [_field(name, field, meanings[field.name]) for field in arrow_schema(name)]
    keys = {"key": [{"@id": f"{name}/{column}"} for column in KEYS[name]]} if name in KEYS else {}
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": str(TABLES[name].title),
        **keys,
        "field": fields,
    }


def _field(table: str, field: pa.Field, meaning: str) -> dict[str, Any]:
    """A column; lists are repeated, and of structs a list is told by its parts."""
    said: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table}/{field.name}",
        "name": f"{table}/{field.name}",
        "description": meaning,
    }
    source = {"fileObject": {"@id": f"{table}.parquet"}, "extract": {"column": field.name}}
    if pa.types.is_large_list(field.type):
        said["repeated"] = True
        inner = field.type.value_type
        if pa.types.is_struct(inner):
            said["subField"] = [_part(table, field.name, part) for part in inner]
            return {**said, "source": source}
        return {**said, "dataType": TYPES[str(inner)], "source": source}
    return {**said, "dataType": TYPES[str(field.type)], "source": source}


def _part(table: str, column: str, part: pa.Field) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{column}/{part.name}",
        "name": f"{table}/{column}/{part.name}",
        "dataType": TYPES[str(part.type)],
        "source": {
            "fileObject": {"@id": f"{table}.parquet"},
            "extract": {"column": column},
            "transform": {"jsonPath": f"$.{part.name}"},
        },
    }
