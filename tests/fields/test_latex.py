r"""What LaTeX reads as. Each table is one kind of markup, as it stands in titles and abstracts."""

import pytest

from flows.fields.latex import read_latex
from flows.fields.text import CleanText

SYMBOLS = [
    (r"u-$\mu$P", "u-μP"),
    (r"image$\leftrightarrow$text", "image↔text"),
    (r"25$\times$ fewer", "25× fewer"),
    (r"$\Psi$PO and Llama$2$'s", "ΨPO and Llama2's"),
    (r"$\Delta G$, $\alpha \in A$", "ΔG, α ∈ A"),
    (r"$a\to b$ and $a \to b$", "a→b and a → b"),
    (r"$n\log n$, $\log\log n$, $\max\{a,b\}$", "n log n, log log n, max{a,b}"),
    (r"$\left( x \right)$, $\left. f \right|_0$", "( x ), f |_0"),
    (r"at $150\,$GeV, $\sim$5", "at 150 GeV, ∼5"),
    (r"$\not\subset$, $\not=$, $\not\in$", "⊄, ≠, ∉"),
    (r"$G\backslash X$", "G∖X"),
    (r"$\ell_2$, $\|x\|$", "ℓ_2, ‖x‖"),
    (r"$\unicode{x2014}$", "—"),
]

ALPHABETS = [
    (r"${f: \mathbb{R}^n \to \mathbb{R}^m }$, i.e.", "f: ℝ^n → ℝ^m, i.e."),
    (r"$\mathbb R$, $\mathcal{O}(n)$, $\mathfrak{sl}_2$", "ℝ, 𝒪(n), 𝔰𝔩_2"),
    (r"${\cal N}=4$ and ${\Bbb Z}$", "𝒩=4 and ℤ"),
    (r"$\mathbf{x}$, $\boldsymbol{\theta}$, $\mathrm{KL}$", "x, θ, KL"),
]

SCRIPTS_AND_FRACTIONS = [
    (r"$2\times2$ and $M_{2}(\mathbb{C})$", "2×2 and M_2(ℂ)"),
    ("$10^{-3}$, 10^{14}, $x^2$", "10^-3, 10^14, x^2"),
    (r"ReST$^{EM}$, CO$_2$, C$_{60}$H$_{18}$", "ReST^EM, CO_2, C_60H_18"),
    (r"$x^{n+1}$, $D_{\mathrm{KL}}$, $h_{ij}k$", "x^(n+1), D_KL, h_ij k"),
    (r"$30^\circ$, $f^{\prime}$", "30°, f'"),
    (r"$O(\frac{\sqrt{d}}{\sqrt{K}})$", "O(√d/√K)"),
    (r"$\frac{a+b}{2c}$, $2\frac{1}{3}$, $\frac12 x$", "(a+b)/(2c), 2(1/3), 1/2 x"),
    (r"${a+1 \over b}$, ${n \choose k}$, $\binom{n}{k}$", "(a+1)/b, (n choose k), (n choose k)"),
    (r"$\sqrt[3]{n}$, $n \sqrt{n}$, $\sqrt{2}\pi$", "∛n, n √n, √2 π"),
    (r"$\sum_{i=1}^{n} x_i$", "∑_(i=1)^n x_i"),
    (r"$\overset{def}{=}$, $\underset{x}{\min}$", "=^def, min_x"),
    (r"$S($True$) + D_{\mathrm{KL}}($True$||$Model$)$", "S(True) + D_KL(True||Model)"),
]

ACCENTS = [
    (r"Poincar\'e, Schr\"{o}dinger, G\"odel", "Poincaré, Schrödinger, Gödel"),
    (r"Erd\H os, Erd\H{o}s, \v{C}ech, Fran\c cois", "Erdős, Erdős, Čech, François"),
    (r"na\"{\i}ve, J\o rgensen, \O stergaard, \L{}ukasz", "naïve, Jørgensen, Østergaard, Łukasz"),
    (r"$\hat{x}$, $\bar\partial$, $\overline{AB}$", "x̂, ∂̄, A̅B̅"),
    (r"Pe\~na", "Peña"),
    (r"stra\ss e", "straße"),
]

