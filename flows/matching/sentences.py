"""What was compared and what came out, in words."""

from typing import Final

import polars as pl

MAX_DAYS_TOLD: Final = 365
"""A longer time is told in years."""


def tell_evidence() -> pl.Expr:
    """What was compared and what came out: a list of sentences, from the columns of evidence.collect_evidence."""
    told = [
        _of_ids(),
        _of_conflict(),
        _of_titles(),
        _of_people(),
        _of_abstracts(),
        _of_dates(),
        *_of_places(),
        *_of_others(),
    ]
    return pl.concat_list(told).list.drop_nulls()


def _of_ids() -> pl.Expr:
    return pl.format("both have the {}", "shared_id")


def _of_conflict() -> pl.Expr:
    return pl.format("the {} differ", "conflict")


def _of_titles() -> pl.Expr:
    alike = _figure("title_likeness")
    return (
        pl.when(pl.col("title_veto") == "numbered_titles")
        .then(pl.format("titles are {} alike but differ in their numbers", alike))
        .when(pl.col("title_veto") == "notice")
        .then(pl.format("titles are {} alike but one is of a notice about the other", alike))
        .when(pl.col("title_veto") == "other_title")
        .then(pl.format("titles are {} alike but differ in words that exclude each other", alike))
        .when(pl.col("titles") == "next_step")
        .then(pl.format("titles are {} alike but one is of a next step of the other", alike))
        .when(pl.col("titles") == "equal_weak")
        .then(pl.lit("titles are equal but short or those of a notice"))
        .when(pl.col("titles") == "equal_generic")
        .then(pl.lit("titles are equal but generic"))
        .when(pl.col("titles").str.starts_with("equal"))
        .then(pl.lit("titles are equal"))
        .when(pl.col("titles") == "begins")
        .then(pl.lit("one title is part of the other"))
        .when(pl.col("titles").is_not_null())
        .then(pl.format("titles are {} alike", alike))
    )


def _of_people() -> pl.Expr:
    fewer = pl.min_horizontal("people_a", "people_b")
    return pl.when(pl.col("people").is_not_null()).then(
        pl.when(pl.col("people_shared") == 0)
        .then(pl.lit("no author agrees"))
        .otherwise(pl.format("{} of {} authors agree", "people_shared", fewer))
    )


def _of_abstracts() -> pl.Expr:
    return (
        pl.when(pl.col("abstracts") == "equal")
        .then(pl.lit("abstracts are equal"))
        .when(pl.col("abstracts") == "holds")
        .then(pl.format("one abstract holds the other, {} alike", _figure("abstract_likeness")))
        .when(pl.col("abstracts").is_not_null())
        .then(pl.format("abstracts are {} alike", _figure("abstract_likeness")))
    )


def _of_dates() -> pl.Expr:
    return (
        pl.when(pl.col("days_apart") == 0)
        .then(pl.lit("dates are equal"))
        .when(pl.col("days_apart") == 1)
        .then(pl.lit("dates are 1 day apart"))
        .when(pl.col("days_apart") <= MAX_DAYS_TOLD)
        .then(pl.format("dates are {} days apart", "days_apart"))
        .when(pl.col("years_apart") == 0)
        .then(pl.lit("years are equal"))
        .when(pl.col("days_apart").is_null() & (pl.col("years_apart") == 1))
        .then(pl.lit("years are 1 apart"))
        .when(pl.col("days_apart").is_null() & pl.col("years_apart").is_not_null())
        .then(pl.format("years are {} apart", pl.col("years_apart").cast(pl.Int64)))
        .when(pl.col("years_apart").is_not_null())
        .then(pl.format("dates are {} years apart", pl.col("years_apart").round(1)))
    )


def _of_places() -> list[pl.Expr]:
    """What was found of venue, volume, issue and page, a sentence each."""
    return [
        pl.when(pl.col(f"same_{name}"))
        .then(pl.lit(f"{name}s are the same" if name != "number" else "issues are the same"))
        .when(~pl.col(f"same_{name}"))
        .then(pl.lit(f"{name}s differ" if name != "number" else "issues differ"))
        for name in ("venue", "volume", "number", "page")
    ]


def _of_others() -> list[pl.Expr]:
    """What the other records of the set say about the pair."""
    told = {
        "crowd": {
            "crowded": "more records of that year have this title",
            "abstracts": "several abstracts may stand on that page",
        },
        "copies": {
            "both_copied": "each is repeated word for word by another record",
            "listed_beside": "one is repeated word for word wherever the other may stand",
            "both_lone": "neither is repeated by another record, though most are",
            "lone_retitled": "neither is repeated by another record, though most are",
        },
        "catalogues": {
            "same_catalogue": "both are of one catalogue, which lists nothing twice",
            "either_of_two": "one catalogue lists this title of theirs twice in that year",
            "other_catalogue": "they are of two catalogues of one venue, each of which lists nothing twice",
        },
        "versions": {
            "deposited_apart": "other words on another day, and no place in print",
            "about_the_other": "one title is about what the other is called",
            "adapted": "a word of the title is another, and the text is adapted to it",
            "extended": "one title says more, and the texts are only related",
            "rewritten": "in another edition the text is only related",
        },
    }
    return [pl.col(kind).replace_strict(words, return_dtype=pl.String) for kind, words in told.items()]


def _figure(name: str) -> pl.Expr:
    """A likeness with two digits, cut and not rounded: only equal texts are 1.0 alike."""
    return ((pl.col(name) * 100).floor() / 100).round(2)
