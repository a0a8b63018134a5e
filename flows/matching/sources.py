"""Which record each value of a paper is taken from.

Of each field the record, best first, that is

- title: cut up surely, not cut off, in mixed case, without text flags, a catalogue's brackets or lost letters, with its
  subtitle, of the published version, as most records have it
- authors: naming all authors, cut up surely, with most names, no letter lost, with fewest initials in the place of
  names, not in capitals, with most accents, longest
- abstract: cut up surely, not cut off, without text flags, longest
- date: of the published version, with the earliest date
- year: of the published version, with a volume, as most records have it, the later of two that name the volume, with
  the earliest date, or the earliest year where none shows a date
- updated_at: with the latest timestamp
- volume, number, pages, entry_type: no preprint's, giving most of these and the venue: all of the one record
- venue: no preprint's, not cut off, in mixed case, longest, of the records that do not contradict that one
- doi: with a DOI that no archive gave, no preprint's
- url: no preprint's
- arxiv_id, pmid: any
- comment: with the longest comment
- subjects, links, code_urls, named_ids: all that have any

Later words decide between records that are equal in the earlier ones; then a record of a dump that is no
reference comes first, then the most complete, which has most of the fields of COMPLETE, and the smallest record id at
last.

"Cut up surely" is a record without the flag `boundary_unsure`: on a page without breaks a wrong cut makes an abstract
longer, not better. What the one record does not give of venue, volume, number, pages and entry_type is taken from the
next one that contradicts it in none of them and is no preprint's unless itself is. A record is of the *published
version* if it gives volume, number, pages or a kind of publication, and is no preprint's: its date is that of
publication, where other listings show their own. All of it is told from published records alone. Records that say the
same in everything are one where it counts how many say something.
"""

from typing import Final

import polars as pl

from flows.matching.features import PLACES, count_votes, features, mark_beginnings

FIELDS: Final = (
    "title",
    "authors",
    "abstract",
    "date",
    "year",
    "updated_at",
    "venue",
    "volume",
    "number",
    "pages",
    "entry_type",
    "doi",
    "arxiv_id",
    "pmid",
    "url",
    "comment",
)
"""Fields whose value is taken from one record."""

UNIONS: Final = ("subjects", "links", "code_urls", "named_ids")
"""Fields that collect the values of all records."""

MOST_OF_PLACE: Final = ("standing", "places_missing")

RANKS: Final = {
    "title": (
        *("unsure", "cut_off_title", "one_case", "flaws", "bracketed", "lost_in_title", "beginning", "unpublished"),
        "lone_title",
    ),
    "authors": (
        *("some_authors", "unsure", "few_authors", "lost_in_names", "initials", "shouted_names", "few_accents"),
        "short_authors",
    ),
    "abstract": ("unsure", "cut_off", "flaws", "short_abstract"),
    "date": ("unpublished", "date"),
    "year": ("unpublished", "no_volume", "lone_year", "early_year", "date", "year"),
    "updated_at": ("old",),
    "venue": ("standing", "odd_venue", "short_venue"),
    **dict.fromkeys(("volume", "number", "pages", "entry_type"), MOST_OF_PLACE),
    "doi": ("archive_doi", "preprint"),
    "arxiv_id": (),
    "pmid": (),
    "url": ("preprint",),
    "comment": ("short_comment",),
    **dict.fromkeys(UNIONS, ()),
}
"""The table above: by what the records of a paper are sorted for each field, the best first."""

LAST_RANKS: Final = ("reference", "incomplete")


def choose_sources(records: pl.DataFrame) -> pl.DataFrame:
    """The records that each value of each paper is taken from.

    `records` is as schemas.records.Records, in any order. Gives `paper_id`, `field` and `record_id` (String), sorted by
    paper and in the order of FIELDS and UNIONS; of a collected field one row a record, in the order in which its values
    are taken. A field that no record has is left out.
    """
    ordered = records.sort("paper_id", "record_id")
    chosen = [rows.with_columns(field=pl.lit(field)) for field, rows in choose_rows(ordered, say(ordered)).items()]
    # Rows are sorted by paper within a field, so that this keeps the order of fields and records within a paper.
    told = pl.concat(chosen).sort("paper", maintain_order=True)
    ids = ordered.select("paper_id", "record_id")[told["row"]]
    return ids.select("paper_id", told["field"], "record_id")


def say(records: pl.DataFrame) -> pl.Series:
    """A number for all that a record says of what is chosen, the same for those that say the same."""
    return records.select(pl.col("authors_complete", "flags", "reference", *FIELDS, *UNIONS).hash()).hash_rows()


def choose_rows(records: pl.DataFrame, said: pl.Series) -> dict[str, pl.DataFrame]:
    """What `choose_sources` tells of records sorted by `paper_id` and `record_id`, in numbers.

    `said` is as `say` gives it. For each field `paper` and `row`, the row of the record in `records`. Papers are
    numbered in the order of their ids.
    """
    numbered = records.select(pl.row_index("row"), *_fields_there(), paper=pl.col("paper_id").rle_id())
    several = numbered.select(pl.len().over("paper") > 1).to_series()
    # There is nothing to choose where a paper has one record, as most have.
    alone = numbered.filter(~several)
    rivals = numbered.filter(several).hstack(records.filter(several).select("record_id", *features()))
    rivals = rivals.hstack([mark_beginnings(rivals), *count_votes(rivals, said.filter(several))])
    rivals = _hold_to_one_place(rivals)
    return {
        field: _with_rivals(alone, _rank(rivals, field).unique("paper", keep="first"), field) for field in FIELDS
    } | {field: _with_rivals(alone, _rank(rivals, field), field) for field in UNIONS}


def _with_rivals(alone: pl.DataFrame, chosen: pl.DataFrame, field: str) -> pl.DataFrame:
    """The records with the field that stand alone, and those chosen of others, sorted by paper."""
    single = alone.filter(f"has_{field}").select("paper", "row")
    return pl.concat([single, chosen]).sort("paper", maintain_order=True)


def _fields_there() -> list[pl.Expr]:
    """`has_<field>` for every field: whether a record has it."""
    has = {field: pl.col(field).is_not_null() for field in FIELDS} | {
        field: pl.col(field).list.len() > 0 for field in ("authors", *UNIONS)
    }
    return [there.alias(f"has_{field}") for field, there in has.items()]


def _hold_to_one_place(told: pl.DataFrame) -> pl.DataFrame:
    """`has_<field>` of PLACES and entry_type taken from the records that are at odds with the one that says most."""
    best = told.sort("paper", *MOST_OF_PLACE, *LAST_RANKS, maintain_order=True).unique("paper", keep="first")
    both = told.join(best.select("paper", "standing", *PLACES), on="paper", suffix="_of_best", maintain_order="left")
    same = {field: pl.col(field) == pl.col(f"{field}_of_best") for field in PLACES}
    # On the same pages of the same volume two names are of one venue.
    same["venue"] |= (same["volume"] & same["pages"]).fill_null(value=False)
    differs = pl.any_horizontal((~one).fill_null(value=False) for one in same.values())
    at_odds = differs | ((pl.col("standing") == 1) & (pl.col("standing_of_best") == 0))
    return both.with_columns((pl.col(f"has_{field}") & ~at_odds) for field in (*PLACES, "entry_type"))


def _rank(told: pl.DataFrame, field: str) -> pl.DataFrame:
    """The records that have the field, sorted by paper and how well they have it."""
    return (
        told.filter(f"has_{field}")
        .sort("paper", *RANKS[field], *LAST_RANKS, nulls_last=True, maintain_order=True)
        .select("paper", "row")
    )
