"""Making other people's text harmless where a person reads it."""

import re
from typing import Final

CONTROLS: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f"  # what a terminal would obey
    r"\u2028\u2029"  # line ends that are none to most programs
    r"\u202a-\u202e\u2066-\u2069]+"  # what makes text run backwards
)
MARKDOWN: Final = re.compile(r"[\\`*_{}\[\]<>#|~$&!]")

SHOWN_CHARS: Final = 300


def printable(text: str) -> str:
    """`text` on one line, control characters as blanks."""
    return " ".join(CONTROLS.sub(" ", text).split())


def harmless(text: str) -> str:
    """`text` with its lines as they are, every other control character as a blank, and lone surrogates escaped.

    Names of files that are no UTF-8 hold such surrogates, and no terminal takes them.
    """
    told = text.encode("utf-8", "backslashreplace").decode("utf-8")
    return "\n".join(CONTROLS.sub(" ", line) for line in told.split("\n"))


def shortened(text: str, most: int = SHOWN_CHARS) -> str:
    """`text` cut to `most` characters."""
    return text if len(text) <= most else text[: most - 1] + "…"


def escape_markdown(text: str) -> str:
    """`text` on one line that Markdown shows as it is, HTML included."""
    return MARKDOWN.sub(r"\\\g<0>", printable(text))


def count_of(number: int, noun: str) -> str:
    """The number and the noun, as in `1 paper` and `1,204 papers`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
