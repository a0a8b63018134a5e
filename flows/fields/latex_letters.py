r"""What LaTeX macros for symbols, accents, alphabets and changes of type show."""

import re
import unicodedata
from typing import Final

from pylatexenc.latex2text import fmt_math_text_style

from flows.fields import latex_macros as macros
from flows.fields.latex_marks import MACRO_END, WORD_END, resolve
from flows.fields.latex_reader import Reader

_VOWELS: Final = frozenset("aeiouyı")
_LETTER: Final = re.compile(r"(?:[^\W_]|[∂∇])[\u0300-\u036f\u20d7]*")
_NEGATION: Final = "\u0338"


def undefined(reader: Reader, name: str, _before: str) -> str:
    """The macro as it stands, with its groups; the reader remembers that it met one."""
    reader.met_undefined = True
    if reader.math and name in macros.TEXT_ONLY:
        # Outside mathematics this name is an accent or letter of text, so the dollar signs must stay.
        return f"$\\{name}$"
    groups = []
    while reader.next_token() == "{":
        reader.at += 2
        groups.append(f"{{{reader.read('}')}}}")
    return f"\\{name}{''.join(groups)}" + (MACRO_END if not groups and name.isascii() and name.isalpha() else "")


def symbol(reader: Reader, name: str, before: str) -> str:
    """The symbol, without the blank behind the macro where that only ends its name."""
    shown = macros.SYMBOLS[name]
    if reader.next_token() == "{" and reader.pieces[reader.at + 2 : reader.at + 4] == ["", "}"] and name[0].isalpha():
        reader.at += 4
        return shown
    rest = reader.plain()
    if rest[:1].isspace() and only_ends_name(name, shown, before, rest.lstrip()[:1], math=reader.math):
        reader.skip_blanks()
    return shown


def only_ends_name(name: str, shown: str, before: str, follows: str, *, math: bool) -> bool:
    """Whether a blank between a symbol and what follows only ends the macro's name and shows nothing."""
    if not name[0].isalpha():
        return False
    if name in macros.GLUED_LETTERS:
        return follows.islower()
    if shown in macros.PREFIXES or not shown:
        return True
    if shown.isalnum():
        return math and follows.isalnum()
    # A relation has blanks on both sides or on none.
    return math and shown[0] != WORD_END and not before.isspace()


def text_symbol(reader: Reader, name: str, before: str) -> str:
    """A symbol that LaTeX has in text only."""
    return undefined(reader, name, before) if reader.math else symbol(reader, name, before)


def delimiter(reader: Reader, name: str, before: str) -> str:
    r"""Nothing: `\left` and `\right` only change a size, and a full stop behind them is a delimiter not shown."""
    reader.skip(".")
    return symbol(reader, name, before)


def accent(reader: Reader, name: str, before: str) -> str:
    r"""The accented letter; where none follows, the macro stays, as `\"` does where it escapes a quotation mark."""
    if reader.math and name in macros.TEXT_ONLY:
        return undefined(reader, name, before)
    plain = reader.plain().lstrip()
    bare = plain == "" and reader.next_token() in ("", "}")
    if bare or (plain and not _takes_accent(name, plain[0])):
        return undefined(reader, name, before)
    braced = reader.next_token() == "{"
    shown = resolve(reader.argument())
    if not shown.strip():
        return "" if name.isalpha() else name
    if not _takes_accent(name, shown[0]):
        reader.met_undefined = True
        return f"\\{name}{{{shown}}}" if braced else f"\\{name}{shown}"
    return _with_accent(shown, macros.TEXT_ACCENTS[name])


def over_all(reader: Reader, name: str, _before: str) -> str:
    """The argument with an accent over every letter and digit of it."""
    mark = macros.MATH_ACCENTS[name]
    shown = resolve(reader.argument()).strip()
    return _LETTER.sub(lambda letter: _with_accent(letter[0], mark), shown)


def negated(reader: Reader, _name: str, _before: str) -> str:
    """The relation that follows, struck through."""
    shown = reader.argument().strip()
    return _with_accent(shown, _NEGATION) if shown else ""


def letters(reader: Reader, name: str, _before: str) -> str:
    """The argument in another alphabet, which in mathematics makes another name of it."""
    shown: str = fmt_math_text_style(reader.argument(), macros.ALPHABETS[name])
    return shown


def declaration(reader: Reader, _name: str, _before: str) -> str:
    """Nothing: a change of type until the end of the group."""
    reader.skip_blanks()
    return ""


def content(reader: Reader, _name: str, _before: str) -> str:
    """The argument as it is."""
    reader.skip("*")
    return reader.argument()


def prose(reader: Reader, name: str, before: str) -> str:
    """The argument, which is text even within mathematics."""
    outside, reader.math = reader.math, False
    shown = content(reader, name, before)
    reader.math = outside
    return shown


def _takes_accent(name: str, letter: str) -> bool:
    if name != '"':
        return letter.isalpha()
    return unicodedata.normalize("NFD", letter)[0].lower() in _VOWELS


def _with_accent(shown: str, mark: str) -> str:
    """`shown` with `mark` on its first character, after the accents that this has already."""
    end = 1
    while end < len(shown) and unicodedata.combining(shown[end]):
        end += 1
    base = {"ı": "i", "ȷ": "j"}.get(shown[0], shown[0])
    return unicodedata.normalize("NFC", f"{base}{shown[1:end]}{mark}{shown[end:]}")
