"""How a word looks: its lexicon key, its shape as part of a name, and the class of a character."""

import re
from collections.abc import Iterable
from itertools import filterfalse, repeat
from typing import Final
from unicodedata import category, is_normalized, normalize

PARTICLES: Final = frozenset(
    """
    da das de dei del della den der des di do dos du e el en la las le les lo los ten ter van vom von y zu zum zur
    al bin ibn ben und af av 't
    """.split()  # noqa: SIM905 - a list of words, one line of text
)
"""Lower-case words that stand inside names."""

GROUP_WORDS: Final = frozenset(
    """
    collaboration collaborations group groups team teams project consortium network lab committee society alliance
    authors members survey experiment
    """.split()  # noqa: SIM905 - as above
)
"""Words, case folded, that stand in the names of groups and that titles hold as well."""

EDGES: Final = "\u200b\u200c\u200d\u2060\ufeff.,:;?!()[]{}\"“”„'’‘`*"
"""Characters that do not count at the ends of a word."""

_NAME: Final = re.compile(r"[^\W\d_][\w.'’`´\-‐‑\u200b\u200d]*\Z")
_INITIALS: Final = re.compile(r"[\-‐]?(?:[^\W\d_]{1,2}\.[\-‐‑]?)+[^\W\d_]?\Z|[\-‐][^\W\d_a-z][^\W\d_]?\Z")
_LONG_STOP: Final = re.compile(r"[^\W\d_A-Z]{3,}\.[^\W\d_]")
_ELIDED: Final = re.compile(r"[^\W\d_A-Z]{1,3}['’`´][^\W\d_a-z]")
_MARKS: Final = "w0" + "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~…‘’“”–—"
_CHAR_CLASSES: Final = (
    dict.fromkeys(")]}", ")")
    | dict.fromkeys("\"“”'’‘`´", '"')
    | dict.fromkeys("([{", "(")
    | dict.fromkeys("-‐‑–—", "-")
    | dict.fromkeys("\n\r\u2028\u2029\x0b\x0c\x85\u200b\u200c\u2060\ufeff", "\n")
    | {char: char for char in ".?!$/:;,%\\_"}
)

SHAPES: Final = {shape: number for number, shape in enumerate("IiJPC.HMUXl-?", start=1)}
"""The number of each shape that a word may have as part of a name; 0 is for no word."""

CLASSES: Final = {sort: number for number, sort in enumerate('Aa0x~)"(-\n.?!$/:;,%\\_', start=1)}
"""The number of each class of characters; 0 is for no character."""

MARKS: Final = {mark: number for number, mark in enumerate(_MARKS, start=1)}
"""The number of each mark that a title may end in; 0 is for any other."""


def lexicon_key(word: str) -> str:
    """The form under which the lexicon knows a word: no punctuation at its ends, case folded, composed."""
    return normalize("NFC", word.strip(EDGES).casefold())


def lexicon_keys(words: Iterable[str]) -> list[str]:
    """The forms under which the lexicon knows words: `lexicon_key` of each."""
    keys = list(map(str.casefold, map(str.strip, words, repeat(EDGES))))
    # Words are many, and next to none is decomposed.
    composed = {key: normalize("NFC", key) for key in filterfalse(str.isascii, keys) if not is_normalized("NFC", key)}
    return [composed.get(key, key) for key in keys] if composed else keys


def is_accent(char: str) -> bool:
    """Whether this stands behind a letter and is part of it, as accents in decomposed text and vowels in Hindi."""
    return category(char)[0] == "M"


def char_class(char: str) -> str:
    """One letter for what kind of character this is: `A`, `a`, `x` (letter without case), `0` or a sort of mark."""
    if char.isupper():
        return "A"
    if char.islower():
        return "a"
    if char.isdigit():
        return "0"
    known = _CHAR_CLASSES.get(char)
    if known is not None:
        return known
    return "x" if char.isalpha() else "~"


def name_shape(word: str) -> str:
    """One letter for how a word looks as part of a name.

    `I` initials, also the second half of `J.-P.` that arXiv prints as `J. -P.`, `i` such in lower case, `J` one capital
    without a full stop, `P` particle, `C` capitalised, `.` so and cut short, `H` capitalised with a hyphen, `M` with
    capitals inside, `U` capitals only, `X` letters without case, `l` lower case, `-` so with a hyphen, `?` anything
    that no name holds. Accents that stand behind their letters do not count.
    """
    if word.isascii() and word.isalpha() and word.istitle():
        return "C" if len(word) > 1 else "J"
    if word in PARTICLES:
        return "P"
    letters = word if word.isascii() else "".join(char for char in word if not is_accent(char))
    return _letters_shape(letters) if letters.isalpha() else _marked_shape(letters)


def _letters_shape(word: str) -> str:
    """The shape of a word of letters only."""
    rest = word[1:]
    if word[0].isupper():
        if not rest:
            return "J"
        return "C" if rest.islower() else "U" if rest.isupper() else "M"
    return "l" if word[0].islower() else "X"


def _marked_shape(word: str) -> str:
    """The shape of a word with other characters among its letters."""
    if _INITIALS.match(word) is not None:
        return "I" if word.lstrip("-‐")[0].isupper() else "i"
    if _NAME.match(word) is None or _LONG_STOP.search(word) is not None:
        return "?"
    hyphen = "-" in word or "‐" in word
    if word[0].islower() and _ELIDED.match(word) is None:
        return "-" if hyphen else "l"
    if hyphen:
        return "H"
    if word[1:].islower() or word[0].islower():
        return "." if word[-1] == "." else "C"
    return "U" if word.isupper() else "M"
