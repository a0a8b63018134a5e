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


def are_counted_apart(a: str, b: str) -> bool:
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
    if fuzz.ratio(*rests) >= NEARLY:
        return True
    first = [_NUMBER.search(_plain(title)) for title in (a, b)]
    if first[0] is None or first[1] is None or _value(first[0]) == _value(first[1]):
        return False
    starts = {compare_title(found.string[: found.start()]) for found in first if found is not None}
    return len(starts) == 1 and len(starts.pop()) >= MIN_SERIES_CHARS
