"""The account of a dump: rows of what was refused, and of where its bytes went."""

from typing import Any

import polars as pl

from schemas.dumps import DumpFacts
from schemas.frames import check_frame, polars_schema

Row = dict[str, Any]


def reject_row(dump: Row, where: tuple[int, int], **found: str | None) -> Row:
    """A row of the schema Rejects for the bytes `where` of the dump; what is not given is null."""
    return {
        "dump": dump["dump"],
        "layout": None,
        "position": None,
        "byte_start": where[0],
        "byte_end": where[1],
        "stage": "extract",
        "text": None,
        **found,
    }


def facts_row(dump: Row, content_bytes: int, **found: object) -> Row:
    """A row of the schema DumpFacts; what is not given is nothing."""
    return {
        "dump": dump["dump"],
        "dump_sha256": dump["dump_sha256"],
        "size_bytes": dump["size_bytes"],
        "packed": dump["packed"],
        "content_bytes": content_bytes,
        "encoding": None,
        "layout": None,
        "code": None,
        "entries": 0,
        "records": 0,
        "field_bytes": 0,
        "furniture": [],
        "reject_bytes": 0,
        **found,
    }


def join_pieces(facts: pl.DataFrame) -> pl.DataFrame:
    """The facts of whole dumps from those of their pieces, in the order of the first ones; schema DumpFacts."""
    sums = ("content_bytes", "entries", "records", "field_bytes", "reject_bytes")
    kinds = (
        facts.select("dump", pl.col("furniture"))
        .explode("furniture")
        .drop_nulls("furniture")
        .unnest("furniture")
        .group_by("dump", "kind")
        .agg(pl.col("bytes").sum())
        .sort("dump", "kind")
        .group_by("dump", maintain_order=True)
        .agg(pl.struct("kind", "bytes").alias("furniture"))
    )
    whole = (
        facts.group_by("dump", maintain_order=True)
        .agg(
            pl.col("dump_sha256", "size_bytes", "packed").first(),
            pl.col("encoding", "layout", "code").drop_nulls().first(),
            pl.col(sums).sum(),
        )
        .join(kinds, on="dump", how="left", maintain_order="left")
        .with_columns(pl.col("furniture").fill_null(pl.lit([], polars_schema(DumpFacts)["furniture"])))
    )
    return check_frame(whole.select(list(DumpFacts.columns)), DumpFacts)
