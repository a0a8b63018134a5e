"""What LaTeX macros show, and what formulas made of them do: most formulas recur, and hang on nothing else."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Final, NamedTuple

from flows.fields.latex_letters import only_ends_name
from flows.fields.latex_reader import Handler, Reader, UnreadableError, show_script
from flows.fields.latex_tokens import cut, is_braced

KNOWN_FORMULAS: Final = 2**17
"""How many formulas are remembered: some ten megabytes."""
KNOWN_GROUPS: Final = 2**14
"""How many scripts and macros with a group of plain text are remembered."""
_MORE_THAN_CHARACTERS: Final = re.compile(r"[\\{}~&$]|[_^][ \t\n]")
"""A formula without any of these shows as it stands there."""


class Formula(NamedTuple):
    """What shows of a formula, and whether it holds an undefined macro."""

    shown: str
    met_undefined: bool


class Grammar:
    """The macros, and the formulas that were read lately: most recur, and what they show hangs on nothing else."""

    def __init__(self, macros: Mapping[str, Handler], undefined: Handler, symbols: Mapping[str, str]) -> None:
        """`undefined` handles the macros that `macros` does not name; `symbols` are what tokens of some of them show.

        A symbol shows no more than that where neither white space nor a group follows it.
        """
        self.macros = macros
        self.undefined = undefined
        self.symbols = symbols
        self.formula = lru_cache(maxsize=KNOWN_FORMULAS)(self._read)
        self._braced = lru_cache(maxsize=KNOWN_GROUPS)(partial(self._read_braced, math=False))
        self._braced_in_formula = lru_cache(maxsize=KNOWN_GROUPS)(partial(self._read_braced, math=True))

    def _read(self, source: str) -> Formula | None:
        """The formula between two dollar signs, or None where the second one does not end it."""
        if _MORE_THAN_CHARACTERS.search(source) is None:
            return Formula(source.strip(" \t\n"), met_undefined=False)
        pieces = cut(f"{source}$")
        try:
            flat = self._read_flat(pieces)
            if flat is not None:
                return flat
            reader = Reader(pieces, self, math=True)
            shown = reader.read("$").strip(" \t\n")
        except (UnreadableError, RecursionError):
            return None
        is_whole = reader.at == len(reader.pieces) - 1 and not reader.environments
        return Formula(shown, reader.met_undefined) if is_whole else None

    def _read_flat(self, pieces: Sequence[str]) -> Formula | None:
        """A formula of symbols and scripts, and of macros with a group of plain text; None for any other.

        Nine of ten are such. The reader finds the same in thrice the time.
        """
        out = [pieces[0]] if pieces[0] else []
        met_undefined = False
        for place in range(1, len(pieces) - 2, 2):
            token, text = pieces[place], pieces[place + 1]
            shown = self.symbols.get(token)
            if shown is not None:
                if text and text[0].isspace():
                    before, rest = out[-1][-1] if out else "", text.lstrip()
                    text = rest if only_ends_name(token[1:], shown, before, rest[:1], math=True) else text
                elif text == "" and pieces[place + 2] == "{":
                    return None
            elif token in ("_", "^"):
                text = text.lstrip()
                if text == "" and pieces[place + 2][0] in "{\\":
                    return None
                shown = token
            elif is_braced(token):
                known = self._braced_in_formula(token)
                shown = known.shown
                met_undefined |= known.met_undefined
            else:
                return None
            if shown:
                out.append(shown)
            if text:
                out.append(text)
        return Formula("".join(out).strip(" \t\n"), met_undefined) if pieces[-2] == "$" else None

    def braced(self, token: str, *, math: bool) -> Formula:
        """What shows of a script or macro with its group, in a formula or in text. Raises UnreadableError."""
        return (self._braced_in_formula if math else self._braced)(token)

    def _read_braced(self, token: str, *, math: bool) -> Formula:
        sign, _, group = token.partition("{")
        reader = Reader(cut(f"{{{group}"), self, math=math)
        if sign in ("_", "^"):
            return Formula(show_script(sign, reader.argument(), braced=True), reader.met_undefined)
        return Formula(self.macros[sign[1:]](reader, sign[1:], ""), reader.met_undefined)
