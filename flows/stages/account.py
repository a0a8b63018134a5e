"""The account of a dump: rows of what was refused, and of where its bytes went."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final, NamedTuple

import polars as pl

from schemas.dumps import DumpFacts
from schemas.frames import check_frame, polars_schema

Row = dict[str, Any]


class Found(NamedTuple):
    """What dumps give: records (schema Extracted), and rows of the schema Rejects and, one a dump, of DumpFacts."""

    records: pl.DataFrame
    rejects: list[Row]
    facts: list[Row]


LAYOUT_JOINER: Final = "+"
"""Stands between the layouts of a dump whose pages have several."""


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
        "carry": None,
        "code": None,
        "entries": 0,
        "records": 0,
        "field_bytes": 0,
        "furniture": [],
        "reject_bytes": 0,
        **found,
    }


def join_layouts(layouts: Iterable[str]) -> str:
    """The layouts of a piece's pages in page order, as one value; neighbours of one layout count once."""
    return LAYOUT_JOINER.join(layout for layout, _ in groupby(layouts))


def last_layout(joined: str | None) -> str | None:
    """The layout that reads on where a piece ends."""
    return None if joined is None else joined.rpartition(LAYOUT_JOINER)[2]


def join_pieces(facts: pl.DataFrame) -> pl.DataFrame:
    """The facts of whole dumps from those of their pieces, in the order of the first ones; schema DumpFacts.

    A dump's layouts are named once each, in the order in which they first occur.
    """
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
            pl.col("encoding", "code").drop_nulls().first(),
            pl.col("carry").last(),
            pl.col("layout").drop_nulls().str.split(LAYOUT_JOINER).list.explode().unique(maintain_order=True),
            pl.col(sums).sum(),
        )
        .join(kinds, on="dump", how="left", maintain_order="left")
        .with_columns(
            pl.when(pl.col("layout").list.len() > 0).then(pl.col("layout").list.join(LAYOUT_JOINER)),
            pl.col("furniture").fill_null(pl.lit([], polars_schema(DumpFacts)["furniture"])),
        )
    )
    return check_frame(whole.select(list(DumpFacts.columns)), DumpFacts)
