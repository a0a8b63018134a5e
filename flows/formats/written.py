"""Lists and objects that a program wrote into a text: as JSON, or as Python shows them, which pandas does in tables."""

import json
import re
from typing import Any, Final

# Strings, the words for what is no string, numbers, brackets and what parts them.
_TOKEN: Final = re.compile(
    r"(?P<string>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")|(?P<word>True|False|None|nan)|-?\d[\d.eE+-]*|[\[\]{},:]|\s+",
    re.DOTALL,
)
_WORDS: Final = {"True": "true", "False": "false", "None": "null", "nan": "null"}
_ESCAPE: Final = re.compile(
    r"\\(?:x(?P<two>[0-9a-fA-F]{2})|u(?P<four>[0-9a-fA-F]{4})|U00(?P<six>(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4})|(?P<sign>.))",
    re.DOTALL,
)
_NAMED: Final = {"n": "\n", "t": "\t", "r": "\r"}
BLANK: Final = " \t\r\n"
"""What may stand around a list or an object."""


def read_written(text: str) -> list[Any] | dict[str, Any] | None:
    """The list or object that a text is, None where it is none. Numbers are str, as they are written."""
    said = text.strip(BLANK)
    if not said.startswith(("[", "{")) or not said.endswith(("]", "}")):
        return None
    found = _load(said)
    if found is None:
        found = _load(_as_json(said))
    return found if isinstance(found, list | dict) else None


def _load(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str, strict=False)
    except (ValueError, RecursionError):
        return None


def _as_json(text: str) -> str:
    """What Python shows as JSON has it; empty where it is neither."""
    pieces = []
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            return ""
        if token["string"] is not None:
            pieces.append(json.dumps(_ESCAPE.sub(_plain, token["string"][1:-1])))
        else:
            pieces.append(_WORDS.get(token[0], token[0]))
        at = token.end()
    return "".join(pieces)


def _plain(escape: re.Match[str]) -> str:
    code = escape["two"] or escape["four"] or escape["six"]
    if code is None:
        return _NAMED.get(escape["sign"], escape["sign"])
    sign = chr(int(code, 16))
    # Half a character is none.
    return escape[0] if "\ud800" <= sign <= "\udfff" else sign
