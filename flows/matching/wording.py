"""Whether two titles differ as a slip of the pen does, or by a word that says something else."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import DamerauLevenshtein

from flows.fields.folding import fold
from flows.matching.opposites import are_opposites

_COUNTS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ROMAN: Final = {"ii": 2, "iii": 3, "iv": 4, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
"""Numbers that are no letters, as I, V and X are."""

_SAME_WORDS: Final = {
    "1st": "first",
    "2nd": "second",
    "3rd": "third",
    "4th": "fourth",
    "5th": "fifth",
    "6th": "sixth",
    "7th": "seventh",
    "8th": "eighth",
    "9th": "ninth",
    "10th": "tenth",
    **{str(number): word for number, word in enumerate(_COUNTS, start=1)},
    **{letters: _COUNTS[number - 1] for letters, number in _ROMAN.items()},
    "vs": "versus",
}
"""One word in several spellings."""
_WORD: Final = re.compile(r"[^\W_]+")
_LITTLE: Final = frozenset(
    {
        *("a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "its", "of", "on", "or", "the", "to"),
        *("with", "part", "pt"),
    }
)
"""Words that a listing may lose or add without another meaning; a part is told by its number."""

_MIN_SLIP: Final = 4
"""Letters of a word in which one may be wrong; of a shorter one each counts (XML, XJML)."""

_LIGATURES: Final = ("ae", "oe")
_MIN_STEM: Final = 4
_MAX_ENDING: Final = 3
_STEM_SHARE: Final = 0.6


def words(title: str) -> list[str]:
    """The words of a title in small letters without accents; `4th` as `fourth`, `II` and `2` as `two`."""
    return [_SAME_WORDS.get(word, word) for word in _WORD.findall(fold(title))]


def shared_start(a: str, b: str) -> int:
    """How many letters two words have in common at their beginning."""
    return next((at for at, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b)))


def other_words(a: Sequence[str], b: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words that only one of two titles has, but for those that a slip of the pen or another ending explains."""
    only_a, only_b = sorted(_left_over(a, b)), sorted(_left_over(b, a))
    if _join(a, only_a) == _join(b, only_b):
        return [], []
    if only_a and only_b:
        _drop_joined(only_a, b, only_b)
        _drop_joined(only_b, a, only_a)
    rest = [word for word in only_b if word not in _LITTLE]
    found = []
    for word in only_a:
        if word in _LITTLE:
            continue
        partner = next((other for other in rest if _is_misspelt(word, other)), None)
        if partner is None:
            found.append(word)
        else:
            rest.remove(partner)
    return found, rest


def _left_over(words: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    """The words that the others do not have, or less often."""
    # Of so few words a list is sooner gone through than counted.
    free = [*others]
    for word in words:
        if word in free:
            free.remove(word)
        else:
            yield word


def _drop_joined(joined: list[str], other: Sequence[str], parts: list[str]) -> None:
    """Take away words that are two in the other title (pretraining, pre training), and these two from its `parts`."""
    for one, two in pairwise(other):
        # "A symmetric moss" is no asymmetric one.
        if (
            one != "a"
            and one + two in joined
            and one in parts
            and two in parts
            and (one != two or parts.count(one) > 1)
        ):
            joined.remove(one + two)
            parts.remove(one)
            parts.remove(two)


def _join(title: Sequence[str], chosen: Sequence[str]) -> str:
    """The chosen words in the title's order, run together."""
    return "".join(word for word in title if word in chosen)


def _is_misspelt(a: str, b: str) -> bool:
    """Whether two words differ by a slip behind the first letter, or in their endings."""
    if a[0] != b[0]:
        return _starts_otherwise(a, b) or _starts_otherwise(b, a)
    if not (a.isalpha() and b.isalpha()):
        return False
    shorter, longer = sorted((len(a), len(b)))
    slip = shorter >= _MIN_SLIP and longer - shorter <= 1 and DamerauLevenshtein.distance(a, b, score_cutoff=1) <= 1
    if not slip:
        stem = shared_start(a, b)
        if stem < max(_MIN_STEM, _STEM_SHARE * shorter) or longer - stem > _MAX_ENDING:
            return False
    return not are_opposites([a], [b])


def _starts_otherwise(a: str, b: str) -> bool:
    """Whether `b` lacks the first letter of a ligature (oestrogen, estrogen) or shows an `l` for an `I`."""
    return len(b) >= _MIN_SLIP and ((a.startswith(_LIGATURES) and b == a[1:]) or (a[0] == "i" and b == f"l{a[1:]}"))
