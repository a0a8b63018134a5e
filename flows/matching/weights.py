"""What each piece of evidence is worth, in one place; `verdicts` adds them up.

A weight is a natural logarithm: how much likelier that level is between records of one paper than between records of
two, rounded to halves. Set from the pairs of two snapshots of arXiv metadata a year apart (87,000 pairs of one paper,
86,000 pairs of two papers by the same authors) and then lowered where a listing tells less than those snapshots do: in
them a date is that of the first version and all authors are named.
"""

from typing import Final, NamedTuple


class Level(NamedTuple):
    """What one comparison can come out as: its weight and, where it can decide a verdict, the name of that rule."""

    weight: float
    rule: str


SAME_FROM: Final = 5.5
"""Weights that add up to this or more: the same paper. An equal title of average length needs authors or the year
beside it; an equal abstract, or a long title, needs nothing but the absence of a contradiction."""

UNSURE_FROM: Final = 0.0
"""Weights that add up to less: different papers, since more speaks against one paper than for it."""

PRIOR: Final = -3.5
"""Turns a sum of weights into a score: of candidate pairs without any evidence about one in thirty is one paper."""

LEVELS: Final[dict[str, dict[str, Level]]] = {
    "ids": {
        # One arXiv id is one paper; a shared DOI may be that of a volume or an issue, and needs one thing more.
        "same_arxiv_id": Level(10.0, "same_id"),
        "same_doi": Level(6.0, "same_id"),
    },
    "titles": {
        # Of 100,000 papers 50 share a title of 40 letters or more with another, mostly by the same authors.
        "equal_long": Level(6.0, "same_title"),
        "equal": Level(4.0, "same_title"),
        "equal_weak": Level(1.5, "same_title"),
        "equal_generic": Level(-1.0, "generic_title"),
        "near": Level(2.0, "similar_title"),
        "begins": Level(1.0, "similar_title"),
        # Retitled versions lie here, and so do sister papers: the abstracts must decide.
        "alike": Level(-3.0, "other_title"),
        "differ": Level(-6.0, "other_title"),
    },
    "people": {
        "agree": Level(2.5, "same_authors"),
        "partly": Level(0.5, "same_authors"),
        # As good as a veto: only a text that is the same from title to abstract leaves a doubt, about the names.
        "conflict": Level(-14.0, "other_authors"),
    },
    "abstracts": {
        "equal": Level(9.0, "same_abstract"),
        "near": Level(7.0, "same_abstract"),
        "holds": Level(6.0, "same_abstract"),
        "close": Level(3.0, "similar_abstract"),
        # Between sister papers of the same authors as often as between versions of one.
        "related": Level(0.5, "similar_abstract"),
        # Two unrelated English texts are 0.39 alike, 0.45 at most: one version in 500 of a paper is rewritten so far.
        "differ": Level(-5.0, "other_abstract"),
    },
    "dates": {
        "same_day": Level(4.0, "same_date"),
        "close": Level(1.5, "same_date"),
        "year": Level(0.5, "same_date"),
        # A conference paper and its journal version, or a preprint and what became of it.
        "apart": Level(-1.0, "other_date"),
        "far": Level(-4.0, "other_date"),
    },
}
