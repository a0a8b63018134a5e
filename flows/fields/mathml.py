"""MathML in running text, as Crossref and publishers leave it in titles and abstracts, as the text that it shows."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from flows.fields.latex_marks import factor, fraction, resolve, script

# JATS gives a formula twice, for who reads TeX and for who reads MathML; the TeX may be a whole document.
_SAME_IN_TEX: Final = re.compile(
    r"<((?:jats:)?tex-math)\b[^<>]*>(?:(?!</?(?:jats:)?tex-math\b).)*</\1\s*>(?=\s*<(?:mml:)?math\b)",
    re.IGNORECASE | re.DOTALL,
)
_FORMULA: Final = re.compile(r"<((?:[a-z]+:)?math)\b[^<>]*>(?:(?!<\1\b).)*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG: Final = re.compile(r"<(?P<end>/?)(?:[a-z]+:)?(?P<name>[a-z][a-z-]*)[^<>]*?(?P<empty>/?)>", re.IGNORECASE)
# Of a formula that was cut off, or stands without its frame.
_LOOSE: Final = re.compile(r"</?mml:[a-z][a-z-]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
# They are said, not shown: multiplication and application.
_UNSEEN: Final = str.maketrans("", "", "\u2061\u2062\u2063\u2064")
_ACCENTS: Final = {
    **dict.fromkeys("¯‾―ˉ", "\u0304"),
    **dict.fromkeys("^ˆ", "\u0302"),
    **dict.fromkeys("~˜∼", "\u0303"),
    **dict.fromkeys("→⃗", "\u20d7"),
    "˙": "\u0307",
}
_NOT_SHOWN: Final = frozenset({"annotation", "annotation-xml", "none", "mprescripts", "mphantom"})


def with_shown_formulas(text: str) -> str:
    """`text` with every formula in MathML as what it shows, in the forms of `latex`: `H_2`, `x^(n+1)`, `a/b`."""
    text = _FORMULA.sub(lambda found: _read(found[0]), _SAME_IN_TEX.sub("", text))
    return _LOOSE.sub("", text) if "mml:" in text else text


def _read(formula: str) -> str:
    """What a formula shows; where its tags do not match, their text."""
    parents: list[tuple[str, list[str]]] = []
    name, parts = "math", list[str]()
    at = 0
    for tag in _TAG.finditer(formula):
        said = formula[at : tag.start()].strip()
        at = tag.end()
        if said:
            parts.append(said)
        if tag["empty"] or not tag["end"]:
            parents.append((name, parts))
            name, parts = tag["name"].lower(), []
        if (tag["empty"] or tag["end"]) and parents:
            shown = _shown(name, parts)
            name, parts = parents.pop()
            parts.append(shown)
    return resolve("".join(parts)).translate(_UNSEEN)


def _shown(name: str, parts: Sequence[str]) -> str:
    """What an element shows of what its parts show."""
    if name == "mspace":
        return " "
    if name in _NOT_SHOWN:
        return ""
    if name == "msqrt":
        return f"√{factor(''.join(parts))}"
    if name == "mfenced":
        return f"({', '.join(parts)})"
    build = _BUILT.get((name, len(parts)))
    return "".join(parts) if build is None else build(*parts)


def _above(base: str, above: str) -> str:
    if above in _ACCENTS:
        return base + _ACCENTS[above]
    return f"{base}{script('^', above)}" if above.strip() else base


def _below(base: str, below: str) -> str:
    return f"{base}{script('_', below)}" if below.strip() else base


def _both(base: str, below: str, above: str) -> str:
    return _above(_below(base, below), above)


_BUILT: Final[dict[tuple[str, int], Callable[..., str]]] = {
    **dict.fromkeys((("msub", 2), ("munder", 2)), _below),
    **dict.fromkeys((("msup", 2), ("mover", 2)), _above),
    **dict.fromkeys((("msubsup", 3), ("munderover", 3)), _both),
    ("mfrac", 2): fraction,
    ("mroot", 2): lambda under, index: f"[{index}]√{factor(under)}",
}
"""Elements that show more than their parts, by how many these are."""
