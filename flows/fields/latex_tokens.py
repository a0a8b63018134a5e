r"""Cutting LaTeX up into plain text and tokens: macros, signs, and short groups that recur."""

import re
from typing import Final

# A script with a group that holds no other is one token, and so is a macro that shows nothing but what its argument
# does with a group of plain text: most recur. All begin with one of few characters, said first, so that the engine
# skips to the next one.
_SIGN: Final = r"[\\${}_^~&]"
_SCRIPT: Final = r"(?<=[_^])\{(?:[^][{}\\$~&]|\\[A-Za-z,;!])*\}"
_CONTAINED: Final = (
    r"(?:math(?:bb|cal|rm|frak|bf|sf|it|scr)|text(?:it|bf|rm|sc)?|emph|mbox|boldsymbol|bar|hat|tilde|vec|dot|overline"
    r"|widehat|widetilde)\{[^][{}\\$_^~&]*\}"
)
_TOKEN: Final = re.compile(
    f"({_SIGN} (?: {_SCRIPT} | (?<!\\\\) | {_CONTAINED} | [A-Za-z]+ | . ))", re.VERBOSE | re.DOTALL
)
# Verbatim text is one token; so is a web address, which stays as it is but for signs escaped within it.
_ADDRESS: Final = r"""https?://(?:[^\s\\${}<>"|]|\\[_%&#~])+"""
_VERBATIM_TEXT: Final = r"verb\*?(?P<bar>[^\w\s*]).*?(?P=bar)"
_RARE_TOKEN: Final = re.compile(
    f"({_ADDRESS} | {_SIGN} (?: (?<!\\\\) | {_VERBATIM_TEXT} | [A-Za-z]+ | . ))", re.VERBOSE | re.DOTALL
)
_RARE: Final = ("://", r"\verb")


def cut(text: str) -> list[str]:
    """Plain text and tokens by turns; plain text, which may be empty, comes first and last."""
    if not any(map(text.__contains__, _RARE)):
        return _TOKEN.split(text)
    pieces = _RARE_TOKEN.split(text)
    del pieces[2::3]  # what the group `bar` caught
    return pieces


def is_braced(token: str) -> bool:
    """Whether a token is a script or a macro with its group."""
    return token[-1] == "}" and len(token) > len(r"\}") and not token.startswith(r"\verb")
