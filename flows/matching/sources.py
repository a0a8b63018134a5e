"""Which record each value of a paper is taken from.

| field | taken from the record |
|---|---|
| title | cut up surely, not cut off, in mixed case, without text flags |
| authors | naming all authors, cut up surely, with most names, with fewest initials in the place of names, longest |
| abstract | cut up surely, not cut off, without text flags, longest |
| date | of the published version, with the earliest date |
| year | of the published version, with the earliest date, or the earliest year where none shows a date |
| updated_at | with the latest timestamp |
| venue, volume, number, pages, entry_type | no preprint's, giving most of the first four: all of the one record |
| doi | with a DOI that is not arXiv's own, no preprint's |
| url | no preprint's |
| arxiv_id, pmid | any |
| comment | with the longest comment |
| subjects, links, code_urls, named_ids | all that have any |

Later words of a row decide between records that are equal in the earlier ones; then a record of a dump that is no
reference comes first, then the most complete, which has most of the fields of COMPLETE, and the smallest record id at
last.

"Cut up surely" is a record without the flag `boundary_unsure`: on a page without breaks a wrong cut makes an abstract
longer, not better. What the one record does not give of venue, volume, number, pages and entry_type is taken from the
next one that contradicts it in none of them and is no preprint's unless itself is. A record is of the *published
version* if it gives volume, number, pages or a kind of publication, and is no preprint's: its date is that of
publication, where other listings show their own. All of it is told from published records alone.
"""

from typing import Final

import polars as pl

from flows.matching.keys import ARXIV_DOI

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

PLACES: Final = ("venue", "volume", "number", "pages")
"""Where a paper appeared: values of one record, which those of another may contradict."""

COMPLETE: Final = ("title", "abstract", "date", "venue", "doi", "arxiv_id", "comment")

TEXT_FLAGS: Final = ("undefined_macro", "latex_unreadable", "mojibake_repaired", "encoding_repaired")
"""Flags that tell of a flaw in the text of a title or an abstract."""

PREPRINTS: Final = (
    r"(?i)arxiv|[^\W_]rxiv\b|\bssrn\b|\bpreprints?\b|\bresearch square\b|^corr$|^computing research repository"
)
"""Venues that hold preprints: arXiv, which DBLP calls CoRR, bioRxiv and its kin, SSRN and Research Square."""

PREPRINT_TYPES: Final = ("preprint", "unpublished", "posted-content")

CUT_OFF: Final = r"(?:…|\.\.\.)\W*$"

GIVEN_IN_FULL: Final = r"^(?:\p{L}\p{Ll}|\p{Lo}|\p{L}['’]\p{L})"
"""How a name begins whose first given name is more than an initial; "JR Smith" and "J. Smith" do not."""

SHOUTED: Final = 0.6
"""From this share of capitals among its letters on, a title is in capitals with words in between that are not."""