TYPE_AND_STRUCTURE = [
    (r"x\textsuperscript{2}, CO\textsubscript{2}, $a\sp b$", "x^2, CO_2, a^b"),
    (r"$\operatorname{Hom}(A)$, $2\operatorname{rk} A$", "Hom(A), 2 rk A"),
    (r"$a \equiv b \pmod{n}$", "a ≡ b (mod n)"),
    (r"$\ket{0}$, $\bra{\psi}$, $\braket{a|b}$, $\braket{a}{b}$", "|0⟩, ⟨ψ|, ⟨a|b⟩, ⟨a|b⟩"),
    (r"$A \xrightarrow{f} B$", "A →^f B"),
    (r"\textcolor{red}{warm} \texorpdfstring{$\alpha$}{alpha} \enquote{said}", "warm alpha “said”"),
    (r"\label{a}hidden\vspace*{1em}", "hidden"),
    (r"$\begin{array}{cc} 1 & 2 \end{array}$", "[ 1 2 ]"),
    (r"$n^{\rm th}$, 5$^{\circ}$C, $x^ {n}$", "n^th, 5°C, x^n"),
    (r"$a_{}$b, \emph{}c", "ab, c"),
    (r"\textsc{Hiformer} (Trans\textbf{former})", "Hiformer (Transformer)"),
    (r"as {\em definition}, {\it dialectic}", "as definition, dialectic"),
    (r"$x$ \text{ if $y > 0$}", "x if y > 0"),
    (r"up to +2.66\%, R\&D, \#1, a\_b", "up to +2.66%, R&D, #1, a_b"),
    (r"decay with\,increased\ complexity", "decay with increased complexity"),
    (r"as in \cite{Wi95}, \citep[see][p.~5]{Ab20}; Theorem~\ref{main}", "as in [Wi95], [Ab20]; Theorem [main]"),
    (r"a claim\footnote{proved later}", "a claim [proved later]"),
    (r"$\begin{pmatrix} a & b \\ c & d \end{pmatrix}$", "[ a b ; c d ]"),
    (r"\begin{itemize} \item one \item two \end{itemize}", "• one • two"),
    (r"\verb|f{a_b}|", "f{a_b}"),
    (r"$k$ models~(LMs), Fig.~3, 10~keV, ~90\%, 3~5", "k models (LMs), Fig. 3, 10 keV, ~90%, 3~5"),
]

ADDRESSES = [
    (r"Code: \url{https://github.com/a/SplineLLM}.", "Code: https://github.com/a/SplineLLM."),
    (r"\url{https://x.org/a\_b/~c?d=1\&e=50\%25}", "https://x.org/a_b/~c?d=1&e=50%25"),
    (r"\url{https://x.org/$\sim$c} and \url{https://x.org/\~{}d}", "https://x.org/~c and https://x.org/~d"),
    (r"at $\texttt{https://github.com/mpagli/ACVI}$.", "at https://github.com/mpagli/ACVI."),
    (r"\href{https://x.org/a}{here}", "here (https://x.org/a)"),
    (r"\href{https://x.org/a}{x.org/a}", "https://x.org/a"),
    (r"$\alpha$ at https://x.org/~a_b\_c?c=1&d=50%25", "α at https://x.org/~a_b_c?c=1&d=50%25"),
]

BRACES = [
    ("{Sora}'s performance, {BERT}: {P}re-training", "Sora's performance, BERT: Pre-training"),
    ("over {0,1}, {x_i} and {111} planes", "over {0,1}, {x_i} and {111} planes"),
    (r"$\{0,1\}^n$ and $\{x_i\}$", "{0,1}^n and {x_i}"),
    (r"the set $\{X\}$", "the set { X }"),
    (r"Sora{}'s, an empty {} and {{Sora}}", "Sora's, an empty {} and Sora"),
    (r"$\left\{ x \right.$", r"\{ x"),
]

MONEY = [
    "$5 and $10 million",
    "between $5-$10, or $0.42/page",
    "costs ~$20.",
    "$1.33M (vs. $0.70M)",
    "US$64 million; $18/hour versus $60/hour",
]

