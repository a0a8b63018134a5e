"""Where an address or identifier ends that stands in running text."""

from typing import Final

_PAIRS: Final = {")": "(", "]": "[", ">": "<", "}": "{"}
_PUNCTUATION: Final = ".,;:!?'\"`’‘”“»«…*·([{<|\\"


def trim_end(text: str) -> str:
    """`text` up to the first bracket that closes none of its own, without punctuation at its end.

    "(see x.org/a_(b))." gives "x.org/a_(b)" from "x.org/a_(b)).".
    """
    open_brackets: list[str] = []
    for place, char in enumerate(text):
        if char in "([{<":
            open_brackets.append(char)
        elif char in _PAIRS and (not open_brackets or open_brackets.pop() != _PAIRS[char]):
            return text[:place].rstrip(_PUNCTUATION)
    return text.rstrip(_PUNCTUATION)
