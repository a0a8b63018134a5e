"""Volumes and issue numbers."""

import re
from typing import Final

from flows.fields.prose import clean_prose

_LABEL: Final = re.compile(r"\A(?:vol(?:ume)?|no|nr|number|issue|iss|num)\.?\s*(?=\d)", re.IGNORECASE)
_FLOAT: Final = re.compile(r"(\d+)\.0")
_DASHES: Final = re.compile(r"(?<=\w)\s*(?:--+|[‐‑‒–—−])\s*(?=\w)")
_NOTHING: Final = frozenset({"na", "n/a", "nan", "none", "null", "-", "–", "?"})


def clean_number(raw: str) -> str | None:
    """A volume or an issue as it is cited: `108` of `Vol. 108` or `108.0`, `2-3` of `2--3`; None for none.

    Cleaning twice changes nothing.
    """
    text = _LABEL.sub("", clean_prose(raw).text or "").strip(" .,;:")
    whole = _FLOAT.fullmatch(text)
    bare = _DASHES.sub("-", text if whole is None else whole[1])
    return None if not bare or bare.lower() in _NOTHING else bare
