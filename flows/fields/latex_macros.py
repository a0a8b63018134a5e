r"""The LaTeX macros that `latex_render` knows, and what each becomes.

Symbols come from the database of pylatexenc; the rest is how this project reads them. The other tables hold what that
database leaves out or renders for a terminal: standard LaTeX, AMS and plain TeX macros. A macro in none of the tables
is undefined.
"""

from typing import Final

from pylatexenc.latex2text import get_default_latex_context_db
from pylatexenc.latexwalker import get_default_latex_context_db as get_default_arguments_db

from flows.fields.latex_marks import BLANK, CLOSE, DOLLAR, OPEN, WORD_END

BACKSLASH_SIGN: Final = "∖"
r"""What a backslash that is meant to be seen becomes; a real one would make a macro of the word behind it."""


def _words(text: str, value: str = "") -> dict[str, str]:
    return dict.fromkeys(text.split(), value)


def _symbols() -> dict[str, str]:
    """Macros without arguments and their characters, from pylatexenc."""
    texts, arguments = get_default_latex_context_db(), get_default_arguments_db()
    found: dict[str, str] = {}
    for category in texts.categories():
        for name, spec in texts.d[category]["macros"].items():
            parser = getattr(arguments.get_macro_spec(name), "args_parser", None)
            if (
                isinstance(spec.simplify_repl, str)
                and "%" not in spec.simplify_repl
                and not getattr(parser, "argspec", "")
            ):
                found.setdefault(name, spec.simplify_repl)
    # The day on which the text is read is no part of it.
    del found["today"]
    return found


NAMES: Final = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min "
    "mod bmod Pr sec sin sinh sup tan tanh injlim projlim varinjlim varprojlim Re Im".split()
)
"""Operators that are written as words."""

SYMBOLS: Final[dict[str, str]] = {
    **_symbols(),
    **{name: f"{WORD_END}{name.removeprefix('var')}{WORD_END}" for name in NAMES},
    "bmod": f"{WORD_END}mod{WORD_END}",
    **_words("{ lbrace", OPEN),
    **_words("} rbrace", CLOSE),
    **_words("$ textdollar", DOLLAR),
    **_words("backslash textbackslash", BACKSLASH_SIGN),
    **_words("slash", "/"),
    **_words(
        "quad qquad enspace enskip thinspace space nobreakspace par newline linebreak break cr tabularnewline", " "
    ),
    **_words("smallskip medskip bigskip hfill noindent , ; : >", " "),
    **{char: " " for char in " \n\t"},
    **_words("! - / allowbreak nobreakdash displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits"),
    **_words("nonumber notag protect relax left right middle big Big bigg Bigg bigl bigr bigm Bigl Bigr Bigm biggl"),
    **_words("biggr Biggl Biggr centering strut mathstrut null ( ) [ ]"),
    **_words("textless lt", "<") | _words("textgreater gt", ">") | _words("lbrack", "[") | _words("rbrack", "]"),
    **_words("| Vert", "‖") | _words("colon", ":") | _words("%", "%") | _words("lq", "‘") | _words("rq", "’"),
    **_words("ne", "≠") | _words("neg lnot", "¬") | _words("lor", "∨") | _words("land", "∧") | _words("models", "⊨"),
    **_words("bot", "⊥") | _words("top", "⊤") | _words("Box", "□") | _words("Diamond", "◇") | _words("triangle", "△"),
    **_words("implies", "⟹") | _words("iff", "⟺") | _words("leadsto", "⇝") | _words("degree", "°"),
    **_words("lhd", "⊲") | _words("rhd", "⊳") | _words("unlhd", "⊴") | _words("unrhd", "⊵") | _words("surd", "√"),
    **_words("thicksim", "∼") | _words("bigstar", "★") | _words("clubsuit", "♣") | _words("diamondsuit", "♢"),
    **_words("imath", "ı") | _words("jmath", "ȷ") | _words("Bbbk", "𝕜") | _words("varTheta", "Θ"),
    **_words("circledR", "®") | _words("copyright", "©") | _words("pounds", "£") | _words("item", "•"),
    **_words("TeX", "TeX") | _words("LaTeX", "LaTeX") | _words("LaTeXe", "LaTeX2e") | _words("dbar", "đ"),
    **_words("S", "§") | _words("P", "¶"),
}

TEXT_SYMBOLS: Final = frozenset("S P O L o l i j ss".split())
"""Symbols of text; in mathematics the same names are authors' own macros."""

GLUED_LETTERS: Final = frozenset("o O l L ss ae oe AE OE i j aa".split())
"""Letters inside words: the blank behind the macro only ends its name."""

