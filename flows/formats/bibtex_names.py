"""Names in BibLaTeX's extended format: `family=Berg, given=Jan, prefix=van der`."""

import re
from typing import Final

# What is quoted, or what goes to the next comma, ` and ` or the end; braces hold together what is in them.
_VALUE: Final = r"(?:\"[^\"]*\"|(?:\{(?:[^{}]|\{[^{}]*\})*\}|(?!\sand\s)[^,{}\"])*)"
_PART: Final = rf"[a-z]+(?:-i)?\s*=\s*{_VALUE}"
_EXTENDED: Final = re.compile(rf"(?:(?<=\sand\s)|\A)\s*{_PART}(?:\s*,\s*{_PART})*", re.IGNORECASE)
_QUOTED: Final = re.compile(r"\A\"([^\"]*)\"\Z")
_NAMED: Final = re.compile(rf"([a-z]+(?:-i)?)\s*=\s*({_VALUE})", re.IGNORECASE)


def with_plain_names(authors: str) -> str:
    """A list of authors with its extended names as BibTeX writes them: `van der Berg, Jan`."""
    return _EXTENDED.sub(_plain, authors) if "=" in authors else authors


def _plain(found: re.Match[str]) -> str:
    # In braces a comma parts nothing.
    parts = {name.lower(): _QUOTED.sub(r"{\1}", value.strip()) for name, value in _NAMED.findall(found[0])}
    if "family" not in parts:
        return found[0]
    family = " ".join(parts[name] for name in ("prefix", "family") if parts.get(name))
    return ", ".join(part for part in (family, parts.get("suffix"), parts.get("given")) if part)
