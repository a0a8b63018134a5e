"""What stands between the commas before a timestamp: stretches that may be names, and what they say as names."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from flows.layouts.cut.evidence import Key
from flows.layouts.cut.lexicon import EVEN, FAMILY, GIVEN
from flows.layouts.cut.tokens import name_shape
from flows.layouts.cut.words import Word, Words

MAX_NAME_WORDS: Final = 8
_MAX_SURE_WORDS: Final = 4
_MAX_CHUNKS: Final = 6
_MAX_OTHERS: Final = 8
_NAMEABLE: Final = re.compile(
    r"\s*+['’`]?[^\W\d_][\w.'’`´\-‐‑\u200b\u200d]*+(?:\s++['’`]?[^\W\d_][\w.'’`´\-‐‑\u200b\u200d]*+){0,7}+\s*+"
)
_ODD_NAME: Final = re.compile(r"\s*+[^\W\d_a-z]\S*+(?:\s++\S++){0,2}\s*+")
"""One to three words, the first with a capital: a name even if it holds what names do not."""

_GLUED: Final = re.compile(r"[^\W\d_A-Z]{3,}\.[^\W\d_]")
_TAIL_CHARS: Final = 240
_SURE: Final = 56
_SEEN_CHARS: Final = 3
_BEGINNING_CHARS: Final = 5
_SEVERAL: Final = 2
_MAX_MODE: Final = 4


class Chunk(NamedTuple):
    """What stands between two commas: the text and where it ends."""

    text: str
    end: int


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


def clip(value: int, low: int, high: int) -> int:
    """The value, or the bound that it passes."""
    return max(low, min(high, value))


def seen(word: Word, abstract: str) -> bool:
    """Whether the paper's own abstract, case folded, holds the word."""
    return len(word.key) >= _SEEN_CHARS and word.stem in abstract


def begun(word: Word, abstract: str) -> bool:
    """Whether the paper's own abstract, case folded, holds a word that begins like a long one."""
    return len(word.key) > _BEGINNING_CHARS and word.key[:_BEGINNING_CHARS] in abstract


def nameable(text: str) -> bool:
    """Whether this may be one name: a few words of letters and what stands in names beside them."""
    if text.count(" ") < MAX_NAME_WORDS and text.replace(" ", "").isalpha():
        return True  # most are: the pattern need not be asked
    return _NAMEABLE.fullmatch(text) is not None and ("." not in text or _GLUED.search(text) is None)


def name_sum(words: Sequence[Word]) -> int:
    """The log-odds, in sixteenths, that these words are a name rather than words of a title."""
    total = words[-1].family if len(words) > 1 else words[0].given
    for word in words[:-1]:
        total += word.given
    return total


def _surely_name(words: Sequence[Word]) -> bool:
    """Whether these words are one name beyond doubt."""
    if not _SEVERAL <= len(words) <= _MAX_SURE_WORDS or words[0].shape == "J" or words[-1].shape == "P":
        return False
    for word in words:
        if word.shape not in "CHIJPM" or (word.given <= 0 and word.family <= 0):
            return False
    return name_sum(words) > _SURE


def _plainly_name(text: str, words: Words) -> bool:
    """Whether this is a known given and a known family name: the usual case, decided without reading the words."""
    texts = text.split()
    if len(texts) != _SEVERAL or not (texts[0].isalpha() and texts[1].isalpha() and text.istitle()):
        return False
    given, family = words.lexicon.find(texts[0].casefold()), words.lexicon.find(texts[1].casefold())
    if given is None or family is None:
        return False
    return given[GIVEN] > EVEN and family[FAMILY] > EVEN and given[GIVEN] + family[FAMILY] > 2 * EVEN + _SURE


def chunk_keys(words: Sequence[Word], abstract: str) -> list[Key]:
    """What speaks for or against a whole stretch between commas being one name."""
    first, last = words[0], words[-1]
    return [
        (1, "".join([word.shape for word in words])[:4], len(words)),
        (2, first.row[GIVEN] >> 3, first.shape),
        (3, last.row[FAMILY] >> 3, last.shape),
        (4, clip(name_sum(words) >> 4, -8, 16), len(words)),
        (5, sum(seen(word, abstract) for word in words)),
    ]


def last_texts(text: str) -> list[str]:
    """The last words of a chunk's text, as many as may be a name and more."""
    return text[-_TAIL_CHARS:].split()[-2 * MAX_NAME_WORDS :]


def chunk_words(chunk: Chunk, words: Words) -> list[Word]:
    """What is known of the last words of a chunk."""
    return list(map(words.__getitem__, last_texts(chunk.text)))


def style_of(others: Sequence[Chunk]) -> Style | None:
    """How these names look, or None if there are none; only those that stand first are looked at."""
    names = [name for chunk in others[-_MAX_OTHERS:] if (name := chunk.text.split())]
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


def read_chunks(text: str, low: int, high: int) -> tuple[list[Chunk], bool]:
    """The chunks of `text[low:high]` from the last back to the first that can be no name; whether that is all."""
    chunks = []
    end = high
    while True:
        comma = text.rfind(",", low, end)
        piece = text[low if comma < 0 else comma + 1 : end]
        chunks.append(Chunk(piece, end))
        if comma < 0:
            return chunks, True
        if len(piece) > _TAIL_CHARS or not (nameable(piece) or _ODD_NAME.fullmatch(piece)):
            return chunks, False
        end = comma


def first_open(chunks: Sequence[Chunk], words: Words) -> int:
    """The place of the last chunk, counted from the end of the list, in which the first author may begin."""
    place = len(chunks) - 1
    furthest = max(0, place - _MAX_CHUNKS)
    while place > furthest and not _plainly_name(chunks[place - 1].text, words):
        if _surely_name(chunk_words(chunks[place - 1], words)):
            break
        place -= 1
    return place
