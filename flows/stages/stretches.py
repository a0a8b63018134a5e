r"""Stretches of text with LaTeX, as `markup` cuts them out: what shows of each, and whether that is the end of it."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from flows.fields.latex import has_markup, is_known_macro, read_stretch
from flows.fields.latex_macros import SYMBOLS
from flows.stages.characters import are_plain

KNOWN_STRETCHES: Final = 2**17
"""How many stretches of text with markup are remembered."""

# Signs of mathematics, each by itself: of several side by side it takes more to tell that nothing is wrong with them.
_LONE: Final = "".join(
    sorted({sign for sign in SYMBOLS.values() if len(sign) == 1 and not sign.isascii() and are_plain(sign)})
)
_PLAIN: Final = re.compile(rf"(?:[ -#%'-\[\]-z|~]|[{_LONE}](?![^\x00-\x7f]))*")
# With the full stop or semicolon that may stand behind the stretch.
_MAY_BE_ENTITY: Final = re.compile(r"&#?[0-9A-Za-z]{0,24}(?:;|\Z)")
_LAST_MACRO: Final = re.compile(r"\\([A-Za-z]+|.)\Z", re.DOTALL)
_READ_WITH_MORE: Final = (r"\\", r"\$")


class Shown(NamedTuple):
    """What shows of a stretch, where reading that changes nothing, and whether it holds an undefined macro.

    Not `is_plain` where it takes the text around to tell that its characters are sound.
    """

    text: bytes
    met_undefined: bool
    is_plain: bool


@lru_cache(maxsize=KNOWN_STRETCHES)
def show_stretch(source: bytes) -> Shown | None:
    """A stretch as `latex.read_stretch` reads it; None where it takes the whole text to tell, or another reading."""
    read = read_stretch(source.decode())
    if read is None:
        return None
    shown = read.shown
    if _PLAIN.fullmatch(shown):
        return Shown(shown.encode(), read.met_undefined, is_plain=True)
    again = _stays(shown) if has_markup(shown) else False
    if again is None:
        return None
    is_plain = are_plain(shown) and not ("&" in shown and _MAY_BE_ENTITY.search(shown))
    return Shown(shown.encode(), read.met_undefined or again, is_plain)


def _stays(shown: str) -> bool | None:
    """Whether what is left of the markup in it holds an undefined macro; None where reading it may change something."""
    last = _LAST_MACRO.search(shown)
    if any(map(shown.__contains__, _READ_WITH_MORE)) or (last is not None and is_known_macro(last[1])):
        return None
    again = read_stretch(shown)
    return again.met_undefined if again is not None and again.shown == shown else None
