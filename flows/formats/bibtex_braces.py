"""Braces that only protect capitals: in BibTeX none is a sign of the text by itself."""

import re
from typing import Final

from flows.fields.latex_reader import looks_like_words

# Behind a backslash, a macro's sign or argument, and in a script, braces are LaTeX's.
_PROTECTED: Final = re.compile(r"(?<![\\}\]^_])(?<!\\[^A-Za-z])\{(?P<text>(?:[^{}\\]|\\[&%$#_])*)\}")
_DOLLAR: Final = re.compile(r"(?<!\\)(\$)")
_MAX_DEPTH: Final = 8
_MACRO_CHARS: Final = 40


def without_protection(value: str) -> str:
    """A value without braces around all of it, and without those in it that would be read as a set's: `{3D}`.

    Those around words stay, as LaTeX's reader knows them for what they are.
    """
    for _ in range(_MAX_DEPTH):
        if not _is_braced(value):
            break
        value = value.strip()[1:-1]
    if "{" not in value:
        return value
    pieces = _DOLLAR.split(value)
    # Formulas stand at every fourth place, between two dollar signs.
    for place in range(0, len(pieces), 4):
        pieces[place] = _without_sets(pieces[place])
    return "".join(pieces)


def _is_braced(value: str) -> bool:
    text = value.strip()
    if not text.startswith("{") or not text.endswith("}"):
        return False
    depth = 0
    for place, sign in enumerate(text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0:
            return place == len(text) - 1
    return False


def _without_sets(text: str) -> str:
    for _ in range(_MAX_DEPTH):
        bare = _PROTECTED.sub(_bare, text)
        if bare == text:
            break
        text = bare
    return text


def _bare(found: re.Match[str]) -> str:
    before = found.string[max(found.start() - _MACRO_CHARS, 0) : found.start()]
    _, backslash, name = before.rpartition("\\")
    is_argument = backslash and name.rstrip(" *").isalpha()
    return found[0] if is_argument or looks_like_words(found["text"]) else found["text"]
