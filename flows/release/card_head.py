"""The YAML at the head of a dataset card: by it the `datasets` library and its hub know tables, types and sizes."""

import json
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from flows.release.dictionary import arrow_schema
from schemas.tables import TABLES

SIZE_CATEGORIES: Final = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
)
"""The hub's own words for how many rows a dataset has."""

MANY: Final = "100M<n<1B"

NAMES: Final = {"large_string": "large_string", "date32[day]": "date32", "double": "float64"}
"""What `datasets` calls a type where that is not what Arrow calls it."""

UNCOUNTED: Final = "changes"
"""Its rows depend on the release before, and the card must not."""


def render_head(folder: Path) -> str:
    """The head of README.md for the tables in `folder`, dashes included; its values are JSON, which is YAML."""
    rows = {name: pq.read_metadata(folder / f"{name}.parquet").num_rows for name in TABLES if name != UNCOUNTED}
    # `datasets` cannot load a table without rows.
    told = [name for name, height in rows.items() if height > 0]
    head = {
        "pretty_name": "Papers",
        # Whose the texts are and what may be done with them, the dumps do not tell.
        "license": "unknown",
        "tags": ["bibliography", "scientific-papers", "deduplication"],
        "size_categories": [next((name for below, name in SIZE_CATEGORIES if rows["papers"] < below), MANY)],
        "configs": [_config(name) for name in told],
        "dataset_info": [_info(folder, name) for name in told],
    }
    return "\n".join(["---", *(f"{key}: {_block(value)}" for key, value in head.items()), "---", ""])


def _block(value: object) -> str:
    """A value, of a list one element a line."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "".join(f"\n- {json.dumps(element)}" for element in value)
    return json.dumps(value)


def _config(name: str) -> dict[str, Any]:
    default = {"default": True} if name == next(iter(TABLES)) else {}
    return {"config_name": name, "data_files": [{"split": "train", "path": f"{name}.parquet"}], **default}


def _info(folder: Path, name: str) -> dict[str, Any]:
    """Types and sizes of one table."""
    features = [{"name": field.name, **_feature(field.type)} for field in arrow_schema(name)]
    path = folder / f"{name}.parquet"
    footer = pq.read_metadata(path)
    unpacked = sum(footer.row_group(number).total_byte_size for number in range(footer.num_row_groups))
    return {
        "config_name": name,
        "features": features,
        "splits": [{"name": "train", "num_bytes": unpacked, "num_examples": footer.num_rows}],
        "download_size": path.stat().st_size,
        "dataset_size": unpacked,
    }


def _feature(dtype: pa.DataType) -> dict[str, Any]:
    if pa.types.is_large_list(dtype):
        inner = dtype.value_type
        if pa.types.is_struct(inner):
            return {"large_list": [{"name": field.name, **_feature(field.type)} for field in inner]}
        return {"large_list": _feature(inner)["dtype"]}
    return {"dtype": NAMES.get(str(dtype), str(dtype))}
