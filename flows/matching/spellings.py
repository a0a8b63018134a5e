"""How names from other alphabets begin, whoever transliterated them."""

import re
from typing import Final

MIN_LETTERS: Final = 5
"""Of a shorter name the beginning is most of it: "Ye" is not "E"."""

_SPELLINGS: Final = {
    **dict.fromkeys(("tsch", "tch", "ch", "ts", "tz", "cz"), "c"),
    **dict.fromkeys(("shch", "sch", "sh"), "s"),
    **dict.fromkeys(("zh", "dj"), "j"),
    **dict.fromkeys(("ye", "ie", "je", "yo"), "e"),
    **dict.fromkeys(("ya", "ia", "ja"), "a"),
    **dict.fromkeys(("yu", "iu", "ju"), "u"),
    "kh": "h",
    "ph": "f",
    "w": "v",
}
_START: Final = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))


def spell_start(name: str) -> str:
    """A name (small letters) with its beginning spelt in one way: `cebyshev` for `chebyshev` and for `tchebyshev`."""
    start = _START.match(name) if len(name) >= MIN_LETTERS else None
    return name if start is None else _SPELLINGS[start[0]] + name[start.end() :]
