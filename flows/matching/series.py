"""Numbers in titles: `Part II`, `GPT-3`, `2019`; and whether two titles are of one series and differ in theirs."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from flows.fields.title import compare_title

NEARLY: Final = 90.0
"""Likeness, 0 to 100, of two titles without their numbers that differ by a typo or a word."""

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

_COUNTING: Final = frozenset(
    {
        *_COUNTS,
        *_ORDINALS,
        *("part", "volume", "vol", "chapter", "book", "lecture", "paper", "phase", "study", "number", "no"),
    }
)
"""Words without which, a Roman number or a digit there is no number in a title."""

_ROMAN_WORD: Final = re.compile("[ivx]+[a-d]?")


def may_be_numbered(*titles: Sequence[str]) -> bool:
    """Whether a title with these words (wording.words) may hold a number; to look for it costs much more."""
    return any(
        word in _COUNTING or not word.isalpha() or (word[0] in _ROMAN and _ROMAN_WORD.fullmatch(word) is not None)
        for title in titles
        for word in title
    )


def find_numbers(title: str) -> list[re.Match[str]]:
    """The numbers of a title in its order, as `value_of` reads them; they are found in its compatible form."""
    return [*_NUMBER.finditer(_plain(title))]


def _plain(title: str) -> str:
    return unicodedata.normalize("NFKC", title)


def value_of(found: re.Match[str]) -> str:
    """The value of a number: `3`, `2b` and `2019` for those of `GPT-3, Part II(b), 2019`.

    Roman numbers and counting words are read as digits, so that `Part II`, `part two` and `Part 2` are the same.
    """
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


def are_counted_apart(a: str, b: str) -> bool:
    """Whether two titles are of one series and differ in the number: by it alone, or from it on.

    A first part may go without its number, so `1` and none are no difference; nor is a year that one title leaves out,
    nor the same numbers in another order.
    """
    found = [find_numbers(a), find_numbers(b)]
    told = found
    if len(found[0]) != len(found[1]):
        # An ordinal that one title leaves out or misspells: "the fourth workshop", "the workshop".
        told = [[number for number in side if number["ordinal"] is None] for side in found]
    values = [[value_of(number) for number in side] for side in told]
    undated = {"".join(value for value in side if not _YEAR.fullmatch(value)) for side in values}
    one_is_undated = len(undated) == 1 and any(not any(map(_YEAR.fullmatch, side)) for side in values)
    fewer, more = sorted(values, key=len)
    if sorted(fewer) == sorted(more) or [*fewer, "1"] == more or one_is_undated:
        return False
    rests = [_without(_plain(a), found[0]), _without(_plain(b), found[1])]
    if fuzz.ratio(*rests) >= NEARLY:
        return True
    first = [side[0] for side in found if side]
    if len(first) < len(found) or value_of(first[0]) == value_of(first[1]):
        return False
    starts = {compare_title(number.string[: number.start()]) for number in first}
    return len(starts) == 1 and len(starts.pop()) >= MIN_SERIES_CHARS


def _without(title: str, numbers: Sequence[re.Match[str]]) -> str:
    """The title as it compares, without its numbers."""
    edges = [0, *(edge for number in numbers for edge in number.span()), len(title)]
    return compare_title(" ".join(title[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)))
