"""What stands between the commas before a timestamp: stretches that may be names."""

import re
import string
from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.layouts.cut.tokens import name_shape

MAX_NAME_WORDS: Final = 8
LAST_WORDS: Final = 2 * MAX_NAME_WORDS
"""How many of a chunk's last words are looked at: those that may be a name, and more."""

_MAX_OTHERS: Final = 8
_NAMEABLE: Final = re.compile(
    r"\s*+['’`]?[^\W\d_][\w.'’`´\-‐‑\u200b\u200d]*+(?:\s++['’`]?[^\W\d_][\w.'’`´\-‐‑\u200b\u200d]*+){0,7}+\s*+"
)
_ODD_NAME: Final = re.compile(r"\s*+[^\W\d_a-z]\S*+(?:\s++\S++){0,2}\s*+")
"""One to three words, the first with a capital: a name even if it holds what names do not."""

_GLUED: Final = re.compile(r"[^\W\d_A-Z]{3,}\.[^\W\d_]")
_PLAIN: Final = string.ascii_letters + ".-"
"""Names of these characters, each word with a letter first, are plain to see."""

_TAIL_CHARS: Final = 240
_SEVERAL: Final = 2
_MAX_MODE: Final = 4


class Chunks(NamedTuple):
    """What stands between commas, from the last to the first that can be no name.

    `names`: the words of each, of the first one at most LAST_WORDS; `ends`: where each ends; `whole`: nothing stands
    before the first.
    """

    names: list[list[str]]
    ends: list[int]
    whole: bool


class Style(NamedTuple):
    """How the names of the other authors look.

    `mode`: how many words most have, at most 4; `same`: all have so many; `several`: there are more than two;
    `initials`: how many of the `others` begin with one; `inner`: some name has one.
    """

    mode: int
    same: bool
    several: bool
    initials: int
    others: int
    inner: bool


def _nameable(text: str, words: list[str]) -> bool:
    """Whether this may be one name: a few words of letters and what stands in names beside them."""
    if len(words) > MAX_NAME_WORDS:
        return False
    joined = "".join(words)
    if joined.isalpha():
        return True  # most are: the patterns need not be asked
    if joined.strip(_PLAIN) or " ." in text or " -" in text:
        named = _NAMEABLE.fullmatch(text) is not None
    else:
        named = bool(words)
    return (named and ("." not in joined or _GLUED.search(text) is None)) or _ODD_NAME.fullmatch(text) is not None


def read_chunks(text: str, low: int, high: int) -> Chunks:
    """The chunks of `text[low:high]`."""
    names: list[list[str]] = []
    ends: list[int] = []
    end = high
    while True:
        ends.append(end)
        comma = text.rfind(",", low, end)
        begin = low if comma < 0 else comma + 1
        piece = text[max(begin, end - _TAIL_CHARS) : end]
        words = piece.split()
        if comma < 0 or begin < end - _TAIL_CHARS or not _nameable(piece, words):
            names.append(words[-LAST_WORDS:])
            return Chunks(names, ends, whole=comma < 0)
        names.append(words)
        end = comma


def style_of(others: Sequence[list[str]]) -> Style | None:
    """How these names look, or None if there are none; only those that stand first are looked at."""
    names = [name for name in others[-_MAX_OTHERS:] if name]
    if not names:
        return None
    lengths = [len(name) for name in names]
    mode = max(lengths, key=lengths.count)
    initials = sum([_is_initial(name[0]) for name in names])
    inner = any(_is_initial(word) for name in names for word in name)
    same = lengths.count(mode) == len(lengths)
    return Style(min(mode, _MAX_MODE), same, len(lengths) > _SEVERAL, initials, len(names), inner)


def _is_initial(word: str) -> bool:
    return ("." in word or len(word) == 1) and name_shape(word) in "IJ"
