"""What the other records of a set say about a pair: levels of `weights` from what each record is told of them all.

The columns are those of evidence.collect_evidence while it gathers them: `<name>_a` and `<name>_b` of what
keys.tell_records tells, beside the levels that are known.
"""

import polars as pl

from flows.matching.places import ON_THE_PAGE


def crowd() -> pl.Expr:
    """`crowd`: whether more records bear a heading in that year than one paper has, and nothing tells them apart.

    Or whether the one page that is all that is known of the place may hold two abstracts with such titles.
    """
    told = pl.col("places").is_in([*ON_THE_PAGE, "same_issue"]).fill_null(value=False)
    heading = pl.col("titles").is_in(["equal_generic", "equal_weak"])
    same_people = (pl.col("people_shared") == pl.col("people_a")) & (pl.col("people_shared") == pl.col("people_b"))
    crowded = pl.col("crowded_a") | pl.col("crowded_b")
    common = (pl.col("common_a") | pl.col("common_b")) & ~same_people.fill_null(value=False)
    on_one_page = (pl.col("places") == "one_page") & pl.col("titles").is_in(["alike", "close_swapped"])
    return (
        pl.when(heading & ~told & (crowded | common))
        .then(pl.lit("crowded"))
        .when(on_one_page)
        .then(pl.lit("abstracts"))
        .alias("crowd")
    )


def copies() -> pl.Expr:
    """`copies`: whether two records that differ both stand elsewhere unchanged, or of one day neither where most do.

    What stands in every scrape stands beside all that differs from it: no scrape lists a paper twice.
    """
    other_title, other_text = pl.col("title_likeness") < 1, pl.col("abstracts") != "equal"
    differ = other_title | (other_text & (pl.col("days_apart") > 0))
    copied = pl.all_horizontal(pl.col("copies_a", "copies_b").is_in(["copied", "everywhere"]))
    beside = pl.col("copies_a").is_in(["everywhere", "lone"]) & pl.col("copies_b").is_in(["everywhere", "lone"])
    unlike = pl.col("copies_a") != pl.col("copies_b")
    lone = (pl.col("copies_a") == "lone") & (pl.col("copies_b") == "lone") & (pl.col("days_apart") == 0)
    retitled = pl.col("titles") == "differ"
    return (
        pl.when(differ & copied)
        .then(pl.lit("both_copied"))
        .when(differ & beside & unlike)
        .then(pl.lit("listed_beside"))
        .when(lone & retitled)
        .then(pl.lit("lone_retitled"))
        .when(lone & (other_title | other_text))
        .then(pl.lit("both_lone"))
        .alias("copies")
    )


def catalogues() -> pl.Expr:
    """`catalogues`: whether two records are of one catalogue that lists no paper twice, or of two."""
    catalogued = pl.all_horizontal(pl.col("catalogued_a", "catalogued_b").is_not_null())
    twice = (pl.col("catalogued_a") == "twice") | (pl.col("catalogued_b") == "twice")
    crowded = (pl.col("title_likeness") == 1) & (pl.col("crowded_a") | pl.col("crowded_b"))
    one_name = pl.col("venue_a") == pl.col("venue_b")
    return (
        pl.when(catalogued & one_name)
        .then(pl.lit("same_catalogue"))
        .when(catalogued & twice & crowded)
        .then(pl.lit("either_of_two"))
        .when(catalogued & pl.col("same_venue") & (pl.col("years_apart") == 0))
        .then(pl.lit("other_catalogue"))
        .alias("catalogues")
    )
