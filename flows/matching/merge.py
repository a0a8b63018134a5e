"""Papers from records: each value from the record that `sources` chooses."""

from typing import Final

import polars as pl

from flows.matching.distinct import per_distinct
from flows.matching.features import TEXT_FLAGS
from flows.matching.sources import FIELDS, UNIONS, choose_rows, say
from schemas.papers import Papers
from schemas.vocabulary import FLAGS

MISSING: Final = {"title": "no_title", "abstract": "no_abstract", "date": "no_date"}

FLAG_FIELDS: Final = dict.fromkeys(TEXT_FLAGS, ("title", "abstract")) | {
    # Where one of these ends, another begins.
    "boundary_unsure": ("title", "authors", "abstract"),
}
"""A paper has such a flag where the record has it that one of these fields was taken from."""


def merge_records(records: pl.DataFrame, unsure: pl.Series) -> pl.DataFrame:
    """One paper for each `paper_id` of `records` (as schemas.records.Records), as schemas.papers.Papers.

    `unsure` holds the ids of the papers that get the flag `unsure_match`. Flags are told anew: those of missing values
    from the paper itself, `date_unreadable` where no record's date could be read, those of texts by FLAG_FIELDS.
    """
    ordered = records.select(pl.row_index("row"), "paper_id", "record_id").sort("paper_id", "record_id")
    paper, row = ordered["paper_id"].rle_id(), ordered["row"]
    papers = _count(records.select(pl.col("dump", "authors_complete", "flags").gather(row)).with_columns(paper=paper))
    papers = papers.with_columns(ordered["paper_id"].unique(maintain_order=True))
    said = say(records).gather(row)
    # What another says once more changes no value: a page that was scraped twice gives two records and no choice.
    first = pl.DataFrame({"paper": paper, "said": said}).hash_rows().is_first_distinct()
    records = records[row.filter(first)]
    sources = choose_rows(records, said.filter(first))
    taken = [_take(records, sources[field], field, len(papers)) for field in FIELDS]
    collected = [_collect(records, sources[field], field, len(papers)) for field in UNIONS]
    flagged = [_flagged(records, sources, flag, fields, len(papers)) for flag, fields in FLAG_FIELDS.items()]
    return _finish(pl.concat([papers, *taken, *collected, *flagged], how="horizontal"), unsure)


def _count(records: pl.DataFrame) -> pl.DataFrame:
    """What all records of a paper tell together, for each `paper` by its number: how many they are, of which dumps."""
    told = records.group_by("paper", maintain_order=True).agg(
        pl.len().cast(pl.Int32).alias("n_records"),
        pl.col("authors_complete").any().alias("any_complete"),
        pl.col("flags").list.contains("date_unreadable").any().alias("date_unreadable"),
    )
    dumps = records.select("paper", "dump").unique().sort("paper", "dump")
    return told.with_columns(dumps.group_by("paper", maintain_order=True).agg("dump")["dump"].alias("dumps"))


def _take(records: pl.DataFrame, chosen: pl.DataFrame, field: str, papers: int) -> pl.DataFrame:
    """The field's value for each paper by its number; with `authors` also whether they are all."""
    values = ["authors", "authors_complete"] if field == "authors" else [field]
    rows = _of_each(papers).join(chosen, on="paper", how="left", maintain_order="left")["row"]
    return records.select(pl.col(values).gather(rows))


def _collect(records: pl.DataFrame, chosen: pl.DataFrame, field: str, papers: int) -> pl.DataFrame:
    """Every value of the field once for each paper by its number, in the order of the sources."""
    every = chosen.select("paper", records[field].gather(chosen["row"])).explode(field)
    found = every.group_by("paper").agg(pl.col(field).unique(maintain_order=True))
    return _of_each(papers).join(found, on="paper", how="left", maintain_order="left").select(field)


def _flagged(
    records: pl.DataFrame, sources: dict[str, pl.DataFrame], flag: str, fields: tuple[str, ...], papers: int
) -> pl.DataFrame:
    """Under the flag's name, whether a source of these fields has the flag, for each paper by its number."""
    has_flag = records.select(pl.col("flags").list.contains(flag)).to_series()
    flawed = pl.concat([sources[field].filter(has_flag.gather(sources[field]["row"])) for field in fields])
    return _of_each(papers).select(pl.col("paper").is_in(flawed["paper"].unique().implode()).alias(flag))


def _of_each(papers: int) -> pl.DataFrame:
    """The numbers of so many papers."""
    return pl.select(paper=pl.int_range(papers, dtype=pl.UInt32))


def _finish(papers: pl.DataFrame, unsure: pl.Series) -> pl.DataFrame:
    """The columns of schemas.papers.Papers in their order; empty lists in the place of missing ones."""
    lists = pl.col("authors", *UNIONS)
    told = papers.with_columns(lists.fill_null(pl.lit([], dtype=pl.List(pl.String)))).with_columns(
        pl.coalesce("authors_complete", "any_complete").alias("authors_complete"),
        *(pl.col(field).is_null().alias(flag) for field, flag in MISSING.items()),
        no_authors=pl.col("authors").list.len() == 0,
        authors_incomplete=~pl.col("authors_complete") & (pl.col("authors").list.len() > 0),
        date_unreadable=pl.col("date_unreadable") & pl.col("date").is_null(),
        unsure_match=pl.col("paper_id").is_in(unsure.implode()),
    )
    flags = per_distinct(told.select(list(FLAGS)).to_struct(), _name_flags)
    return told.with_columns(flags.alias("flags")).select(list(Papers.columns))


def _name_flags(told: pl.Series) -> pl.Series:
    """The names of the flags that are true of each paper."""
    words = [pl.when(flag).then(pl.lit(flag)) for flag in FLAGS]
    return told.struct.unnest().select(pl.concat_list(words).list.drop_nulls()).to_series()
