"""Whether two names mean one journal, conference or archive: abbreviations, acronyms, other spellings."""

import re
from functools import lru_cache
from html import unescape
from typing import Final, NamedTuple

from rapidfuzz import fuzz

from flows.fields.folding import fold
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

_SERIALS: Final = {
    **dict.fromkeys(
        ("journal", "j", "jnl", "jour", "zeitschrift", "revue", "revista", "rivista", "zhurnal"), "journal"
    ),
    **dict.fromkeys(("transactions", "trans"), "transactions"),
    **dict.fromkeys(("letters", "lett"), "letters"),
    **dict.fromkeys(("bulletin", "bull"), "bulletin"),
    **dict.fromkeys(("annals", "ann"), "annals"),
    **{word: word for word in ("magazine", "record", "quarterly", "archives", "newsletter", "notes")},
}
"""Words that only a periodical has in its name, by its kind."""

_MEETINGS: Final = frozenset({"conference", "conf", "symposium", "symp", "workshop", "congress", "meeting"})

_EMPTY: Final = frozenset(
    {
        *("a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "to", "with", "de", "der", "des", "die", "du"),
        *("et", "la", "le", "les", "und", "fur", "do", "da", "del", "della", "e", "i", "y", "voor", "van"),
        *("proceedings", "proc", "annual", "annu"),
        *("vol", "vols", "edition", "ed", "inc", "acm", "ieee", "usa", "first", "second", "third", "fourth", "fifth"),
        *("sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
        *("fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "thirtieth", "fortieth"),
        "fiftieth",
        *("twenty", "thirty", "forty", "fifty", "international", "intl", "int", "online", "print"),
        *("united", "states", "america", "official", "section"),
    }
)
"""Words that one listing of a venue has and another leaves out."""

_LONG_NAMES: Final = {
    "sigmod": "management data",
    "chi": "human factors computing systems",
    "nips": "advances neural information processing systems",
    "neurips": "advances neural information processing systems",
    "kdd": "knowledge discovery data mining",
    "sigkdd": "knowledge discovery data mining",
    "sigir": "research development information retrieval",
    "pods": "principles data base systems",
    "icde": "data engineering",
    "edbt": "extending data base technology",
    "cikm": "information knowledge management",
    "www": "world wide web",
    "cvpr": "computer vision pattern recognition",
    "iclr": "learning representations",
    "icml": "machine learning",
    "acl": "association computational linguistics",
    "aaai": "artificial intelligence",
    "pnas": "national academy sciences",
    "tods": "transactions data base systems",
    "tois": "transactions information systems",
    "toplas": "transactions programming languages systems",
    "tkde": "transactions knowledge data engineering",
    "pami": "transactions pattern analysis machine intelligence",
    "stoc": "theory computing",
    "focs": "foundations computer science",
    "soda": "discrete algorithms",
    "popl": "principles programming languages",
    "ai": "artificial intelligence",
    # One word in some listings, two in others.
    "database": "data base",
    "databases": "data bases",
}
"""Names that are no abbreviation of the long one, and other spellings of a word."""

_MAY_COUNT: Final = frozenset({"international", "intl", "int", "acm", "ieee"})
"""Words that an acronym may take a letter from, though other listings leave them out."""

_WORD: Final = re.compile(r"[^\W_]+")
_PART: Final = re.compile(
    r"\s*(?:[:;/([=—–]|(?<=\w{4})\.(?=\S{4})|(?<=\w{6})\.\s|\s-+\s|(?<=\w{4})-(?=(?:The|An?)\s)).*", re.DOTALL
)
"""What follows the name itself: a subtitle, a translation, an acronym in brackets."""

_EDITORS: Final = re.compile(r".{3,},?\s*\(?\b(?:editors?|eds?\.?)\)?[.,:]+\s+(?=\S)", re.IGNORECASE)
"""What a citation says before the name of a book: "In J. Smith and B. Wu, editors, ..."."""

_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th)?")
_SOME_WORDS: Final = 0.5
_MIN_ACRONYM: Final = 3
_MAX_OF_A_WORD: Final = 3
"""Letters that an acronym takes from one word: AMCIS has two of the Americas."""

_MAX_CONTRACTION: Final = 5
_MAX_STEM: Final = 8
_MAX_ENDING: Final = 3
"""A word is cut to a stem of at most eight letters, or loses its ending: "neuropsychology" is no such stem."""
_ALMOST: Final = 90.0
"""Likeness of two names, 0 to 100, that differ by a letter or two."""


class _Name(NamedTuple):
    """The telling words of a name, all but the empty ones, and the kind of periodical that is called so."""

    telling: tuple[str, ...]
    every: tuple[str, ...]
    serial: str | None


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
    words = [word for word in _WORD.findall(fold(name)) if not _ORDINAL.fullmatch(word)]
    spelt = [long for word in words for long in _LONG_NAMES.get(word, word).split()]
    kinds = _SERIALS.keys() | _MEETINGS | _EMPTY
    return _Name(
        tuple(dict.fromkeys(word for word in spelt if word not in kinds and len(word) > 1)),
        tuple(word for word in words if word not in _EMPTY or word in _MAY_COUNT),
        next((_SERIALS[word] for word in spelt if word in _SERIALS), None),
    )


def _compare(a: _Name, b: _Name) -> bool | None:
    if not a.telling or not b.telling:
        return True if a.every and a.every == b.every else None
    # Where each word shortens its own, `Arch` is Archives and `Q` a Quarterly.
    if _is_acronym(a, b) or _is_acronym(b, a) or _abbreviates(a.every, b.every):
        return True
    alike = _abbreviates(a.telling, b.telling) or fuzz.ratio("".join(a.telling), "".join(b.telling)) >= _ALMOST
    if alike:
        return a.serial == b.serial
    fewer, more = sorted((set(a.telling), set(b.telling)), key=len)
    return None if len(fewer & more) > _SOME_WORDS * len(fewer) and a.serial == b.serial else False


def _abbreviates(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether each word of one shortens the word of the other in its place."""
    return len(a) == len(b) > 0 and all(_shortens(*sorted(pair, key=len)) for pair in zip(a, b, strict=True))


def _shortens(short: str, long: str) -> bool:
    """Whether `short` is the beginning of `long` or, as `natl`, its first letter and others in their order."""
    if long.startswith(short) and (len(short) <= _MAX_STEM or len(long) - len(short) <= _MAX_ENDING):
        return True
    rest = iter(long[1:])
    return (
        _MIN_ACRONYM <= len(short) <= _MAX_CONTRACTION
        and short[0] == long[0]
        and all(letter in rest for letter in short[1:])
    )


def _is_acronym(short: _Name, long: _Name) -> bool:
    """Whether `short` holds a word made of the beginnings of the words of `long`; both of one kind."""
    for word in short.every:
        if len(word) < _MIN_ACRONYM or word in long.every:
            continue
        if long.serial and "j" in (word[0], word[-1]) and _made_of(word, long.every):
            return True
        if short.serial == long.serial and (_made_of(word, long.every) or _made_of(word, long.telling)):
            return True
    return False


def _made_of(acronym: str, words: tuple[str, ...]) -> bool:
    """Whether the acronym is one or more letters from the beginning of each of several words, in their order."""
    return len(words) > 1 and _spells(acronym, words)


def _spells(acronym: str, words: tuple[str, ...]) -> bool:
    if not acronym or not words:
        return not acronym and not words
    shared = shared_start(acronym, words[0])
    return any(_spells(acronym[size:], words[1:]) for size in range(1, min(shared, _MAX_OF_A_WORD) + 1))
