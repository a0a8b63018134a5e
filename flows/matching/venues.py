"""Whether two names mean one journal, conference or archive: abbreviations, acronyms, other spellings."""

import re
from collections.abc import Collection
from functools import lru_cache
from html import unescape
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from flows.fields.folding import fold
from flows.matching.venue_words import EMPTY, JOURNALS, LONG_NAMES, MAY_COUNT, MEETINGS, SERIALS
from flows.matching.wording import shared_start

ARCHIVE: Final = re.compile(
    r"\b(?:arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv|ssrn|corr|preprints?|research square|osf|zenodo"
    r"|tech(?:nical|\.)? rep(?:orts?)?|working papers?|submitted (?:to|for)|to appear|in press|unpublished|manuscript"
    r"|dep(?:artmen)?t)\b|\w\.(?-i:com|edu|net|org)\b",
    re.IGNORECASE,
)
"""Where papers wait for their venue, or were found: having one says nothing about the other."""

_SERIES: Final = re.compile(r"\blecture notes in\b|\bln(?:cs|ai)\b", re.IGNORECASE)
"""Series in which the proceedings of any meeting may appear."""

_CUT_OFF: Final = re.compile(r"(?:…|\.\.\.)\W*$")

_WORD: Final = re.compile(r"[^\W_]+")
_PART: Final = re.compile(
    r"\s*(?:[:;/([=—–]|(?<=\w{4})\.(?=\S{4})|(?<=\w{6})\.\s|\s-+\s|(?<=\w{4})-(?=(?:The|An?)\s)).*", re.DOTALL
)
"""What follows the name itself: a subtitle, a translation, an acronym in brackets."""

_EDITORS: Final = re.compile(r".{3,},?\s*\(?\b(?:editors?|eds?\.?)\)?[.,:]+\s+(?=\S)", re.IGNORECASE)
"""What a citation says before the name of a book: "In J. Smith and B. Wu, editors, ..."."""

_SECTION: Final = re.compile(r"\w\w.*\s([A-H])(?=\s*(?:\.?$|[:(\-–—,]))")
"""The letter of a journal that comes out in sections: "Physical Review B"."""

_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th)?")
_SOME_WORDS: Final = 0.5
_MIN_ACRONYM: Final = 3
_MAX_OF_A_WORD: Final = 3
"""Letters that an acronym takes from one word: AMCIS has two of the Americas."""

_MAX_CONTRACTION: Final = 5
_MAX_STEM: Final = 8
_MAX_ENDING: Final = 3
"""A word is cut to a stem of at most eight letters or before a vowel, or loses its ending: of neuropsychological
`neuropsychology` is neither."""
_VOWELS: Final = frozenset("aeiouy")
_ALMOST: Final = 90.0
"""Likeness of two names, 0 to 100, that differ by a letter or two."""


class _Name(NamedTuple):
    """The words of a name: the telling ones, all but the empty ones, and all as they are spelt out.

    `serial` is the kind of periodical that is called so, `section` its letter or nothing.
    """

    telling: tuple[str, ...]
    every: tuple[str, ...]
    words: tuple[str, ...]
    serial: str | None
    section: str


@lru_cache(maxsize=2**17)
def same_venue(a: str, b: str) -> bool | None:
    """Whether two names mean one venue; None where that is open.

    The order makes no difference. A name that abbreviates the words of the other, is its acronym or what stands before
    its subtitle means the same; a journal and the conference of the same name do not.
    """
    if ARCHIVE.search(a) or ARCHIVE.search(b):
        return None
    found = [_compare(*sorted((one, other))) for one in _names(a) for other in _names(b)]
    if True in found:
        return True
    return None if not found or None in found or _is_open(a, b) or _is_open(b, a) else False


def _is_open(a: str, b: str) -> bool:
    """Whether `a` is cut off, or the series of what may be the proceedings `b`: then no other name is another venue."""
    return _CUT_OFF.search(a) is not None or (
        _SERIES.search(a) is not None and all(name.serial is None for name in _names(b))
    )


@lru_cache(maxsize=2**15)
def _names(venue: str) -> tuple[_Name, ...]:
    """The whole name, and what stands before its subtitle."""
    text = _EDITORS.sub("", unescape(venue))
    return tuple(_read(part) for part in dict.fromkeys((text, _PART.sub("", text))) if part)


