"""What a set of records tells about the lists that it was put together from: which list each paper once.

A listing that was scraped again repeats what did not change. A catalogue has a venue under one name and a paper once.
Both are seen in the records themselves; which dump they are from is not asked.
"""

from typing import Final

import polars as pl

MOSTLY: Final = 0.5
"""Share of records that have a copy from which on a set is a listing that was scraped again."""

SCRAPES_AT: Final = 0.9
"""So many of the records that have copies have no more of them than there were scrapes."""

MANY_RECORDS: Final = 20
"""Of a name of a venue with fewer records nothing is told."""

MAX_REPEATED: Final = 0.03
"""Share of records that repeat another of their list: a catalogue has slips, and two papers may share a title."""

MIN_SHARED: Final = 0.3
"""Share of records that stand in another list too, from which on the set is made of catalogues of one field."""


def mark_copies(numbers: pl.DataFrame) -> pl.Series:
    """`copies`: `everywhere`, `copied` where another record repeats this one, `lone` where none does though most do.

    `numbers` are as keys.number_values gives them.
    What must be the same is title and abstract, without one title and authors; only records with both abstract and date
    are told to be lone, since catalogues repeat nothing word for word.
    A second scrape of a listing repeats what did not change: who has no copy there has another version, and of two that
    both have copies neither is the other's. Who stands `everywhere`, in as many copies as there were scrapes, has no
    other version at all.
    """
    names = pl.when(pl.col("abstract_key").is_null()).then("authors_key").alias("names")
    read = numbers.select(
        pl.len().over(pl.struct("title_key", "abstract_key", names).hash()).alias("times"),
        told=pl.col("title_key").is_not_null()
        & (pl.col("abstract_key").is_not_null() | pl.col("authors_key").is_not_null()),
        full=pl.col("abstract_key").is_not_null() & pl.col("dated"),
    ).with_columns(copied=pl.col("told") & (pl.col("times") > 1))
    told, copied, times = pl.col("told"), pl.col("copied"), pl.col("times")
    scrapes = times.filter(copied).quantile(SCRAPES_AT, "nearest")
    full = pl.col("full") & (copied.sum() > MOSTLY * told.sum())
    return read.select(
        pl.when(copied & full & (times >= scrapes))
        .then(pl.lit("everywhere"))
        .when(copied)
        .then(pl.lit("copied"))
        .when(told & full)
        .then(pl.lit("lone"))
        .alias("copies")
    ).to_series()


def mark_catalogued(numbers: pl.DataFrame) -> pl.Series:
    """`catalogued`: `once` or `twice` where the venue, by its name in this record, is listed without repeats.

    `numbers` are as keys.number_values gives them, with `title_kind`.
    Null where it is not; `twice` are the few exceptions. So it is in a set of catalogues, of which each has a paper
    once: then two records with the same name of a venue are two papers, and one with another name of it is likely to be
    the same. Only told where many records repeat one under another name and hardly any one under the same.
    """
    # Columns and headings come back in every issue.
    told = pl.all_horizontal(pl.col("title_key", "venue", "year").is_not_null()) & (pl.col("title_kind") != "generic")
    # Step by step: within one step polars counts anew wherever a count is used.
    read = numbers.select(
        "venue",
        told=told,
        times=pl.len().over(pl.struct("title_key", "year").hash()),
        times_here=pl.len().over(pl.struct("title_key", "year", "venue").hash()),
    )
    told, times, times_here = pl.col("told"), pl.col("times"), pl.col("times_here")
    read = read.with_columns(here=told & (times_here > 1), elsewhere=told & (times > times_here))
    here, of_venue = pl.col("here"), told.sum().over("venue")
    clean = here.sum() <= MAX_REPEATED * told.sum()
    shared = pl.col("elsewhere").sum() >= MIN_SHARED * told.sum()
    tidy = here.sum().over("venue") <= MAX_REPEATED * of_venue
    catalogued = clean & shared & tidy & (of_venue >= MANY_RECORDS) & pl.col("venue").is_not_null()
    listed = pl.when(here).then(pl.lit("twice")).otherwise(pl.lit("once"))
    return read.select(pl.when(catalogued).then(listed).alias("catalogued")).to_series()
