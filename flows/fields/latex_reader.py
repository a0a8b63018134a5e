r"""Going through LaTeX from left to right and writing down what a reader would see.

Mathematics differs from text in little here: dollar signs vanish, a blank behind a macro's name ends the name, and
braces only group. What each macro shows is in `latex_letters` and `latex_structures`.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from flows.fields.latex_marks import BLANK, FRACTION_END, SCRIPT_END, fraction, script
from flows.fields.latex_tokens import is_braced

if TYPE_CHECKING:
    from flows.fields.latex_grammar import Grammar

Handler: TypeAlias = Callable[["Reader", str, str], str]
"""What shows of a macro, from the reader standing behind its name, that name and the character shown before it."""

_VERBATIM: Final = "verb"

_ESCAPED: Final = re.compile(r"\\([_%&#~])")
_FIRST_CHAR: Final = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
_SIGNS_OF_SCRIPTS: Final = {"∘": "°", "°": "°", "'": "'", "''": "''"}
_INFIX: Final = frozenset({r"\over", r"\choose", r"\atop"})

# Braces around words protect capitals or set off a phrase; around anything else they are a set or a plane's indices.
_WORDS: Final = re.compile(r"[^\W\d_][^\W_]*(?:[ .'’‘/-]+[^\W_]+)*[.!?]?")


class UnreadableError(ValueError):
    """The markup is broken: a brace or dollar sign without its partner, a macro without its argument."""


def looks_like_words(text: str) -> bool:
    """Whether braces around `text` are taken for a typesetter's and vanish."""
    return _WORDS.fullmatch(text) is not None