def _read(name: str) -> _Name:
    words = tuple(word for word in _WORD.findall(fold(name)) if not _ORDINAL.fullmatch(word))
    spelt = [long for word in words for long in LONG_NAMES.get(word, word).split()]
    kinds = SERIALS.keys() | MEETINGS | EMPTY
    serial = next((SERIALS[word] for word in spelt if word in SERIALS), None)
    section = _SECTION.search(name)
    return _Name(
        tuple(dict.fromkeys(word for word in spelt if word not in kinds and len(word) > 1)),
        tuple(word for word in words if word not in EMPTY or word in MAY_COUNT),
        tuple(spelt),
        "journal" if serial is None and any(_abbreviates(words, journal) for journal in JOURNALS) else serial,
        "" if section is None else section[1],
    )


def _compare(a: _Name, b: _Name) -> bool | None:
    if a.section and b.section and a.section != b.section:
        return False
    # Where each word shortens its own, `Arch` is Archives and `Q` a Quarterly.
    if _is_acronym(a, b) or _is_acronym(b, a) or _abbreviates(a.every, b.every):
        return True
    if not a.telling or not b.telling:
        return False if _is_of_a_society(a, b) or _is_of_a_society(b, a) else None
    if _abbreviates(a.telling, b.telling) or _are_almost(a.telling, b.telling):
        return a.serial == b.serial
    fewer, more = sorted((a.telling, b.telling), key=len)
    shared = sum(any(_shortens(*sorted((word, other), key=len)) for other in more) for word in fewer)
    return None if shared > _SOME_WORDS * len(fewer) and a.serial == b.serial else False


def _is_of_a_society(a: _Name, b: _Name) -> bool:
    """Whether `a` is what a society calls its journal ("Journal of the ACM"), and `b` no periodical of that kind."""
    return not a.telling and a.serial is not None and len(a.every) > 1 and b.serial != a.serial and len(b.telling) > 0


def _are_almost(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether names differ by a letter or two, and not by a word that only one of them has."""
    return fuzz.ratio("".join(a), "".join(b)) >= _ALMOST and not (set(a) < set(b) or set(b) < set(a))


def _abbreviates(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether each word of one shortens the word of the other in its place."""
    return len(a) == len(b) > 0 and all(_shortens(*sorted(pair, key=len)) for pair in zip(a, b, strict=True))


def _shortens(short: str, long: str) -> bool:
    """Whether `short` is the beginning of `long` or, as `natl`, its first letter and others in their order."""
    if long.startswith(short):
        return len(short) <= _MAX_STEM or len(long) - len(short) <= _MAX_ENDING or _ends_a_stem(short, long)
    rest = iter(long[1:])
    return (
        _MIN_ACRONYM <= len(short) <= _MAX_CONTRACTION
        and short[0] == long[0]
        and all(letter in rest for letter in short[1:])
    )


def _ends_a_stem(short: str, long: str) -> bool:
    """Whether a word is cut where abbreviations of titles are, before a vowel: Astrophys-ical, Pharmacol-ogical."""
    return short[-1] not in _VOWELS and long[len(short)] in _VOWELS


def _is_acronym(short: _Name, long: _Name) -> bool:
    """Whether `short` holds a word made of the beginnings of the words of `long`.

    What is no periodical itself must take a letter from the word that says what kind of periodical the other is.
    """
    if short.serial is not None and short.serial != long.serial:
        return False
    kinds = frozenset() if short.serial == long.serial else SERIALS.keys()
    return any(
        len(word) >= _MIN_ACRONYM and word not in long.every and _made_of(word, long.words, kinds)
        for word in short.every
    )


def _made_of(acronym: str, words: tuple[str, ...], kinds: Collection[str]) -> bool:
    """Whether an acronym is one or more letters from the beginning of each of several words, in their order.

    It may leave out the words that are empty or name a kind of venue, but those of these `kinds`.
    """
    free = tuple(word not in kinds and (word in EMPTY or word in MEETINGS or word in SERIALS) for word in words)
    counted = sum(word in MAY_COUNT or not left for word, left in zip(words, free, strict=True))
    return counted > 1 and _spells(acronym, words, free)


def _spells(acronym: str, words: tuple[str, ...], free: tuple[bool, ...]) -> bool:
    if not words:
        return not acronym
    shared = min(shared_start(acronym, words[0]), _MAX_OF_A_WORD)
    return any(_spells(acronym[size:], words[1:], free[1:]) for size in range(0 if free[0] else 1, shared + 1))
