"""Marks in a text under way whose final form depends on what comes to stand beside them.

They are code points that Unicode promises never to assign; `text.clean_text` removes them from anything it reads.
"""

import re
from typing import Final

BLANK: Final = "\N{NO-BREAK SPACE}"
"""A blank that the author asked for; white space at the ends of a formula is none."""
DOLLAR: Final = "\ufdd0"
"""A dollar sign that is money, not the start of mathematics."""
OPEN: Final = "\ufdd1"
"""A brace that is meant to be seen, as that of a set."""
CLOSE: Final = "\ufdd2"
"""Its partner."""
WORD_END: Final = "\ufdd3"
"""Where a name such as log begins or ends: a blank between letters or digits."""
SCRIPT_END: Final = "\ufdd4"
"""Where a braced sub- or superscript ends: a blank where it would run into the next word or number."""
MACRO_END: Final = "\ufdd5"
"""Where an undefined macro ends: an empty group before a letter."""
FRACTION: Final = "\ufdd6"
"""Where a fraction begins: it gets brackets if a letter, digit or bracket touches it."""
FRACTION_END: Final = "\ufdd7"
"""Where it ends."""

MARKS: Final = (DOLLAR, OPEN, CLOSE, WORD_END, SCRIPT_END, MACRO_END, FRACTION, FRACTION_END)

# Each begins with its mark, which the regular expression engine can search for quickly.
_SCRIPT_RUNS_ON: Final = re.compile(rf"{SCRIPT_END}(?:(?<=[^\W\d_]{SCRIPT_END})(?=[^\W\d_])|(?<=\d{SCRIPT_END})(?=\d))")
_NAME_RUNS_ON: Final = re.compile(rf"{WORD_END}(?<=[^\W_]{WORD_END}){WORD_END}*(?=[^\W_√])")
_MACRO_RUNS_ON: Final = re.compile(f"{MACRO_END}(?=[A-Za-z])")
_FRACTION: Final = re.compile(f"{FRACTION}([^{FRACTION}{FRACTION_END}]*){FRACTION_END}")

_TOUCHING_BEFORE: Final = frozenset([")", "]", "/", "_"])
_TOUCHING_AFTER: Final = frozenset(["(", "[", "/", "^", "_", "√", FRACTION])

# A word or number, signed, accented or under a root, which needs no brackets as a script.
_ATOM: Final = re.compile(r"[+−-]?[√∂∇]?[\w.∞\u0300-\u036f\u20d7]*(?<!_)['*†‡+−-]*|\W|\\[A-Za-z]+|\([^()]*\)")
# In a fraction a script binds more tightly; a number with a factor behind it would not.
_FACTOR: Final = re.compile(r"(?!\d+[^\W\d_])[+−-]?[√∂∇]?[\w.∞\u0300-\u036f\u20d7^]+['*†‡]*|\([^()]*\)")


def resolve(text: str) -> str:
    """`text` with every mark but those of dollar signs and braces turned into what it stands for."""
    if text.isascii():
        return text
    if SCRIPT_END in text:
        text = _SCRIPT_RUNS_ON.sub(" ", text).replace(SCRIPT_END, "")
    if WORD_END in text:
        text = _NAME_RUNS_ON.sub(" ", text).replace(WORD_END, "")
    if MACRO_END in text:
        text = _MACRO_RUNS_ON.sub("{}", text).replace(MACRO_END, "")
    return _FRACTION.sub(_bracketed, text) if FRACTION in text else text


def script(sign: str, shown: str) -> str:
    """A sub- or superscript after `sign`, in brackets where it is more than a word or number.

    Unicode has small forms of few characters, and a search for x^2 would miss x²: the sign stays for all of them.
    """
    shown = resolve(shown).strip()
    if "_" in shown or _ATOM.fullmatch(shown) is None:
        shown = f"({shown})"
    return f"{sign}{shown}"


def fraction(above: str, below: str) -> str:
    """A fraction on one line, marked."""
    return f"{FRACTION}{factor(above)}/{factor(below)}{FRACTION_END}"


def factor(shown: str) -> str:
    """`shown` in brackets where it is more than one factor."""
    shown = resolve(shown).strip()
    return shown if _FACTOR.fullmatch(shown) else f"({shown})"


def _bracketed(match: re.Match[str]) -> str:
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    touches = before.isalnum() or before in _TOUCHING_BEFORE or after.isalnum() or after in _TOUCHING_AFTER
    return f"({match[1]})" if touches else match[1]
