r"""The LaTeX macros that are known, sorted by what they do.

Symbols come from the database of pylatexenc. What stands here beside them are macros of LaTeX, the AMS and plain TeX
that the database leaves out, or renders for a terminal. A macro in none of these tables, nor in
`latex_structures.STRUCTURES`, is undefined.
"""

from typing import Final

from pylatexenc.latex2text import get_default_latex_context_db
from pylatexenc.latexwalker import get_default_latex_context_db as get_default_arguments_db

from flows.fields.latex_marks import BLANK, CLOSE, DOLLAR, OPEN, WORD_END


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _all_are(value: str, words: str) -> dict[str, str]:
    return dict.fromkeys(words.split(), value)


def _pairs(names_and_values: str) -> dict[str, str]:
    words = names_and_values.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _pylatexenc_symbols() -> dict[str, str]:
    """The macros without arguments of pylatexenc's database, and their characters."""
    texts, arguments = get_default_latex_context_db(), get_default_arguments_db()
    found: dict[str, str] = {}
    for category in texts.categories():
        for name, spec in texts.d[category]["macros"].items():
            parser = getattr(arguments.get_macro_spec(name), "args_parser", None)
            takes_none = not getattr(parser, "argspec", "")
            if takes_none and isinstance(spec.simplify_repl, str) and "%" not in spec.simplify_repl:
                found.setdefault(name, spec.simplify_repl)
    del found["today"]  # the day on which the text is read is no part of it
    return found


_NAMES: Final = _names(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max "
    "min mod Pr sec sin sinh sup tan tanh injlim projlim Re Im"
)
_NO_SIGN: Final = (
    "! - / allowbreak nobreakdash displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag "
    "protect relax left right middle big Big bigg Bigg bigl bigr bigm Bigl Bigr Bigm biggl biggr Biggl Biggr centering "
    "strut mathstrut null ( ) [ ]"
)
_BLANKS: Final = (
    ", ; : > quad qquad enspace enskip thinspace space nobreakspace par newline linebreak break cr tabularnewline "
    "smallskip medskip bigskip hfill noindent"
)

SYMBOLS: Final[dict[str, str]] = {
    **_pylatexenc_symbols(),
    **{name: f"{WORD_END}{name}{WORD_END}" for name in _NAMES},
    **{f"var{name}": f"{WORD_END}{name}{WORD_END}" for name in ("injlim", "projlim")},
    "bmod": f"{WORD_END}mod{WORD_END}",
    **_all_are("", _NO_SIGN),
    **_all_are(BLANK, _BLANKS),
    **dict.fromkeys(" \n\t", BLANK),
    **_all_are(OPEN, "{ lbrace"),
    **_all_are(CLOSE, "} rbrace"),
    **_all_are(DOLLAR, "$ textdollar"),
    # A real backslash would make a macro of the word behind it.
    **_all_are("∖", "backslash textbackslash"),
    **_all_are("¬", "neg lnot"),
    **_all_are("‖", "| Vert"),
    **_pairs(
        "slash / colon : % % textless < lt < textgreater > gt > lbrack [ rbrack ] lq ‘ rq ’ S § P ¶ ne ≠ lor ∨ land ∧ "
        "models ⊨ bot ⊥ top ⊤ Box □ Diamond ◇ triangle △ implies ⟹ iff ⟺ leadsto ⇝ degree ° lhd ⊲ rhd ⊳ unlhd ⊴ "
        "unrhd ⊵ surd √ thicksim ∼ bigstar ★ clubsuit ♣ diamondsuit ♢ imath ı jmath ȷ Bbbk 𝕜 varTheta Θ dbar đ "
        "circledR ® copyright © pounds £ item • TeX TeX LaTeX LaTeX LaTeXe LaTeX2e"
    ),
}
"""Macros without arguments and what they show."""

TEXT_SYMBOLS: Final = _names("S P O L o l i j ss")
"""Symbols of text; in mathematics the same names are authors' own macros."""

GLUED_LETTERS: Final = _names("o O l L ss ae oe AE OE i j aa")
"""Letters inside words: the blank behind the macro only ends its name."""

PREFIXES: Final = frozenset("∂∇∀∃¬√□△")
"""Signs that belong to what follows."""

DECLARATIONS: Final = _names(
    "rm it em bf sl sf tt sc bold itshape bfseries scshape ttfamily sffamily rmfamily upshape mdseries normalfont tiny "
    "scriptsize footnotesize small normalsize large Large LARGE huge Huge boldmath unboldmath"
)
"""Changes of type that hold until their group ends; nothing of them shows."""

PROSE: Final = _names(
    "text textbf textit textrm textsc textsf textsl texttt textmd textup textnormal emph uline mbox hbox fbox title "
    "author date section subsection subsubsection paragraph caption"
)
"""Macros whose argument is text and shows as it is."""

CONTENT: Final = _names(
    "mathrm mathbf mathit mathsf mathtt mathnormal boldsymbol bm pmb roman mathop mathrel mathbin mathord mathopen "
    "mathclose mathpunct mathinner ensuremath smash substack underline overbrace underbrace overrightarrow "
    "overleftarrow ce"
)
"""Other macros whose argument shows as it is."""

ALPHABETS: Final = {
    **_all_are("doublestruck", "mathbb Bbb mathbbm mathds"),
    **_all_are("script", "mathcal mathscr cal Cal scr pazocal"),
    **_all_are("fraktur", "mathfrak frak goth"),
}
"""Macros that put their argument into another alphabet, by pylatexenc's name of it: in mathematics another name."""

TEXT_ACCENTS: Final = _pairs(
    "' \u0301 ` \u0300 ^ \u0302 \" \u0308 ~ \u0303 = \u0304 . \u0307 H \u030b b \u0331 c \u0327 d \u0323 k \u0328 "
    "r \u030a u \u0306 v \u030c t \u0361"
)
"""Accents over (or under) the first letter of what follows."""

TEXT_ONLY: Final = TEXT_SYMBOLS | {name for name in TEXT_ACCENTS if name.isalpha()}
"""Macros of text whose short names authors give to objects of their own in mathematics."""

MATH_ACCENTS: Final = _pairs(
    "hat \u0302 check \u030c tilde \u0303 acute \u0301 grave \u0300 dot \u0307 ddot \u0308 breve \u0306 bar \u0304 "
    "vec \u20d7 mathring \u030a overline \u0305 widehat \u0302 widetilde \u0303"
)
"""Accents of mathematics, over every letter or digit of their argument."""

DROPPED: Final = _names("label vspace hspace color phantom hphantom vphantom includegraphics thispagestyle")
"""Macros that show nothing, not even their argument."""

REFERENCES: Final = _names(
    "cite citet citep citealp citealt citeauthor citeyear citenum Citet Citep nocite parencite textcite autocite ref "
    "autoref cref Cref pageref eqref"
)
"""What a printed page shows as a number in brackets; the key stands for it."""

NOTES: Final = _names("footnote footnotetext thanks")
"""Macros whose argument is printed elsewhere."""

MATRICES: Final = _names("array matrix pmatrix bmatrix vmatrix Vmatrix smallmatrix tabular")
"""Environments of rows and columns."""

ENVIRONMENTS: Final = MATRICES | _names(
    "abstract center flushleft flushright quote quotation itemize enumerate description list figure table document "
    "equation equation* eqnarray eqnarray* align align* aligned alignat alignat* split gather gather* gathered "
    "multline multline* flalign flalign* cases displaymath math subequations theorem proposition lemma corollary "
    "definition conjecture remark proof"
)
"""Environments whose content shows as it is."""