MONEY_BESIDE_MATHEMATICS = [
    ("a budget of $285. For $n$ items", "a budget of $285. For n items"),
    (r"average \$104.28 USD, \$48-\$74", "average $104.28 USD, $48-$74"),
    ("$5$ and $10$ million", "5 and 10 million"),
    ("$1K$ to $16K$ tokens", "1K to 16K tokens"),
    ("from $420 $ nm to $1-$skeletons and $ 3 \\%$", "from 420 nm to 1-skeletons and 3 %"),
    (r"the \$-game of \$-traders and \$-buyers", r"the \$-game of \$-traders and \$-buyers"),
    ("$$ x^2 $$ is displayed", "x^2 is displayed"),
]

TABLES = [
    *SYMBOLS,
    *ALPHABETS,
    *SCRIPTS_AND_FRACTIONS,
    *ACCENTS,
    *TYPE_AND_STRUCTURE,
    *ADDRESSES,
    *BRACES,
    *MONEY_BESIDE_MATHEMATICS,
]


@pytest.mark.parametrize(("latex", "text"), TABLES)
def test_markup_reads_as_text(latex: str, text: str) -> None:
    assert read_latex(latex).text == text
    assert read_latex(latex).flags == frozenset()


@pytest.mark.parametrize(("latex", "_text"), TABLES)
def test_what_was_read_stays(latex: str, _text: str) -> None:
    once = read_latex(latex).text
    assert once is not None
    assert read_latex(once).text == once


@pytest.mark.parametrize(
    "text",
    [
        *MONEY,
        "see https://x.org/~a_b?c=1&d=50%25",
        "snake_case, x^2, ~90%, #1, a -- b, --flag, ``quoted'', R&D",
        'JSON such as {"a": 1, "b": {}}',
        "",
    ],
)
def test_prose_stays_byte_for_byte(text: str) -> None:
    assert (read_latex(text).text or "") == text
    assert read_latex(text).flags == frozenset()


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"over \nummodels language models", r"over \nummodels language models"),
        (r"\chinchilla, \gopher{} and \foo{bar} at 4$\times$", r"\chinchilla, \gopher{} and \foo{bar} at 4×"),
        (r"$\foo$bar and $x_\foo$", r"\foo{}bar and x_\foo"),
        (r"$\R^n$", r"\R^n"),
        (r"$\H^1$ is no umlaut", r"$\H$^1 is no umlaut"),
        (r"(\aka, score)", r"(\aka, score)"),
        (r"he said \"no\"", r"he said \"no\""),
        (r"\begin{foo} x \end{foo}", r"\begin{foo} x \end{foo}"),
        (r"R. M\ériot", r"R. M\ériot"),
        (r"left \over right, \verbose", r"left \over right, \verbose"),
        (r"\href of \url, \cite and \label", r"\href of \url, \cite and \label"),
        (r"\unicode{zz} \unicode x \begin x \end x \end{align} \verb", None),
    ],
)
def test_undefined_macros_stay_and_are_flagged(latex: str, text: str | None) -> None:
    read = read_latex(latex)
    assert read.text == (latex if text is None else text)
    assert read.flags == {"undefined_macro"}
    assert read_latex(read.text or "").text == read.text


@pytest.mark.parametrize(
    "latex",
    [
        r"an open {brace and \alpha",
        r"a closed} brace and \alpha",
        r"one $x and no second",
        r"$a {b$ c}",
        r"${a $b$ c}$",
        r"ends in \frac{1}",
        r"$$ x $",
        "\\textbf" * 3000 + "{x}",
    ],
)
def test_broken_markup_stays_as_a_whole_and_is_flagged(latex: str) -> None:
    assert read_latex(latex) == CleanText(latex, frozenset({"latex_unreadable"}))


def test_the_day_of_reading_is_not_invented() -> None:
    assert read_latex(r"on \today").text == r"on \today"


def test_only_markup_leaves_nothing() -> None:
    assert read_latex("${}$").text is None
