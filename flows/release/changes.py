"""What became of every paper from one release to another."""

from collections.abc import Iterator
from typing import Final

import polars as pl

KEY: Final = "paper_id"


def compare(old: dict[str, pl.DataFrame] | None, new: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """A frame of the schema Changes.

    `old` and `new` hold the tables `papers`, `records` and `ids` of two releases; `old` is None before the first one.
    Papers of `old` + added - removed - merged = papers of `new`. A paper is merged where the ids say so or, in a
    comparison that goes back in time, where its records are now in another one. It is split where records of it are
    now in a paper that it did not merge into. Of fields, those that both releases have are compared.
    """
    if old is None:
        return _whole(new["papers"], "added").sort(KEY)
    gone = old["papers"].join(new["papers"], on=KEY, how="anti")
    moved = _moved_records(old["records"], new["records"])
    merged = _merged(gone, moved, new["ids"])
    rows = [
        _whole(new["papers"].join(old["papers"], on=KEY, how="anti"), "added"),
        _whole(gone.join(merged, on=KEY, how="anti"), "removed"),
        merged,
        _split(moved, merged),
        *_changed_fields(old["papers"], new["papers"]),
    ]
    return pl.concat(rows).sort(KEY, "change", "field", "new", nulls_last=False)


def _row(change: str, *, field: str | None, old: pl.Expr, new: pl.Expr) -> list[pl.Expr]:
    """The columns of Changes."""
    return [
        pl.col(KEY),
        pl.lit(change).alias("change"),
        pl.lit(field, dtype=pl.String).alias("field"),
        old.cast(pl.String).alias("old"),
        new.cast(pl.String).alias("new"),
    ]


def _whole(papers: pl.DataFrame, change: str) -> pl.DataFrame:
    return papers.select(_row(change, field=None, old=pl.lit(None), new=pl.lit(None)))


def _moved_records(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """Columns `paper_id` and `other`: papers of `old` and the papers of `new` that now hold records of theirs."""
    return (
        old.select("record_id", KEY)
        .join(new.select("record_id", other=pl.col(KEY)), on="record_id")
        .filter(pl.col(KEY) != pl.col("other"))
        .select(KEY, "other")
        .unique()
    )


def _merged(gone: pl.DataFrame, moved: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    """Rows of Changes for the papers of `gone` that became part of another one."""
    redirects = ids.filter(pl.col("redirect").is_not_null()).select(KEY, "redirect")
    heirs = moved.group_by(KEY).agg(pl.col("other").min())
    return (
        gone.select(KEY)
        .join(redirects, on=KEY, how="left")
        .join(heirs, on=KEY, how="left")
        .with_columns(into=pl.coalesce("redirect", "other"))
        .filter(pl.col("into").is_not_null())
        .select(_row("merged", field=None, old=pl.lit(None), new=pl.col("into")))
    )


def _split(moved: pl.DataFrame, merged: pl.DataFrame) -> pl.DataFrame:
    """Rows of Changes for records that left their paper otherwise than by its merging."""
    explained = merged.select(KEY, other=pl.col("new"))
    return moved.join(explained, on=[KEY, "other"], how="anti").select(
        _row("split", field=None, old=pl.lit(None), new=pl.col("other"))
    )


def _changed_fields(old: pl.DataFrame, new: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Rows of Changes for every field of the papers that both releases have, a frame a field.

    A field whose type changed is compared as text.
    """
    before, after = _shared(old, new), _shared(new, old)
    for field in (name for name in new.columns if name in old.columns and name != KEY):
        left, right = before[field], after[field]
        if left.dtype != right.dtype:
            left, right = (frame.select(as_text(field)).to_series() for frame in (before, after))
        differs = left.ne_missing(right)
        told = before.filter(differs).select(KEY, old=as_text(field))
        both = told.with_columns(after.filter(differs).select(new=as_text(field)))
        yield both.select(_row("changed", field=field, old=pl.col("old"), new=pl.col("new")))


def _shared(papers: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """Those of `papers` that are also among `others`, by their ids.

    Published tables are in this order already. A mask and a look at the order cost a fiftieth of a join, which would
    move every abstract in memory.
    """
    shared = papers.filter(pl.col(KEY).is_in(others[KEY].implode()))
    return shared if shared[KEY].is_sorted() else shared.sort(KEY)


def as_text(column: str) -> pl.Expr:
    """The value as papers.jsonl writes it; a string, which there stands in quotes, as it is."""
    return pl.struct(pl.col(column).alias("value")).struct.json_encode().str.json_path_match("$.value")
