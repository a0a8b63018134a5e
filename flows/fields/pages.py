"""Pages: from where to where a paper stands in its journal or book."""

import re
from typing import Final

from flows.fields.prose import clean_prose

_LABEL: Final = re.compile(
    r"\A(?:pp?|pages?|art(?:icle)?\.?\s*(?:no|number)?|seiten?|s)[.:]?\s+(?=\S*\d)", re.IGNORECASE
)
_DASH: Final = re.compile(r"\s*(?:--+|[-‐‑‒–—−])\s*")
_NUMBER: Final = re.compile(r"(?P<prefix>.*?)(?P<digits>\d+)", re.DOTALL)
_FLOAT: Final = re.compile(r"(\d+)\.0")
_NOTHING: Final = frozenset(
    {
        "",
        "na",
        "n/a",
        "nan",
        "none",
        "null",
        "np",
        "n.p.",
        "n.pag",
        "n.pag.",
        "n. pag.",
        "no page",
        "no pages",
        "no pagination specified",
        "no-pagination specified",
        "-",
        "–",
        "?",
    }
)
_OPEN: Final = re.compile(r"\s*(?:\+|ff?\.?)\Z")


def clean_pages(raw: str) -> str | None:
    """First and last page with an en dash between (`288–297`), or the page or article number alone; None for none.

    A shortened last page is written out: `288-97` is `288–297`, `S12-9` is `S12–S19`. Several stretches keep their
    commas. Cleaning twice changes nothing.
    """
    text = _LABEL.sub("", clean_prose(raw).text or "")
    parts = [clean for part in re.split(r"\s*[,;]\s*", text) if (clean := _clean_stretch(part))]
    return ", ".join(parts) or None


def _clean_stretch(text: str) -> str | None:
    bare = _OPEN.sub("", text.strip())
    whole = _FLOAT.fullmatch(bare)
    if whole is not None:
        bare = whole[1]
    if bare.lower() in _NOTHING:
        return None
    ends = [end for end in _DASH.split(bare) if end]
    if len(ends) != 2:  # noqa: PLR2004 - one page, or a number that has dashes of its own
        return ends[0] if len(ends) == 1 else bare
    first, last = ends
    full = _written_out(first, last)
    return first if full == first else f"{first}–{full}"


def _written_out(first: str, last: str) -> str:
    """`last` with what it leaves out because `first` says it."""
    start, end = _NUMBER.fullmatch(first), _NUMBER.fullmatch(last)
    if start is None or end is None or end["prefix"] not in ("", start["prefix"]):
        return last
    digits = end["digits"]
    if len(digits) < len(start["digits"]):
        digits = start["digits"][: len(start["digits"]) - len(digits)] + digits
    if len(digits) == len(start["digits"]) and digits < start["digits"]:
        return last
    return start["prefix"] + digits
