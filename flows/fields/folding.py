"""Text folded for comparison: what differs only in case, accents, typography or notation becomes the same."""

import re
import string
import unicodedata
from typing import Final

_GREEK_NAMES: Final = (
    *(
        "alpha",
        "beta",
        "gamma",
        "delta",
        "epsilon",
        "zeta",
        "eta",
        "theta",
        "iota",
        "kappa",
        "lambda",
        "mu",
        "nu",
        "xi",
    ),
    *("omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
)

_FOLDED: Final = {
    # Letters that Unicode does not split into a base letter and an accent.
    **str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ȷ": "j", "ŋ": "n"}),
    **str.maketrans({"æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ĸ": "k"}),
    # A listing shows μ where another writes mu.
    **{ord("α") + place: name for place, name in enumerate(_GREEK_NAMES)},
    # "16×16 words" and "16x16 words".
    ord("×"): "x",
}

# Accents of Latin, Greek and Cyrillic; vowel signs of other scripts are letters of their own and stay.
_ACCENTS: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")

_ASCII_REST: Final = bytes(set(range(128)) - set((string.ascii_lowercase + string.digits).encode()))


def fold(text: str) -> str:
    """`text` in lower case without accents, in plain letters; punctuation and white space stay."""
    if text.isascii():
        return text.lower()
    # Compatibility forms may hold capitals or accents of their own and folding case may split one off, so both
    # run before the accents go.
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = unicodedata.normalize("NFKD", bare.casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", bare).translate(_FOLDED))


def letters_and_digits(text: str) -> str:
    """`fold(text)` without anything but letters and digits of any script."""
    if text.isascii():
        return text.lower().encode().translate(None, _ASCII_REST).decode()
    return "".join(char for char in fold(text) if char.isalnum() or unicodedata.category(char)[0] == "M")
