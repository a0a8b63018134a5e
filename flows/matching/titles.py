"""How the titles of a pair compare, and the two ways in which nearly equal titles still mean two papers."""

import re
import unicodedata
from typing import Final

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from flows.fields.title import compare_title
from flows.matching.blocks import Rows
from flows.matching.distinct import per_distinct
from flows.matching.headings import NOTICE
from flows.matching.notices import is_about_the_other
from flows.matching.opposites import are_opposites, is_next_step
from flows.matching.wording import other_words, words

NEAR: Final = 0.9
"""Titles so alike differ by a typo, a word or a subtitle's article."""

MIN_LOOK: Final = 0.5
"""Titles less alike have hardly a word in common."""

CLOSE: Final = 0.8
"""Titles so alike share most words: a rewritten title, or that of a sister paper."""

REORDERED: Final = 0.05
"""What is taken off the likeness of titles whose words stand in another order."""

MIN_HELD_CHARS: Final = 20

ALIKE: Final = 0.6
"""Of two arXiv papers by the same authors 94 in 100 pairs have titles less alike."""

MIN_SERIES_CHARS: Final = 8
"""Letters before the first number of two titles that make them one series."""

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
    \b(?P<count>(?i:one|two|three|four|five|six|seven|eight|nine|ten))(?=-[^\W\d_])  # the two of two-dimensional