RANKS: Final = {
    "title": ("unsure", "cut_off_title", "one_case", "flaws"),
    "authors": ("some_authors", "unsure", "few_authors", "initials", "short_authors"),
    "abstract": ("unsure", "cut_off", "flaws", "short_abstract"),
    "date": ("unpublished", "date"),
    "year": ("unpublished", "date", "year"),
    "updated_at": ("old",),
    **dict.fromkeys((*PLACES, "entry_type"), ("standing", "places_missing")),
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
    chosen = [rows.with_columns(field=pl.lit(field)) for field, rows in choose_rows(ordered).items()]
    # Rows are sorted by paper within a field, so that this keeps the order of fields and records within a paper.
    told = pl.concat(chosen).sort("paper", maintain_order=True)
    ids = ordered.select("paper_id", "record_id")[told["row"]]
    return ids.select("paper_id", told["field"], "record_id")


def choose_rows(records: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """What `choose_sources` tells of records sorted by `paper_id` and `record_id`, in numbers.

    For each field `paper` and `row`, the row of the record in `records`. Papers are numbered in the order of their ids.
    """
    numbered = records.select(pl.row_index("row"), *_fields_there(), paper=pl.col("paper_id").rle_id())
    several = numbered.select(pl.len().over("paper") > 1).to_series()
    # There is nothing to choose where a paper has one record, as most have.
    alone = numbered.filter(~several)
    rivals = numbered.filter(several).hstack(records.filter(several).select("record_id", *_features()))
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


def _features() -> list[pl.Expr]:
    """What the rules look at: figures of which less is better."""
    return [
        *_text_features(),
        *_place_features(),
        (~pl.col("authors_complete")).alias("some_authors"),
        (-pl.col("authors").list.len().cast(pl.Int64)).alias("few_authors"),
        pl.col("authors").list.eval(~pl.element().str.contains(GIVEN_IN_FULL)).list.sum().alias("initials"),
        (-pl.col("authors").list.join("").str.len_chars().cast(pl.Int64)).alias("short_authors"),
        pl.col("date", "year", "reference"),
        (-pl.col("updated_at").dt.timestamp()).alias("old"),
        pl.col("doi").str.contains(ARXIV_DOI).alias("archive_doi"),
        (-pl.col("comment").str.len_chars().cast(pl.Int64)).alias("short_comment"),
        pl.sum_horizontal(pl.col(COMPLETE).is_null()).alias("incomplete"),
    ]


def _text_features() -> list[pl.Expr]:
    title, abstract = pl.col("title"), pl.col("abstract")
    letters = title.str.replace_all(r"\P{L}+", "").str.len_chars()
    capitals = title.str.count_matches(r"\p{Lu}") > SHOUTED * letters
    return [
        pl.col("flags").list.contains("boundary_unsure").alias("unsure"),
        pl.col("flags").list.set_intersection(list(TEXT_FLAGS)).list.len().alias("flaws"),
        title.str.contains(CUT_OFF).alias("cut_off_title"),
        (capitals | (title.str.to_lowercase() == title)).alias("one_case"),
        abstract.str.contains(CUT_OFF).alias("cut_off"),
        (-abstract.str.len_chars().cast(pl.Int64)).alias("short_abstract"),
    ]


def _place_features() -> list[pl.Expr]:
    """Whether a record is a preprint's or of the published version, and how well it says where the paper appeared.

    `standing` is 0 of a record that names a place other than an archive of preprints, 1 of a preprint's, 2 of one that
    names none.
    """
    preprint = pl.col("venue").str.contains(PREPRINTS).fill_null(value=False) | pl.col("entry_type").is_in(
        list(PREPRINT_TYPES)
    ).fill_null(value=False)
    placed = pl.any_horizontal(pl.col(PLACES).is_not_null())
    kind = (pl.col("entry_type") != "misc").fill_null(value=False)
    told = pl.any_horizontal(pl.col("volume", "number", "pages").is_not_null(), kind)
    return [
        preprint.alias("preprint"),
        pl.when(preprint).then(1).when(placed).then(0).otherwise(2).alias("standing"),
        (preprint | ~placed | ~told).alias("unpublished"),
        pl.sum_horizontal(pl.col(PLACES).is_null()).alias("places_missing"),
        pl.col("venue").str.to_lowercase(),
        pl.col("volume", "number", "pages"),
    ]


def _hold_to_one_place(told: pl.DataFrame) -> pl.DataFrame:
    """`has_<field>` of PLACES and entry_type taken from the records that are at odds with the one that says most."""
    best = told.sort("paper", *RANKS["venue"], *LAST_RANKS, maintain_order=True).unique("paper", keep="first")
    both = told.join(best.select("paper", "standing", *PLACES), on="paper", suffix="_of_best", maintain_order="left")
    differs = pl.any_horizontal(
        (pl.col(field) != pl.col(f"{field}_of_best")).fill_null(value=False) for field in PLACES
    )
    at_odds = differs | ((pl.col("standing") == 1) & (pl.col("standing_of_best") == 0))
    return both.with_columns((pl.col(f"has_{field}") & ~at_odds) for field in (*PLACES, "entry_type"))


def _rank(told: pl.DataFrame, field: str) -> pl.DataFrame:
    """The records that have the field, sorted by paper and how well they have it."""
    return (
        told.filter(f"has_{field}")
        .sort("paper", *RANKS[field], *LAST_RANKS, nulls_last=True, maintain_order=True)
        .select("paper", "row")
    )
