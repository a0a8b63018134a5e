"""Marks of affiliations behind names, as `Ada Example1, Bo Sample2*`, which are no part of how a name looks."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

_MARK: Final = r"\^?[\d*†‡§¶⁰¹²³⁴-⁹]{1,3}"
_BEHIND_NAME: Final = re.compile(rf"(?<=[^\W\d_⁰¹²³⁴-⁹]|\.){_MARK}(?=\s*,)")
_AT_END: Final = re.compile(rf"(?<=[^\W\d_⁰¹²³⁴-⁹]|\.){_MARK}(?=\s*\Z)")
_END_CHARS: Final = 8
_SAMPLE: Final = 200
_SHARE: Final = 0.2
"""Of the lists looked at, at least this share end in a mark where names have them. A title alone may, too."""


def without_affiliations(text: str, ends: Sequence[int]) -> str:
    """The text with blanks for the marks behind names, if lists of authors that end at `ends` have such marks."""
    asked = list(islice(ends, _SAMPLE))
    marked = sum(_AT_END.search(text, max(0, end - _END_CHARS), end) is not None for end in asked)
    if marked == 0 or marked < _SHARE * len(asked):
        return text
    pieces, at = [], 0
    for end in ends:
        found = _AT_END.search(text, max(at, end - _END_CHARS), end)
        stop = end if found is None else found.start()
        pieces += [text[at:stop], " " * (end - stop)]
        at = end
    return _BEHIND_NAME.sub(lambda mark: " " * len(mark[0]), "".join([*pieces, text[at:]]))