|
    \b(?P<ordinal>(?i:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth))\b
    |
    (?P<digits>\d+)
    """,
    re.VERBOSE,
)
_COUNTS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDS: Final = {word: str(count) for count, word in enumerate(_COUNTS, start=1)}
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_ROMAN: Final = {"i": 1, "v": 5, "x": 10}


def compare_titles(compared: pl.DataFrame, a: Rows, b: Rows) -> pl.DataFrame:
    """The titles of pairs of rows of `compared` (see `evidence.collect_evidence`).

    Columns: `titles` (String, a level of `weights`, null where a title is missing), `title_likeness` (Float64, 0 to 1),
    `title_veto` (String: numbered_titles, notice, other_title or null).
    """
    keys, kinds = compared["title_key"], compared["title_kind"]
    pairs = pl.DataFrame(
        {"a": keys.gather(a), "b": keys.gather(b), "kind_a": kinds.gather(a), "kind_b": kinds.gather(b)}
    ).with_row_index("pair")
    unequal = _compare_unequal(compared["title"], a, b, pairs.filter(pl.col("a") != pl.col("b")))
    equal = pl.col("a") == pl.col("b")
    return (
        pairs.join(unequal, on="pair", how="left", maintain_order="left")
        .with_columns(pl.when(equal).then(1.0).otherwise("title_likeness").alias("title_likeness"))
        .select(_level().alias("titles"), "title_likeness", "title_veto")
    )


def _compare_unequal(titles: pl.Series, a: Rows, b: Rows, pairs: pl.DataFrame) -> pl.DataFrame:
    """`title_likeness`, `wording` and `title_veto` of pairs whose keys `a` and `b` differ, with their number `pair`."""
    at = pairs["pair"].to_numpy()
    texts = {"one": titles.gather(a[at]), "other": titles.gather(b[at])}
    # Copies meet in either order.
    swapped = pl.col("a") > pl.col("b")
    sides = (("a", "b"), ("b", "a"), ("one", "other"), ("other", "one"))
    ordered = [pl.when(swapped).then(after).otherwise(first).alias(first) for first, after in sides]
    compared = per_distinct(pairs.with_columns(**texts).select(ordered).to_struct(), _compare_texts)
    return pairs.select("pair", *compared.struct.unnest())


def _compare_texts(pairs: pl.Series) -> pl.Series:
    """A struct of the three for each struct of the keys `a` and `b` and the titles `one` and `other`."""
    both = pairs.struct.unnest()
    likeness = _likeness(both["a"], both["b"])
    start = pl.col("a").str.head(MIN_SERIES_CHARS) == pl.col("b").str.head(MIN_SERIES_CHARS)
    notice = pl.any_horizontal(pl.col("one", "other").str.contains(NOTICE))
    # Most of these pairs have nothing in common: the words are looked at where it can matter.
    alike = likeness >= MIN_LOOK
    look = alike | both.select(start | notice).to_series().to_numpy()
    sides = both.select("one", "other").iter_rows()
    found = [
        _look(*texts, alike=like) if near else _NOTHING
        for texts, near, like in zip(sides, look.tolist(), alike.tolist(), strict=True)
    ]
    return pl.DataFrame(
        {
            "title_likeness": np.maximum(likeness, [reordered for reordered, _, _ in found]),
            "wording": pl.Series([wording for _, wording, _ in found], dtype=pl.String),
            "title_veto": pl.Series([veto for _, _, veto in found], dtype=pl.String),
        }
    ).to_struct()


_NOTHING: Final = (0.0, None, None)


def _look(a: str, b: str, *, alike: bool) -> tuple[float, str | None, str | None]:
    """How alike two titles are with their words sorted, in what their words differ, and by which rule they mean two.

    The words differ by a `slip`, in some that one title adds (`added`), in some that stand for others (`swapped`), or
    by the `next_step` of one paper. They are only looked at where titles are `alike`.
    """
    if not alike:
        return 0.0, None, _veto(a, b)
    one, other = words(a), words(b)
    reordered = fuzz.ratio(" ".join(sorted(one)), " ".join(sorted(other))) / 100 - REORDERED
    only = other_words(one, other)
    veto = _veto(a, b)
    one_word = max(map(len, only)) == 1
    if veto is None and (one_word or reordered >= CLOSE - REORDERED) and are_opposites(*only):
        veto = "other_title"
    return reordered, _wording(*only), veto


def _wording(only_a: list[str], only_b: list[str]) -> str:
    if not only_a and not only_b:
        return "slip"
    if is_next_step(only_a, only_b):
        return "next_step"
    return "swapped" if only_a and only_b else "added"


def _likeness(a: pl.Series, b: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return process.cpdist(a.to_list(), b.to_list(), scorer=fuzz.ratio, dtype=np.float64) / 100


def _level() -> pl.Expr:
    """The level of `weights` from `a`, `b`, `kind_a`, `kind_b` and `title_likeness`."""
    kind = pl.when(pl.col("kind_a") == pl.col("kind_b")).then("kind_a").otherwise(pl.lit("weak"))
    named = {"long": "equal_long", "plain": "equal", "weak": "equal_weak", "generic": "equal_generic"}
    headings = (pl.col("kind_a") == "generic") | (pl.col("kind_b") == "generic")
    telling = pl.col("kind_a").is_in(["long", "plain"]) & pl.col("kind_b").is_in(["long", "plain"])
    begins = pl.col("a").str.starts_with(pl.col("b")) | pl.col("b").str.starts_with(pl.col("a"))
    # "Guest editorial" in one catalogue is "Guest editorial: moss and water" in another.
    ends = pl.col("a").str.ends_with(pl.col("b")) | pl.col("b").str.ends_with(pl.col("a"))
    # One that stands behind or within the other must be long: it is the title in another language, or without a label.
    within = pl.col("a").str.contains(pl.col("b"), literal=True) | pl.col("b").str.contains(pl.col("a"), literal=True)
    near = pl.col("title_likeness") >= NEAR
    holds = within & (pl.min_horizontal(pl.col("a", "b").str.len_chars()) >= MIN_HELD_CHARS)
    return (
        pl.when(pl.col("a").is_null() | pl.col("b").is_null())
        .then(None)
        .when(pl.col("a") == pl.col("b"))
        .then(kind.replace_strict(named, return_dtype=pl.String))
        .when((pl.col("wording") == "slip") & near)
        .then(pl.when(headings).then(pl.lit("equal_generic")).otherwise(pl.lit("slip")))
        .when((pl.col("wording") == "next_step") & (near | begins | holds))
        .then(pl.lit("next_step"))
        .when((pl.col("wording") == "swapped") & near)
        .then(pl.lit("swapped"))
        .when(near)
        .then(pl.lit("near"))
        .when(headings & (begins | ends))
        .then(pl.lit("equal_generic"))
        .when((begins & telling) | holds)
        .then(pl.lit("begins"))
        .when((pl.col("wording") == "swapped") & (pl.col("title_likeness") >= CLOSE))
        .then(pl.lit("close_swapped"))
        .when(pl.col("title_likeness") >= CLOSE)
        .then(pl.lit("close"))
        .when(pl.col("title_likeness") >= ALIKE)
        .then(pl.lit("alike"))
        .otherwise(pl.lit("differ"))
    )


def _veto(a: str, b: str) -> str | None:
    """The rule by which two unequal titles mean two papers, or None."""
    if _counted_apart(a, b):
        return "numbered_titles"
    return "notice" if is_about_the_other(a, b) else None


def find_numbers(title: str, *, ordinals: bool = True) -> list[str]:
    """The numbers of a title in its order: `3`, `2` and `b` for `GPT-3, Part II(b)`.

    Roman numbers and counting words are read as digits, so that `Part II`, `part two` and `Part 2` are the same.
    """
    found = _NUMBER.finditer(_plain(title))
    return [_value(number) for number in found if ordinals or number["ordinal"] is None]


def _plain(title: str) -> str:
    return unicodedata.normalize("NFKC", title)


def _value(found: re.Match[str]) -> str:
    if found["digits"] is not None:
        return found["digits"]
    if found["ordinal"] is not None:
        return str(_ORDINALS.index(found["ordinal"].lower()) + 1)
    word = (found["word"] or found["count"] or found["roman"]).lower()
    if word in _WORDS:
        return _WORDS[word]
    if set(word) <= set(_ROMAN):
        values = [_ROMAN[letter] for letter in word]
        word = str(sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True)))
    return word + (found["half"] or "")


def _counted_apart(a: str, b: str) -> bool:
    """Whether two titles are of one series and differ in the number: by it alone, or from it on.

    A first part may go without its number, so `1` and none are no difference; nor is a year that one title leaves out,
    nor the same numbers in another order.
    """
    values = [find_numbers(a), find_numbers(b)]
    if len(values[0]) != len(values[1]):
        # An ordinal that one title leaves out or misspells: "the fourth workshop", "the workshop".
        values = [find_numbers(title, ordinals=False) for title in (a, b)]
    undated = {"".join(value for value in side if not _YEAR.fullmatch(value)) for side in values}
    one_is_undated = len(undated) == 1 and any(not any(map(_YEAR.fullmatch, side)) for side in values)
    fewer, more = sorted(values, key=len)
    if sorted(fewer) == sorted(more) or [*fewer, "1"] == more or one_is_undated:
        return False
    rests = [compare_title(_NUMBER.sub(" ", _plain(title))) for title in (a, b)]
    if fuzz.ratio(*rests) >= 100 * NEAR:
        return True
    first = [_NUMBER.search(_plain(title)) for title in (a, b)]
    if first[0] is None or first[1] is None or _value(first[0]) == _value(first[1]):
        return False
    starts = {compare_title(found.string[: found.start()]) for found in first if found is not None}
    return len(starts) == 1 and len(starts.pop()) >= MIN_SERIES_CHARS
