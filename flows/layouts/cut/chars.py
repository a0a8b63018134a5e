"""The sorts of each character of a text, in arrays."""

import re
from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt

from flows.layouts.cut.groups import Ints
from flows.layouts.cut.tokens import CLASSES, char_class, is_accent

Codepoints = npt.NDArray[np.uint32]
Sorts = npt.NDArray[np.uint16]

_PATTERNS: Final = tuple(
    re.compile(sort)
    for sort in (
        # The order counts: `seams` finds by a shift of bits what may stand right of the sort before.
        r"[^\s\w(\[{<=^&|~@#\\+_-]",  # may close an abstract
        r"[\w$\"“'‘`(\[{\\*#!<@+~¿¡¡|]",  # may open a title
        r"[^\W_]",
        r"[^\W\d_a-z]",
        r"[a-z)\].$}]",
        r"\d",
        r"[$\\]",
        r"[\u200b\u200c\ufeff]",
        r"\s",
    )
)
CLOSING, OPENING, SIGN, CAPITAL, ENDING, DIGIT, FORMULA, HIDDEN, BLANK = (1 << at for at in range(len(_PATTERNS)))
LETTER, UPPER, LOWER, ODD_CASE, _MET = (1 << at for at in range(len(_PATTERNS), len(_PATTERNS) + 5))
NAMELY, HYPHEN = _MET << 1, _MET << 2
"""The sorts; a character may be of several. ODD_CASE: a letter with a case that is neither upper nor lower; NAMELY: it
may stand inside a name."""

_NAMELY: Final = re.compile(r"[\w.'’`´\-‐‑\u200b\u200d]")
_CHARS: Final = 0x110000
_ASCII: Final = 128


class Chars:
    """Tells the sorts of characters, and remembers them."""

    def __init__(self) -> None:
        """The most usual ones are remembered from the beginning."""
        self._sorts = np.zeros(_CHARS, np.uint16)
        self._classes = np.zeros(_CHARS, np.uint8)
        self._learn(range(_ASCII))

    def read(self, text: str) -> tuple[Codepoints, Sorts]:
        """The characters of a text, and the sorts of each."""
        chars = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        sorts = self._sorts.take(chars)
        if not sorts.all():
            self._learn(np.unique(chars[sorts == 0]).tolist())
            sorts = self._sorts.take(chars)
        return chars, sorts

    def classes(self, chars: Codepoints) -> Ints:
        """The number of the class of each of these characters, which were read before."""
        return self._classes.take(chars).astype(np.int64)

    def _learn(self, chars: Iterable[int]) -> None:
        """Find out about characters not met before."""
        for char in chars:
            self._sorts[char] = _sorts_of(chr(char))
            self._classes[char] = CLASSES[char_class(chr(char))]


def _sorts_of(char: str) -> int:
    """All sorts of characters that this is one of."""
    found = sum(1 << at for at, sort in enumerate(_PATTERNS) if sort.match(char))
    odd = char.istitle() and not char.isupper()
    found |= LETTER * char.isalpha() | UPPER * char.isupper() | LOWER * char.islower() | ODD_CASE * odd
    namely = _NAMELY.match(char) is not None or is_accent(char)
    found |= NAMELY * namely | HYPHEN * (char in "-‐")
    return found | _MET
