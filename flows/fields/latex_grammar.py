"""What LaTeX macros show, and what formulas made of them do: most formulas recur, and hang on nothing else."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from flows.fields.latex_reader import Handler, Reader, UnreadableError

KNOWN_FORMULAS: Final = 2**17
"""How many formulas are remembered: some ten megabytes."""
_MORE_THAN_CHARACTERS: Final = ("\\", "{", "}", "~", "&", "$", "_ ", "^ ", "_\t", "^\t", "_\n", "^\n")
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

    def _read(self, source: str) -> Formula | None:
        """The formula between two dollar signs, or None where the second one does not end it."""
        if not any(map(source.__contains__, _MORE_THAN_CHARACTERS)):
            return Formula(source.strip(" \t\n"), met_undefined=False)
        reader = Reader(f"{source}$", self)
        reader.math = True
        try:
            shown = reader.read("$").strip(" \t\n")
        except (UnreadableError, RecursionError):
            return None
        is_whole = reader.at == len(reader.pieces) - 1 and not reader.environments
        return Formula(shown, reader.met_undefined) if is_whole else None
