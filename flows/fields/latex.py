r"""LaTeX as readable text."""

import re
from typing import Final

from flows.fields import latex_letters, latex_macros
from flows.fields.dollars import is_money, mark_money
from flows.fields.latex_grammar import Formula, Grammar
from flows.fields.latex_marks import CLOSE, DOLLAR, MARKS, OPEN, resolve
from flows.fields.latex_reader import Handler, Reader, UnreadableError, looks_like_words
from flows.fields.latex_structures import STRUCTURES
from flows.fields.latex_tokens import cut
from flows.fields.text import CleanText, collapse, settle

_SIGNS: Final = ("\\", "{", "}", "_", "^", "~", "&")
_NEVER_ALONE: Final = ("$$", r"\begin", r"\end", r"\verb")

_SET: Final = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*){CLOSE}")

_WORD: Final = re.compile("[!-~]+")
"""What needs no more than to be shown."""

_HANDLERS: Final[dict[str, Handler]] = {
    **dict.fromkeys(latex_macros.SYMBOLS, latex_letters.symbol),
    **dict.fromkeys(("left", "right"), latex_letters.delimiter),
    **dict.fromkeys(latex_macros.TEXT_SYMBOLS, latex_letters.text_symbol),
    **dict.fromkeys(latex_macros.TEXT_ACCENTS, latex_letters.accent),
    **dict.fromkeys(latex_macros.MATH_ACCENTS, latex_letters.over_all),
    **dict.fromkeys(latex_macros.ALPHABETS, latex_letters.letters),
    **dict.fromkeys(latex_macros.DECLARATIONS, latex_letters.declaration),
    **dict.fromkeys(latex_macros.CONTENT, latex_letters.content),
    **dict.fromkeys(latex_macros.PROSE, latex_letters.prose),
    "not": latex_letters.negated,
    **STRUCTURES,
}

_SYMBOLS: Final = {
    f"\\{name}": shown for name, shown in latex_macros.SYMBOLS.items() if _HANDLERS[name] is latex_letters.symbol
}

_GRAMMAR: Final = Grammar(_HANDLERS, latex_letters.undefined, _SYMBOLS)


def read_latex(text: str) -> CleanText:
    r"""`text` as a reader of the typeset page would see it, on one line.

    Only text with a backslash, a dollar sign or a brace is looked at. An undefined macro stays as it is
    (`undefined_macro`); text with broken markup stays as it is as a whole (`latex_unreadable`). `%`, `&`, `#`, `--`
    and quotes are never markup here: a comment or a table in a title is rarer than a percentage. Reading what was
    read changes nothing.
    """
    if not has_markup(text):
        return CleanText(text or None)
    return settle(read_once, text)


def has_markup(text: str) -> bool:
    """Whether `text` holds a sign without which there is nothing to read."""
    return "\\" in text or "$" in text or "{" in text or "}" in text


def read_once(text: str) -> CleanText:
    """One round of `read_latex`, for who repeats it with other steps between."""
    if not has_markup(text):
        return CleanText(collapse(text))
    source = text
    if not text.isascii():
        for mark in MARKS:
            source = source.replace(mark, "")
    marked = mark_money(source)
    read = _read_formulas(marked)
    if read is None:
        reader = Reader(cut(marked), _GRAMMAR)
        try:
            read = Formula(reader.read(), reader.met_undefined)
        except (UnreadableError, RecursionError):
            return CleanText(source or None, frozenset({"latex_unreadable"}))
    flags = frozenset({"undefined_macro"}) if read.met_undefined else frozenset()
    return CleanText(collapse(_show_signs(resolve(read.shown))), flags)


def is_known_macro(name: str) -> bool:
    """Whether the macro of this name, without its backslash, is no undefined one."""
    return name in _HANDLERS


def read_stretch(source: str) -> Formula | None:
    r"""What shows of a stretch of text by itself, as `read_once`; None where it takes the whole text to tell.

    Before and behind it stands a blank or nothing, within no braces and no formula. No macro stands right before the
    blank behind it, since that one may look for an argument there; no backslash stands before another or a dollar sign.
    """
    # Most are one formula.
    is_formula = source[0] == "$" and source.find("$", 1) == len(source) - 1
    read = _read_formula(source[1:-1]) if is_formula else _read_stretch(source)
    if read is None:
        return None
    if _WORD.fullmatch(read.shown):
        return read
    shown = read.shown if read.shown.isascii() else _close_sets(resolve(read.shown))
    clean = " ".join(shown.split())
    # Braces and dollar signs may have their partners elsewhere; white space at an end meets the blank beside it.
    if clean == "" or clean[0] != shown[0] or clean[-1] != shown[-1]:
        return None
    if not clean.isascii() and any(map(clean.__contains__, (OPEN, CLOSE, DOLLAR))):
        return None
    return Formula(clean, read.met_undefined)


def _read_formula(formula: str) -> Formula | None:
    is_sound = formula != "" and not is_money(formula, "", is_last=False)
    return _GRAMMAR.formula(formula) if is_sound else None


def _read_stretch(source: str) -> Formula | None:
    if any(map(source.__contains__, _NEVER_ALONE)) or source.count("[") != source.count("]"):
        return None
    if "$" in source and mark_money(source) != source:
        return None
    read = _read_formulas(source) if "$" in source else None
    if read is not None:
        return read
    reader = Reader(cut(source), _GRAMMAR)
    try:
        return Formula(reader.read(), reader.met_undefined)
    except (UnreadableError, RecursionError):
        return None


def _read_formulas(text: str) -> Formula | None:
    """What shows of a text with no markup but in its formulas, or None where it has other: most have none."""
    if "\\$" in text:
        return None
    pieces = text.split("$")
    if len(pieces) % 2 == 0 or any(map("".join(pieces[::2]).__contains__, _SIGNS)):
        return None
    met_undefined = False
    for place in range(1, len(pieces), 2):
        found = _GRAMMAR.formula(pieces[place]) if pieces[place] else None
        if found is None:
            return None
        pieces[place] = found.shown
        met_undefined |= found.met_undefined
    return Formula("".join(pieces), met_undefined)


def _show_signs(shown: str) -> str:
    """`shown` with its marked braces and dollar signs as such, escaped where they would be read as markup again."""
    shown = _close_sets(shown).replace(OPEN, r"\{").replace(CLOSE, r"\}")
    if DOLLAR not in shown:
        return shown
    signs = shown.replace(DOLLAR, "$")
    return signs if "$" not in mark_money(signs) else shown.replace(DOLLAR, r"\$")


def _close_sets(shown: str) -> str:
    """`shown` with the marked braces that are partners as such."""
    while OPEN in shown and (closed := _SET.sub(_braces, shown)) != shown:
        shown = closed
    return shown


def _braces(match: re.Match[str]) -> str:
    """A set in braces, with blanks inside where it might pass for words whose braces only protect capitals."""
    return f"{{ {match[1].strip()} }}" if looks_like_words(match[1]) else f"{{{match[1]}}}"
