"""What candidates are found by, of each record: numbers in the place of its values and of its wording."""

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from flows.matching.blocks import invert
from flows.matching.distinct import first_rows
from flows.matching.keys import AUTHOR_BREAK, number_of, number_values
from flows.matching.sketch import ABSTRACTS, TITLES, sketch_texts

START_BYTES: Final = 8

PLACED: Final = ("title_start", "authors_key", "title_key", "year", "abstract_key")
"""The columns that `place_rows` looks at."""

EQUAL: Final = ("title_key", "abstract_key")
"""The columns of which only the first of equal values is looked at for wording."""

BINS: Final = {"abstract": ABSTRACTS, "title": TITLES}


def bin_names(of: str) -> list[str]:
    """The columns that hold the sketch of a text, a bin each: UInt32, 0 where the bin is empty."""
    return [f"{of}_{number}" for number in range(BINS[of].bins)]


def number_records(values: pl.DataFrame) -> pl.DataFrame:
    """The numbers of records from their values, which are as keys.read_values gives them; in their order.

    Columns: those of keys.number_values; `doi`, `arxiv_id`, `pmid`, `place` (of volume and first page) and
    `first_author` (of family name and date), UInt64, the same for equal values and null for null; `day` (the date),
    `abstract_chars`, `title_start` (the first bytes of the title's key as a number); the columns of `bin_names`.
    """
    first_author = pl.col("authors_key").str.splitn(AUTHOR_BREAK, 2).struct[0]
    family = first_author.str.split(" ").list.last().str.to_lowercase()
    keys = values.select(
        *(number_of(pl.col(name)).alias(name) for name in ("doi", "arxiv_id", "pmid")),
        number_of(pl.concat_str("volume", "first_page", separator=" ")).alias("place"),
        number_of(pl.concat_str(family, pl.col("date").cast(pl.String), separator=" ")).alias("first_author"),
        pl.col("date").alias("day"),
        pl.col("abstract_key").str.len_chars().fill_null(0).alias("abstract_chars"),
        _start(pl.col("title_key")).alias("title_start"),
    )
    return pl.concat(
        [
            number_values(values),
            keys,
            _sketches(values["abstract_key"], "abstract"),
            _sketches(values["title_key"], "title"),
        ],
        how="horizontal",
    )


def _start(text: pl.Expr) -> pl.Expr:
    padded = (text + pl.lit("\0" * START_BYTES)).cast(pl.Binary).bin.head(START_BYTES)
    return padded.bin.reinterpret(dtype=pl.UInt64, endianness="big")


def _sketches(texts: pl.Series, of: str) -> pl.DataFrame:
    table = sketch_texts(texts, BINS[of])
    return pl.DataFrame({name: table[:, at] for at, name in enumerate(bin_names(of))})


def place_rows(numbers: pl.DataFrame) -> pl.DataFrame:
    """What the rows of `numbers` (PLACED) are to each other.

    Columns: `rank`, which puts like records next to each other; and for each of EQUAL `first_` with its name, the first
    row that has an equal value. All UInt32.
    """
    firsts = [pl.Series(f"first_{name}", first_rows(numbers[name])) for name in EQUAL]
    return pl.DataFrame([pl.Series("rank", _rank_alike(numbers)), *firsts])


def _rank_alike(numbers: pl.DataFrame) -> npt.NDArray[np.uint32]:
    by = numbers.select(
        "title_start",
        "authors_key",
        rest=pl.struct("title_key", "year", "abstract_key").hash(),
        row=pl.int_range(pl.len(), dtype=pl.UInt32),
    )
    rows = by.select(pl.col("row").sort_by("title_start", "authors_key", "rest", "row")).to_series().to_numpy()
    return invert(rows)
