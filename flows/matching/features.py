"""What tells which of the records of a paper has a value best: figures of which less is better."""

from typing import Final

import polars as pl

from flows.matching.archive_dois import ARCHIVE_DOI, ARXIV_DOI

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

INITIALS: Final = (
    r"^(?:\P{L}|[\p{Lu}\p{Lt}\p{Ll}](?:$|[^\p{Ll}'’]|['’](?:$|\P{L})))"  # how a name begins, or
    r"|\p{Ll} \p{Lu}{1,3}$"  # ends where the family name stands first
)
"""A name whose first given name is no more than an initial: "JR Smith", "J. Smith", "Smith JR"; not "O'Neil Smith"."""

SHOUTED: Final = 0.6
"""From this share of capitals among its letters on, a title is in capitals with words in between that are not."""

LOST_LETTER: Final = r"\p{L}\?\p{L}|\x{FFFD}"
"""What an export shows that could not write a letter: `M?ller`."""

ACCENTED: Final = "[À-ÖØ-öø-ɏḀ-ỿ]"
"""Letters that one export writes as they are and another with plain ones: `Müller`, `Mueller`, `Muller`."""

GOES_ON: Final = r"^\s*[:;,?!\-–—\p{L}\p{N}]"
"""How a title goes on behind what another source takes for all of it. In brackets, or behind a full stop, there may be
what a catalogue says about it."""

MIN_LEFT_OUT: Final = 8
"""Letters that are a subtitle; fewer are another spelling."""


def features() -> list[pl.Expr]:
    """The figures that a record gives by itself."""
    names = pl.col("authors").list.join("")
    archive = pl.col("doi").str.contains(ARXIV_DOI) | pl.col("doi").str.contains(ARCHIVE_DOI)
    return [
        *_text_features(),
        *_place_features(),
        (~pl.col("authors_complete")).alias("some_authors"),
        (-pl.col("authors").list.len().cast(pl.Int64)).alias("few_authors"),
        pl.col("authors").list.eval(pl.element().str.contains(INITIALS)).list.sum().alias("initials"),
        names.str.contains(LOST_LETTER).alias("lost_in_names"),
        (names.str.to_uppercase() == names).alias("shouted_names"),
        (-names.str.count_matches(ACCENTED).cast(pl.Int64)).alias("few_accents"),
        (-names.str.len_chars().cast(pl.Int64)).alias("short_authors"),
        pl.col("date", "year", "reference"),
        (-pl.col("updated_at").dt.timestamp()).alias("old"),
        archive.alias("archive_doi"),
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
        title.str.ends_with("]").alias("bracketed"),
        title.str.contains(LOST_LETTER).alias("lost_in_title"),
        title,
        abstract.str.contains(CUT_OFF).alias("cut_off"),
        (-abstract.str.len_chars().cast(pl.Int64)).alias("short_abstract"),
    ]


def _place_features() -> list[pl.Expr]:
    """Whether a record is a preprint's or of the published version, and how well it says where the paper appeared.

    `standing` is 0 of a record that names a place other than an archive of preprints, 1 of a preprint's, 2 of one that
    names none.
    """
    venue = pl.col("venue")
    # `JAMA` is a name.
    in_one_case = (venue.str.to_uppercase() == venue) | (venue.str.to_lowercase() == venue)
    preprint = venue.str.contains(PREPRINTS).fill_null(value=False) | pl.col("entry_type").is_in(
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
        pl.col("volume").is_null().alias("no_volume"),
        (venue.str.contains(CUT_OFF) | (in_one_case & venue.str.contains(" ", literal=True))).alias("odd_venue"),
        (-venue.str.len_chars().cast(pl.Int64)).alias("short_venue"),
        # Who knows the volume may still tell the year in which the paper was online.
        pl.when(pl.col("volume").is_not_null()).then(-pl.col("year")).alias("early_year"),
        venue.str.to_lowercase(),
        pl.col("volume", "number", "pages"),
    ]


def mark_beginnings(told: pl.DataFrame) -> pl.Series:
    """`beginning`: whether the longest title of the paper is this one with a subtitle or what else was left out."""
    longest = pl.col("title").str.len_chars().max().over("paper")
    chars = pl.col("title").str.len_chars()
    whole = told.filter(chars == longest).unique("paper", keep="first", maintain_order=True)
    short = told.select("row", "paper", "title").filter(chars + MIN_LEFT_OUT <= longest)
    both = short.join(whole.select("paper", whole="title"), on="paper")
    goes_on = pl.col("whole").str.slice(chars).str.contains(GOES_ON)
    begins = pl.col("whole").str.to_lowercase().str.starts_with(pl.col("title").str.to_lowercase())
    beginnings = both.filter(begins & goes_on)["row"]
    return told.select(pl.col("row").is_in(beginnings.implode()).alias("beginning")).to_series()


def count_votes(told: pl.DataFrame, said: pl.Series) -> list[pl.Series]:
    """`lone_title` and `lone_year`: how many records of the paper say so, below zero; of two neither is outvoted."""
    many = told.select(pl.len().over("paper") > 2).to_series()  # noqa: PLR2004 - see above
    voters = told.filter(many).with_columns(said.filter(many).alias("said"), pl.col("title").str.to_lowercase())
    voters = voters.with_columns(voice=-pl.struct("paper", "said").is_first_distinct().cast(pl.Int64))
    counted = voters.select(
        "row",
        pl.col("voice").sum().over("paper", "title").alias("lone_title"),
        pl.col("voice").sum().over("paper", "unpublished", "no_volume", "year").alias("lone_year"),
    )
    votes = told.select("row").join(counted, on="row", how="left", maintain_order="left")
    return [votes["lone_title"], votes["lone_year"]]
