"""Where a title may begin in the text that follows `Summary:`, and what speaks for each place."""

import re
from typing import Final, NamedTuple

from flows.layouts.cut.lexicon import ABSTRACT_LAST, TITLE, TITLE_FIRST, VOCABULARY, Lexicon
from flows.layouts.cut.names import Key
from flows.layouts.cut.tokens import char_class, lexicon_key

WINDOW: Final = 440
"""How far before the authors a title may begin, in characters."""

_PLACES: Final = re.compile(
    r"(?<=[^\s\w(\[{<=^&|~@#\\+_-])(?=[\w$\"“'‘`(\[{\\*#!<@+~¿¡¡|])|(?<=[^\W_])(?=[^\W\d_a-z])|(?<=[a-z)\].$}])(?=\d)"
    r"|(?<=[^\W_])(?=[$\\])|(?<=[^\W_])(?=A\Z)|(?<=[\n\u200b\u200c\ufeff])"
)
_PIECE: Final = re.compile(r"[^\W_]{4,}")
_WORD: Final = re.compile(r"\S+")
_TAIL: Final = re.compile(r"[\w\-‐+]+(?=[^\w/]*\Z)")
_HEAD: Final = re.compile(r"[\w\-‐+]+")


class TitleStart(NamedTuple):
    """A place where a title may begin."""

    at: int
    keys: list[Key]


class Window(NamedTuple):
    """The words before the authors: where each starts, its end, its row; `begin` is where looking back stopped."""

    begin: int
    words: list[tuple[int, int, str]]


def _split_places(piece: str, lexicon: Lexicon, abstract: str) -> list[int]:
    """Where an unknown run of letters falls into two known words, or into anything and a word of the abstract."""
    found = []
    for at in range(1, len(piece) - 1):
        right, left = piece[at:], piece[:at]
        if (len(right) > 2 and right.casefold() in abstract) or (
            lexicon.known(right.casefold()) and lexicon.known(left.casefold()) and len(left) > 2
        ):
            found.append(at)
    return found


def _junctions(text: str, low: int, high: int, lexicon: Lexicon, abstract: str) -> list[int]:
    places = set()
    for word in _WORD.finditer(text, low, high):
        token = word.group()
        if token.isalpha() and (token.islower() or token[1:].islower()):
            pass
        else:
            for place in _PLACES.finditer(token, 1):
                at = place.start()
                if at == len(token):
                    continue
                char, left = token[at], token[at - 1]
                if char.isalpha() and left.isalpha() and char.islower():
                    continue
                if char.isupper() and left.isupper() and not token[at + 1 : at + 2].islower() and at + 1 < len(token):
                    continue
                places.add(word.start() + at)
        for piece in _PIECE.finditer(token):
            if not lexicon.known(piece.group().casefold()):
                shift = word.start() + piece.start()
                places.update(shift + at for at in _split_places(piece.group(), lexicon, abstract))
    for at in range(low + 1, high):
        if text[at - 1] in "\n\r\u200b" and not text[at].isspace():
            places.add(at)
    return sorted(places)


def _count(value: int, *limits: int) -> int:
    for level, limit in enumerate(limits):
        if value < limit:
            return level
    return len(limits)


