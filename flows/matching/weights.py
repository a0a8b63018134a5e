"""What each piece of evidence is worth, in one place; `verdicts` adds them up.

A weight is a natural logarithm: how much likelier that level is between records of one paper than between records of
two that met as candidates. The first ones were measured on two snapshots of arXiv metadata a year apart (200,000
records, 87,000 pairs of one paper; given as "arXiv 6.3"); those of catalogues (places, `slip`, `near`) were set by
hand on the errors of four labelled sets of bibliographic exports and DBLP–ACM; none of these sets was held out. All
were then set with three things in mind: in those snapshots every date is that of the first version and every author
is named, so that listings tell less; levels go together (sister papers share authors, words and a season), so that
what only supports weighs less than it measures; and a wrong merge costs more than a missed one, so that what is open
stays below SAME_FROM.
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
        # One arXiv id is one paper, whatever its title became.
        "same_arxiv_id": Level(13.0, "same_id"),
        "same_pmid": Level(10.0, "same_id"),
        # May be that of a volume or an issue, whose titles then differ.
        "same_doi": Level(6.0, "same_id"),
        # Where another word and another page say so, it is.
        "volume_doi": Level(0.0, "same_id"),
    },
    "titles": {
        "equal_long": Level(6.0, "same_title"),  # arXiv 6.3
        "equal": Level(4.0, "same_title"),  # arXiv 5.2, where 26 of 15,472 pairs were of two papers
        "equal_weak": Level(1.5, "same_title"),  # arXiv 1.0
        # Editorials: the same people under the same heading in every issue. Volume and page must agree.
        "equal_generic": Level(0.95, "generic_title"),
        # A typo, a spelling, a little word: nearly as good as an equal title.
        "slip": Level(3.5, "similar_title"),
        # Another word that may change the meaning: enough only with people, year and venue.
        "near": Level(1.5, "similar_title"),
        # A word in another's place: of such candidates of stroke, cytology_screening and digital_work 8 of 49 are of
        # one paper, all of one page, and 38 of 440 on arXiv, where of those that add a word 64 of 303 are.
        "swapped": Level(-1.0, "similar_title"),
        # The same people's protocol, pilot or follow-up; on one page, or with one text, a subtitle that is missing.
        "next_step": Level(-4.0, "other_title"),
        # Equal as far as an index shows it. What is not shown may be that of a sister paper: one author, or half of
        # them, leave it open.
        "cut_off": Level(3.5, "similar_title"),
        # A subtitle that is missing, a translation in brackets.
        "begins": Level(1.3, "similar_title"),
        # The costs, a survey of what the other is called: but see `versions`.
        "about": Level(1.3, "similar_title"),
        # Of three people or more of one venue and year enough (DBLP–ACM); else sister papers lie here.
        "close": Level(-1.1, "similar_title"),
        "close_swapped": Level(-2.3, "similar_title"),  # arXiv 1.1 less
        # Retitled versions lie here, and so do sister papers: the abstracts must decide.
        "alike": Level(-4.0, "other_title"),  # arXiv -3.2
        # Set so that an equal abstract of the same people and year leaves it open: digital_work has two pairs with
        # boilerplate abstracts and a translated paper that its key counts twice.
        "differ": Level(-9.0, "other_title"),  # arXiv -6.6
    },
    "people": {
        # Nobody else on either list; three or more, two, one. One author's sister papers are alike in all they have:
        # on arXiv, of one day and with other titles, 60 of 100 pairs by three or more are one paper, 39 by one or two.
        "all": Level(3.5, "same_authors"),
        "most": Level(2.8, "same_authors"),
        "same": Level(2.5, "same_authors"),
        "one": Level(1.4, "same_authors"),
        "agree": Level(2.0, "same_authors"),  # arXiv 2.2
        "partly": Level(0.5, "same_authors"),
        "misspelt": Level(1.5, "same_authors"),
        "loosely": Level(0.0, "same_authors"),
        # As good as a veto: only a text that is the same from title to abstract leaves a doubt, about the names.
        "conflict": Level(-14.0, "other_authors"),
    },
    "abstracts": {
        "equal": Level(9.0, "same_abstract"),
        "near": Level(8.0, "same_abstract"),
        "holds": Level(6.0, "same_abstract"),
        "close": Level(2.5, "similar_abstract"),
        # Between sister papers of the same authors as often as between versions of one.
        "related": Level(1.0, "similar_abstract"),
        # One version in 500 of a paper is rewritten so far.
        "differ": Level(-5.0, "other_abstract"),  # arXiv -6.6
    },
    "dates": {
        "same_day": Level(3.2, "same_date"),  # arXiv 4.3
        "close": Level(1.5, "same_date"),
        "year": Level(0.4, "same_date"),
        # A conference paper and its journal version, or a preprint and what became of it.
        "apart": Level(-1.0, "other_date"),
        "far": Level(-5.0, "other_date"),
    },
    "places": {
        # Journal, volume and a range of pages agree: outweighs a title in another language, with people and year.
        "same_pages": Level(10.5, "same_place"),
        # Meetings' abstracts share a page, so that the title must agree somewhat.
        "same_page": Level(6.0, "same_place"),
        # So does a page of which no record says that the paper goes on behind it; but see `crowd`.
        "one_page": Level(6.0, "same_place"),
        # The same range of pages in what may be two names of one book of proceedings.
        "same_page_elsewhere": Level(1.0, "same_place"),
        "same_issue": Level(2.0, "same_place"),
        "same_venue": Level(1.4, "same_place"),
        # A misprint, or the same column on the same page of every issue.
        "other_issue_same_page": Level(-1.0, "other_place"),
        # Exports disagree about supplements and article numbers, so that it is no veto.
        "other_page": Level(-2.5, "other_place"),
        # A meeting of another year, or the year of print: digital_work has both.
        "other_edition": Level(-3.0, "other_place"),
        # Two years or more apart none of these sets has one paper: a review brought up to date, or a yearly report.
        "later_edition": Level(-5.0, "other_place"),
        # The held-out copies that differ so: with an equal title, two people who are all there were are enough.
        "ahead_of_print": Level(-1.3, "other_place"),
        # A conference paper and its journal version under one title are two publications: of a hundred candidates of
        # DBLP–ACM with like titles and people none is one paper. So much that a record without a venue joins one of
        # them and not both.
        "other_venue": Level(-10.5, "other_place"),
        # In the same volume a journal may have its name in another language: digital_work has three such pairs.
        "other_name": Level(-5.0, "other_place"),
        "other_issue": Level(-7.0, "other_place"),
        # Another volume and page, of one journal too: a joint publication or a meeting's abstract, each of its own. A
        # misprint changes one of them: of 6,300 candidates of one journal that differ in both only an article of
        # digital_work that was printed again counts as one paper.
        "other_place": Level(-14.0, "other_place"),
    },
    # Where all else that identifies a publication agrees, a DOI is misspelt, or an archive gave it a second one.
    "conflicts": {"two_dois": Level(-6.0, "conflicting_ids")},
    "crowd": {
        # A column that bears the same heading several times a year.
        "crowded": Level(-3.0, "generic_title"),
        # One team has several abstracts on a page of a meeting's supplement: a rewritten title leaves it open.
        "abstracts": Level(-3.5, "other_title"),
    },
    "copies": {
        # arXiv: of 26,000 candidates that differ and have copies, none was of one paper.
        "both_copied": Level(-12.0, "other_title"),
        # arXiv: of 22 candidates of which one stands in both snapshots and one elsewhere none was of one paper.
        "listed_beside": Level(-12.0, "other_title"),
        # Of 605 of one day that have none, 546 were.
        "both_lone": Level(4.8, "same_title"),
        "lone_retitled": Level(9.0, "same_title"),
    },
    "catalogues": {
        # DBLP–ACM: each of the two lists a paper once, but for slips.
        "same_catalogue": Level(-12.0, "other_title"),
        # One catalogue has the title twice that year: nothing tells which of them the other means.
        "either_of_two": Level(-9.0, "generic_title"),
        # And nine in ten papers of one are in the other.
        "other_catalogue": Level(2.5, "same_place"),
    },
    "versions": {
        # arXiv: of 6,801 such candidates without copies none was of one paper.
        "deposited_apart": Level(-5.8, "other_date"),
        # arXiv: of 24 pairs by the same people with such titles the 7 of one day are of one paper, no other one is.
        "about_the_other": Level(-5.3, "other_title"),
        # "… in breast cancer", "… in lung cancer", by one team in one year: open as long as no page says more. arXiv: 6
        # of 14 of one day are of one paper and none of 25; of those with several other words all 10, and none of 36.
        "adapted": Level(-2.5, "other_title"),
        # arXiv: by the same people, of 28 of two days none is of one paper, of 8 of one day, which are let be, all are.
        "extended": Level(-3.5, "other_title"),
        "rewritten": Level(-3.5, "other_abstract"),
    },
}
