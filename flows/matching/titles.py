"""How the titles of a pair compare, and the two ways in which nearly equal titles still mean two papers."""

import re
import unicodedata
from typing import Final

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from flows.fields.title import compare_title
from flows.matching.blocks import Rows
from flows.matching.headings import NOTICE

NEAR: Final = 0.9
"""Titles so alike differ by a typo, a word or a subtitle's article."""

ALIKE: Final = 0.6
"""Of two arXiv papers by the same authors 94 in 100 pairs have titles less alike."""

MIN_SERIES_CHARS: Final = 8
"""Letters before the first number of two titles that make them one series."""

_NOTICE: Final = re.compile(NOTICE)
_NUMBER: Final = re.compile(
    r"""
    (?:
        \b(?i:part|volume|vol\.?|chapter|book|lecture|paper|phase|study|number|no\.?)\s+  # a word that counts,
        (?P<word>(?i:[ivx]+|[a-h]|one|two|three|four|five|six))                           # and its count;
    |
        (?<![\w-])(?P<roman>[IVX]{2,5}|[IVX](?=\s*(?:$|[:.,(])))  # I alone is a word, unless something ends there
    )
    (?:\s?\(?(?P<half>[a-d])\)?)?(?![\w-])                       # the b of II(b)
    |
    (?P<digits>\d+)
    """,
    re.VERBOSE,
)
_WORDS: Final = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_ROMAN: Final = {"i": 1, "v": 5, "x": 10}


def compare_titles(compared: pl.DataFrame, a: Rows, b: Rows) -> pl.DataFrame:
    """The titles of pairs of rows of `compared` (see `keys.compare_records`).

    Columns: `titles` (String, a level of `weights`, null where a title is missing), `title_likeness` (Float64, 0 to 1),
    `title_veto` (String: numbered_titles, notice or null).
    """
    keys, kinds = compared["title_key"], compared["title_kind"]
    pairs = pl.DataFrame(
        {"a": keys.gather(a), "b": keys.gather(b), "kind_a": kinds.gather(a), "kind_b": kinds.gather(b)}
    ).with_row_index("pair")
    unequal = pairs.filter(pl.col("a") != pl.col("b"))
    at = unequal["pair"].to_numpy()
    titles = compared["title"]
    unequal = unequal.select(
        "pair",
        title_likeness=pl.Series(_likeness(unequal["a"], unequal["b"])),
        title_veto=pl.Series(
            [_veto(*both) for both in zip(titles.gather(a[at]).to_list(), titles.gather(b[at]).to_list(), strict=True)],
            dtype=pl.String,
        ),
    )
    equal = pl.col("a") == pl.col("b")
    return (
        pairs.join(unequal, on="pair", how="left", maintain_order="left")
        .with_columns(pl.when(equal).then(1.0).otherwise("title_likeness").alias("title_likeness"))
        .select(_level().alias("titles"), "title_likeness", "title_veto")
    )


def _likeness(a: pl.Series, b: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return process.cpdist(a.to_list(), b.to_list(), scorer=fuzz.ratio, dtype=np.float64) / 100


def _level() -> pl.Expr:
    """The level of `weights` from `a`, `b`, `kind_a`, `kind_b` and `title_likeness`."""
    kind = pl.when(pl.col("kind_a") == pl.col("kind_b")).then("kind_a").otherwise(pl.lit("weak"))
    named = {"long": "equal_long", "plain": "equal", "weak": "equal_weak", "generic": "equal_generic"}
    telling = pl.col("kind_a").is_in(["long", "plain"]) & pl.col("kind_b").is_in(["long", "plain"])
    begins = pl.col("a").str.starts_with(pl.col("b")) | pl.col("b").str.starts_with(pl.col("a"))
    return (
        pl.when(pl.col("a").is_null() | pl.col("b").is_null())
        .then(None)
        .when(pl.col("a") == pl.col("b"))
        .then(kind.replace_strict(named, return_dtype=pl.String))
        .when(pl.col("title_likeness") >= NEAR)
        .then(pl.lit("near"))
        .when(begins & telling)
        .then(pl.lit("begins"))
        .when(pl.col("title_likeness") >= ALIKE)
        .then(pl.lit("alike"))
        .otherwise(pl.lit("differ"))
    )


def _veto(a: str, b: str) -> str | None:
    """The rule by which two unequal titles mean two papers, or None."""
    if _counted_apart(a, b):
        return "numbered_titles"
    return "notice" if _one_is_about_the_other(a, b) else None


def find_numbers(title: str) -> str:
    """The numbers of a title in its order, run together: `13` for `GPT-3, Part II(b)` would be `32b`.

    Roman numbers and counting words are read as digits, so that `Part II`, `part two` and `Part 2` are the same.
    """
    return "".join(_value(found) for found in _NUMBER.finditer(_plain(title)))


def _plain(title: str) -> str:
    return unicodedata.normalize("NFKC", title)


def _value(found: re.Match[str]) -> str:
    if found["digits"] is not None:
        return found["digits"]
    word = (found["word"] or found["roman"]).lower()
    if word in _WORDS:
        return _WORDS[word]
    if set(word) <= set(_ROMAN):
        values = [_ROMAN[letter] for letter in word]
        word = str(sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True)))
    return word + (found["half"] or "")


def _counted_apart(a: str, b: str) -> bool:
    """Whether two titles are of one series and differ in the number: by it alone, or from it on.

    A first part may go without its number, so `1` and none are no difference.
    """
    numbers = {find_numbers(a), find_numbers(b)}
    if len(numbers) == 1 or numbers == {"", "1"}:
        return False
    rests = [compare_title(_NUMBER.sub(" ", _plain(title))) for title in (a, b)]
    if fuzz.ratio(*rests) >= 100 * NEAR:
        return True
    first = [_NUMBER.search(_plain(title)) for title in (a, b)]
    if first[0] is None or first[1] is None or _value(first[0]) == _value(first[1]):
        return False
    starts = {compare_title(found.string[: found.start()]) for found in first if found is not None}
    return len(starts) == 1 and len(starts.pop()) >= MIN_SERIES_CHARS


def _one_is_about_the_other(a: str, b: str) -> bool:
    """Whether one title is that of a notice (a correction, a reply …) on the paper with the other title."""
    notices = [_NOTICE.search(title) for title in (a, b)]
    kinds = {None if found is None else found[1].lower()[:5] for found in notices}
    if len(kinds) == 1:
        return False
    rests = [compare_title(_NOTICE.sub(" ", title)) for title in (a, b)]
    return rests[0] in rests[1] or rests[1] in rests[0] or fuzz.ratio(*rests) >= 100 * NEAR
