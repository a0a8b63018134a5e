r"""What LaTeX macros with arguments show: fractions, scripts, references, addresses, environments."""

import re
from typing import Final

from flows.fields import latex_macros as macros
from flows.fields.latex_letters import content, undefined
from flows.fields.latex_marks import CLOSE, DOLLAR, OPEN, WORD_END, factor, fraction, script
from flows.fields.latex_reader import Handler, Reader

_TILDE: Final = re.compile(r"\$?\\(?:textasciitilde|sim)(?:\{\})?\$?|\\~(?:\{\})?|\{~\}")
_ESCAPED_IN_ADDRESS: Final = re.compile(r"\\([_%&#$^{}])")
_CODE_POINT: Final = re.compile(r"x([0-9A-Fa-f]{1,5})|(\d{1,6})")
_SEEN: Final = str.maketrans({"{": OPEN, "}": CLOSE, "$": DOLLAR, "\\": macros.SYMBOLS["backslash"]})
_ROOTS: Final = {"": "√", "2": "√", "3": "∛", "4": "∜"}


def _fraction(reader: Reader, _name: str, _before: str) -> str:
    return fraction(reader.argument(), reader.argument())


def _root(reader: Reader, _name: str, _before: str) -> str:
    reader.skip_blanks()
    index = reader.option()
    sign = _ROOTS.get(index, f"[{index}]√")
    return f"{sign}{factor(reader.argument())}{WORD_END}"


def _binomial(reader: Reader, _name: str, _before: str) -> str:
    return f"({reader.argument().strip()} choose {reader.argument().strip()})"


def _above(reader: Reader, _name: str, _before: str) -> str:
    above = reader.argument()
    return f"{reader.argument()}{script('^', above)}"


def _below(reader: Reader, _name: str, _before: str) -> str:
    below = reader.argument()
    return f"{reader.argument()}{script('_', below)}"


def _superscript(reader: Reader, _name: str, _before: str) -> str:
    return script("^", reader.argument())


def _subscript(reader: Reader, _name: str, _before: str) -> str:
    return script("_", reader.argument())


def _arrow(reader: Reader, name: str, _before: str) -> str:
    reader.option()
    sign = "→" if name == "xrightarrow" else "←"
    return f"{sign}{script('^', reader.argument())}"


def _operator(reader: Reader, name: str, before: str) -> str:
    return f"{WORD_END}{content(reader, name, before)}{WORD_END}"


def _modulo(reader: Reader, _name: str, _before: str) -> str:
    return f" (mod {reader.argument()})"


def _quoted(reader: Reader, _name: str, _before: str) -> str:
    return f"“{reader.argument()}”"


def _ket(reader: Reader, _name: str, _before: str) -> str:
    return f"|{reader.argument()}⟩"


def _bra(reader: Reader, _name: str, _before: str) -> str:
    return f"⟨{reader.argument()}|"


def _braket(reader: Reader, _name: str, _before: str) -> str:
    left = reader.argument()
    right = f"|{reader.argument()}" if reader.next_token() == "{" else ""
    return f"⟨{left}{right}⟩"


def _second(reader: Reader, _name: str, _before: str) -> str:
    reader.option()
    reader.argument()
    return reader.argument()


def _code_point(reader: Reader, name: str, before: str) -> str:
    if reader.next_token() != "{":
        return undefined(reader, name, before)
    source = reader.source()
    found = _CODE_POINT.fullmatch(source)
    number = 0 if found is None else int(found[1], 16) if found[1] else int(found[2])
    if number >= ord(" ") and number < 0x110000 and chr(number).isprintable():  # noqa: PLR2004 - Unicode ends there
        return chr(number)
    reader.met_undefined = True
    return f"\\{name}{{{source}}}"


def _address(reader: Reader, name: str, before: str) -> str:
    if reader.next_token() != "{":
        return undefined(reader, name, before)
    return _read_address(reader.source())


def _link(reader: Reader, name: str, before: str) -> str:
    """The text of a link with its address behind it, or the address alone where the text says no more."""
    if reader.next_token() != "{":
        return undefined(reader, name, before)
    address = _read_address(reader.source())
    shown = content(reader, name, before).strip()
    return address if not shown or shown in address else f"{shown} ({address})"


def _read_address(source: str) -> str:
    return _ESCAPED_IN_ADDRESS.sub(r"\1", _TILDE.sub("~", source.strip()))


def _reference(reader: Reader, name: str, before: str) -> str:
    """The key in square brackets, where a printed page has a number."""
    reader.skip("*")
    while reader.option():
        pass
    return f"[{reader.source()}]" if reader.next_token() == "{" else undefined(reader, name, before)


def _note(reader: Reader, _name: str, _before: str) -> str:
    reader.option()
    return f" [{reader.argument()}]"


def _dropped(reader: Reader, name: str, before: str) -> str:
    reader.skip("*")
    reader.option()
    if reader.next_token() != "{":
        return undefined(reader, name, before)
    reader.source()
    return ""


def _verbatim(reader: Reader, name: str, before: str) -> str:
    r"""What stands between the two equal signs behind `\verb`."""
    shown = name.removeprefix("verb").removeprefix("*")
    return shown[1:-1].translate(_SEEN) if shown else undefined(reader, name, before)


def _begin(reader: Reader, name: str, before: str) -> str:
    if reader.next_token() != "{":
        return undefined(reader, name, before)
    environment = reader.source()
    if environment not in macros.ENVIRONMENTS:
        reader.met_undefined = True
        return f"\\{name}{{{environment}}}"
    reader.environments.append(environment)
    reader.option()
    if environment in ("array", "tabular") and reader.next_token() == "{":
        reader.source()
    return "[ " if environment in macros.MATRICES else " "


def _end(reader: Reader, name: str, before: str) -> str:
    if reader.next_token() != "{":
        return undefined(reader, name, before)
    environment = reader.source()
    if environment not in reader.environments:
        reader.met_undefined = True
        return f"\\{name}{{{environment}}}"
    reader.environments.remove(environment)
    return " ]" if environment in macros.MATRICES else " "


def _new_line(reader: Reader, _name: str, _before: str) -> str:
    reader.skip("*")
    return "; " if reader.environments and reader.environments[-1] in macros.MATRICES else " "


STRUCTURES: Final[dict[str, Handler]] = {
    **dict.fromkeys(("frac", "tfrac", "dfrac", "cfrac", "nicefrac", "sfrac", "textfrac"), _fraction),
    **dict.fromkeys(("binom", "tbinom", "dbinom"), _binomial),
    **dict.fromkeys(("overset", "stackrel"), _above),
    **dict.fromkeys(("textsuperscript", "sp"), _superscript),
    **dict.fromkeys(("textsubscript", "sb"), _subscript),
    **dict.fromkeys(("xrightarrow", "xleftarrow"), _arrow),
    **dict.fromkeys(("texorpdfstring", "textcolor", "colorbox"), _second),
    **dict.fromkeys(("url", "path", "nolinkurl"), _address),
    **dict.fromkeys(macros.REFERENCES, _reference),
    **dict.fromkeys(macros.NOTES, _note),
    **dict.fromkeys(macros.DROPPED, _dropped),
    "sqrt": _root,
    "underset": _below,
    "operatorname": _operator,
    "pmod": _modulo,
    "enquote": _quoted,
    "ket": _ket,
    "bra": _bra,
    "braket": _braket,
    "unicode": _code_point,
    "href": _link,
    "begin": _begin,
    "end": _end,
    "\\": _new_line,
    "verb": _verbatim,
}