def junction_keys(text: str, low: int, at: int, high: int, abstract: str, own: str, lexicon: Lexicon) -> list[Key]:
    """What speaks for or against `text[low:at]` being an abstract and a title beginning at `at`.

    `own` is the text of the abstract that ends here, `abstract` the case-folded one of the paper whose title begins.
    """
    if at == low:
        return [(100,)]
    begin = max(text.rfind(" ", low, at), text.rfind("\n", low, at), low - 1) + 1
    finish = at
    while finish < high and not text[finish].isspace():
        finish += 1
    left, right = text[begin:at], text[at:finish]
    lead, head = char_class(text[at - 1]), char_class(text[at])
    stem = left.rstrip(".?!)]}\"'”’:;,")
    left_row = lexicon.row(lexicon_key(left))
    left_known = lexicon.known(lexicon_key(left))
    link = "://" in left or "www." in left or ".com/" in left or ".org/" in left
    match = _HEAD.match(right)
    word = match.group() if match is not None else right
    word_key = word.casefold()
    right_row = lexicon.row(word_key)
    right_known = lexicon.known(word_key)
    shape = (
        "U" if word.isupper() else "C" if word[:1].isupper() and word[1:].islower() else "l" if word.islower() else "M"
    )
    found = abstract.find(word_key) if len(word) > 1 else -1
    seen = 0 if found < 0 else 1 if found and abstract[found - 1].isalnum() else 2
    tail = _TAIL.search(left)
    ending = tail.group() if tail is not None else ""
    met = len(ending) > 2 and ending.casefold() in own
    colon = right[len(word) : len(word) + 1] in (":",)
    whole = (left[-12:].lstrip("(\"'") + word)
    again = text.count(whole, low, at) + (0 if len(left) > 12 else own.count(whole.casefold())) > 0 and len(whole) > 3
    dollars = text.count("$", low, at) & 1
    before = text[at - 2 : at - 1]
    return [
        (101, lead, head),
        (102, lead, char_class(before) if before else "", head),
        (103, lead, _count(len(stem), 1, 2, 3, 4), stem.isalpha(), "." in stem, link),
        (104, left_row[VOCABULARY] >> 4 if left_known else -1, lead, link),
        (105, left_row[ABSTRACT_LAST] >> 3, lead == "."),
        (106, right_row[TITLE_FIRST] >> 3, right_known, shape),
        (107, right_row[VOCABULARY] >> 4 if right_known else -1, shape, lead),
        (108, seen, shape, _count(len(word), 2, 3, 4, 6, 9), right_known),
        (109, seen, colon, shape, lead == "."),
        (110, bool(again), lead),
        (111, dollars, lead == "$", head == "$"),
        (112, left_known, right_known, lead, head),
        (113, link, seen, lead, head),
        (115, met, _count(len(ending), 1, 2, 4, 6, 9), link, lead),
        (116, met, seen, link, lead, head),
        (114, lexicon.known(lexicon_key(left + word)), lead, head),
    ]


def pair_keys(title: list[tuple[str, bytes, bool]], chars: int, raw: str, count: int) -> list[Key]:
    """What speaks for or against these words being a title; `count` words of the first author follow."""
    words = len(title)
    score = sum(row[TITLE] - 128 for _, row, _ in title)
    lower = sum(text.islower() for text, _, _ in title)
    content = [seen for text, _, seen in title if len(text) > 3]
    stops = raw.count(". ")
    keys: list[Key] = [
        (200, min(words, 40)),
        (201, _count(chars, 4, 8, 12, 16, 24, 32, 48, 64, 80, 100, 120, 140, 160, 200, 240, 300)),
        (202, max(-10, min(10, score // max(1, words) >> 2)), _count(words, 3, 6, 12, 20)),
        (203, max(-12, min(12, score >> 6))),
        (204, min(stops, 3)),
        (205, raw.count("? ") > 0),
        (206, "://" in raw),
        (207, _count(len(content), 1, 3, 6, 10), sum(content) * 5 // max(1, len(content))),
        (208, lower * 5 // max(1, words), _count(words, 3, 6, 12, 20)),
        (209, raw.count("(") - raw.count(")")),
        (210, raw.count("$") & 1),
        (211, min(3, raw.count(", "))),
        (212, min(3, raw.count(": "))),
        (213, words == 1, count),
        (214, raw.count('"') & 1, "\n" in raw),
    ]
    return keys


def title_starts(
    text: str, low: int, authors: list[int], abstract: str, lexicon: Lexicon, *, fixed: bool
) -> list[TitleStart]:
    """The places in `text[low:]` where the title of authors that begin at one of `authors` may begin."""
    if fixed:
        return [TitleStart(low, [])]
    high = max(authors)
    begin = max(low, min(authors) - WINDOW)
    places = _junctions(text, begin, high, lexicon, abstract)
    if begin == low and (not places or places[0] != low):
        places.insert(0, low)
    own = text[max(0, low - 300) : begin].casefold()
    return [TitleStart(at, junction_keys(text, low, at, high, abstract, own, lexicon)) for at in places]
