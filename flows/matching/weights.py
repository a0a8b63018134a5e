"""What each piece of evidence is worth, in one place; `verdicts` adds them up.

A weight is a natural logarithm: how much likelier that level is between records of one paper than between records of
two that met as candidates. Measured on two snapshots of arXiv metadata a year apart (200,000 records; 113,000
candidate pairs, 87,000 of one paper; the figure is given as "arXiv 6.3") and then set with two things in mind: there
every date is that of the first version and every author is named, so that listings tell less; and levels go together
(sister papers share authors, words and a season), so that what only supports weighs less than it measures.
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
        # One arXiv id is one paper; a shared DOI may be that of a volume or an issue, whose titles then differ.
        "same_arxiv_id": Level(10.0, "same_id"),
        "same_doi": Level(6.0, "same_id"),
    },
    "titles": {
        "equal_long": Level(6.0, "same_title"),  # arXiv 6.3
        "equal": Level(4.0, "same_title"),  # arXiv 5.2, where 26 of 15,472 pairs were of two papers
        "equal_weak": Level(1.5, "same_title"),  # arXiv 1.0
        # Editorials: the same people under the same heading in every issue.
        "equal_generic": Level(-1.0, "generic_title"),
        # arXiv -2.0, where no listing has typos and what is left are sister papers.
        "near": Level(2.0, "similar_title"),
        "begins": Level(1.0, "similar_title"),
        # Retitled versions lie here, and so do sister papers: the abstracts must decide.
        "alike": Level(-4.0, "other_title"),  # arXiv -3.2
        "differ": Level(-6.0, "other_title"),  # arXiv -6.6
    },
    "people": {
        "agree": Level(2.5, "same_authors"),  # arXiv 2.2
        "partly": Level(0.5, "same_authors"),
        # As good as a veto: only a text that is the same from title to abstract leaves a doubt, about the names.
        "conflict": Level(-14.0, "other_authors"),
    },
    "abstracts": {
        "equal": Level(9.0, "same_abstract"),
        "near": Level(7.0, "same_abstract"),
        "holds": Level(6.0, "same_abstract"),
        "close": Level(2.5, "similar_abstract"),
        # Between sister papers of the same authors as often as between versions of one.
        "related": Level(0.5, "similar_abstract"),
        # One version in 500 of a paper is rewritten so far.
        "differ": Level(-5.0, "other_abstract"),  # arXiv -6.6
    },
    "dates": {
        "same_day": Level(4.0, "same_date"),  # arXiv 4.3
        "close": Level(1.5, "same_date"),
        "year": Level(0.5, "same_date"),
        # A conference paper and its journal version, or a preprint and what became of it.
        "apart": Level(-1.0, "other_date"),
        "far": Level(-4.0, "other_date"),
    },
}
