"""Text folded for comparison: what differs only in case, accents, typography or notation becomes the same."""

import codecs
import re
import string
import unicodedata
from functools import lru_cache
from typing import Final

_FOLDED: Final = {
    # Letters that Unicode does not split into a base letter and an accent.
    **str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ȷ": "j", "ŋ": "n"}),
    **str.maketrans({"æ": "ae", "œ": "oe", "þ": "th", "ß": "ss", "ĸ": "k"}),
    # A listing shows μ where another writes mu.
    **str.maketrans({"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta"}),
    **str.maketrans({"θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi"}),
    **str.maketrans({"ο": "omicron", "π": "pi", "ρ": "rho", "ς": "sigma", "σ": "sigma", "τ": "tau", "υ": "upsilon"}),
    **str.maketrans({"φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega"}),
    # "16×16 words" and "16x16 words".
    ord("×"): "x",
}

# Accents of Latin, Greek and Cyrillic; vowel signs of other scripts are letters of their own and stay.
_ACCENTS: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")

_ASCII_LOWER: Final = bytes(range(256)).lower()
_ASCII_REST: Final = bytes(set(range(128)) - set((string.ascii_letters + string.digits).encode()))
_LETTERS_ALONE: Final = "litsieve.letters_alone"


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
    # Four texts in ten have a letter or two outside ASCII: only these are folded, each stretch of them once.
    return text.encode("ascii", _LETTERS_ALONE).translate(_ASCII_LOWER, _ASCII_REST).decode()


@lru_cache(maxsize=2**16)
def _letters(stretch: str) -> bytes:
    """The folded letters, digits and vowel signs of a stretch of characters outside ASCII, as UTF-8."""
    kept = (char for char in fold(stretch) if char.isalnum() or unicodedata.category(char)[0] == "M")
    return "".join(kept).encode()


def _replace_stretch(error: UnicodeError) -> tuple[bytes, int]:
    """What an encoder puts in the place of a stretch that is not ASCII, and where it goes on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return _letters(error.object[error.start : error.end]), error.end


codecs.register_error(_LETTERS_ALONE, _replace_stretch)
