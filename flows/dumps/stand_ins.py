"""What stands in the place of a page that a fetch or a checkout did not bring, told by how it reads."""

import re
from typing import Final

LOOKED_AT_CHARS: Final = 2**16

SHORT_CHARS: Final = 2000
"""An answer in place of a page is short; a listing may hold any of its words."""

LFS: Final = "version https://git-lfs.github.com/spec/"
"""How a file begins that Git LFS puts in the place of a large one, as its specification has it."""

MERGE_MARK: Final = re.compile("^(?:<{7} |={7}$|>{7} )", re.MULTILINE)
"""What git puts around and between the two sides of a merge that it could not make."""

HEADING: Final = re.compile("<(?:title|h1)[^<>]*>([^<]*)", re.IGNORECASE)

ANSWER: Final = re.compile(
    r"access denied|permission denied|unauthori[sz]ed|forbidden|authentication required"  # who may not
    r"|too many requests|rate[- ]limit\w*|quota exceeded|try again later|unusual traffic"  # who asks too much
    r"|captcha|(?:are you|you are) (?:a )?(?:human|robot)|checking your browser|just a moment|enable javascript"
    r"|(?:page|file|resource)? ?not found|service unavailable|bad gateway|gateway time-?out|internal server error",
    re.IGNORECASE,
)
"""What servers say in place of a page."""


def tell_stand_in(text: str) -> str | None:
    """A sentence on what stands there in the place of a page, and what to do; None where nothing is known."""
    text = text[:LOOKED_AT_CHARS]
    if text.startswith(LFS):
        return "It is a pointer of Git LFS, not the file: fetch that with `git lfs pull`."
    if "<=>" in "".join(mark[0][0] for mark in MERGE_MARK.finditer(text)):
        return "It holds the marks of a merge that git left unresolved: resolve it."
    said = ANSWER.search(text if len(text) <= SHORT_CHARS else " ".join(HEADING.findall(text)))
    if said is None:
        return None
    return f"It reads like what a server answers in place of a page (“{said[0].strip()}”): fetch it again."