class Reader:
    """A place in a text. `pieces` alternates between plain text (even) and tokens (odd); `at` is the next one."""

    def __init__(self, pieces: list[str], grammar: "Grammar", *, math: bool = False) -> None:
        """Stand at the start of a text that `cut` cut up."""
        self.pieces = pieces
        self.grammar = grammar
        self.at = 0
        self.math = math
        self.environments: list[str] = []
        self.met_undefined = False

    def read(self, closer: str | None = None) -> str:
        """What shows up to the token `closer`, or to the end of the text for None.

        Raises UnreadableError where the markup is broken.
        """
        out: list[str] = []
        pieces, symbols = self.pieces, self.grammar.symbols
        last = len(pieces) - 1
        while True:
            place = self.at
            if pieces[place]:
                out.append(pieces[place])
            if place == last:
                self.at += 1
                break
            piece = pieces[place + 1]
            self.at += 2
            if piece == closer:
                return "".join(out)
            shown = symbols.get(piece)
            if shown is None or self._goes_on():
                if piece in _INFIX and closer is not None:
                    return _joined(piece, "".join(out), self.read(closer))
                shown = self._token(piece, out[-1][-1] if out else "")
            if shown:
                out.append(shown)
        if closer is not None:
            raise UnreadableError
        return "".join(out)

    def _goes_on(self) -> bool:
        """Whether white space or a group follows at once."""
        follows = self.pieces[self.at]
        return follows[0].isspace() if follows else self.next_token() == "{"

    def next_token(self) -> str:
        """The token that follows at once, or nothing."""
        return "" if self.pieces[self.at] or self.at + 1 == len(self.pieces) else self.pieces[self.at + 1]

    def plain(self) -> str:
        """The plain text up to the next token."""
        return self.pieces[self.at]

    def skip_blanks(self) -> None:
        """Step over white space."""
        self.pieces[self.at] = self.pieces[self.at].lstrip()

    def skip(self, sign: str) -> bool:
        """Step over `sign` if it follows at once."""
        follows = self.pieces[self.at].startswith(sign)
        if follows:
            self.pieces[self.at] = self.pieces[self.at][len(sign) :]
        return follows

    def argument(self) -> str:
        """What shows of a macro's argument: a group, a macro or a single character."""
        self.skip_blanks()
        if first := _FIRST_CHAR.match(self.pieces[self.at]):
            self.pieces[self.at] = self.pieces[self.at][first.end() :]
            return first[0]
        sign = self.next_token()
        if sign in ("", "}"):
            raise UnreadableError
        self.at += 2
        return self.read("}") if sign == "{" else self._token(sign, "")

    def source(self) -> str:
        """The braced argument that follows as its source has it, without the braces."""
        self.at += 2
        start, depth = self.at, 1
        for place in range(start + 1, len(self.pieces), 2):
            depth += {"{": 1, "}": -1}.get(self.pieces[place], 0)
            if depth == 0:
                self.at = place + 1
                return "".join(self.pieces[start:place])
        raise UnreadableError

    def option(self) -> str:
        """The source of an argument in square brackets, if one follows; else nothing."""
        if not self.plain().startswith("["):
            return ""
        for place in range(self.at, len(self.pieces), 2):
            end = self.pieces[place].find("]")
            if end >= 0:
                caught = "".join([*self.pieces[self.at : place], self.pieces[place][:end]])
                self.at, self.pieces[place] = place, self.pieces[place][end + 1 :]
                return caught[1:]
        return ""

    def _token(self, token: str, before: str) -> str:
        if is_braced(token):
            whole = self.grammar.braced(token, math=self.math)
            self.met_undefined |= whole.met_undefined
            return whole.shown
        if token[0] == "\\":
            name = token[1:]
            known = name if len(name) == 1 or name.isalpha() else _VERBATIM
            return self.grammar.macros.get(known, self.grammar.undefined)(self, name, before)
        match token:
            case "$":
                shown = self._mathematics()
            case "{":
                shown = self._group(before)
            case "_" | "^":
                shown = self._script(token)
            case "~":
                shown = self._tie(before)
            case "&":
                shown = " " if self.environments else "&"
            case "}":
                raise UnreadableError
            case address:
                shown = _ESCAPED.sub(r"\1", address)
        return shown

    def _mathematics(self) -> str:
        if self.math:
            raise UnreadableError
        display = self.next_token() == "$"
        if not display and not self.environments and (known := self._known_formula()) is not None:
            return known
        self.at += 2 * display
        self.math = True
        shown = self.read("$").strip(" \t\n")
        self.math = False
        if display and self.next_token() != "$":
            raise UnreadableError
        self.at += 2 * display
        return shown

    def _known_formula(self) -> str | None:
        """What shows of the formula up to the next dollar sign, or None where it may not end there."""
        if "$" not in self.pieces[self.at + 1 :: 2]:
            return None
        end = self.pieces.index("$", self.at)
        found = self.grammar.formula("".join(self.pieces[self.at : end]))
        if found is None:
            return None
        self.at = end + 1
        self.met_undefined |= found.met_undefined
        return found.shown

    def _group(self, before: str) -> str:
        start, opens_with_macro = self.at, self.next_token().startswith("\\")
        shown = self.read("}")
        if (
            self.math
            or opens_with_macro
            or looks_like_words(shown)
            or not _INFIX.isdisjoint(self.pieces[start : self.at])
        ):
            return shown
        if not shown and before and not before.isspace():
            return ""
        return f"{{{shown}}}"

    def _script(self, sign: str) -> str:
        if self.math:
            self.skip_blanks()
        follows = self.next_token()
        if follows != "{" and not follows.startswith("\\"):
            return sign
        return show_script(sign, self.argument(), braced=follows == "{")

    def _tie(self, before: str) -> str:
        """A blank at which no line breaks; in prose a tilde may also mean "about" or belong to an address."""
        after = (self.plain() or self.next_token())[:1]
        if self.math:
            return BLANK
        if not after.strip() or (before.isdigit() and after.isdigit()):
            return "~"
        return " " if before.isalnum() or (before and before in ".,)]'" + SCRIPT_END + FRACTION_END) else "~"


def show_script(sign: str, shown: str, *, braced: bool) -> str:
    """A sub- or superscript of which this is shown."""
    shown = shown.strip()
    if not shown:
        return ""
    if shown in _SIGNS_OF_SCRIPTS:
        return _SIGNS_OF_SCRIPTS[shown]
    return script(sign, shown) + (SCRIPT_END if braced else "")


def _joined(sign: str, above: str, below: str) -> str:
    r"""The two sides of a plain TeX infix such as `\over`, which takes the whole group around it."""
    return f"({above.strip()} choose {below.strip()})" if sign == r"\choose" else fraction(above, below)
