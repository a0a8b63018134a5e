"""Where a paper stands in print, for comparison: numbers of volume and issue and the first page."""

from typing import Final

import polars as pl

from flows.matching.blocks import Rows
from flows.matching.venues import ARCHIVE, same_venue

_NUMBER: Final = r"(\d+)"
_FIRST_PAGE: Final = r"^\W*(?:pp?\W*)?([a-zA-Z]{0,3}\d+)[a-zA-Z]?(?:\.e\d+)?(?:[\s.]*$|[\s.]*[-–—+/,;]|:)"
"""The page or article number that a range begins with; `94 p` counts pages and is none."""

_LAST_PAGE: Final = r"\d[a-zA-Z]?\s*[-–—]+\s*[a-zA-Z]{0,3}(\d+)"
_THESIS: Final = r"(?i)\b(?:ph\.?\s?d|m\.?\s?sc|master|thesis|diss)"
THESIS: Final = "thesis"
"""Stands for the volume of a thesis."""

MIN_PAGES: Final = 3
"""Several abstracts or letters stand on one page or two; from here on a range of pages holds one paper."""

ON_THE_PAGE: Final = ("same_pages", "same_page", "one_page")
"""The levels of `places` of two records that begin on one page of one volume."""


def compare_places(compared: pl.DataFrame, a: Rows, b: Rows) -> pl.DataFrame:
    """The places of pairs of rows of `compared` (see `evidence.collect_evidence`).

    Columns: `places` (String, a level of `weights`, null where nothing can be said), `same_venue` (Boolean),
    `same_volume`, `same_number`, `same_page` (Boolean, null where either record gives none).
    """
    names = ("venue", "volume", "number", "first_page", "last_page", "year")
    both = pl.DataFrame(
        {f"{name}_{side}": compared[name].gather(rows) for name in names for side, rows in (("a", a), ("b", b))}
    )
    told = both.select(
        _same_venues(both["venue_a"], both["venue_b"]).alias("same_venue"),
        _one_is_archived(both["venue_a"], both["venue_b"]).alias("archived"),
        (pl.col("volume_a") == pl.col("volume_b")).alias("same_volume"),
        (pl.col("number_a") == pl.col("number_b")).alias("same_number"),
        (pl.col("first_page_a") == pl.col("first_page_b")).alias("same_page"),
        (pl.col("last_page_a") == pl.col("last_page_b")).alias("same_last"),
        (pl.col("year_a") == pl.col("year_b")).alias("same_year"),
        ((pl.col("year_a") - pl.col("year_b")).abs() == 1).alias("next_year"),
        pl.any_horizontal(pl.col("last_page_a", "last_page_b").is_not_null()).alias("ranges"),
        (pl.col("volume_a").is_not_null() != pl.col("volume_b").is_not_null()).alias("one_volume"),
    )
    # How an archive numbers what it holds is no other place in print.
    counted = pl.col("same_volume", "same_number", "same_page", "same_last")
    told = told.with_columns(pl.when(~pl.col("archived") | counted).then(counted))
    return told.select(_level().alias("places"), "same_venue", "same_volume", "same_number", "same_page")


def _same_venues(a: pl.Series, b: pl.Series) -> pl.Series:
    """Whether the venues are the same; null where it is open."""
    pairs = pl.DataFrame({"a": a, "b": b})
    # Names repeat, so that each pair of them is compared once.
    unique = pairs.drop_nulls().filter(pl.col("a") != pl.col("b")).unique()
    known = unique.with_columns(same=pl.Series([same_venue(*names) for names in unique.iter_rows()], dtype=pl.Boolean))
    return (
        pairs.join(known, on=["a", "b"], how="left", maintain_order="left")
        .select(pl.when(pl.col("a") == pl.col("b")).then(pl.lit(value=True)).otherwise("same"))
        .to_series()
    )


def _one_is_archived(a: pl.Series, b: pl.Series) -> pl.Series:
    """Whether either record is in an archive, and the other not in the same."""
    names = pl.concat([a, b]).unique().drop_nulls()
    archives = names.filter(pl.Series([ARCHIVE.search(name) is not None for name in names], dtype=pl.Boolean)).implode()
    found = a.is_in(archives).fill_null(value=False) | b.is_in(archives).fill_null(value=False)
    return found & ~(a == b).fill_null(value=False)


def _level() -> pl.Expr:
    """The level of `weights` from the comparisons, the most telling first."""
    venue, volume, number, page, last, year = (
        pl.col(f"same_{name}") for name in ("venue", "volume", "number", "page", "last", "year")
    )
    next_year, elsewhere = pl.col("next_year"), ~venue
    same_issue = volume & number.fill_null(value=True)
    return (
        pl.when(page & last & volume & venue & number.fill_null(value=True) & year)
        .then(pl.lit("same_pages"))
        # No two meetings of two years have papers on one range of pages: a year is misprinted.
        .when(page & (same_issue | (volume.is_null() & venue & (year | (last & next_year)))))
        .then(pl.when("ranges").then(pl.lit("same_page")).otherwise(pl.lit("one_page")))
        # Two journals may have reached the same volume; one may print a meeting's abstract a year before the paper.
        .when(~page & (~volume | (elsewhere & ~same_issue.fill_null(value=False))))
        .then(pl.lit("other_place"))
        .when(elsewhere & page & last & year)
        .then(pl.lit("same_page_elsewhere"))
        .when(elsewhere & same_issue & page.fill_null(value=True))
        .then(pl.lit("other_name"))
        .when(elsewhere)
        .then(pl.lit("other_venue"))
        .when((~volume | (volume & ~number)) & page)
        .then(pl.lit("other_issue_same_page"))
        .when(~volume)
        .then(pl.lit("other_issue"))
        .when(~number & ~page.fill_null(value=False))
        .then(pl.lit("other_issue"))
        .when(~page)
        .then(pl.lit("other_page"))
        # What has volumes has no editions: one tells when a paper came out online, the other when in print.
        .when(venue & pl.col("one_volume") & next_year)
        .then(pl.lit("ahead_of_print"))
        .when(venue & volume.is_null() & next_year)
        .then(pl.lit("other_edition"))
        .when(venue & volume.is_null() & ~year)
        .then(pl.lit("later_edition"))
        .when(volume & number)
        .then(pl.lit("same_issue"))
        .when(venue)
        .then(pl.lit("same_venue"))
    )


def volume_key(column: str) -> pl.Expr:
    """The first number of a volume or issue, or THESIS; null where it has none or only repeats the year."""
    digits = pl.col(column).str.extract(_NUMBER).str.strip_chars_start("0")
    key = (
        pl.when(digits.str.len_chars() > 0).then(digits).when(pl.col(column).str.contains(_THESIS)).then(pl.lit(THESIS))
    )
    return pl.when((key != pl.col("year").cast(pl.String)).fill_null(value=True)).then(key)


def first_page() -> pl.Expr:
    """The first page or the article number of `pages`, without the letters of a supplement."""
    return pl.col("pages").str.extract(_FIRST_PAGE).str.replace(r"^\D+", "").str.strip_chars_start("0")


def last_page() -> pl.Expr:
    """The last page of `pages`; null where it is a single page or less than MIN_PAGES."""
    last = pl.col("pages").str.extract(_LAST_PAGE).cast(pl.Int64, strict=False)
    first = first_page().cast(pl.Int64, strict=False)
    # "288-97" is 288-297.
    last = pl.when(last < first).then(last + first // 100 * 100).otherwise(last)
    return pl.when(last - first >= MIN_PAGES - 1).then(last)
