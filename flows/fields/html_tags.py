"""Tags of HTML and JATS in running text, as Crossref, OpenAlex and publishers leave them in titles and abstracts."""

import re
from typing import Final

from flows.fields.mathml import with_shown_formulas

_INLINE: Final = ("i", "b", "u", "em", "strong", "tt", "span", "italic", "bold", "sc", "scp", "small", "a", "font")
_BLOCKS: Final = ("p", "div", "title", "sec", "list", "list-item", "ul", "ol", "li", "h1", "h2", "h3", "h4")
_SCRIPTS: Final = {"sub": "_", "inf": "_", "sup": "^"}

# No text has the prefix of JATS but its tags.
_CLOSED: Final = re.compile(
    rf"</(jats:[a-z-]+|(?:{'|'.join(map(re.escape, (*_INLINE, *_BLOCKS, *_SCRIPTS)))}))\s*>", re.IGNORECASE
)
_BREAK: Final = re.compile(r"<(?:jats:)?(?:br|break)\s*/?>", re.IGNORECASE)
_TAG: Final = re.compile(r"<(?P<end>/?)(?P<name>(?:jats:)?[a-z][a-z0-9-]*)(?:\s[^<>]*)?>", re.IGNORECASE)
# The heading of the whole says nothing in a column of abstracts.
_HEADING: Final = re.compile(r"\A\s*<jats:title>\s*abstract\s*</jats:title>", re.IGNORECASE)
_EMPTY_SCRIPT: Final = re.compile(r"<(sub|inf|sup)>\s*</\1>", re.IGNORECASE)


def without_tags(text: str) -> str:
    """`text` without tags that are closed in it, and without line breaks.

    Scripts and MathML show as in `latex`: `H_2O`.

    What stands between `<` and `>` and is closed nowhere may be mathematics and stays.
    """
    if "<" not in text:
        return text
    text = _BREAK.sub(" ", with_shown_formulas(text))
    closed = {name.lower() for name in _CLOSED.findall(text)}
    if not closed:
        return text
    text = _EMPTY_SCRIPT.sub("", _HEADING.sub("", text))
    return _TAG.sub(lambda tag: _shown(tag) if tag["name"].lower() in closed else tag[0], text)


def _shown(tag: re.Match[str]) -> str:
    name = tag["name"].lower().removeprefix("jats:")
    if name in _SCRIPTS:
        return "" if tag["end"] else _SCRIPTS[name]
    return " " if name in _BLOCKS else ""
