"""The web address that an input gives for a paper."""

import re
from typing import Final

from flows.fields.latex import has_markup
from flows.fields.trimming import trim_end

_URL: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_BARE: Final = re.compile(r"(?:www\.|(?:dx\.)?doi\.org/|arxiv\.org/)[^\s<>\"]+", re.IGNORECASE)
_MACRO: Final = re.compile(r"\\(?:url|href|path)\b")
_BRACED: Final = re.compile(r"\{(\\[_%&#~$])\}")
_ESCAPED: Final = re.compile(r"\\(?=[_%&#~$])|(?<=~)\{\}|\\textasciitilde(?:\{\})?")


def clean_address(raw: str) -> str | None:
    r"""The first web address in `raw`, with its scheme, or None.

    LaTeX escapes go (`a\_b` and `a{\_}b` are `a_b`), as do brackets and points around the address. Cleaning twice
    changes nothing.
    """
    text = raw.strip()
    if has_markup(text):
        text = _BRACED.sub(r"\1", _MACRO.sub("", text))
        text = _ESCAPED.sub(lambda mark: "~" if mark[0].startswith(r"\text") else "", text)
        text = text.strip("{}")
    found = _URL.search(text)
    if found is not None:
        return trim_end(found[0]) if trim_end(found[0]).count("/") > 1 else None
    bare = _BARE.match(text)
    return None if bare is None else f"https://{trim_end(bare[0])}"