PREFIXES: Final = frozenset("∂∇∀∃¬√□△")
"""Signs that belong to what follows."""

DECLARATIONS: Final = frozenset(
    "rm it em bf sl sf tt sc bold itshape bfseries scshape ttfamily sffamily rmfamily upshape mdseries normalfont tiny "
    "scriptsize footnotesize small normalsize large Large LARGE huge Huge boldmath unboldmath".split()
)
"""Changes of type that hold until their group ends; nothing of them shows."""

PROSE: Final = frozenset(
    "text textbf textit textrm textsc textsf textsl texttt textmd textup textnormal emph uline mbox hbox fbox title "
    "author date section subsection subsubsection paragraph caption".split()
)
"""Macros whose argument is text and shows as it is."""

CONTENT: Final = frozenset(
    "mathrm mathbf mathit mathsf mathtt mathnormal boldsymbol bm pmb roman mathop mathrel mathbin mathord mathopen "
    "mathclose mathpunct mathinner ensuremath smash substack underline overbrace underbrace overrightarrow "
    "overleftarrow ce".split()
)
"""Other macros whose argument shows as it is."""

ALPHABETS: Final = frozenset("o O l L ss ae oe AE OE i j aa".split())
"""Letters inside words: the blank behind the macro only ends its name."""

PREFIXES: Final = frozenset("∂∇∀∃¬√□△")
"""Signs that belong to what follows."""

DECLARATIONS: Final = frozenset(
    "rm it em bf sl sf tt sc bold itshape bfseries scshape ttfamily sffamily rmfamily upshape mdseries normalfont tiny "
    "scriptsize footnotesize small normalsize large Large LARGE huge Huge boldmath unboldmath".split()
)
"""Changes of type that hold until their group ends; nothing of them shows."""

CONTENT: Final = frozenset(
    "text textbf textit textrm textsc textsf textsl texttt textmd textup textnormal emph underline uline mbox hbox fbox "
    "mathrm mathbf mathit mathsf mathtt mathnormal boldsymbol bm pmb bold roman mathop mathrel mathbin mathord mathopen "
    "mathclose mathpunct mathinner ensuremath smash substack title author date section subsection subsubsection "
    "paragraph caption overbrace underbrace overrightarrow overleftarrow ce".split()
)
"""Macros whose argument shows as it is."""

ALPHABETS: Final = {
    **_words("mathbb Bbb mathbbm mathds", "doublestruck"),
    **_words("mathcal mathscr cal Cal scr pazocal", "script"),
    **_words("mathfrak frak goth", "fraktur"),
}
"""Macros that put their argument into another alphabet, which in mathematics is another name."""

TEXT_ACCENTS: Final = {
    **{"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307"},
    **{"H": "\u030b", "b": "\u0331", "c": "\u0327", "d": "\u0323", "k": "\u0328", "r": "\u030a", "u": "\u0306"},
    **{"v": "\u030c", "t": "\u0361"},
}
"""Accents over (or under) the first letter of what follows."""

TEXT_ONLY: Final = frozenset([*TEXT_SYMBOLS, *(name for name in TEXT_ACCENTS if name.isalpha())])
"""Macros of text whose short names authors give to objects of their own in mathematics."""

MATH_ACCENTS: Final = {
    **{"hat": "\u0302", "check": "\u030c", "tilde": "\u0303", "acute": "\u0301", "grave": "\u0300", "dot": "\u0307"},
    **{"ddot": "\u0308", "breve": "\u0306", "bar": "\u0304", "vec": "\u20d7", "mathring": "\u030a"},
    **{"overline": "\u0305", "widehat": "\u0302", "widetilde": "\u0303"},
}
"""Accents of mathematics, over every letter or digit of their argument."""

DROPPED: Final = _words("label vspace hspace color phantom hphantom vphantom includegraphics thispagestyle")
"""Macros that show nothing, not even their argument."""

REFERENCES: Final = frozenset(
    "cite citet citep citealp citealt citeauthor citeyear citenum Citet Citep nocite parencite textcite autocite ref "
    "autoref cref Cref pageref eqref".split()
)
"""What a printed page shows as a number in brackets; the key stands for it."""

NOTES: Final = frozenset("footnote footnotetext thanks".split())

MATRICES: Final = frozenset("array matrix pmatrix bmatrix vmatrix Vmatrix smallmatrix tabular".split())

ENVIRONMENTS: Final = frozenset(
    "abstract center flushleft flushright quote quotation itemize enumerate description list figure table document "
    "equation equation* eqnarray eqnarray* align align* aligned alignat alignat* split gather gather* gathered multline "
    "multline* flalign flalign* cases displaymath math subequations theorem proposition lemma corollary definition "
    "conjecture remark proof".split()
)
