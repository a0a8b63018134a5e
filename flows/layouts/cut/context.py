"""What the texts around say of a place where a word may fall into an abstract's end and a title's beginning."""

import re
from itertools import chain
from typing import Final, NamedTuple

import numpy as np

from flows.layouts.cut.groups import Ints, level
from flows.layouts.cut.halflooks import head_of
from flows.layouts.cut.halves import FIRST, FORM, LEAD, LINK
from flows.layouts.cut.kinds import code
from flows.layouts.cut.tokens import CLASSES

HEADER_CHARS: Final = 300
"""How much of what stands before the abstract is looked at, too: its own header."""

_MET_CHARS: Final = 3
_AGAIN_CHARS: Final = 12
_LETTERS: Final = re.compile(r"[^\W_]+")
_ENDING: Final = re.compile(r"[\w\-‐+]+(?=[^\w/]*\Z)")
_WHOLE: Final = 2


class Context(NamedTuple):
    """What was found around a break.

    `held`: whether the abstract of the title's paper holds the title's first word: 0 no, 1 only within a word, 2 as the
    beginning of a word; `size`: its length. `again`: the abstract that ends here holds the word unbroken; `met`: it
    holds the word's first half, of `ending` characters. `dollars`, `quotes`: one is open.
    """

    held: int
    size: int
    again: bool
    met: bool
    ending: int
    dollars: int
    quotes: int


def _seen(head: str, abstract: str) -> int:
    """Whether the abstract holds this: 0 no, 1 only within a word, 2 as the beginning of a word."""
    at = abstract.find(head)
    if at < 0:
        return 0
    while at > 0 and abstract[at - 1].isalnum():
        at = abstract.find(head, at + 1)
        if at < 0:
            return 1
    return _WHOLE


def context_of(word: str, at: int, word_at: int, own: str, abstract: str) -> Context:
    """What the texts around say of `word` taken apart at `at`.

    `word_at` counts from where `own` begins: the case-folded text from HEADER_CHARS before the abstract on that ends
    here. `abstract` is the one of the title's paper.
    """
    left, right = word[:at], head_of(word[at:])
    head = right.casefold()
    size = len(head)
    held = _seen(head, abstract) if size > 1 else 0
    if held < _WHOLE:
        core = _LETTERS.match(head)
        if core is not None and 1 < core.end() < size:
            held = max(held, _seen(core.group(), abstract))
    tail = _ENDING.search(left)
    ending = tail.group().casefold() if tail is not None else ""
    whole = (left[-_AGAIN_CHARS:].lstrip("(\"'") + right).casefold()
    before = word_at - 2
    met = len(ending) >= _MET_CHARS and -1 < own.find(ending) < before
    again = len(whole) >= _MET_CHARS and -1 < own.find(whole) < before
    dollars = own.count("$", HEADER_CHARS, word_at + at) & 1
    quotes = own.count('"', HEADER_CHARS, word_at + at) & 1
    return Context(held, size, again, met, len(ending), dollars, quotes)


def context_codes(facts: Ints, found: list[Context]) -> list[Ints]:
    """The evidence in what was found around breaks; `facts` of their splits are as `Halves` gives them."""
    fields = len(Context._fields)
    rows = np.fromiter(chain.from_iterable(found), np.int64, len(found) * fields).reshape(-1, fields)
    held, size, again, met, ending, dollars, quotes = rows.T
    lead, first, link, form = facts[LEAD], facts[FIRST], facts[LINK], facts[FORM]
    return [
        code(108, held, form, level(size, 2, 3, 4, 6, 9)),
        code(109, held, form, lead, link),
        code(110, again, lead),
        code(111, dollars, lead == CLASSES["$"], first == CLASSES["$"]),
        code(121, quotes, lead == CLASSES['"'], first == CLASSES['"']),
        code(113, link, held, lead, first),
        code(115, met, level(ending, 1, 2, 4, 6, 9), link, lead),
        code(116, met, held, link, lead, first),
    ]
