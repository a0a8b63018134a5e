"""Dumps: as they are handed to the extract stage, whole or in pieces, and what it tells of each."""

from typing import Final

import pandera.polars as pa
import polars as pl

from schemas.columns import at_least, column, one_of
from schemas.vocabulary import UNREADABLE_CODES

_NAME: Final = column(pl.String, "The dump's path below the raw folder.")
_SHA256: Final = column(pl.String, "SHA-256 of the file as it lies there.", null="the file could not be read at all")
_SIZE: Final = column(pl.Int64, "Size of the file as it lies there, in bytes.", checks=[at_least(0)])
_PACKED: Final = column(pl.Boolean, "Whether the file is a gzip or Zstandard archive, or a Parquet file.")
_CARRY: Final = "What the pieces of an export leave to the next one, as JSON."
_CODE: Final = column(
    pl.String,
    "Why the dump was refused, as a stable word.",
    null="it was not",
    checks=[one_of(sorted(UNREADABLE_CODES))],
)

FURNITURE: Final = pl.List(pl.Struct({"kind": pl.String, "bytes": pl.Int64}))

Dumps: Final = pa.DataFrameSchema(
    {
        "dump": _NAME,
        "dump_sha256": _SHA256,
        "size_bytes": _SIZE,
        "packed": _PACKED,
        "content": column(
            pl.Binary, "What the file holds, unpacked, from `offset` on.", null="the file gave nothing to work on"
        ),
        "offset": column(pl.Int64, "Bytes of the dump before `content`.", checks=[at_least(0)]),
        "last": column(pl.Boolean, "Whether `content` reaches the dump's end."),
        "first_position": column(pl.Int64, "Entries of the dump before `content`.", checks=[at_least(0)]),
        "encoding": column(pl.String, "How its text is encoded.", null="the dump begins here: look"),
        "layout": column(pl.String, "The layout or format that reads its start.", null="the dump begins here: look"),
        "reference": column(pl.Boolean, "Whether its records complete papers of other dumps and make none."),
        "carry": column(pl.String, _CARRY, null="the dump begins here, or is a page"),
        "code": _CODE,
        "message": column(pl.String, "Why, in a sentence.", null="the dump was not refused"),
    },
    name="Dumps",
    strict=True,
    ordered=True,
)
"""One row a raw file, as it was read, or a piece of one that is too large to be read at once."""

DumpFacts: Final = pa.DataFrameSchema(
    {
        "dump": _NAME,
        "dump_sha256": _SHA256,
        "size_bytes": _SIZE,
        "packed": _PACKED,
        "content_bytes": column(pl.Int64, "Bytes of the content that were read here.", checks=[at_least(0)]),
        "encoding": column(pl.String, "How its text is encoded.", null="it is no text"),
        "layout": column(
            pl.String,
            "The layout or format that read it; where its pages have several, all in page order, with `+` between.",
            null="none could",
        ),
        "carry": column(pl.String, _CARRY, null="it is a page"),
        "code": _CODE,
        "entries": column(pl.Int64, "Entries that the layout or format found.", checks=[at_least(0)]),
        "records": column(pl.Int64, "Entries that became records.", checks=[at_least(0)]),
        "field_bytes": column(pl.Int64, "Bytes of the content in fields of records.", checks=[at_least(0)]),
        "furniture": column(FURNITURE, "Bytes of the content in page furniture, by kind."),
        "reject_bytes": column(pl.Int64, "Bytes of the content in rejects.", checks=[at_least(0)]),
    },
    name="DumpFacts",
    strict=True,
    ordered=True,
)
"""One row a dump or piece: field, furniture and reject bytes add up to `content_bytes`. In a piece that was too
short to be read no bytes are."""
